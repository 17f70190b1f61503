"""Named facts about equipment for the yearly rating, for all estates at once: B10 (lifts) and B16 (ledgers kept)."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from config.equipment import ledger
from linli.domains.equipment.models import Equipment, UpkeepRecord
from linli.domains.equipment.operations import INSPECTION
from linli.domains.tickets.queries import rescues
from linli.kernel.times import day_of
from linli.platform.db import db

LIFT, MAINTENANCE = "lift", "maintenance"
RESCUED_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class LiftSafety:
    """B10 of an estate with lifts: inspections and maintenance as they stood at the end, rescues of the period."""

    estate_id: uuid.UUID
    lifts: int
    expired: int
    unmaintained: int
    entrapments: int
    slow_rescues: int

    @property
    def findings(self) -> int:
        """What is deducted for: maintenance that is not in its rhythm, rescues that took longer than 30 minutes."""
        return self.unmaintained + self.slow_rescues


@dataclass(frozen=True, slots=True)
class LedgerKept:
    """B16: in how many of the five families the ledger is complete: there are pieces, and all of them in time."""

    estate_id: uuid.UUID
    kept: int
    families: int


def lift_safety(*, since: datetime, until: datetime) -> list[LiftSafety]:
    """电梯安全: for each estate that has lifts at the end of the period (特种设备安全法第40条, TSG T5002)."""
    on = day_of(until - timedelta(microseconds=1))
    lift = and_(Equipment.kind == LIFT, _in_use(on))
    rows = db.session.execute(
        select(
            Equipment.estate_id,
            func.count(),
            func.count().filter(~_valid(INSPECTION, on)),
            func.count().filter(~_valid(MAINTENANCE, on)),
        )
        .where(lift)
        .group_by(Equipment.estate_id)
        .order_by(Equipment.estate_id)
    )
    rescued: dict[uuid.UUID, list[bool]] = {}
    for one in rescues.entrapments(since=since, until=until):
        took = (one.rescued_at or until) - one.reported_at
        rescued.setdefault(one.estate_id, []).append(took > RESCUED_WITHIN)
    return [LiftSafety(*row, len(rescued.get(row[0], [])), sum(rescued.get(row[0], []))) for row in rows]


def ledgers_kept(*, since: datetime, until: datetime) -> list[LedgerKept]:  # noqa: ARG001
    """设施设备维护台账: for each estate that keeps a ledger, at the end of the period."""
    on = day_of(until - timedelta(microseconds=1))
    wanting = or_(
        *(and_(Equipment.kind == kind.code, ~_valid(each.code, on)) for kind, each in ledger().pairs())
    )
    rows = db.session.execute(
        select(Equipment.estate_id, Equipment.kind, func.count().filter(wanting))
        .where(_in_use(on))
        .group_by(Equipment.estate_id, Equipment.kind)
    )
    families: dict[uuid.UUID, dict[str, int]] = {}
    for estate_id, kind, wants in rows:
        family = ledger().classes[kind].family
        of_estate = families.setdefault(estate_id, {})
        if family:
            of_estate[family] = of_estate.get(family, 0) + wants
    return [
        LedgerKept(estate_id, sum(not wants for wants in found.values()), len(ledger().families))
        for estate_id, found in sorted(families.items())
    ]


FACTS = {"lifts.safety": lift_safety, "equipment.ledgers_kept": ledgers_kept}


def _in_use(on: object) -> ColumnElement[bool]:
    return and_(Equipment.entered_on <= on, or_(Equipment.retired_on.is_(None), Equipment.retired_on > on))


def _valid(code: str, on: object) -> ColumnElement[bool]:
    """Whether an upkeep was valid on a day: a passed record covers it, and no later one says that it failed."""
    of_piece = and_(
        UpkeepRecord.estate_id == Equipment.estate_id,
        UpkeepRecord.equipment_id == Equipment.id,
        UpkeepRecord.code == code,
        UpkeepRecord.done_on <= on,
    )
    newest = (
        select(UpkeepRecord.valid_until)
        .where(of_piece)
        .order_by(UpkeepRecord.done_on.desc(), UpkeepRecord.id.desc())
        .limit(1)
        .correlate(Equipment)
        .scalar_subquery()
    )
    return and_(newest.is_not(None), newest >= on)
