"""HTTP for owners' votes."""

from flask import Blueprint

from linli.blueprints.voting import api, console, pages, waiting

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp)
