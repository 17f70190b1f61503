"""HTTP for tickets."""

from flask import Blueprint

from linli.blueprints.tickets import api, console, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp)
