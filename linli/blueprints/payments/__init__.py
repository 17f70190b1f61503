"""HTTP for paying, receipts and the cashier."""

from flask import Blueprint

from linli.blueprints.payments import (
    accounts_waiting,
    api,
    balance,
    books,
    closing,
    commons_api,
    commons_console,
    commons_pages,
    console,
    escrow,
    invoices_api,
    invoices_pages,
    pages,
    payees,
    periods_console,
    reconciliation,
    refunds,
    returns,
    sandbox,
    slips,
)

accounts_waiting.contribute()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    pages.bp,
    console.bp,
    closing.bp,
    closing.api,
    balance.bp,
    balance.api,
    books.bp,
    books.api,
    refunds.bp,
    refunds.api,
    reconciliation.bp,
    reconciliation.api,
    commons_api.bp,
    escrow.bp,
    escrow.api,
    slips.bp,
    invoices_api.bp,
    invoices_pages.bp,
    periods_console.bp,
    periods_console.api,
    commons_console.bp,
    commons_pages.bp,
    payees.bp,
    payees.api,
    returns.bp,
    returns.api,
    sandbox.bp,
)
