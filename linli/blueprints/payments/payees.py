"""Whose money came in on which day: a page, its table, and its twin for programs (PA-22)."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from linli.blueprints.fees.arrears_schemas import RatesQueryIn
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import payees
from linli.domains.payments.queries.payees import DaySplit
from linli.domains.payments.rules.payees import Payee
from linli.kernel.actors import Actor
from linli.kernel.fen import format_fen
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.spreadsheets import XLSX, SheetOut, write_xlsx
from linli.platform.web import Api, Form, Out, Pages, allow, gives, summary, takes
from linli.platform.web.papers import download
from linli.platform.web.schemas import Day

bp = Pages("payments_payees", __name__)
api = Api("payments_payees_api", __name__, tag="payments")


class DaysQueryIn(RatesQueryIn):
    """Which days, this month where none are named; as a page or as a table."""

    file = fields.String(load_default="", validate=validate.OneOf(("", "xlsx"), error="请选择 xlsx。"))


class DaySplitOut(Out):
    """A day's money, and whose it is."""

    on = Day(required=True)
    came_fen = fields.Integer(required=True)
    company_fen = fields.Integer(required=True)
    owners_fen = fields.Integer(required=True)
    utilities_fen = fields.Integer(required=True)
    held_fen = fields.Integer(required=True)


class DaySplitsOut(Out):
    """Days, the newest first."""

    items = fields.List(fields.Nested(DaySplitOut), required=True)


@bp.get("/work/e/<uuid:estate_id>/fees/payees")
@allow(Act.READ_TAKINGS, GRANTS)
@takes(DaysQueryIn, where="query")
def show_days(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    since_on, until_on = _days(query)
    found = payees.split(estate_id, since_on=since_on, until_on=until_on)
    if query["file"]:
        return download(_table(found), XLSX, f"分账 {since_on} 至 {until_on}.xlsx")
    return render_template(
        "payments/payees.html",
        place=estate_id,
        form=Form({"since_on": since_on.isoformat(), "until_on": until_on.isoformat()}),
        since_on=since_on,
        until_on=until_on,
        payees=list(Payee),
        days=found,
    )


@api.get("/estates/<uuid:estate_id>/payees")
@allow(Act.READ_TAKINGS, GRANTS)
@takes(RatesQueryIn, where="query")
@gives(DaySplitsOut)
@summary("每天的收款分别属于谁：物业公司、全体业主、代收水电")
def read_days(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    since_on, until_on = _days(query)
    return {
        "items": [
            {"on": one.on, "came_fen": one.came_fen, "held_fen": one.held_fen}
            | {f"{payee}_fen": one.shares[payee] for payee in Payee}
            for one in payees.split(estate_id, since_on=since_on, until_on=until_on)
        ]
    }


def _days(query: dict[str, Any]) -> tuple[date, date]:
    until_on: date = query["until_on"] or day_of(clock.now())
    since_on: date = query["since_on"] or until_on.replace(day=1)
    return min(since_on, until_on), until_on


def _table(found: list[DaySplit]) -> bytes:
    head = ["日期", "到账（元）", *(f"{payee.title}（元）" for payee in Payee), "代管（元）"]
    rows = [
        [
            f"{one.on}",
            *map(format_fen, [one.came_fen, *(one.shares[payee] for payee in Payee), one.held_fen]),
        ]
        for one in found
    ]
    return write_xlsx([SheetOut("分账", [head, *rows])])
