"""The owners' committee: who is in it, in which post, since when, what has to be done for it by when."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from linli.domains.committees.models import (
    CommitteeFiling,
    CommitteeFormation,
    CommitteeMember,
    CommitteeTask,
    CommitteeTerm,
    FormationRevocation,
    HandoverItem,
)
from linli.domains.committees.rules import SETTING, TERM_WARNED, CommitteeRules, Post
from linli.domains.estates import queries as estates
from linli.kernel.refusals import Unknown
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class TermView:
    """A term with everybody who held a post in it, in the order of posts."""

    term: CommitteeTerm
    members: list[CommitteeMember]


def term(*, estate_id: uuid.UUID, term_id: uuid.UUID, **_: object) -> CommitteeTerm:
    """A term of this estate's committee, or Unknown."""
    found = db.session.get(CommitteeTerm, (estate_id, term_id))
    if found is None:
        raise Unknown
    return found


def member(*, estate_id: uuid.UUID, member_id: uuid.UUID, **_: object) -> CommitteeMember:
    """A member's entry in this estate, or Unknown."""
    found = db.session.get(CommitteeMember, (estate_id, member_id))
    if found is None:
        raise Unknown
    return found


def task(*, estate_id: uuid.UUID, task_id: uuid.UUID, **_: object) -> CommitteeTask:
    """A task in this estate, or Unknown."""
    found = db.session.get(CommitteeTask, (estate_id, task_id))
    if found is None:
        raise Unknown
    return found


def handover_item(*, estate_id: uuid.UUID, handover_id: uuid.UUID, **_: object) -> HandoverItem:
    """Something to hand over in this estate, or Unknown."""
    found = db.session.get(HandoverItem, (estate_id, handover_id))
    if found is None:
        raise Unknown
    return found


def terms(estate_id: uuid.UUID) -> Sequence[CommitteeTerm]:
    """Every term of an estate's committee, the newest first."""
    return db.session.scalars(
        select(CommitteeTerm).filter_by(estate_id=estate_id).order_by(CommitteeTerm.since_on.desc())
    ).all()


def members(found: CommitteeTerm) -> Sequence[CommitteeMember]:
    """Everybody who held a post in a term, in the order in which they were written down."""
    return db.session.scalars(
        select(CommitteeMember)
        .filter_by(estate_id=found.estate_id, term_id=found.id)
        .order_by(CommitteeMember.position, CommitteeMember.id)
    ).all()


def register(estate_id: uuid.UUID) -> list[TermView]:
    """Every term with its members, the newest first; chair, deputies, members, substitutes."""
    order = list(Post)
    everybody: dict[uuid.UUID, list[CommitteeMember]] = {}
    for one in db.session.scalars(
        select(CommitteeMember)
        .filter_by(estate_id=estate_id)
        .order_by(CommitteeMember.position, CommitteeMember.id)
    ):
        everybody.setdefault(one.term_id, []).append(one)
    return [
        TermView(
            one,
            sorted(everybody.get(one.id, []), key=lambda member: order.index(Post(member.post))),
        )
        for one in terms(estate_id)
    ]


def in_office(estate_id: uuid.UUID, *, on: date) -> CommitteeTerm | None:
    """The term that runs on a day."""
    return db.session.scalar(
        select(CommitteeTerm).where(
            CommitteeTerm.estate_id == estate_id, CommitteeTerm.since_on <= on, CommitteeTerm.until_on >= on
        )
    )


def holding(found: CommitteeTerm, *, on: date) -> list[CommitteeMember]:
    """Members and substitutes of a term who have their post on a day."""
    return [one for one in members(found) if holds(one, on=on)]


def seated(found: CommitteeTerm, *, on: date) -> list[CommitteeMember]:
    """Those who vote: members, not substitutes."""
    return [one for one in holding(found, on=on) if one.post != Post.SUBSTITUTE]


def substitutes(found: CommitteeTerm, *, on: date) -> list[CommitteeMember]:
    """Those who follow, in the order of their votes."""
    return [one for one in holding(found, on=on) if one.post == Post.SUBSTITUTE]


