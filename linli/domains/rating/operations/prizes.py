"""Prize money from its proposal to its payment. Every verb takes its moment as `now`."""

import uuid
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from config import prizes as policy
from linli.domains.estates import queries as estates
from linli.domains.rating.errors import (
    AlreadyPaid,
    AlreadyRedrawn,
    AlreadyShared,
    NobodyRose,
    NotAllConfirmed,
    RoundExists,
    SamePerson,
    SharesMoved,
    WrongPayDay,
    WrongState,
)
from linli.domains.rating.events import PrizePaid
from linli.domains.rating.models import PrizePayment, PrizeRound, PrizeShare, Redrawing
from linli.domains.rating.operations import advancing
from linli.domains.rating.queries import courses, years
from linli.domains.rating.queries import prizes as queries
from linli.domains.rating.rules.course import Stage
from linli.domains.rating.rules.prizes import Redrawn, RoundState, Share
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def propose(*, actor: Actor, year: int, budget_fen: int, basis: str, now: datetime) -> PrizeRound:
    """Propose how the actor's region shares out a year's budget among its risers.

    Raises NotAllConfirmed while a sheet of the year is open (an appeal may still move a star), NobodyRose,
    and RoundExists unless the round before was sent back.
    """
    missing = years.unconfirmed(actor.scope, year, on=day_of(now))
    if missing:
        raise NotAllConfirmed(f"还有 {missing} 个小区的星级没有确认，全部确认后再提奖补。")
    shares = queries.shares(actor.scope, year, budget_fen=budget_fen)
    if not shares:
        raise NobodyRose
    made = queries.round_of(actor.scope.id, year)
    if made is None:
        made = PrizeRound(region_id=actor.scope.id, year=year)
        db.session.add(made)
    elif made.state != RoundState.RETURNED:
        raise RoundExists
    made.budget_fen, made.basis, made.state, made.words = budget_fen, basis, RoundState.PROPOSED, ""
    made.base = {str(star): fen for star, fen in policy.base().items()}
    made.lines = _lines(shares)
    made.proposed_by, made.proposed_at = actor.account_id, now
    made.decided_by = made.decided_at = None
    try:
        db.session.flush()
    except IntegrityError:
        raise RoundExists from None
    _record("propose", made, budget_fen=budget_fen, risers=len(shares))
    return made


def send_back(*, actor: Actor, prize_round: PrizeRound, words: str, now: datetime) -> PrizeRound:
    """Return a proposal with the reason; it may then be proposed anew. Raises WrongState."""
    _check_proposed(prize_round)
    _decide(actor, prize_round, RoundState.RETURNED, words, now)
    return prize_round


def approve(*, actor: Actor, prize_round: PrizeRound, words: str, now: datetime) -> PrizeRound:
    """Grant the shares, by another person than who proposed them.

    Raises WrongState, SamePerson, SharesMoved where a star was corrected since, and AlreadyShared where an
    estate was given prize money of the year by another region already.
    """
    _check_proposed(prize_round)
    if prize_round.proposed_by == actor.account_id:
        raise SamePerson("提出奖补的人不能自己审批，请由另一位工作人员审批。")
    scope = queries.scope_of(prize_round, estates.region(prize_round.region_id).level)
    shares = queries.shares(scope, prize_round.year, budget_fen=prize_round.budget_fen)
    if _lines(shares) != prize_round.lines:
        raise SharesMoved
    _grant(prize_round, shares, now)
    _decide(actor, prize_round, RoundState.APPROVED, words, now)
    return prize_round


def pay(*, actor: Actor, share: PrizeShare, paid_on: date, voucher: str, now: datetime) -> PrizePayment:
    """Record that a share was paid, in full, on a day, by a voucher. Raises WrongPayDay, AlreadyPaid, Unknown."""
    queries.found(region_id=actor.scope.id, year=share.year)
    granted = db.session.get(PrizeRound, share.round_id)
    if granted is None or granted.region_id != actor.scope.id:
        raise Unknown
    if not day_of(share.approved_at) <= paid_on <= day_of(now):
        raise WrongPayDay(field_errors={"paid_on": [WrongPayDay.sentence]})
    made = PrizePayment(
        estate_id=share.estate_id,
        share_id=share.id,
        amount_fen=share.amount_fen,
        paid_on=paid_on,
        voucher=voucher,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyPaid from None
    audit.record(
        "rating:prize:pay",
        object_kind="prize_share",
        object_id=share.id,
        estate_id=share.estate_id,
        amount_fen=share.amount_fen,
        voucher=voucher,
    )
    _end_course(actor, share, now)
    publish(PrizePaid(at=now, estate_id=share.estate_id, year=share.year, amount_fen=share.amount_fen))
    return made


def _end_course(actor: Actor, share: PrizeShare, now: datetime) -> None:
    """The estate's year is over with its payment, where it went by a plan."""
    course = courses.newest(share.estate_id)
    if course is not None and course.year == share.year and course.standing is Stage.CONFIRMED:
        advancing.pay(actor=actor, of=course, now=now)


def note_redrawing(
    *, actor: Actor, estate_id: uuid.UUID, year: int, kind: Redrawn, words: str, now: datetime
) -> Redrawing:
    """Note that an estate was merged or split in a year, so that it has not risen. Raises AlreadyRedrawn."""
    made = Redrawing(
        estate_id=estate_id, year=year, kind=kind, words=words, made_by=actor.account_id, made_at=now
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyRedrawn from None
    audit.record(
        "rating:estate:redraw",
        object_kind="redrawing",
        object_id=made.id,
        estate_id=estate_id,
        year=year,
        kind=kind,
    )
    return made


def _grant(prize_round: PrizeRound, shares: list[Share], now: datetime) -> None:
    """Write the shares down."""
    with seeing_every_estate():
        known = select(PrizeShare.id).where(
            PrizeShare.year == prize_round.year, PrizeShare.estate_id.in_([one.estate_id for one in shares])
        )
        if db.session.scalar(known.limit(1)) is not None:
            raise AlreadyShared
        db.session.add_all(
            PrizeShare(round_id=prize_round.id, year=prize_round.year, approved_at=now, **asdict(one))
            for one in shares
        )
        db.session.flush()


def _lines(shares: list[Share]) -> list[dict[str, Any]]:
    return [asdict(one) | {"estate_id": str(one.estate_id)} for one in shares]


def _check_proposed(prize_round: PrizeRound) -> None:
    if prize_round.state != RoundState.PROPOSED:
        raise WrongState("这次奖补已经到了别的环节，请刷新页面后再看。")


def _decide(actor: Actor, prize_round: PrizeRound, state: RoundState, words: str, now: datetime) -> None:
    prize_round.state, prize_round.words = state, words
    prize_round.decided_by, prize_round.decided_at = actor.account_id, now
    db.session.flush()
    _record("approve" if state is RoundState.APPROVED else "send_back", prize_round)


def _record(verb: str, prize_round: PrizeRound, **details: Any) -> None:
    audit.record(
        f"rating:prize:{verb}",
        object_kind="prize_round",
        object_id=prize_round.id,
        scope=f"region:{prize_round.region_id}",
        year=prize_round.year,
        **details,
    )
