"""Putting the common income before the owners: figures from the ledger, frozen, with what is missing counted."""

import uuid
from datetime import datetime
from typing import Any

from linli.domains.payments.errors import NothingNewToDisclose, SpanNotOver, Unbalanced
from linli.domains.payments.events import CommonIncomeDisclosed
from linli.domains.payments.models import CommonDisclosure
from linli.domains.payments.operations import commons as keeping
from linli.domains.payments.queries import commons
from linli.domains.payments.queries.commons import EntryView
from linli.domains.payments.rules.commons import Category, EntrySide, Span
from linli.kernel.actors import Actor
from linli.kernel.canonical import canonical, sha256
from linli.kernel.times import day_of, end_of, start_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def publish_accounts(*, actor: Actor, estate_id: uuid.UUID, span: Span, now: datetime) -> CommonDisclosure:
    """Freeze a quarter's or half-year's accounts and put them before all owners (民法典第282条, 杭州第60条).

    Published again they get a new version beside the old one. Raises SpanNotOver, NothingNewToDisclose.
    """
    if span.until_on >= day_of(now):
        raise SpanNotOver
    keeping.lock(estate_id)
    figures = frozen(estate_id, span)
    before = commons.last_version(estate_id, span.since_on, span.until_on)
    digest = sha256(canonical(figures))
    if not figures["entries"] or (before is not None and before.digest == digest):
        raise NothingNewToDisclose
    made = CommonDisclosure(
        estate_id=estate_id,
        since_on=span.since_on,
        until_on=span.until_on,
        version=before.version + 1 if before else 1,
        opening_fen=figures["opening_fen"],
        income_fen=figures["income_fen"],
        spending_fen=figures["spending_fen"],
        closing_fen=figures["closing_fen"],
        missing_vouchers=figures["missing_vouchers"],
        figures=figures,
        digest=digest,
        published_by=actor.account_id,
        published_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "payments:common:disclose",
        object_kind="common_disclosure",
        object_id=made.id,
        estate_id=estate_id,
        digest=digest,
    )
    publish(CommonIncomeDisclosed(at=now, estate_id=estate_id, disclosure_id=made.id))
    return made


def frozen(estate_id: uuid.UUID, span: Span) -> dict[str, Any]:
    """All that is shown of a span. Raises Unbalanced where entries and ledger differ: a fault, never a page."""
    entries = commons.entries_between(estate_id, span.since_on, span.until_on)
    by_kind = commons.sums(estate_id, span.since_on, end_of(span.until_on))
    opening = commons.balance_fen(estate_id, until=start_of(span.since_on))
    totals = {side: sum(fen for one, fen in by_kind.items() if one.side is side) for side in EntrySide}
    for side, total in totals.items():
        if sum(one.amount_fen for one in entries if one.entry.side == side) != total:
            raise Unbalanced(f"common income of {span.code}")
    return {
        "title": span.title,
        "since_on": str(span.since_on),
        "until_on": str(span.until_on),
        "opening_fen": opening,
        "income_fen": totals[EntrySide.INCOME],
        "spending_fen": totals[EntrySide.SPENDING],
        "closing_fen": opening + totals[EntrySide.INCOME] - totals[EntrySide.SPENDING],
        "missing_vouchers": sum(one.lacks_voucher for one in entries),
        "kinds": [
            {"side": one.side.value, "title": one.title, "amount_fen": by_kind[one]}
            for one in Category
            if one in by_kind
        ],
        "entries": [_entry(one) for one in entries],
    }


def _entry(one: EntryView) -> dict[str, Any]:
    return {
        "id": str(one.entry.id),
        "number": one.number,
        "on": str(one.entry.on),
        "side": one.entry.side,
        "category": one.category.title,
        "title": one.entry.title,
        "counterparty": one.entry.counterparty,
        "contract": one.entry.contract,
        "decision": one.entry.decision,
        "amount_fen": one.amount_fen,
        "vouchers": [photo.sha256 for photo in one.vouchers],
    }
