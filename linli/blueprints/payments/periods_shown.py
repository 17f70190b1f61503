"""Months of the books as pages and API show them, and their vouchers as accounting software reads them."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response

from linli.domains.payments.queries import balances
from linli.domains.payments.queries.balances import TrialLine, VoucherLine
from linli.domains.payments.queries.periods import MonthView
from linli.domains.payments.rules.periods import VOUCHER_COLUMNS, WORD, Month
from linli.kernel.fen import format_fen
from linli.kernel.refusals import Unknown
from linli.platform.exports import CSV
from linli.platform.spreadsheets import XLSX, SheetOut, Value, write_csv, write_xlsx
from linli.platform.web.papers import download

_NAME = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def month_named(name: str) -> Month:
    """The month in an address, 2026-02. Raises Unknown."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise Unknown
    return Month(date(int(found[1]), int(found[2]), 1))


def month_or(name: str, otherwise: Month) -> Month:
    """The month that was typed, or another one where it is none."""
    return month_named(name) if _NAME.fullmatch(name) else otherwise


def month_shown(one: MonthView) -> dict[str, Any]:
    """A month for the API."""
    period = one.period
    return {
        "month_on": one.month.first_on,
        "closed": one.closed,
        "period_id": period.id if period else None,
        "transactions": period.transactions if period else 0,
        "debit_fen": period.debit_fen if period else 0,
        "closed_at": period.closed_at if period else None,
        "closed_by": one.closed_by,
        "differences": one.differences,
        "reopening_id": one.reopening.id if one.reopening else None,
    }


def trial_shown(estate_id: UUID, month: Month) -> dict[str, Any]:
    """A month's trial balance for the API."""
    lines = balances.trial_balance(estate_id, month)
    return {
        "month_on": month.first_on,
        "debit_fen": sum(one.debit_fen for one in lines),
        "credit_fen": sum(one.credit_fen for one in lines),
        "items": [_line_shown(one) for one in lines],
    }


def vouchers(estate_id: UUID, month: Month, form: str) -> Response:
    """The vouchers of a month as a table: one line a side, amounts as text with two decimals."""
    rows: list[list[Value]] = [list(VOUCHER_COLUMNS)]
    for page in balances.voucher_pages(estate_id, month):
        rows += [voucher_row(one) for one in page]
    name = f"凭证 {month.title}.{form}"
    if form == "xlsx":
        return download(write_xlsx([SheetOut("凭证", rows, widths={4: 24, 6: 26, 9: 20})]), XLSX, name)
    return download(write_csv(rows), CSV.partition(";")[0], name)


def voucher_row(one: VoucherLine) -> list[Value]:
    """A voucher's line in the order of VOUCHER_COLUMNS; the side without an amount stays empty."""
    return [
        str(one.on),
        WORD,
        str(one.number),
        "0",
        one.summary,
        one.subject.code,
        one.subject.name,
        format_fen(one.debit_fen) if one.debit_fen else "",
        format_fen(one.credit_fen) if one.credit_fen else "",
        one.detail,
    ]


def _line_shown(one: TrialLine) -> dict[str, Any]:
    names = ("detail", "opening_fen", "debit_fen", "credit_fen", "closing_fen")
    return {"code": one.subject.code, "name": one.subject.name} | {name: getattr(one, name) for name in names}
