"""The ledger of delivery (送达): which voters have their ballot in hand, by whom, and whom to visit next (NN-06)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from linli.domains.estates import queries as estates
from linli.domains.voting.models import BallotDelivery, RollEntry, RollUnit, Vote
from linli.domains.voting.queries.paper import DELIVERIES_OF
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, page

_later = aliased(BallotDelivery)


@dataclass(frozen=True, slots=True)
class BuildingDelivered:
    """How many voters of a building have their ballot. A voter with units in several counts in each."""

    building_id: uuid.UUID | None
    name: str
    voters: int
    delivered: int

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.voters - self.delivered


def delivered(found: Vote) -> set[str]:
    """The voters whose ballot reached an owner before the close, as roll.csv has it."""
    return set(db.session.scalars(_counting(found).with_only_columns(BallotDelivery.voter_no).distinct()))


def _counting(found: Vote) -> Select[BallotDelivery]:
    return select(BallotDelivery).where(
        BallotDelivery.estate_id == found.estate_id,
        BallotDelivery.vote_id == found.id,
        BallotDelivery.counts.is_(True),
        BallotDelivery.delivered_at < found.closes_at,
        ~exists().where(_later.estate_id == BallotDelivery.estate_id, _later.takes_back == BallotDelivery.id),
    )


def by_building(found: Vote) -> list[BuildingDelivered]:
    """The totals of each building, in one statement."""
    has = case((_has(found), 1), else_=0)
    voters = (
        select(RollUnit.building_id, RollUnit.entry_id, func.max(has).label("has"))
        .join(RollEntry, and_(RollEntry.estate_id == RollUnit.estate_id, RollEntry.id == RollUnit.entry_id))
        .where(RollUnit.estate_id == found.estate_id, RollUnit.roll_id == found.roll_id)
        .group_by(RollUnit.building_id, RollUnit.entry_id)
        .subquery()
    )
    rows = db.session.execute(
        select(voters.c.building_id, func.count(), func.sum(voters.c.has)).group_by(voters.c.building_id)
    )
    sums = {row[0]: (row[1], int(row[2])) for row in rows}
    names = [(one.id, one.name) for one in estates.buildings(found.estate_id)]
    return [
        BuildingDelivered(building_id, name, *sums[building_id])
        for building_id, name in [*names, (None, "未分楼幢")]
        if building_id in sums
    ]


def _has(found: Vote) -> Any:
    return RollEntry.voter_no.in_(_counting(found).with_only_columns(BallotDelivery.voter_no))


def voters_page(
    found: Vote,
    *,
    window: Window,
    search: str = "",
    building_id: uuid.UUID | None = None,
    missing: bool = False,
) -> Page[RollEntry]:
    """Voters of the roll in force by house: of one building, by house number, or only those still to be reached."""
    query = select(RollEntry).where(
        RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id
    )
    if search:
        query = query.where(
            RollEntry.label.contains(search, autoescape=True) | (RollEntry.voter_no == search.upper())
        )
    if building_id is not None:
        query = query.where(
            exists().where(
                RollUnit.estate_id == RollEntry.estate_id,
                RollUnit.entry_id == RollEntry.id,
                RollUnit.building_id == building_id,
            )
        )
    if missing:
        query = query.where(~_has(found))
    return page(query, by=((RollEntry.label, str), (RollEntry.id, uuid.UUID)), window=window)


def voter(found: Vote, voter_no: str) -> RollEntry:
    """A voter of the roll in force by number, or Unknown."""
    entry = entry_of(found, voter_no)
    if entry is None:
        raise Unknown
    return entry


def entry_of(found: Vote, voter_no: str) -> RollEntry | None:
    """A voter of the roll in force by number."""
    return db.session.scalar(
        select(RollEntry).filter_by(estate_id=found.estate_id, roll_id=found.roll_id, voter_no=voter_no)
    )


def entries_of(found: Vote, voter_nos: Sequence[str]) -> dict[str, RollEntry]:
    """Several voters of the roll in force by number; those who left it are missing."""
    query = select(RollEntry).where(
        RollEntry.estate_id == found.estate_id,
        RollEntry.roll_id == found.roll_id,
        RollEntry.voter_no.in_(voter_nos),
    )
    return {one.voter_no: one for one in db.session.scalars(query)}


def of_voter(found: Vote, voter_no: str) -> Sequence[BallotDelivery]:
    """Every delivery and visit of one voter, the newest first."""
    return db.session.scalars(_of(found).where(BallotDelivery.voter_no == voter_no)).all()


def of_voters(found: Vote, voter_nos: Sequence[str]) -> dict[str, list[BallotDelivery]]:
    """The same of several voters, for lists."""
    made: dict[str, list[BallotDelivery]] = {}
    for one in db.session.scalars(_of(found).where(BallotDelivery.voter_no.in_(voter_nos))):
        made.setdefault(one.voter_no, []).append(one)
    return made


def delivery(found: Vote, record_id: uuid.UUID) -> BallotDelivery:
    """One record of the ledger, or Unknown."""
    one = db.session.get(BallotDelivery, (found.estate_id, record_id))
    if one is None or one.vote_id != found.id:
        raise Unknown
    return one


def _of(found: Vote) -> Select[BallotDelivery]:
    return (
        select(BallotDelivery)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(BallotDelivery.id.desc())
    )


def photos(found: Vote, record_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Attachment]]:
    """The photos of these records."""
    return attachments.of_objects(estate_id=found.estate_id, object_kind=DELIVERIES_OF, object_ids=record_ids)


def photo(one: BallotDelivery, file_id: uuid.UUID) -> Attachment:
    """A photo of a record, or Unknown."""
    kept = attachments.attachment(estate_id=one.estate_id, attachment_id=file_id)
    if (kept.object_kind, kept.object_id) != (DELIVERIES_OF, one.id):
        raise Unknown
    return kept
