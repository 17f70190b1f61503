"""Requests for invoices for programs: a company's tax software reads the queue and notes the numbers (FE-28)."""

from typing import Any
from uuid import UUID

from linli.blueprints.payments import invoices_schemas as schemas
from linli.domains.payments.models import InvoiceRequest
from linli.domains.payments.operations import invoices as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import invoices
from linli.kernel.actors import RESIDENTS, Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("payments_invoices_api", __name__, tag="payments")
HERE = "/estates/<uuid:estate_id>/invoices"
ONE = f"{HERE}/<uuid:invoice_id>"


def shown(found: InvoiceRequest) -> dict[str, Any]:
    """A request with its bills, for the API."""
    names = (
        "id", "state", "buyer", "title", "tax_no", "email", "amount_fen", "number", "red_number", "said",
        "asked_at", "issued_at", "ended_at",
    )  # fmt: skip
    return {name: getattr(found, name) for name in names} | {
        "lines": [
            {
                "bill_id": one.view.bill.id,
                "item_name": one.view.item_name,
                "unit_label": one.view.bill.unit_label,
                "amount_fen": one.amount_fen,
            }
            for one in invoices.lines(found)
        ]
    }


@bp.get(HERE)
@allow(Act.READ_INVOICES, GRANTS)
@takes(schemas.InvoicesQueryIn, where="query")
@gives(schemas.InvoicesOut)
@summary("开票申请：住户看自己的，物业看全部")
def list_invoices(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    if actor.role in RESIDENTS:
        return {"items": invoices.own(actor, estate_id), "next": None}
    window = Window(query["limit"], query["cursor"])
    found = invoices.queue(estate_id, window=window, state=query["state"])
    return {"items": found.items, "next": found.next}


@bp.post(HERE)
@allow(Act.ASK_INVOICE, GRANTS)
@takes(schemas.InvoiceIn)
@gives(schemas.InvoiceOut, 201)
@idempotent()
@summary("为已缴的账单申请发票，金额由系统按实缴算出")
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    bill_ids = body.pop("bill_ids")
    heading = operations.Heading(**body)
    return shown(
        operations.ask(actor=actor, estate_id=estate_id, bill_ids=bill_ids, heading=heading, now=clock.now())
    )


@bp.get(ONE)
@allow(Act.READ_INVOICES, GRANTS, on=invoices.request)
@gives(schemas.InvoiceOut)
@summary("一份开票申请")
def show_one(actor: Actor, request: InvoiceRequest) -> dict[str, Any]:
    return shown(invoices.own_or_any(actor, request))


@bp.post(f"{ONE}/issue")
@allow(Act.ISSUE_INVOICE, GRANTS, on=invoices.request)
@takes(schemas.IssueIn)
@gives(schemas.InvoiceOut)
@summary("登记已开出的发票号码")
def issue(actor: Actor, request: InvoiceRequest, body: dict[str, Any]) -> dict[str, Any]:
    return shown(operations.issue(actor=actor, request=request, now=clock.now(), **body))


@bp.post(f"{ONE}/refusal")
@allow(Act.ISSUE_INVOICE, GRANTS, on=invoices.request)
@takes(schemas.DeclineIn)
@gives(schemas.InvoiceOut)
@summary("不能开票，写明原因")
def decline(actor: Actor, request: InvoiceRequest, body: dict[str, Any]) -> dict[str, Any]:
    return shown(operations.decline(actor=actor, request=request, now=clock.now(), **body))


@bp.post(f"{ONE}/reversal")
@allow(Act.ISSUE_INVOICE, GRANTS, on=invoices.request)
@takes(schemas.RedIn)
@gives(schemas.InvoiceOut)
@summary("登记红字发票号码")
def reverse(actor: Actor, request: InvoiceRequest, body: dict[str, Any]) -> dict[str, Any]:
    made = operations.reverse(
        actor=actor, request=request, number=body["red_number"], reason=body["reason"], now=clock.now()
    )
    return shown(made)
