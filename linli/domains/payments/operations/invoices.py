"""Invoices over what was paid: asked for, issued by the company, reversed by a red one before money goes back (FE-28).

The invoice itself is made in the company's tax system (发票管理办法第18条: 由收款方开具); here its number and file are kept.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from linli.domains.fees.queries import bills
from linli.domains.payments.errors import (
    InvoiceExceedsPaid,
    InvoiceHandled,
    NotAnInvoiceNumber,
    NotATaxNumber,
    NothingToInvoice,
    RedInvoiceFirst,
)
from linli.domains.payments.events import InvoiceAnswered
from linli.domains.payments.models import InvoiceLine, InvoiceRequest, LedgerAccount, Payment
from linli.domains.payments.queries import invoices
from linli.domains.payments.rules import AccountKind
from linli.domains.payments.rules.invoices import (
    INVOICE_MOVES,
    Buyer,
    InvoiceState,
    invoice_number_holds,
    tax_number_holds,
)
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Heading:
    """In whose name an invoice is, and where it is sent."""

    buyer: Buyer
    title: str
    tax_no: str
    email: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A PDF as it came."""

    stream: Readable
    name: str


def ask(
    *, actor: Actor, estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID], heading: Heading, now: datetime
) -> InvoiceRequest:
    """Ask for an invoice over what was paid of some bills of one's household, and is on no other invoice.

    Raises Unknown for a foreign bill, NotATaxNumber, NothingToInvoice.
    """
    tax_no = heading.tax_no.upper() if heading.buyer is Buyer.COMPANY else ""
    if heading.buyer is Buyer.COMPANY and not tax_number_holds(tax_no):
        raise NotATaxNumber(field_errors={"tax_no": [NotATaxNumber.sentence]})
    mine = bills.own_bills_named(actor, estate_id, bill_ids)
    _lock_units(estate_id, {one.bill.unit_id for one in mine})
    wanted = invoices.left(estate_id, bills.own_bills_named(actor, estate_id, bill_ids))
    if len(wanted) != len(mine):
        raise NothingToInvoice(field_errors={"bill": [NothingToInvoice.sentence]})
    made = InvoiceRequest(
        id=new_id(),
        estate_id=estate_id,
        account_id=actor.account_id,
        buyer=heading.buyer,
        title=heading.title,
        tax_no=tax_no,
        email=heading.email,
        amount_fen=sum(one.amount_fen for one in wanted),
        state=InvoiceState.REQUESTED,
        asked_at=now,
        number="",
        red_number="",
        said="",
    )
    db.session.add(made)
    db.session.flush()
    for one in wanted:
        db.session.add(
            InvoiceLine(
                estate_id=estate_id,
                request_id=made.id,
                bill_id=one.view.bill.id,
                amount_fen=one.amount_fen,
            )
        )
    db.session.flush()
    return made


def issue(
    *, actor: Actor, request: InvoiceRequest, number: str, file: Upload | None = None, now: datetime
) -> InvoiceRequest:
    """Note the number (and the PDF) of the invoice that the company made.

    Raises NotAnInvoiceNumber, InvoiceHandled, InvoiceExceedsPaid where money went back meanwhile.
    """
    if not invoice_number_holds(number):
        raise NotAnInvoiceNumber(field_errors={"number": [NotAnInvoiceNumber.sentence]})
    _move(request, InvoiceState.ISSUED, number=number)
    request.handled_by, request.issued_at = actor.account_id, now
    db.session.flush()
    if invoices.over_paid(request.estate_id, [one.view.bill.id for one in invoices.lines(request)]):
        raise InvoiceExceedsPaid
    _keep(actor, request, file, invoices.FILE, now)
    return _answered("issue", request, now)


def decline(*, actor: Actor, request: InvoiceRequest, reason: str, now: datetime) -> InvoiceRequest:
    """Say why no invoice is made; the bills may be asked for again. Raises InvoiceHandled."""
    _move(request, InvoiceState.DECLINED, said=reason)
    request.handled_by, request.ended_at = actor.account_id, now
    db.session.flush()
    return _answered("decline", request, now)


def reverse(
    *,
    actor: Actor,
    request: InvoiceRequest,
    number: str,
    reason: str,
    file: Upload | None = None,
    now: datetime,
) -> InvoiceRequest:
    """Note the number of the red invoice that takes an issued one back. Raises NotAnInvoiceNumber, InvoiceHandled."""
    if not invoice_number_holds(number) or number == request.number:
        raise NotAnInvoiceNumber(field_errors={"red_number": [NotAnInvoiceNumber.sentence]})
    _move(request, InvoiceState.REVERSED, red_number=number, said=reason)
    request.handled_by, request.ended_at = actor.account_id, now
    db.session.flush()
    _keep(actor, request, file, invoices.RED_FILE, now)
    return _answered("reverse", request, now)


def refuse_uncovered(payment: Payment) -> None:
    """Let no money of a payment go back while an invoice over it is out. Raises RedInvoiceFirst (FE-28)."""
    went_to = bills.bills_of_source(payment.estate_id, payment.id)
    if invoices.over_paid(payment.estate_id, [one.bill.id for one, _ in went_to]):
        raise RedInvoiceFirst


def _move(request: InvoiceRequest, state: InvoiceState, **noted: str) -> None:
    db.session.refresh(request, with_for_update=True)
    if state not in INVOICE_MOVES[InvoiceState(request.state)]:
        raise InvoiceHandled
    for name, value in noted.items():
        setattr(request, name, value)
    request.state = state


def _keep(
    actor: Actor, request: InvoiceRequest, file: Upload | None, object_kind: str, now: datetime
) -> None:
    if file is not None:
        attachments.store_document(
            estate_id=request.estate_id,
            stream=file.stream,
            name=file.name,
            object_kind=object_kind,
            object_id=request.id,
            made_by=actor.account_id,
            now=now,
        )


def _lock_units(estate_id: uuid.UUID, unit_ids: set[uuid.UUID]) -> None:
    """Two requests for the same bills queue up at what their unit owes."""
    db.session.execute(
        select(LedgerAccount.id)
        .where(
            LedgerAccount.estate_id == estate_id,
            LedgerAccount.kind == AccountKind.RECEIVABLE,
            LedgerAccount.of_id.in_(unit_ids),
        )
        .order_by(LedgerAccount.id)
        .with_for_update()
    )


def _answered(verb: str, request: InvoiceRequest, now: datetime) -> InvoiceRequest:
    audit.record(
        f"payments:invoice:{verb}",
        object_kind="invoice_request",
        object_id=request.id,
        estate_id=request.estate_id,
        number=request.number,
    )
    publish(
        InvoiceAnswered(
            at=now,
            estate_id=request.estate_id,
            request_id=request.id,
            account_id=request.account_id,
            state=request.state,
        )
    )
    return request
