"""HTTP for equipment: the ledger for the staff, the same for programs, and what everybody may read of it."""

from flask import Blueprint

from linli.blueprints.equipment import api, console, pages, waiting

waiting.contribute()
blueprints: tuple[Blueprint, ...] = (api.bp, console.bp, pages.bp)
