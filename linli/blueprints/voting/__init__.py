"""HTTP for owners' votes."""

from flask import Blueprint

from linli.blueprints.voting import (
    api,
    console,
    elections_api,
    elections_console,
    elections_pages,
    pages,
    waiting,
)

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    pages.bp,
    console.bp,
    elections_api.bp,
    elections_pages.bp,
    elections_console.bp,
)
