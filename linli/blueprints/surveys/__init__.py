"""HTTP for opinion polls."""

from flask import Blueprint

from linli.blueprints.surveys import api, building_console, console, pages, waiting

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp, building_console.bp)
