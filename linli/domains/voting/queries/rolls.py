"""The roll: as it would be today, and as it was frozen."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.people.rules import OwnerKind, voter_key
from linli.domains.voting.models import (
    Ballot,
    RollEntry,
    RollOwner,
    RollUnit,
    RollVersion,
    SecretBallot,
    Vote,
    ballots_of,
)
from linli.domains.voting.rules.counting import Voter
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.kinds import Audience
from linli.domains.voting.rules.roll import Head, Key, Roll, UnitInScope, build_roll
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.platform.db import db
from linli.platform.paging import Page, Window, page
from linli.platform.prepared import Prepared, prepared

ESTATE, BUILDING, ENTRANCE = "estate", "building", "entrance"


@dataclass(frozen=True, slots=True)
class MyVoter:
    """A voter of the roll for whom an account can cast, and the ballot that is already in."""

    entry: RollEntry
    ballot: Ballot | SecretBallot | None


def preview(found: Vote, rules: VotingRules, *, on: date) -> Roll:
    """The roll as the register would make it on a day."""
    holding: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for held in register.ownerships(found.estate_id, on=on):
        holding[held.unit_id].append(held.owner_id)
    units = [
        UnitInScope(
            unit_id=unit.id,
            label=unit.label,
            kind=unit.kind,
            delivery=unit.delivery,
            floor_area=unit.floor_area,
            area_source=unit.area_source,
            owners=tuple(holding[unit.id]),
            building_id=unit.building_id,
        )
        for unit in estates.unit_views(found.estate_id)
        if in_scope(found, unit)
    ]
    owners = register.owner_views(found.estate_id)
    developers = [one.id for one in owners.values() if one.kind == OwnerKind.DEVELOPER]
    return build_roll(
        units, developers=developers, rules=rules, salt=str(found.id), numbers=numbers_given(found)
    )


def numbers_given(found: Vote) -> dict[Key, str]:
    """The voters' numbers of every version so far, by the set of owners: they stay theirs (VO-11)."""
    rows = db.session.execute(
        select(RollEntry.id, RollEntry.voter_no, RollOwner.owner_id)
        .join(
            RollVersion,
            (RollVersion.estate_id == RollEntry.estate_id) & (RollVersion.id == RollEntry.roll_id),
        )
        .outerjoin(
            RollOwner, (RollOwner.estate_id == RollEntry.estate_id) & (RollOwner.entry_id == RollEntry.id)
        )
        .where(RollVersion.estate_id == found.estate_id, RollVersion.vote_id == found.id)
    )
    numbers: dict[uuid.UUID, str] = {}
    owners: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        numbers[row.id] = row.voter_no
        owners[row.id] += [row.owner_id] if row.owner_id else []
    return {voter_key(owners[entry_id]): number for entry_id, number in numbers.items()}


def in_scope(found: Vote, unit: estates.UnitView) -> bool:
    """Whether a unit lies in what is voted on: the estate, some buildings, or some stairwells."""
    if found.scope_kind == ESTATE:
        return True
    place = unit.building_id if found.scope_kind == BUILDING else unit.entrance_id
    return str(place) in found.scope_ids


def versions(found: Vote) -> Sequence[RollVersion]:
    """Every roll that was made for a vote, the newest first."""
    return db.session.scalars(
        select(RollVersion)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(RollVersion.version.desc())
    ).all()


def current(found: Vote) -> RollVersion | None:
    """The roll in force: published with the notice, or frozen at the opening."""
    return db.session.get(RollVersion, (found.estate_id, found.roll_id)) if found.roll_id else None


def voters(found: Vote, *, roll_id: uuid.UUID | None = None) -> list[Voter]:
    """The roll in force, or an earlier version of it, as the count and the bundle have it."""
    rows = db.session.execute(
        select(RollEntry.voter_no, RollEntry.area, RollEntry.delivered)
        .where(RollEntry.estate_id == found.estate_id, RollEntry.roll_id == (roll_id or found.roll_id))
        .order_by(RollEntry.voter_no)
    )
    return [Voter(row.voter_no, row.area, row.delivered) for row in rows]


def entries_page(found: Vote, *, window: Window) -> Page[RollEntry]:
    """The voters of the roll in force, by number."""
    query = select(RollEntry).where(
        RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id
    )
    return page(query, by=((RollEntry.voter_no, str), (RollEntry.id, uuid.UUID)), window=window)


def my_entries(found: Vote, account_id: uuid.UUID) -> list[RollEntry]:
    """The voters of the roll in force that an account has a part in."""
    mine = register.owners_of_account(found.estate_id, account_id)
    if found.roll_id is None or not mine:
        return []
    return list(db.session.scalars(*_with_part(estate_id=found.estate_id, roll_id=found.roll_id, mine=mine)))


@prepared
def _with_part(estate_id: Any, roll_id: Any, mine: Any) -> Select[RollEntry]:
    of_mine = select(RollOwner.entry_id).where(
        RollOwner.estate_id == estate_id, RollOwner.roll_id == roll_id, RollOwner.owner_id.in_(mine)
    )
    query = select(RollEntry).where(RollEntry.estate_id == estate_id, RollEntry.id.in_(of_mine))
    return query.order_by(RollEntry.label)


def my_voters(found: Vote, account_id: uuid.UUID) -> list[MyVoter]:
    """The same, each with its newest ballot."""
    entries = my_entries(found, account_id)
    newest = newest_ballots(found, [entry.voter_no for entry in entries])
    return [MyVoter(entry, newest.get(entry.voter_no)) for entry in entries]


