"""Requests for invoices as payers and the company's desk see them, and what may still be invoiced."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from linli.domains.fees.queries import bills
from linli.domains.fees.queries.bills import BillView
from linli.domains.payments.models import InvoiceLine, InvoiceRequest
from linli.domains.payments.rules.invoices import LIVE, InvoiceState
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

FILE, RED_FILE = "invoice", "red_invoice"


@dataclass(frozen=True, slots=True)
class Invoiceable:
    """A bill and what of it was paid and is on no invoice."""

    view: BillView
    amount_fen: int


def request(*, estate_id: uuid.UUID, invoice_id: uuid.UUID, **_: object) -> InvoiceRequest:
    """A request, or Unknown."""
    found = db.session.get(InvoiceRequest, (estate_id, invoice_id))
    if found is None:
        raise Unknown
    return found


def own_or_any(actor: Actor, found: InvoiceRequest) -> InvoiceRequest:
    """A request that the actor may see: staff any, residents their own. Otherwise Unknown."""
    if actor.role in RESIDENTS and found.account_id != actor.account_id:
        raise Unknown
    return found


def own(actor: Actor, estate_id: uuid.UUID) -> Sequence[InvoiceRequest]:
    """What somebody asked for, the newest first."""
    return db.session.scalars(
        select(InvoiceRequest)
        .filter_by(estate_id=estate_id, account_id=actor.account_id)
        .order_by(InvoiceRequest.id.desc())
        .limit(50)
    ).all()


def queue(estate_id: uuid.UUID, *, window: Window, state: InvoiceState | None = None) -> Page[InvoiceRequest]:
    """The requests of an estate: those that wait the oldest first, others the newest first."""
    query = select(InvoiceRequest).where(InvoiceRequest.estate_id == estate_id)
    if state is not None:
        query = query.where(InvoiceRequest.state == state)
    return by_id(query, InvoiceRequest.id, window=window, newest_first=state is not InvoiceState.REQUESTED)


def lines(found: InvoiceRequest) -> list[Invoiceable]:
    """The bills on an invoice with their amounts."""
    rows = db.session.scalars(
        select(InvoiceLine).filter_by(estate_id=found.estate_id, request_id=found.id).order_by(InvoiceLine.id)
    ).all()
    named = [bills.bill(estate_id=found.estate_id, bill_id=one.bill_id) for one in rows]
    return [Invoiceable(view, row.amount_fen) for view, row in zip(bills.views(named), rows, strict=True)]


def invoiceable(actor: Actor, estate_id: uuid.UUID) -> list[Invoiceable]:
    """The actor's household's bills of which something was paid that is on no invoice."""
    return left(estate_id, [one for one in bills.own_bills(actor, estate_id) if one.settled_fen > 0])


def left(estate_id: uuid.UUID, views: Sequence[BillView]) -> list[Invoiceable]:
    """What of some bills may still be invoiced: never more than was paid."""
    taken = sums(estate_id, [one.bill.id for one in views], LIVE)
    found = [Invoiceable(one, one.settled_fen - taken.get(one.bill.id, 0)) for one in views]
    return [one for one in found if one.amount_fen > 0]


def sums(
    estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID], states: Sequence[InvoiceState]
) -> dict[uuid.UUID, int]:
    """What of some bills is on invoices in these states."""
    rows = db.session.execute(
        select(InvoiceLine.bill_id, func.sum(InvoiceLine.amount_fen))
        .join(
            InvoiceRequest,
            (InvoiceRequest.estate_id == InvoiceLine.estate_id)
            & (InvoiceRequest.id == InvoiceLine.request_id),
        )
        .where(
            InvoiceLine.estate_id == estate_id,
            InvoiceLine.bill_id.in_(bill_ids),
            InvoiceRequest.state.in_(states),
        )
        .group_by(InvoiceLine.bill_id)
    )
    return {bill_id: int(total) for bill_id, total in rows}


def over_paid(estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID]) -> bool:
    """Whether more of some bills stands on issued invoices than is paid of them now."""
    issued = sums(estate_id, bill_ids, (InvoiceState.ISSUED,))
    paid = bills.settled_fen(estate_id, bill_ids)
    return any(fen > paid.get(bill_id, 0) for bill_id, fen in issued.items())


def files(found: InvoiceRequest) -> list[Attachment]:
    """The invoice, and the red one, as the company uploaded them."""
    return [
        file
        for kind in (FILE, RED_FILE)
        for file in attachments.of_object(estate_id=found.estate_id, object_kind=kind, object_id=found.id)
    ]


def file(found: InvoiceRequest, file_id: uuid.UUID) -> Attachment:
    """One of its files, or Unknown."""
    one = attachments.attachment(estate_id=found.estate_id, attachment_id=file_id)
    if one.object_kind not in (FILE, RED_FILE) or one.object_id != found.id:
        raise Unknown
    return one
