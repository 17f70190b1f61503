"""Corrections of a roll and of its count: what is proposed, what each version changed, item by item (NN-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from linli.domains.voting.models import Recount, RollEntry, RollVersion, Vote, VoteResult
from linli.domains.voting.queries import roll_objections, rolls, votes
from linli.domains.voting.rules.aftermath import RecountKind
from linli.domains.voting.rules.differences import (
    ItemChanges,
    RollChange,
    Row,
    result_changes,
    roll_changes,
)
from linli.domains.voting.rules.roll import Roll, move_unit
from linli.kernel.times import day_of
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Proposed:
    """The roll as the register now gives it for the day of the opening, and who differs from the one in force."""

    roll: Roll
    changes: Sequence[RollChange]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the count with the roll it was weighed by, why it was made, and what it changed."""

    counted: VoteResult
    roll: RollVersion
    made: Recount | None
    roll_changes: Sequence[RollChange]
    changes: Sequence[ItemChanges]


def as_of(found: Vote) -> date:
    """The day whose register a correction goes by: that of the opening, so that later sales change nothing."""
    return day_of(found.opened_at or found.opens_at)


def proposed(found: Vote, *, now: datetime) -> Proposed:
    """What a correction asked for now would come to."""
    roll = _with_buyers(found, rolls.preview(found, votes.rules_of(found, now=now), on=as_of(found)))
    after = {head.voter_no: Row(head.label, head.area) for head in roll.heads}
    return Proposed(roll, roll_changes(_rows(rolls.current(found)), after))


def _with_buyers(found: Vote, roll: Roll) -> Roll:
    """The roll with the units whose buyers were let in while the vote was open still under their buyers (VO-14)."""
    known = rolls.numbers_given(found)
    owners = {number: key for key, number in known.items()}
    doubts = roll.doubts
    for one in reversed(roll_objections.supplements(found)):
        if any(unit.unit_id == one.unit_id for head in roll.heads for unit in head.units):
            roll = move_unit(roll, one.unit_id, owners[one.to_voter], salt=str(found.id), known=known)
    return replace(roll, doubts=doubts)


def waiting(found: Vote) -> Recount | None:
    """The correction that waits for its second person."""
    return db.session.scalar(
        select(Recount).filter_by(
            estate_id=found.estate_id, vote_id=found.id, kind=RecountKind.CORRECTION, done_at=None
        )
    )


def recounts(found: Vote) -> Sequence[Recount]:
    """Every recount and correction of a vote, the newest first."""
    return db.session.scalars(
        select(Recount).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(Recount.id.desc())
    ).all()


def versions(found: Vote) -> list[Version]:
    """Every version of the count, the newest first, each with what it changed in the one before."""
    counts = results_of(found)
    by_roll = {one.id: one for one in rolls.versions(found)}
    reasons = {one.after_version: one for one in recounts(found) if one.after_version != one.before_version}
    made: list[Version] = []
    for before, counted in zip([None, *counts], counts, strict=False):
        roll = by_roll[counted.roll_id]
        made.append(
            Version(
                counted,
                roll,
                reasons.get(counted.version),
                _changed(by_roll[before.roll_id], roll) if before else [],
                result_changes(before.result, counted.result) if before else [],
            )
        )
    return made[::-1]


def results_of(found: Vote) -> Sequence[VoteResult]:
    """Every count of a vote, the oldest first."""
    return db.session.scalars(
        select(VoteResult).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(VoteResult.version)
    ).all()


def _changed(before: RollVersion, after: RollVersion) -> Sequence[RollChange]:
    return [] if before.id == after.id else roll_changes(_rows(before), _rows(after))


def _rows(roll: RollVersion | None) -> Mapping[str, Row]:
    if roll is None:
        return {}
    rows = db.session.execute(
        select(RollEntry.voter_no, RollEntry.label, RollEntry.area).where(
            RollEntry.estate_id == roll.estate_id, RollEntry.roll_id == roll.id
        )
    )
    return {voter_no: Row(label, area) for voter_no, label, area in rows}
