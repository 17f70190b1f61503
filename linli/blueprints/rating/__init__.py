"""HTTP for star ratings."""

from flask import Blueprint

from linli.blueprints.rating import api, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp)
