"""HTTP for owners' votes."""

from flask import Blueprint

from linli.blueprints.voting import api, console, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp)
