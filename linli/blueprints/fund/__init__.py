"""HTTP for repairs from the maintenance fund: the desk, the owners of the scope, and programs."""

from flask import Blueprint

from linli.blueprints.fund import api, console, pages, waiting

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (api.bp, console.bp, pages.bp)
