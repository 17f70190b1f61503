"""How the exchange is doing as a whole: what waits, since when, and what nobody has looked at (GI-20)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from config.governance import agreement
from linli.domains.governance.models import (
    GovernanceCase,
    GovernanceCategory,
    GovernanceDifference,
    GovernanceMark,
    GovernanceParcel,
    GovernanceStray,
)
from linli.domains.governance.queries.cases import is_quiet
from linli.domains.governance.rules.states import Parcel
from linli.kernel.refusals import Unknown
from linli.platform.db import db

NEWS, NIGHTLY, CATEGORIES, LETTER, COMPARED = "news", "nightly", "categories", "letter", "compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The exchange at a moment. `waited` is how long the oldest message has been waiting."""

    waiting: int
    dead: int
    oldest_at: datetime | None
    waited: timedelta
    sent_at: datetime | None
    news_at: datetime | None
    compared_at: datetime | None
    unknown_states: int
    quiet: int
    strays: int
    differences: int
    unmapped: Sequence[GovernanceCategory]

    @property
    def late(self) -> bool:
        """Whether something has waited longer than agreed."""
        return self.waited >= timedelta(minutes=agreement().warn_minutes)


def health(*, now: datetime) -> Health:
    """How the exchange is doing, in every estate that can be seen."""
    waiting, dead, oldest_at, sent_at = db.session.execute(
        select(
            func.count().filter(GovernanceParcel.state == Parcel.WAITING),
            func.count().filter(GovernanceParcel.state == Parcel.DEAD),
            func.min(GovernanceParcel.made_at).filter(GovernanceParcel.state == Parcel.WAITING),
            func.max(GovernanceParcel.done_at),
        )
    ).one()
    unknown, quiet = db.session.execute(
        select(func.count().filter(GovernanceCase.unknown_state != ""), func.count().filter(is_quiet(now)))
    ).one()
    return Health(
        waiting=waiting, dead=dead, oldest_at=oldest_at, waited=oldest_waits(now=now),
        sent_at=sent_at, news_at=read_at(NEWS), compared_at=read_at(COMPARED), unknown_states=unknown,
        quiet=quiet, strays=_count(GovernanceStray), differences=_open_differences(), unmapped=unmapped(),
    )  # fmt: skip


def oldest_waits(*, now: datetime) -> timedelta:
    """How long the oldest message waits; none: no time at all."""
    oldest = db.session.scalar(
        select(func.min(GovernanceParcel.made_at)).where(GovernanceParcel.state == Parcel.WAITING)
    )
    return now - oldest if oldest else timedelta(0)


def figures(*, now: datetime) -> dict[str, float]:
    """The same for machines that watch."""
    found = health(now=now)
    return {
        "linli_governance_oldest_unsent_seconds": found.waited.total_seconds(),
        "linli_governance_waiting": found.waiting,
        "linli_governance_dead": found.dead,
        "linli_governance_differences": found.differences,
    }


def warnings(*, now: datetime) -> list[str]:
    """What /readyz names: something has waited too long."""
    return ["governance"] if oldest_waits(now=now) >= timedelta(minutes=agreement().warn_minutes) else []


def unmapped() -> Sequence[GovernanceCategory]:
    """Categories of the platform's list that no rule of ours names (GI-13)."""
    query = select(GovernanceCategory).where(
        GovernanceCategory.gone_at.is_(None), GovernanceCategory.code.not_in(agreement().mapped)
    )
    return db.session.scalars(query.order_by(GovernanceCategory.code).limit(200)).all()


def platform_differences(*, most: int = 100) -> Sequence[GovernanceDifference]:
    """The open differences that are no estate's."""
    query = select(GovernanceDifference).where(
        GovernanceDifference.estate_id.is_(None), GovernanceDifference.closed_at.is_(None)
    )
    return db.session.scalars(query.order_by(GovernanceDifference.id).limit(most)).all()


def platform_difference(*, difference_id: uuid.UUID, **_: object) -> GovernanceDifference:
    """One difference that is no estate's, or Unknown."""
    found = db.session.get(GovernanceDifference, difference_id)
    if found is None or found.estate_id is not None:
        raise Unknown
    return found


def strays(*, most: int = 20) -> Sequence[GovernanceStray]:
    """The newest updates of cases that nobody here knows."""
    return db.session.scalars(
        select(GovernanceStray).order_by(GovernanceStray.heard_at.desc()).limit(most)
    ).all()


def mark(name: str) -> GovernanceMark | None:
    """How far something of the platform's was read."""
    return db.session.get(GovernanceMark, name)


def read_at(name: str) -> datetime | None:
    """When it was last read."""
    found = mark(name)
    return found.at if found else None


def _count(kind: type[GovernanceStray]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def _open_differences() -> int:
    query = select(func.count()).select_from(GovernanceDifference)
    return db.session.scalar(query.where(GovernanceDifference.closed_at.is_(None))) or 0
