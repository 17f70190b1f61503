"""HTTP for credit and the list: consoles of officers and companies, the same for programs, pages for everybody."""

from flask import Blueprint

from linli.blueprints.reputation import api, console, list_console, public, waiting

blueprints: tuple[Blueprint, ...] = (api.bp, console.bp, list_console.bp, public.bp)
waiting.contribute()
