"""HTTP for tariffs and bills."""

from flask import Blueprint

from linli.blueprints.fees import (
    api,
    arrears_api,
    arrears_console,
    arrears_pages,
    changes_console,
    console,
    handovers,
    own_readings,
    pages,
    plans,
    preparing_api,
    preparing_console,
    rates_console,
    shared_api,
    shared_console,
    shared_pages,
    waiting,
)

waiting.contribute()
arrears_console.offer()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    shared_api.bp,
    preparing_api.bp,
    arrears_api.bp,
    arrears_pages.bp,
    pages.bp,
    shared_pages.bp,
    arrears_console.bp,
    console.bp,
    shared_console.bp,
    preparing_console.bp,
    changes_console.bp,
    plans.bp,
    plans.api,
    handovers.bp,
    handovers.api,
    own_readings.bp,
    own_readings.api,
    rates_console.bp,
    rates_console.api,
)
