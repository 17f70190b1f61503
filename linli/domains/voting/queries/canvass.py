"""From door to door: where each building and each household stands, and never what anybody chose."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.voting.models import HouseholdVisit, RollEntry, RollOwner, RollUnit, Vote
from linli.domains.voting.queries.waiting import has_voted
from linli.domains.voting.rules.visits import Outcome, Stand, stand
from linli.platform.db import db
from linli.platform.paging import Page, Window, page


@dataclass(frozen=True, slots=True)
class Board:
    """How many voters stand where, in a building or in all; a voter with units in several counts in each of them."""

    building_id: uuid.UUID | None
    name: str
    stands: Mapping[Stand, int]

    @property
    def voters(self) -> int:
        """All of them."""
        return sum(self.stands.values())

    @property
    def still(self) -> int:
        """Who has not voted."""
        return self.voters - self.stands[Stand.VOTED]


@dataclass(frozen=True, slots=True)
class Door:
    """A household as canvassers see it: the house, masked names, where it stands, the last visit."""

    entry: RollEntry
    names: str
    stand: Stand
    last: HouseholdVisit | None

    @property
    def came(self) -> str:
        """What came of the last visit, in words."""
        return Outcome(self.last.outcome).title if self.last else ""


def boards(found: Vote) -> list[Board]:
    """Each building's board, in one statement."""
    standing = _standing(found)
    voters = (
        select(RollUnit.building_id, RollUnit.entry_id, standing.c.stand)
        .join(standing, standing.c.id == RollUnit.entry_id)
        .where(RollUnit.estate_id == found.estate_id, RollUnit.roll_id == found.roll_id)
        .distinct()
        .subquery()
    )
    rows = db.session.execute(
        select(voters.c.building_id, voters.c.stand, func.count()).group_by(
            voters.c.building_id, voters.c.stand
        )
    )
    sums: dict[uuid.UUID | None, dict[Stand, int]] = defaultdict(lambda: dict.fromkeys(Stand, 0))
    for building_id, where, many in rows:
        sums[building_id][Stand(where)] = many
    names = [(one.id, one.name) for one in estates.buildings(found.estate_id)]
    return [
        Board(building_id, name, sums[building_id])
        for building_id, name in [*names, (None, "未分楼幢")]
        if building_id in sums
    ]


def whole(found: Vote) -> Board:
    """The whole roll's board; each voter once."""
    standing = _standing(found)
    rows = db.session.execute(select(standing.c.stand, func.count()).group_by(standing.c.stand))
    return Board(None, "合计", dict.fromkeys(Stand, 0) | {Stand(row[0]): row[1] for row in rows})


def doors_page(
    found: Vote,
    *,
    window: Window,
    building_id: uuid.UUID | None = None,
    without_building: bool = False,
    still_only: bool = False,
) -> Page[Door]:
    """The households of a building (or of all) by house; with `still_only` those who have not voted."""
    query = select(RollEntry).where(
        RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id
    )
    if building_id is not None or without_building:
        query = query.where(
            exists().where(
                RollUnit.estate_id == RollEntry.estate_id,
                RollUnit.entry_id == RollEntry.id,
                RollUnit.building_id == building_id,
            )
        )
    if still_only:
        query = query.where(~has_voted(found))
    listed = page(query, by=((RollEntry.label, str), (RollEntry.id, uuid.UUID)), window=window)
    return Page(doors(found, listed.items), listed.next)


def doors(found: Vote, entries: Sequence[RollEntry]) -> list[Door]:
    """Households with all that a list shows, in a fixed number of questions."""
    numbers = [one.voter_no for one in entries]
    voted = set(
        db.session.scalars(
            select(RollEntry.voter_no).where(
                RollEntry.estate_id == found.estate_id,
                RollEntry.roll_id == found.roll_id,
                RollEntry.voter_no.in_(numbers),
                has_voted(found),
            )
        )
    )
    visits: dict[str, HouseholdVisit] = {}
    for one in db.session.scalars(_visits(found).where(HouseholdVisit.voter_no.in_(numbers))):
        visits.setdefault(one.voter_no, one)
    names = _names(found, entries)
    return [
        Door(
            entry=one,
            names=names[one.id],
            stand=stand(voted=one.voter_no in voted, last=_outcome(visits.get(one.voter_no))),
            last=visits.get(one.voter_no),
        )
        for one in entries
    ]


