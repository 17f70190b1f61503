"""HTTP for task forces: pages for officers, the same for programs; `today` puts them on first pages."""

from flask import Blueprint

from linli.blueprints.taskforces import api, console, today

blueprints: tuple[Blueprint, ...] = (api.bp, console.bp)

__all__ = ["blueprints", "today"]