def may_read_result(found: Vote, actor: Actor | None) -> bool:
    """Whether the notice lets somebody read the result that is up (VO-64): the public, residents, or the roll."""
    if found.audience == Audience.PUBLIC:
        return True
    if actor is None or actor.role is Role.VISITOR:
        return False
    if found.audience == Audience.ROLL and actor.role in RESIDENTS:
        return bool(my_entries(found, actor.account_id))
    return True


def standing(found: Vote, entry: RollEntry) -> Ballot | SecretBallot | None:
    """The newest online ballot of a voter in a vote, under whichever version of the roll it was cast."""
    return newest_ballots(found, [entry.voter_no]).get(entry.voter_no)


def newest_ballots(found: Vote, voter_nos: Sequence[str]) -> dict[str, Ballot | SecretBallot]:
    """The newest online ballot of each of these voters that has one."""
    if not voter_nos:
        return {}
    asked = {"estate_id": found.estate_id, "vote_id": found.id, "voter_nos": list(voter_nos)}
    rows = db.session.scalars(*_ONLINE[ballots_of(found)](**asked))
    return {one.voter_no: one for one in cast("Iterable[Ballot | SecretBallot]", rows)}


def _online(table: type[Ballot] | type[SecretBallot]) -> Prepared[Select[Any]]:
    @prepared
    def of_voters(estate_id: Any, vote_id: Any, voter_nos: Any) -> Select[Any]:
        query = select(table).where(table.estate_id == estate_id, table.vote_id == vote_id)
        of_these = query.where(table.channel == "online", table.voter_no.in_(voter_nos))
        return of_these.order_by(table.revision)

    return of_voters


_ONLINE = {table: _online(table) for table in (Ballot, SecretBallot)}


def voted_online(found: Vote, voter_nos: Sequence[str]) -> set[str]:
    """Which of these voters have an online ballot in the box. Who, never what."""
    table = ballots_of(found)
    return set(
        db.session.scalars(
            select(table.voter_no)
            .filter_by(estate_id=found.estate_id, vote_id=found.id, channel="online")
            .where(table.voter_no.in_(voter_nos))
        )
    )


def owners_of(entry: RollEntry) -> list[uuid.UUID]:
    """The owners whom a voter is made of."""
    return list(db.session.scalars(*_parts(estate_id=entry.estate_id, entry_id=entry.id)))


@prepared
def _parts(estate_id: Any, entry_id: Any) -> Select[uuid.UUID]:
    return select(RollOwner.owner_id).where(RollOwner.estate_id == estate_id, RollOwner.entry_id == entry_id)


def representatives(entry: RollEntry, *, on: date) -> set[uuid.UUID]:
    """Those of a voter's owners whom their co-owners chose to speak for them; usually nobody."""
    owners = set(owners_of(entry))
    if len(owners) < 2:  # noqa: PLR2004 - alone, one needs nobody
        return set()
    units = db.session.scalars(
        select(RollUnit.unit_id).filter_by(estate_id=entry.estate_id, entry_id=entry.id)
    )
    return {
        held.owner_id
        for unit_id in units
        for held in register.ownerships(entry.estate_id, on=on, unit_id=unit_id)
        if held.representative and held.owner_id in owners
    }


def spoken_for(mine: Sequence[MyVoter], account_id: uuid.UUID, *, on: date) -> dict[uuid.UUID, str]:
    """The voters of mine for whom another co-owner was chosen to vote (entry id: that person's name, EI-09)."""
    found: dict[uuid.UUID, str] = {}
    for one in mine:
        chosen = representatives(one.entry, on=on)
        views = register.owner_views(one.entry.estate_id, sorted(chosen)) if chosen else {}
        if views and all(view.account_id != account_id for view in views.values()):
            found[one.entry.id] = "、".join(view.name for view in views.values())
    return found


def frozen(found: Vote) -> Roll:
    """The roll in force as it was written down, whatever the register says today."""
    of_roll = {"estate_id": found.estate_id, "roll_id": found.roll_id}
    labels = {unit.id: unit for unit in estates.unit_views(found.estate_id)}
    owners: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for owner in db.session.scalars(select(RollOwner).filter_by(**of_roll)):
        owners[owner.entry_id].append(owner.owner_id)
    units: dict[uuid.UUID, list[UnitInScope]] = defaultdict(list)
    for unit in db.session.scalars(select(RollUnit).filter_by(**of_roll).order_by(RollUnit.unit_id)):
        view = labels[unit.unit_id]
        units[unit.entry_id].append(
            UnitInScope(
                unit_id=unit.unit_id,
                label=view.label,
                kind=view.kind,
                delivery=view.delivery,
                floor_area=unit.area,
                area_source=view.area_source,
                owners=tuple(owners[unit.entry_id]),
                building_id=unit.building_id,
            )
        )
    entries = db.session.scalars(select(RollEntry).filter_by(**of_roll).order_by(RollEntry.voter_no))
    return Roll(
        tuple(
            Head(one.voter_no, voter_key(owners[one.id]), tuple(units[one.id]), one.developer)
            for one in entries
        )
    )


def units_left_out(found: Vote, rules: VotingRules) -> int:
    """How many parking places and store rooms in scope do not count."""
    left_out = {
        kind
        for kind, counts in (("parking", rules.count_parking), ("storage", rules.count_storage))
        if not counts
    }
    return sum(
        1 for unit in estates.unit_views(found.estate_id) if unit.kind in left_out and in_scope(found, unit)
    )


def count_entries(found: Vote) -> int:
    """How many voters the roll in force has."""
    return (
        db.session.scalar(
            select(func.count()).where(
                RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id
            )
        )
        or 0
    )
