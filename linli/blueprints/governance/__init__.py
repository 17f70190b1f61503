"""HTTP for the exchange with the governance platform: the officer's pages, the API, the platform's callback."""

from flask import Blueprint

from linli.blueprints.governance import api, console, platform, today

blueprints: tuple[Blueprint, ...] = (api.bp, platform.api, platform.pages, console.bp)

__all__ = ["blueprints", "today"]
