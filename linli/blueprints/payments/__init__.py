"""HTTP for paying, receipts and the cashier."""

from flask import Blueprint

from linli.blueprints.payments import api, console, pages, sandbox

blueprints: tuple[Blueprint, ...] = (api.bp, pages.bp, console.bp, sandbox.bp)
