"""Invoices on pages: a resident asks and follows, the company's desk issues, declines and reverses (FE-28)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import invoices_schemas as schemas
from linli.domains.fees.rules import period_text
from linli.domains.payments.models import InvoiceRequest
from linli.domains.payments.operations import invoices as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import invoices
from linli.domains.payments.rules.invoices import Buyer, InvoiceState
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("payments_invoices", __name__)
MINE = "/e/<uuid:estate_id>/invoices"
DESK = "/work/e/<uuid:estate_id>/fees/invoices"
TONES = {"requested": "wait", "issued": "good", "declined": "bad", "reversed": "info"}


def _shown(found: InvoiceRequest) -> tuple[str, str, InvoiceRequest]:
    return InvoiceState(found.state).title, TONES[found.state], found


@bp.get(MINE)
@allow(Act.ASK_INVOICE, GRANTS)
def list_own(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _own(actor, estate_id, Form())


def _own(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "payments/invoices_own.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        here=f"/e/{estate_id}/invoices",
        form=form,
        asked=[_shown(one) for one in invoices.own(actor, estate_id)],
        bills=invoices.invoiceable(actor, estate_id),
        period=period_text,
        buyers=[(one.value, one.title) for one in Buyer],
    )


@bp.post(MINE)
@allow(Act.ASK_INVOICE, GRANTS)
@takes(schemas.InvoiceForm)
@idempotent()
@form_page(_own)
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    bill_ids = body.pop("bill")
    heading = operations.Heading(**body)
    made = operations.ask(
        actor=actor, estate_id=estate_id, bill_ids=bill_ids, heading=heading, now=clock.now()
    )
    return redirect(f"/e/{estate_id}/invoices/{made.id}", 303)


@bp.get(f"{MINE}/<uuid:invoice_id>")
@allow(Act.ASK_INVOICE, GRANTS, on=invoices.request)
def show_own(actor: Actor, request: InvoiceRequest) -> ResponseReturnValue:
    found = invoices.own_or_any(actor, request)
    here = f"/e/{found.estate_id}/invoices"
    return render_template(
        "payments/invoice_own.html",
        tab="fees",
        back={"href": here, "label": "返回发票"},
        here=f"{here}/{found.id}",
        one=_shown(found),
        lines=invoices.lines(found),
        files=invoices.files(found),
    )


@bp.get(f"{MINE}/<uuid:invoice_id>/files/<uuid:file_id>")
@allow(Act.READ_INVOICES, GRANTS, on=invoices.request)
def show_file(actor: Actor, request: InvoiceRequest, file_id: UUID) -> Response:
    return send(invoices.file(invoices.own_or_any(actor, request), file_id))


@bp.get(DESK)
@allow(Act.READ_QUEUE, GRANTS)
@takes(schemas.InvoicesQueryIn, where="query")
def list_queue(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    state, here = query["state"], f"/work/e/{estate_id}/fees/invoices"
    found = invoices.queue(estate_id, window=Window(query["limit"], query["cursor"]), state=state)
    more = f"&state={state.value}" if state else ""
    return render_template(
        "payments/invoices.html",
        here=here,
        asked=[_shown(one) for one in found.items],
        options=[{"label": "全部", "href": here, "current": state is None}]
        + [
            {"label": one.title, "href": f"{here}?state={one.value}", "current": state is one}
            for one in InvoiceState
        ],
        next=found.next and f"{here}?cursor={found.next}{more}",
    )


@bp.get(f"{DESK}/<uuid:invoice_id>")
@allow(Act.READ_QUEUE, GRANTS, on=invoices.request)
def show_one(actor: Actor, request: InvoiceRequest) -> ResponseReturnValue:
    return _one(actor, request, Form())


def _one(actor: Actor, request: InvoiceRequest, form: Form) -> str:
    return render_template(
        "payments/invoice.html",
        here=f"/work/e/{request.estate_id}/fees/invoices/{request.id}",
        file_base=f"/e/{request.estate_id}/invoices/{request.id}/files",
        form=form,
        one=_shown(request),
        buyer=Buyer(request.buyer).title,
        lines=invoices.lines(request),
        files=invoices.files(request),
        may_issue=permits(GRANTS, actor, Act.ISSUE_INVOICE),
    )


def _file(body: dict[str, Any]) -> operations.Upload | None:
    sent = body.pop("file")
    return operations.Upload(sent.stream, sent.filename or "") if sent is not None and sent.filename else None


@bp.post(f"{DESK}/<uuid:invoice_id>/issue")
@allow(Act.ISSUE_INVOICE, GRANTS, on=invoices.request)
@takes(schemas.IssueForm, files=True)
@form_page(_one)
def issue(actor: Actor, request: InvoiceRequest, body: dict[str, Any]) -> ResponseReturnValue:
    file = _file(body)
    return _to(operations.issue(actor=actor, request=request, file=file, now=clock.now(), **body))


@bp.post(f"{DESK}/<uuid:invoice_id>/refusal")
@allow(Act.ISSUE_INVOICE, GRANTS, on=invoices.request)
@takes(schemas.DeclineIn)
@form_page(_one)
def decline(actor: Actor, request: InvoiceRequest, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(operations.decline(actor=actor, request=request, now=clock.now(), **body))


@bp.post(f"{DESK}/<uuid:invoice_id>/reversal")
@allow(Act.ISSUE_INVOICE, GRANTS, on=invoices.request)
@takes(schemas.RedForm, files=True)
@form_page(_one)
def reverse(actor: Actor, request: InvoiceRequest, body: dict[str, Any]) -> ResponseReturnValue:
    file, number = _file(body), body.pop("red_number")
    made = operations.reverse(actor=actor, request=request, number=number, file=file, now=clock.now(), **body)
    return _to(made)


def _to(request: InvoiceRequest) -> ResponseReturnValue:
    return redirect(f"/work/e/{request.estate_id}/fees/invoices/{request.id}", 303)
