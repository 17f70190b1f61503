"""Questions about phones that may not report, and about appeals (TK-58)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.tickets.models import BlockAppeal, ReportBlock, Ticket, Warranty
from linli.domains.tickets.rules.clocks import Urgency
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of, start_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.prepared import prepared


def blocks_page(estate_id: uuid.UUID, *, window: Window) -> Page[ReportBlock]:
    """Every block of an estate, the newest first."""
    return by_id(select(ReportBlock).filter_by(estate_id=estate_id), ReportBlock.id, window=window)


def block(*, estate_id: uuid.UUID, block_id: uuid.UUID, **_: object) -> ReportBlock:
    """One block, or Unknown."""
    found = db.session.get(ReportBlock, (estate_id, block_id))
    if found is None:
        raise Unknown
    return found


def in_force(estate_id: uuid.UUID, phone_digest: str, *, now: datetime) -> ReportBlock | None:
    """What keeps a phone from reporting now; the one that lasts longest."""
    return db.session.scalar(
        select(ReportBlock)
        .where(
            ReportBlock.estate_id == estate_id,
            ReportBlock.phone_digest == phone_digest,
            ReportBlock.until_at > now,
            ReportBlock.lifted_at.is_(None),
        )
        .order_by(ReportBlock.until_at.desc(), ReportBlock.id)
        .limit(1)
    )


def appeals(estate_id: uuid.UUID, block_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[BlockAppeal]]:
    """The appeals against some blocks, the newest first."""
    found: dict[uuid.UUID, list[BlockAppeal]] = {}
    rows = db.session.scalars(
        select(BlockAppeal)
        .where(BlockAppeal.estate_id == estate_id, BlockAppeal.block_id.in_(block_ids))
        .order_by(BlockAppeal.id.desc())
    )
    for one in rows:
        found.setdefault(one.block_id, []).append(one)
    return found


def appeal(*, estate_id: uuid.UUID, appeal_id: uuid.UUID, **_: object) -> BlockAppeal:
    """One appeal, or Unknown."""
    found = db.session.get(BlockAppeal, (estate_id, appeal_id))
    if found is None:
        raise Unknown
    return found


def undecided(estate_id: uuid.UUID, *, limit: int) -> Sequence[BlockAppeal]:
    """The appeals that wait for a decision, the oldest first."""
    return db.session.scalars(
        select(BlockAppeal)
        .where(BlockAppeal.estate_id == estate_id, BlockAppeal.decided_at.is_(None))
        .order_by(BlockAppeal.id)
        .limit(limit)
    ).all()


@dataclass(frozen=True, slots=True)
class Record:
    """Whether somebody's phone is kept from reporting, how much they have reported today, emergencies left out, which
    company is in charge, and whether a developer gives a warranty for anything here.
    """

    blocked: bool
    today: int
    company_id: uuid.UUID | None
    warranted: bool


def record(estate_id: uuid.UUID, account_id: uuid.UUID, *, now: datetime) -> Record:
    """What must be known before somebody's report is taken, in one question."""
    today = day_of(now)
    row = db.session.execute(
        *_record(estate_id=estate_id, account_id=account_id, now=now, since=start_of(today), on=today)
    ).one()
    return Record(*row)


@prepared
def _record(estate_id: Any, account_id: Any, now: Any, since: Any, on: Any) -> Select[*tuple[Any, ...]]:
    blocked = exists().where(
        ReportBlock.estate_id == estate_id,
        ReportBlock.phone_digest == identity.phone_digest_of(account_id),
        ReportBlock.until_at > now,
        ReportBlock.lifted_at.is_(None),
    )
    reported = (
        select(func.count())
        .select_from(Ticket)
        .where(
            Ticket.estate_id == estate_id,
            Ticket.reporter_id == account_id,
            Ticket.entered_by == account_id,
            Ticket.reported_at >= since,
            Ticket.urgency != Urgency.EMERGENCY,
        )
    )
    warranted = exists().where(Warranty.estate_id == estate_id)
    return select(blocked, reported.scalar_subquery(), estates.company_id_serving(estate_id, on), warranted)
