"""HTTP for the first pages, today's work, jobs, the log of acts."""

from flask import Blueprint

from linli.blueprints.work import api, pages

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp)