def visits(found: Vote, voter_no: str) -> Sequence[HouseholdVisit]:
    """Every visit to a voter, the newest first."""
    return db.session.scalars(_visits(found).where(HouseholdVisit.voter_no == voter_no)).all()


def _visits(found: Vote) -> Select[HouseholdVisit]:
    return (
        select(HouseholdVisit)
        .where(HouseholdVisit.estate_id == found.estate_id, HouseholdVisit.vote_id == found.id)
        .order_by(HouseholdVisit.made_at.desc(), HouseholdVisit.id.desc())
    )


def _outcome(visit: HouseholdVisit | None) -> Outcome | None:
    return Outcome(visit.outcome) if visit else None


def _standing(found: Vote) -> Subquery:
    """Each entry of the roll with where it stands, as rules.visits.stand says it."""
    newest = func.row_number().over(
        partition_by=HouseholdVisit.voter_no,
        order_by=(HouseholdVisit.made_at.desc(), HouseholdVisit.id.desc()),
    )
    ranked = (
        select(HouseholdVisit.voter_no, HouseholdVisit.outcome, newest.label("place"))
        .where(HouseholdVisit.estate_id == found.estate_id, HouseholdVisit.vote_id == found.id)
        .subquery()
    )
    last: ColumnElement[Any] = ranked.c.outcome
    where = case(
        (has_voted(found), Stand.VOTED.value),
        (last.is_(None), Stand.NOT_YET.value),
        (last == Outcome.REFUSED.value, Stand.REFUSED.value),
        else_=Stand.PENDING.value,
    )
    return (
        select(RollEntry.id, where.label("stand"))
        .outerjoin(ranked, and_(ranked.c.voter_no == RollEntry.voter_no, ranked.c.place == 1))
        .where(RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id)
        .subquery()
    )


def unreached_page(found: Vote, account_ids: Sequence[uuid.UUID] | None, *, window: Window) -> Page[Door]:
    """Who has not voted and was not reached by a message, by house: the voters of these accounts, or with None those
    none of whose owners has an account at all (VO-39).
    """
    views = register.owner_views(found.estate_id).values()
    if account_ids is None:
        query = _waiting(found).where(~_part_of([one.id for one in views if one.account_id is not None]))
    else:
        wanted = set(account_ids)
        query = _waiting(found).where(_part_of([one.id for one in views if one.account_id in wanted]))
    listed = page(query, by=((RollEntry.label, str), (RollEntry.id, uuid.UUID)), window=window)
    return Page(doors(found, listed.items), listed.next)


def _waiting(found: Vote) -> Select[RollEntry]:
    return select(RollEntry).where(
        RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id, ~has_voted(found)
    )


def _part_of(owner_ids: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    return exists().where(
        RollOwner.estate_id == RollEntry.estate_id,
        RollOwner.entry_id == RollEntry.id,
        RollOwner.owner_id.in_(owner_ids),
    )


def _names(found: Vote, entries: Sequence[RollEntry]) -> dict[uuid.UUID, str]:
    """The owners' names as strangers may read them: of a person the family name only."""
    owners: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    rows = db.session.execute(
        select(RollOwner.entry_id, RollOwner.owner_id).where(
            RollOwner.estate_id == found.estate_id, RollOwner.entry_id.in_([one.id for one in entries])
        )
    )
    for entry_id, owner_id in rows:
        owners[entry_id].append(owner_id)
    views = register.owner_views(found.estate_id, sorted({one for ids in owners.values() for one in ids}))
    return {
        one.id: "、".join(sorted(views[id_].shown for id_ in owners[one.id] if id_ in views))
        for one in entries
    }


def building_of(found: Vote, entry: RollEntry) -> uuid.UUID | None:
    """A building in which a voter has a unit."""
    return db.session.scalar(
        select(RollUnit.building_id)
        .where(RollUnit.estate_id == found.estate_id, RollUnit.entry_id == entry.id)
        .order_by(RollUnit.building_id)
        .limit(1)
    )
