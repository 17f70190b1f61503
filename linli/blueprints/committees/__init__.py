"""HTTP for the owners' committee."""

from flask import Blueprint

from linli.blueprints.committees import (
    api,
    console,
    filing_set,
    meetings_console,
    pages,
    papers_console,
    waiting,
)

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    pages.bp,
    console.bp,
    meetings_console.bp,
    papers_console.bp,
    filing_set.bp,
    filing_set.api,
)
