"""A household's account with its balance, and its objections to bills."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees import arrears_schemas as shapes
from linli.blueprints.fees.arrears_api import object_to, statement_asked
from linli.blueprints.fees.showing import shown
from linli.domains.estates import queries as estates
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import arrears, bills, handovers
from linli.domains.fees.queries.statements import Statement
from linli.domains.fees.rules.arrears import DisputeState
from linli.kernel.actors import Actor
from linli.kernel.fen import format_fen
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.spreadsheets import XLSX, SheetOut, write_xlsx
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.papers import download, paper

bp = Pages("fees_arrears_pages", __name__)
HERE = "/e/<uuid:estate_id>/bills"


@bp.get(f"{HERE}/statement")
@allow(Act.READ_OWN_BILLS, GRANTS)
@takes(shapes.StatementQueryIn, where="query")
def show_statement(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    units = estates.unit_views(estate_id, list(actor.units))
    unit_id = query["unit_id"] or (units[0].id if units else None)
    if unit_id is None:
        raise Unknown
    found = statement_asked(actor, estate_id, unit_id, query)
    if query["file"]:
        return statement_file(found, estate_id, query["file"])
    return render_template(
        "fees/statement.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        statement=found,
        unit_id=unit_id,
        form=days_form(found),
        handovers=handovers.of_account(estate_id, unit_id, actor.account_id),
        options=[
            {"label": one.label, "href": f"?unit_id={one.id}", "current": one.id == unit_id} for one in units
        ],
    )


def days_form(found: Statement) -> Form:
    """The days of a statement, as they are typed."""
    return Form({"since_on": found.since_on.isoformat(), "until_on": found.until_on.isoformat()})


def statement_file(found: Statement, estate_id: UUID, kind: str) -> Response:
    """A statement as a paper or a table."""
    name = f"{found.unit_label}费用明细"
    if kind == "pdf":
        place = estates.estate(estate_id=estate_id).name
        return paper("papers/statement.html", name=name, place=place, statement=found, made_at=clock.now())
    head = ("日期", "事项", "说明", "金额（元）", "余额（元）")
    rows: list[tuple[str, ...]] = [head, (f"{found.since_on}", "期初", "", "", format_fen(found.opening_fen))]
    rows += [
        (f"{one.on}", one.what.title, one.words, format_fen(one.amount_fen), format_fen(one.balance_fen))
        for one in found.lines
    ]
    return download(write_xlsx([SheetOut("费用明细", rows, widths={2: 40})]), XLSX, f"{name}.xlsx")


@bp.get(f"{HERE}/<uuid:bill_id>/dispute")
@allow(Act.READ_OWN_BILLS, GRANTS)
def dispute_form(actor: Actor, estate_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    return _dispute(actor, estate_id, bill_id, Form())


def _dispute(actor: Actor, estate_id: UUID, bill_id: UUID, form: Form) -> str:
    found = bills.bill_for(actor, estate_id=estate_id, bill_id=bill_id)
    raised = arrears.disputes(estate_id, bill_id)
    return render_template(
        "fees/dispute.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills/{bill_id}", "label": "返回账单"},
        bill=shown(found),
        disputes=[(one, DisputeState(one.state)) for one in raised],
        may_object=found.open_fen > 0 and not any(one.state == DisputeState.OPEN for one in raised),
        form=form,
    )


@bp.post(f"{HERE}/<uuid:bill_id>/dispute")
@allow(Act.DISPUTE_BILL, GRANTS)
@takes(shapes.DisputeIn)
@idempotent()
@form_page(_dispute)
def raise_dispute(actor: Actor, estate_id: UUID, bill_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    object_to(actor, estate_id, bill_id, body)
    return redirect(f"/e/{estate_id}/bills/{bill_id}/dispute", 303)
