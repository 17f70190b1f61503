"""HTTP for tariffs and bills."""

from flask import Blueprint

from linli.blueprints.fees import (
    api,
    changes_console,
    console,
    pages,
    preparing_api,
    preparing_console,
    shared_api,
    shared_console,
    shared_pages,
    waiting,
)

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    shared_api.bp,
    preparing_api.bp,
    pages.bp,
    shared_pages.bp,
    console.bp,
    shared_console.bp,
    preparing_console.bp,
    changes_console.bp,
)