def holds(one: CommitteeMember, *, on: date) -> bool:
    """Whether a member has the post on a day."""
    return one.since_on <= on and (one.until_on is None or on <= one.until_on)


def ending(estate_id: uuid.UUID, *, on: date) -> CommitteeTerm | None:
    """The last term on record, where it ends within 90 days or has ended; None: nobody has to prepare anything."""
    newest = next(iter(terms(estate_id)), None)
    return newest if newest is not None and newest.until_on <= on + TERM_WARNED else None


def ending_soon(*, on: date) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """In every estate, the terms that end within 90 days or have ended in the last year (estate, term)."""
    rows = db.session.execute(
        select(CommitteeTerm.estate_id, CommitteeTerm.id).where(
            CommitteeTerm.until_on <= on + TERM_WARNED,
            CommitteeTerm.until_on >= on.replace(day=1, year=on.year - 1),
        )
    )
    return [(row.estate_id, row.id) for row in rows]


def running(*, on: date) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """In every estate, the terms that run on a day, or ended with roles still given (estate, term)."""
    rows = db.session.execute(
        select(CommitteeTerm.estate_id, CommitteeTerm.id)
        .outerjoin(
            CommitteeMember,
            (CommitteeMember.estate_id == CommitteeTerm.estate_id)
            & (CommitteeMember.term_id == CommitteeTerm.id)
            & CommitteeMember.grant_id.is_not(None),
        )
        .where(
            CommitteeTerm.since_on <= on,
            or_(CommitteeTerm.until_on >= on, CommitteeMember.id.is_not(None)),
        )
        .distinct()
    )
    return [(row.estate_id, row.id) for row in rows]


def tasks(found: CommitteeTerm) -> Sequence[CommitteeTask]:
    """What is to be done for a term, open ones first, by their day."""
    return db.session.scalars(
        select(CommitteeTask)
        .filter_by(estate_id=found.estate_id, term_id=found.id)
        .order_by(CommitteeTask.done_at.is_not(None), CommitteeTask.due_on, CommitteeTask.id)
    ).all()


def open_tasks(estate_id: uuid.UUID) -> Sequence[CommitteeTask]:
    """What is to be done in an estate, the first due first."""
    return db.session.scalars(
        select(CommitteeTask)
        .where(CommitteeTask.estate_id == estate_id, CommitteeTask.done_at.is_(None))
        .order_by(CommitteeTask.due_on, CommitteeTask.id)
        .limit(50)
    ).all()


def formations(estate_id: uuid.UUID) -> Sequence[CommitteeFormation]:
    """What became of each election, the newest first."""
    return db.session.scalars(
        select(CommitteeFormation)
        .filter_by(estate_id=estate_id)
        .order_by(CommitteeFormation.at.desc(), CommitteeFormation.id)
        .limit(20)
    ).all()


def revocations(estate_id: uuid.UUID) -> list[tuple[CommitteeFormation, FormationRevocation]]:
    """The formations whose election was taken back, the newest first."""
    rows = db.session.execute(
        select(CommitteeFormation, FormationRevocation)
        .join(
            FormationRevocation,
            (FormationRevocation.estate_id == CommitteeFormation.estate_id)
            & (FormationRevocation.formation_id == CommitteeFormation.id),
        )
        .where(CommitteeFormation.estate_id == estate_id)
        .order_by(FormationRevocation.at.desc(), FormationRevocation.id)
        .limit(20)
    )
    return [(row[0], row[1]) for row in rows]


def filing(found: CommitteeTerm) -> CommitteeFiling | None:
    """The filing of a term; terms written down by hand have none."""
    return db.session.get(CommitteeFiling, (found.estate_id, found.id))


def handover(found: CommitteeTerm) -> Sequence[HandoverItem]:
    """What a term hands to the next."""
    return db.session.scalars(
        select(HandoverItem).filter_by(estate_id=found.estate_id, term_id=found.id).order_by(HandoverItem.id)
    ).all()


def rules_of(estate_id: uuid.UUID, *, on: date) -> CommitteeRules:
    """The estate's rules for its committee in force."""
    return CommitteeRules.of_setting(estates.setting(estate_id, SETTING, on=on))
