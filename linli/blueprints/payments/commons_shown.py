"""The common income as pages and API show it."""

from typing import Any
from uuid import UUID

from linli.domains.payments.errors import SpanNotOver
from linli.domains.payments.models import CommonEntry
from linli.domains.payments.operations import commons as operations
from linli.domains.payments.queries import commons
from linli.domains.payments.queries.commons import EntryView
from linli.domains.payments.rules.commons import Span, spans_ended
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page

_NAMES = (
    "id",
    "on",
    "side",
    "category",
    "title",
    "counterparty",
    "contract",
    "decision",
    "vote_id",
    "reverses_id",
)


def shown(one: EntryView) -> dict[str, Any]:
    """An entry for the API."""
    return {name: getattr(one.entry, name) for name in _NAMES} | {
        "number": one.number,
        "amount_fen": one.amount_fen,
        "undone": one.undone,
        "vouchers": [photo.id for photo in one.vouchers],
    }


def page_shown(estate_id: UUID, found: Page[EntryView]) -> dict[str, Any]:
    """A page of entries for the API, with the balance."""
    return {
        "balance_fen": commons.balance_fen(estate_id),
        "without_voucher": commons.without_voucher(estate_id),
        "items": [shown(one) for one in found.items],
        "next": found.next,
    }


def span_named(code: str) -> Span:
    """The quarter or half-year that was chosen. Raises SpanNotOver for one that is not over, or is none."""
    for one in spans_ended(day_of(clock.now())):
        if one.code == code:
            return one
    raise SpanNotOver(field_errors={"span": [SpanNotOver.sentence]})


def enter(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> CommonEntry:
    """Book an entry as it came from a form or a program."""
    amount = body.get("amount", body.get("amount_fen", 0))
    names = ("title", "counterparty", "contract", "decision", "vote_id")
    return operations.enter(
        actor=actor,
        estate_id=estate_id,
        category=body["category"],
        on=body["on"],
        amount_fen=amount,
        words=operations.Words(**{name: body[name] for name in names}),
        photos=[one.stream for one in body.get("photos", ())],
        now=clock.now(),
    )
