"""HTTP for signing in, sessions, roles to act in, one's own data."""

from flask import Blueprint

from linli.blueprints.account import api, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp)
