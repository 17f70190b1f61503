"""HTTP for regions, estates, buildings, units, companies."""

from flask import Blueprint

from linli.blueprints.estates import api, grounds_api, pages, rules_api

blueprints: tuple[Blueprint, ...] = (api.bp, grounds_api.bp, rules_api.bp, pages.bp)
