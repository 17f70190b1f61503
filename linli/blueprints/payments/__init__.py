"""HTTP for paying, receipts and the cashier."""

from flask import Blueprint

from linli.blueprints.payments import api, closing, console, pages, reconciliation, refunds, sandbox

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    pages.bp,
    console.bp,
    closing.bp,
    closing.api,
    refunds.bp,
    refunds.api,
    reconciliation.bp,
    reconciliation.api,
    sandbox.bp,
)
