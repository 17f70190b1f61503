"""HTTP for tariffs and bills."""

from flask import Blueprint

from linli.blueprints.fees import api, console, pages, waiting

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp)
