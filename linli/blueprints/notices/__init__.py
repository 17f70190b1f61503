"""HTTP for messages to people and public notices."""

from flask import Blueprint

from linli.blueprints.notices import api, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp)
