"""Prepared bills: what waits for a second person, and how far the issue has come."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from linli.domains.fees.models import BillDraft, DraftPart, FeeItem
from linli.domains.fees.queries import charging
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.parts import DraftState, PartState
from linli.kernel.refusals import Unknown
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class DraftView:
    """Prepared bills with their items."""

    draft: BillDraft
    parts: Sequence[tuple[DraftPart, str]]

    @property
    def count(self) -> int:
        """How many bills were tried out."""
        return sum(part.count for part, _ in self.parts)

    @property
    def total_fen(self) -> int:
        """What they come to."""
        return sum(part.total_fen for part, _ in self.parts)

    @property
    def done(self) -> int:
        """How many items are issued, or were refused."""
        return sum(part.state != PartState.WAITING for part, _ in self.parts)


def draft(*, estate_id: uuid.UUID, draft_id: uuid.UUID, **_: object) -> BillDraft:
    """The prepared bills, if they are this estate's; otherwise Unknown."""
    found = db.session.get(BillDraft, (estate_id, draft_id))
    if found is None:
        raise Unknown
    return found


def view(found: BillDraft) -> DraftView:
    """Prepared bills with their items, by name."""
    rows = db.session.execute(
        select(DraftPart, FeeItem.name)
        .join(FeeItem, (FeeItem.estate_id == DraftPart.estate_id) & (FeeItem.id == DraftPart.item_id))
        .where(DraftPart.estate_id == found.estate_id, DraftPart.draft_id == found.id)
        .order_by(FeeItem.id)
    )
    return DraftView(found, [(part, name) for part, name in rows])


def waiting(estate_id: uuid.UUID) -> list[DraftView]:
    """What waits for a second person, or is being issued at this moment."""
    found = db.session.scalars(
        select(BillDraft)
        .where(
            BillDraft.estate_id == estate_id,
            BillDraft.state.in_([DraftState.DRAFTED, DraftState.ISSUING]),
        )
        .order_by(BillDraft.id)
        .limit(20)
    ).all()
    return [view(one) for one in found]


def part(*, estate_id: uuid.UUID, part_id: uuid.UUID) -> DraftPart:
    """One item of prepared bills, or Unknown."""
    found = db.session.get(DraftPart, (estate_id, part_id))
    if found is None:
        raise Unknown
    return found


def sums(item: FeeItem, period: Period) -> tuple[int, int]:
    """How many bills a run would make, and their sum in fen."""
    units = charging.charged_units(item, period).order_by(None).subquery()
    count, total = db.session.execute(
        select(func.count(), func.coalesce(func.sum(units.c.amount_fen), 0))
    ).one()
    return int(count), int(total)
