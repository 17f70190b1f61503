"""HTTP for tariffs and bills."""

from flask import Blueprint

from linli.blueprints.fees import api, console, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp)
