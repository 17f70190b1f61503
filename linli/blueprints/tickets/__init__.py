"""HTTP for tickets; importing `today` lets them appear on the first pages."""

from flask import Blueprint

from linli.blueprints.tickets import api, console, pages, today

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp)

__all__ = ["blueprints", "today"]
