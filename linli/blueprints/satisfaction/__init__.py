"""HTTP for the yearly round: a page for households, a console for officers, results for everybody."""

from flask import Blueprint

from linli.blueprints.satisfaction import api, console, devices, pages, public, waiting

blueprints: tuple[Blueprint, ...] = (api.bp, console.bp, pages.bp, public.bp)
waiting.contribute()
api.bp.after_app_request(devices.mark)
