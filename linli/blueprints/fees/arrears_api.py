"""Statements, arrears, objections and collection rates for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from linli.blueprints.fees import arrears_schemas as shapes
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.fees.models import Bill, BillDispute
from linli.domains.fees.operations import arrears as pursuing
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import arrears, bills, rates, statements
from linli.domains.fees.queries.rates import Term
from linli.domains.fees.queries.statements import Statement
from linli.domains.fees.rules import period_of
from linli.domains.fees.rules.arrears import Rates
from linli.kernel.actors import Actor
from linli.kernel.times import day_of, end_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("fees_arrears_api", __name__, tag="fees")
HERE = "/estates/<uuid:estate_id>"
UNIT = f"{HERE}/units/<uuid:unit_id>"


def statement_asked(actor: Actor, estate_id: UUID, unit_id: UUID, query: dict[str, Any]) -> Statement:
    """A unit's account for the days asked for: this year until today where none are."""
    until_on = query["until_on"] or day_of(clock.now())
    since_on = min(query["since_on"] or until_on.replace(month=1, day=1), until_on)
    return statements.statement(
        actor, estate_id=estate_id, unit_id=unit_id, since_on=since_on, until_on=until_on
    )


def term_asked(query: dict[str, Any]) -> Term:
    """The days asked for, or this month; payments count until their end."""
    until_on = query["until_on"] or period_of(day_of(clock.now()).replace(day=1), 1).until_on
    since_on: date = min(query["since_on"] or until_on.replace(day=1), until_on)
    return Term(since_on, until_on, end_of(until_on))


@bp.get(f"{UNIT}/fee-statement")
@allow(Act.READ_BILLS, GRANTS, on=estates.unit)
@takes(shapes.StatementQueryIn, where="query")
@gives(shapes.StatementOut)
@summary("一套房屋的费用明细和余额")
def show_statement(actor: Actor, unit: Unit, query: dict[str, Any]) -> Statement:
    return statement_asked(actor, unit.estate_id, unit.id, query)


@bp.get(f"{HERE}/arrears")
@allow(Act.READ_BOOKS, GRANTS)
@takes(shapes.ArrearsQueryIn, where="query")
@gives(page_of(shapes.DebtorOut))
@summary("逾期未缴的房屋")
def list_arrears(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[arrears.Debtor]:  # noqa: ARG001
    age, cause = query.pop("age"), query.pop("cause")
    return arrears.debtors_page(
        estate_id, on=day_of(clock.now()), window=Window(**query), age=age, cause=cause
    )


@bp.get(f"{HERE}/collection-rates")
@allow(Act.READ_BOOKS, GRANTS)
@takes(shapes.RatesQueryIn, where="query")
@gives(shapes.RatesOut)
@summary("当期收缴率、清欠率、综合收缴率")
def show_rates(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Rates:  # noqa: ARG001
    return rates.rates(term_asked(query), estate_id=estate_id)


@bp.post(f"{HERE}/bills/<uuid:bill_id>/disputes")
@allow(Act.DISPUTE_BILL, GRANTS)
@takes(shapes.DisputeIn)
@gives(shapes.DisputeOut, 201)
@idempotent()
@summary("对账单提异议")
def raise_dispute(actor: Actor, estate_id: UUID, bill_id: UUID, body: dict[str, Any]) -> BillDispute:
    return object_to(actor, estate_id, bill_id, body)


def object_to(actor: Actor, estate_id: UUID, bill_id: UUID, body: dict[str, Any]) -> BillDispute:
    """Object to a bill of the actor's household; another's is Unknown."""
    bill = bills.bill_for(actor, estate_id=estate_id, bill_id=bill_id).bill
    return pursuing.dispute(actor=actor, bill=bill, now=clock.now(), **body)


@bp.post(f"{HERE}/bills/<uuid:bill_id>/disputes/answer")
@allow(Act.PURSUE, GRANTS, on=bills.bill)
@takes(shapes.AnswerIn)
@gives(shapes.DisputeOut)
@summary("答复账单异议")
def answer_dispute(actor: Actor, bill: Bill, body: dict[str, Any]) -> BillDispute:
    found = arrears.open_dispute(estate_id=bill.estate_id, bill_id=bill.id)
    return pursuing.answer(actor=actor, dispute=found, now=clock.now(), **body)


@bp.post(f"{UNIT}/arrears-causes")
@allow(Act.PURSUE, GRANTS, on=estates.unit)
@takes(shapes.CauseIn)
@gives(shapes.CauseIn, 201)
@idempotent()
@summary("登记未缴原因")
def note_cause(actor: Actor, unit: Unit, body: dict[str, Any]) -> dict[str, Any]:
    pursuing.note_cause(actor=actor, estate_id=unit.estate_id, unit_id=unit.id, now=clock.now(), **body)
    return body
