"""HTTP for the yearly round: a page for households, a console for officers, results for everybody."""

from flask import Blueprint

from linli.blueprints.satisfaction import api, console, pages, public, waiting

blueprints: tuple[Blueprint, ...] = (api.bp, console.bp, pages.bp, public.bp)
waiting.contribute()
