"""The ballot box seen from outside: how many took part, one's own ballot, and, after the count, every line."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import case, exists, func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.voting.models import (
    Ballot,
    BallotBox,
    BallotByProxy,
    RollEntry,
    RollOwner,
    RollUnit,
    RollVersion,
    SecretBallot,
    Vote,
    ballots_of,
)
from linli.domains.voting.rules import chain
from linli.domains.voting.rules.bundle import moment
from linli.domains.voting.rules.course import WITH_RESULT
from linli.domains.voting.rules.majority import Weight, needed_for_quorum
from linli.domains.voting.rules.shielding import Part, shielded
from linli.domains.voting.rules.wording import Axis, missing_words
from linli.kernel.refusals import Unknown
from linli.platform.db import db

AnyBallot = Ballot | SecretBallot


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many took part, and never what they chose. `buildings` are joined where one would point at a household."""

    taken_part: Weight
    roll: Weight
    buildings: tuple[Part, ...]

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """Both counts against the line of two thirds."""
        heads, area = self.roll.heads, self.roll.area
        return (
            Axis("参与表决的人数", self.taken_part.heads, heads, needed_for_quorum(heads), "人"),
            Axis("参与表决的面积", self.taken_part.area, area, needed_for_quorum(area), "㎡"),
        )

    @property
    def missing(self) -> Weight:
        """How many heads and how much area are still missing to the quorum; none below zero."""
        heads, area = self.axes
        return Weight(max(0, heads.needed - heads.reached), max(0, area.needed - area.reached))

    @property
    def missing_where(self) -> str:
        """The building in which the most voters have not taken part yet; "" where none can be told apart."""
        most = max(self.buildings, key=lambda part: part.missing.heads, default=None)
        return most.name if most is not None and most.missing.heads > 0 else ""

    @property
    def missing_said(self) -> str:
        """The same in words."""
        return missing_words(self.missing, self.missing_where)


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
    parts = shielded(list(_by_building(found)))
    return Turnout(Weight(row[0], int(row[1])), Weight(roll.heads, roll.area), parts)


def _has_ballot(found: Vote) -> Any:
    table = ballots_of(found)
    return exists().where(
        table.estate_id == found.estate_id,
        table.vote_id == found.id,
        table.voter_no == RollEntry.voter_no,
    )


def _by_building(found: Vote) -> Iterator[Part]:
    """Each building's voters, in one statement; a voter of several counts in each, but is `own` to one of them."""
    voters = (
        select(
            RollUnit.building_id,
            func.sum(RollUnit.area).label("area"),
            case((_has_ballot(found), 1), else_=0).label("taken"),
            func.row_number()
            .over(partition_by=RollUnit.entry_id, order_by=RollUnit.building_id)
            .label("place"),
        )
        .join(RollEntry, (RollEntry.estate_id == RollUnit.estate_id) & (RollEntry.id == RollUnit.entry_id))
        .where(RollUnit.estate_id == found.estate_id, RollUnit.roll_id == found.roll_id)
        .group_by(RollUnit.building_id, RollUnit.entry_id, RollEntry.voter_no)
        .subquery()
    )
    rows = db.session.execute(
        select(
            voters.c.building_id,
            func.count(),
            func.sum(voters.c.area),
            func.sum(voters.c.taken),
            func.sum(voters.c.taken * voters.c.area),
            func.sum(case((voters.c.place == 1, 1), else_=0)),
        ).group_by(voters.c.building_id)
    )
    sums = {row[0]: [int(one) for one in row[1:]] for row in rows}
    names = [(one.id, one.name) for one in estates.buildings(found.estate_id)]
    for building_id, name in [*names, (None, "未分楼幢")]:
        if building_id in sums:
            heads, area, taken, taken_area, own = sums[building_id]
            yield Part(name, Weight(taken, taken_area), Weight(heads, area), own)


def own_ballot(found: Vote, ballot_id: uuid.UUID, account_id: uuid.UUID) -> AnyBallot:
    """A ballot of a voter that the account is part of, or that it cast by proxy; otherwise Unknown."""
    ballot = cast("AnyBallot | None", db.session.get(ballots_of(found), (found.estate_id, ballot_id)))
    if ballot is None or ballot.vote_id != found.id:
        raise Unknown
    mine = register.owners_of_account(found.estate_id, account_id)
    part = select(RollOwner.id).where(
        RollOwner.estate_id == found.estate_id,
        RollOwner.entry_id == ballot.entry_id,
        RollOwner.owner_id.in_(mine),
    )
    as_agent = select(BallotByProxy.id).filter_by(
        estate_id=found.estate_id, ballot_id=ballot.id, agent_id=account_id
    )
    if db.session.scalar(part.limit(1)) is None and db.session.scalar(as_agent) is None:
        raise Unknown
    return ballot


def entry_of(ballot: AnyBallot) -> RollEntry:
    """The voter that a ballot is of."""
    return db.session.get_one(RollEntry, (ballot.estate_id, ballot.entry_id))


def box(found: Vote) -> BallotBox | None:
    """The end of the chain."""
    return db.session.get(BallotBox, (found.estate_id, found.id))


def lines(found: Vote) -> Iterator[dict[str, Any]]:
    """Every ballot as a line of the bundle."""
    for ballot in _stored(found):
        yield line(ballot)


def line(ballot: AnyBallot) -> dict[str, Any]:
    """A ballot as its line in the bundle."""
    shared = {
        "cast_at": moment(ballot.cast_at),
        "hash": ballot.hash,
        "prev": ballot.prev,
        "seq": ballot.seq,
        "voter_no": ballot.voter_no,
    }
    if isinstance(ballot, SecretBallot):
        return shared | {"answers": ballot.answers}
    return shared | {"channel": ballot.channel, "choices": ballot.choices}


def commitment(ballot: AnyBallot) -> str:
    """What stands for a ballot's hash on its receipt."""
    return _committed(db.session.get(BallotBox, (ballot.estate_id, ballot.vote_id)), ballot.hash)


def committed_end(box: BallotBox) -> str:
    """What stands for the end of the chain until the publication."""
    return _committed(box, box.hash)


def _committed(box: BallotBox | None, hash_: str) -> str:
    return chain.commitment(box.nonce, hash_) if box is not None and box.nonce is not None else ""


def nonce(found: Vote) -> str | None:
    """What opens the commitments of a vote; None before the result is published."""
    kept = box(found) if found.state in WITH_RESULT else None
    return kept.nonce if kept is not None else None


def proof(found: Vote, ballot: AnyBallot) -> dict[str, Any]:
    """The ballot's line and its way up to the root that is published with the result."""
    steps = chain.path(hashes(found), ballot.seq)
    return {"line": line(ballot), "path": steps, "root": chain.climb(ballot.hash, steps)}


def root(found: Vote) -> str:
    """The root over all ballots."""
    return chain.root(hashes(found))


def hashes(found: Vote) -> Iterator[str]:
    """The hashes of all ballots in their order, the leaves of the tree, a thousand at a time."""
    table = ballots_of(found)
    yield from db.session.scalars(
        select(table.hash)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(table.seq)
        .execution_options(yield_per=1000)
    )


def _stored(found: Vote) -> Iterator[AnyBallot]:
    table = ballots_of(found)
    stored = db.session.scalars(
        select(table)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(table.seq)
        .execution_options(yield_per=500)
    )
    yield from cast("Iterator[AnyBallot]", stored)
