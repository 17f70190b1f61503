"""HTTP for takeovers: pages for street and county officers, and the same for programs."""

from flask import Blueprint

from linli.blueprints.takeover import api, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp)
