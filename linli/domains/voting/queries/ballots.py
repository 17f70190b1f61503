"""The ballot box seen from outside: how many took part, one's own ballot, and, after the count, every line."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.voting.models import Ballot, BallotBox, RollEntry, RollOwner, RollUnit, RollVersion, Vote
from linli.domains.voting.rules import chain
from linli.domains.voting.rules.bundle import moment
from linli.domains.voting.rules.counting import CastBallot, Channel
from linli.domains.voting.rules.majority import Weight, needed_for_quorum
from linli.domains.voting.rules.wording import Axis
from linli.kernel.refusals import Unknown
from linli.platform.db import db

FEWEST = 5  # a building with fewer voters is not told apart (domain rules 1.7, case 24)


@dataclass(frozen=True, slots=True)
class BuildingTurnout:
    """How many of a building's voters took part, where it has enough of them."""

    name: str
    taken_part: Weight
    roll: Weight


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many took part, and never what they chose."""

    taken_part: Weight
    roll: Weight
    buildings: tuple[BuildingTurnout, ...]

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """Both counts against the line of two thirds."""
        heads, area = self.roll.heads, self.roll.area
        return (
            Axis("参与表决的人数", self.taken_part.heads, heads, needed_for_quorum(heads), "人"),
            Axis("参与表决的面积", self.taken_part.area, area, needed_for_quorum(area), "㎡"),
        )


def turnout(found: Vote) -> Turnout:
    """Who took part so far, counted from the ballots at this moment."""
    roll = db.session.get(RollVersion, (found.estate_id, found.roll_id)) if found.roll_id else None
    if roll is None:
        return Turnout(Weight(), Weight(), ())
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(RollEntry.area), 0)).where(
            RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id, _has_ballot(found)
        )
    ).one()
    return Turnout(Weight(row[0], int(row[1])), Weight(roll.heads, roll.area), tuple(_by_building(found)))


def _has_ballot(found: Vote) -> Any:
    return exists().where(
        Ballot.estate_id == found.estate_id,
        Ballot.vote_id == found.id,
        Ballot.voter_no == RollEntry.voter_no,
    )


def _by_building(found: Vote) -> Iterator[BuildingTurnout]:
    def sums(*more: Any) -> dict[uuid.UUID | None, Weight]:
        rows = db.session.execute(
            select(
                RollUnit.building_id, func.count(func.distinct(RollUnit.entry_id)), func.sum(RollUnit.area)
            )
            .join(
                RollEntry, (RollEntry.estate_id == RollUnit.estate_id) & (RollEntry.id == RollUnit.entry_id)
            )
            .where(RollUnit.estate_id == found.estate_id, RollUnit.roll_id == found.roll_id, *more)
            .group_by(RollUnit.building_id)
        )
        return {row[0]: Weight(row[1], int(row[2])) for row in rows}

    whole, part = sums(), sums(_has_ballot(found))
    for building in estates.buildings(found.estate_id):
        if whole.get(building.id, Weight()).heads >= FEWEST:
            yield BuildingTurnout(building.name, part.get(building.id, Weight()), whole[building.id])


def own_ballot(found: Vote, ballot_id: uuid.UUID, account_id: uuid.UUID) -> Ballot:
    """A ballot that the account cast, or that was cast for a voter it is part of; otherwise Unknown."""
    ballot = db.session.get(Ballot, (found.estate_id, ballot_id))
    if ballot is None or ballot.vote_id != found.id:
        raise Unknown
    mine = register.owners_of_account(found.estate_id, account_id)
    part = select(RollOwner.id).where(
        RollOwner.estate_id == found.estate_id,
        RollOwner.entry_id == ballot.entry_id,
        RollOwner.owner_id.in_(mine),
    )
    if db.session.scalar(part.limit(1)) is None:
        raise Unknown
    return ballot


def entry_of(ballot: Ballot) -> RollEntry:
    """The voter that a ballot is of."""
    return db.session.get_one(RollEntry, (ballot.estate_id, ballot.entry_id))


def box(found: Vote) -> BallotBox | None:
    """The end of the chain."""
    return db.session.get(BallotBox, (found.estate_id, found.id))


def cast_ballots(found: Vote) -> Iterator[CastBallot]:
    """Every ballot in its order, for the count; only for the eyes of the count."""
    for ballot in _stored(found):
        yield CastBallot(ballot.seq, ballot.voter_no, Channel(ballot.channel), ballot.cast_at, ballot.choices)


def lines(found: Vote) -> Iterator[dict[str, Any]]:
    """Every ballot as a line of the bundle."""
    for ballot in _stored(found):
        yield line(ballot)


def line(ballot: Ballot) -> dict[str, Any]:
    """A ballot as its line in the bundle."""
    return {
        "cast_at": moment(ballot.cast_at),
        "channel": ballot.channel,
        "choices": ballot.choices,
        "hash": ballot.hash,
        "prev": ballot.prev,
        "seq": ballot.seq,
        "voter_no": ballot.voter_no,
    }


def proof(found: Vote, ballot: Ballot) -> dict[str, Any]:
    """The ballot's line and its way up to the root that is published with the result."""
    hashes = _hashes(found)
    return {"line": line(ballot), "path": chain.path(hashes, ballot.seq), "root": chain.root(hashes)}


def root(found: Vote) -> str:
    """The root over all ballots."""
    return chain.root(_hashes(found))


def _hashes(found: Vote) -> list[str]:
    return list(
        db.session.scalars(
            select(Ballot.hash).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(Ballot.seq)
        )
    )


def _stored(found: Vote) -> Iterator[Ballot]:
    yield from db.session.scalars(
        select(Ballot)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(Ballot.seq)
        .execution_options(yield_per=1000)
    )
