"""The company's desk for debts: who owes since when and why, letters, objections, collection rates."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees import arrears_schemas as shapes
from linli.blueprints.fees import rates_table
from linli.blueprints.fees.arrears_api import statement_asked, term_asked
from linli.blueprints.fees.arrears_pages import days_form, statement_file
from linli.blueprints.fees.showing import shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.fees.models import Bill
from linli.domains.fees.operations import arrears as pursuing
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import arrears, bills, rates
from linli.domains.fees.rules.arrears import WRITTEN, DisputeState, Step
from linli.kernel.actors import Actor
from linli.kernel.fen import format_fen
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock, exports
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.papers import paper

bp = Pages("fees_arrears_console", __name__)
HERE = "/work/e/<uuid:estate_id>/fees"
UNIT = f"{HERE}/arrears/<uuid:unit_id>"
_AT_ONCE = 500


@bp.get(f"{HERE}/arrears")
@allow(Act.READ_BOOKS, GRANTS)
@takes(shapes.ArrearsQueryIn, where="query")
def list_arrears(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    on, age, cause = day_of(clock.now()), query.pop("age"), query.pop("cause")
    found = arrears.debtors_page(estate_id, on=on, window=Window(**query), age=age, cause=cause)
    chosen = {"age": age and age.value, "cause": cause and cause.value}
    asked = urlencode({name: value for name, value in (*chosen.items(), ("cursor", found.next)) if value})
    return render_template(
        "fees/arrears.html",
        place=estate_id,
        debtors=found.items,
        sums=arrears.sums(estate_id, on=on),
        age=age,
        cause=cause,
        disputes=arrears.waiting_disputes(estate_id),
        next=found.next and f"/work/e/{estate_id}/fees/arrears?{asked}",
    )


@bp.get(UNIT)
@allow(Act.READ_BOOKS, GRANTS, on=estates.unit)
def show_debtor(actor: Actor, unit: Unit) -> ResponseReturnValue:
    return _debtor(actor, unit, Form())


def _debtor(actor: Actor, unit: Unit, form: Form) -> str:
    on = day_of(clock.now())
    late = arrears.late_bills(unit.estate_id, unit.id, on=on)
    contested = arrears.disputed_bills(unit.estate_id)
    return render_template(
        "fees/debtor.html",
        place=unit.estate_id,
        unit=unit,
        bills=[(shown(one), one.bill.id in contested) for one in late],
        reminders=[
            (one, Step(one.step).title, bill)
            for one, bill in arrears.reminders_of_unit(unit.estate_id, unit.id)
        ],
        causes=[(one.value, one.title) for one in WRITTEN],
        form=form,
        may_pursue=permits(GRANTS, actor, Act.PURSUE),
    )


@bp.post(f"{UNIT}/cause")
@allow(Act.PURSUE, GRANTS, on=estates.unit)
@takes(shapes.CauseIn)
@idempotent()
@form_page(_debtor)
def note_cause(actor: Actor, unit: Unit, body: dict[str, Any]) -> ResponseReturnValue:
    pursuing.note_cause(actor=actor, estate_id=unit.estate_id, unit_id=unit.id, now=clock.now(), **body)
    return redirect(f"/work/e/{unit.estate_id}/fees/arrears/{unit.id}", 303)


@bp.post(f"{UNIT}/letter")
@allow(Act.PURSUE, GRANTS, on=estates.unit)
def send_letter(actor: Actor, unit: Unit) -> ResponseReturnValue:
    pursuing.send_letter(actor=actor, estate_id=unit.estate_id, unit_id=unit.id, now=clock.now())
    return redirect(f"/work/e/{unit.estate_id}/fees/arrears/{unit.id}", 303)


@bp.get(f"{UNIT}/letter.pdf")
@allow(Act.PURSUE, GRANTS, on=estates.unit)
def print_letter(actor: Actor, unit: Unit) -> ResponseReturnValue:  # noqa: ARG001
    claimed = arrears.claimed(unit.estate_id, unit.id, on=day_of(clock.now()))
    return paper(
        "papers/demand.html",
        name=f"{unit.label}缴费催告书",
        place=estates.estate(estate_id=unit.estate_id).name,
        unit=unit,
        bills=[shown(one) for one in claimed],
        total_fen=sum(one.open_fen for one in claimed),
        made_at=clock.now(),
    )


@bp.get(f"{HERE}/statements/<uuid:unit_id>")
@allow(Act.READ_BOOKS, GRANTS, on=estates.unit)
@takes(shapes.StatementQueryIn, where="query")
def show_statement(actor: Actor, unit: Unit, query: dict[str, Any]) -> ResponseReturnValue:
    found = statement_asked(actor, unit.estate_id, unit.id, query)
    if query["file"]:
        return statement_file(found, unit.estate_id, query["file"])
    return render_template(
        "fees/console_statement.html", place=unit.estate_id, statement=found, form=days_form(found)
    )


@bp.get(f"{HERE}/bills/<uuid:bill_id>/dispute")
@allow(Act.READ_BOOKS, GRANTS, on=bills.bill)
def show_dispute(actor: Actor, bill: Bill) -> ResponseReturnValue:
    return _dispute(actor, bill, Form())


def _dispute(actor: Actor, bill: Bill, form: Form) -> str:
    raised = arrears.disputes(bill.estate_id, bill.id)
    return render_template(
        "fees/console_dispute.html",
        place=bill.estate_id,
        bill=shown(bills.views([bill])[0]),
        disputes=[(one, DisputeState(one.state)) for one in raised],
        waits=any(one.state == DisputeState.OPEN for one in raised) and permits(GRANTS, actor, Act.PURSUE),
        form=form,
    )


@bp.post(f"{HERE}/bills/<uuid:bill_id>/dispute")
@allow(Act.PURSUE, GRANTS, on=bills.bill)
@takes(shapes.AnswerIn)
@form_page(_dispute)
def answer_dispute(actor: Actor, bill: Bill, body: dict[str, Any]) -> ResponseReturnValue:
    found = arrears.open_dispute(estate_id=bill.estate_id, bill_id=bill.id)
    pursuing.answer(actor=actor, dispute=found, now=clock.now(), **body)
    return redirect(f"/work/e/{bill.estate_id}/fees/bills/{bill.id}/dispute", 303)


@bp.get(f"{HERE}/rates")
@allow(Act.READ_BOOKS, GRANTS)
@takes(shapes.RatesFileQueryIn, where="query")
def show_rates(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    term = term_asked(query)
    whole, shares = rates.rates(term, estate_id=estate_id), rates.shares(term, estate_id=estate_id)
    if query["file"]:
        return rates_table.sent(term, whole, shares)
    return render_template(
        "fees/rates.html",
        place=estate_id,
        term=term,
        rates=whole,
        shares=shares,
        form=Form({"since_on": term.since_on.isoformat(), "until_on": term.until_on.isoformat()}),
    )


@bp.get(f"{HERE}/rates/bills")
@allow(Act.READ_BOOKS, GRANTS)
@takes(shapes.RateBillsQueryIn, where="query")
def rate_bills(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    term, which = term_asked(query), query["which"]
    window = Window(limit=query["limit"], cursor=query["cursor"])
    found = rates.counted_page(term, which, estate_id=estate_id, window=window)
    asked = {"since_on": term.since_on, "until_on": term.until_on, "which": which.value, "cursor": found.next}
    return render_template(
        "fees/rate_bills.html",
        place=estate_id,
        term=term,
        which=which,
        counted=[(shown(one.bill), one.due_fen, one.paid_fen) for one in found.items],
        next=found.next and f"/work/e/{estate_id}/fees/rates/bills?{urlencode(asked)}",
    )


_Rows = Iterator[Sequence[Sequence[str]]]


def _rows(actor: Actor, estate_id: UUID, parameters: dict[str, Any]) -> _Rows:  # noqa: ARG001
    on, window = day_of(clock.now()), Window(limit=_AT_ONCE)
    while True:
        page = arrears.debtors_page(estate_id, on=on, window=window)
        yield [
            (
                one.unit_label,
                str(one.count),
                format_fen(one.open_fen),
                f"{one.oldest_due_on}",
                one.cause.title,
            )
            for one in page.items
        ]
        if page.next is None:
            return
        window = Window(limit=_AT_ONCE, cursor=page.next)


def offer() -> None:
    """Let the company ask for the list of who owes; residents have no such list (FE-26)."""
    columns = ("房屋", "逾期账单", "欠费（元）", "最早截止日", "原因")
    exports.offer(exports.Kind("arrears", "欠费清单", Act.PURSUE, GRANTS, columns, _rows))
