"""Questions about prize money: a region's rounds, their shares and what was paid."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select

from config import prizes as policy
from linli.domains.rating.models import PrizePayment, PrizeRound, PrizeShare
from linli.domains.rating.queries import years
from linli.domains.rating.rules import prizes
from linli.domains.rating.rules.prizes import Share, Sums
from linli.kernel.actors import Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Paid:
    """An approved share with its payment, where there is one."""

    share: PrizeShare
    payment: PrizePayment | None


def round_of(region_id: uuid.UUID | None, year: int) -> PrizeRound | None:
    """A region's round of a year."""
    return db.session.scalar(select(PrizeRound).filter_by(region_id=region_id, year=year))


def found(*, region_id: uuid.UUID | None, year: int) -> PrizeRound:
    """A region's round of a year, or Unknown."""
    one = round_of(region_id, year) if 2000 <= year <= 2200 else None  # noqa: PLR2004 - years that have sheets
    if one is None:
        raise Unknown
    return one


def shares(scope: Scope, year: int, *, budget_fen: int) -> list[Share]:
    """What each riser of a scope would get from a budget, by the bases in force."""
    rated = years.rated(scope, year, on=day_of(clock.now()))
    return prizes.shares([one.standing for one in rated], base=policy.base(), budget_fen=budget_fen)


def scope_of(one: PrizeRound, level: str) -> Scope:
    """The estates that a round is about."""
    return Scope(ScopeKind(level), one.region_id)


def proposed(one: PrizeRound) -> list[Share]:
    """The shares as they stand in a proposal."""
    return [
        Share(
            uuid.UUID(line["estate_id"]), line["before"], line["after"], line["base_fen"], line["amount_fen"]
        )
        for line in one.lines
    ]


def sums(one: PrizeRound) -> Sums:
    """Risers, sum and mean of a round."""
    return prizes.sums(proposed(one))


def paid(one: PrizeRound) -> list[Paid]:
    """The approved shares of a round with their payments. The caller sees every estate."""
    rows = db.session.execute(
        _with_payments()
        .where(PrizeShare.round_id == one.id)
        .order_by(PrizeShare.amount_fen.desc(), PrizeShare.estate_id)
    )
    return [Paid(share, payment) for share, payment in rows]


def of_estate(estate_id: uuid.UUID) -> Sequence[Paid]:
    """The prize money an estate was given, the newest year first; it is public."""
    with seeing_every_estate():
        rows = db.session.execute(
            _with_payments().where(PrizeShare.estate_id == estate_id).order_by(PrizeShare.year.desc())
        )
        return [Paid(share, payment) for share, payment in rows]


def everywhere() -> Sequence[Paid]:
    """Every share that was ever granted, with its payment, the newest year first; they are public."""
    with seeing_every_estate():
        rows = db.session.execute(_with_payments().order_by(PrizeShare.year.desc(), PrizeShare.estate_id))
        return [Paid(share, payment) for share, payment in rows]


def _with_payments() -> Select[*tuple[PrizeShare, PrizePayment]]:
    return select(PrizeShare, PrizePayment).outerjoin(
        PrizePayment,
        and_(PrizePayment.estate_id == PrizeShare.estate_id, PrizePayment.share_id == PrizeShare.id),
    )


def share(*, estate_id: uuid.UUID, share_id: uuid.UUID, **_: object) -> PrizeShare:
    """The share, if it is this estate's; otherwise Unknown."""
    one = db.session.get(PrizeShare, (estate_id, share_id))
    if one is None:
        raise Unknown
    return one
