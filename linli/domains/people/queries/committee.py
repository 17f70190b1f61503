"""The owners' committee: who is in it, in which post, and when its term ends."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from linli.domains.people.models import CommitteeMember, CommitteeTerm
from linli.domains.people.queries import homes
from linli.domains.people.queries.register import owner_views, ownerships
from linli.domains.people.rules import TERM_WARNED, Post, current, same_name
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
    return [
        TermView(one, sorted(members(one), key=lambda member: order.index(Post(member.post))))
        for one in terms(estate_id)
    ]


def ending(estate_id: uuid.UUID, *, on: date) -> CommitteeTerm | None:
    """The last term on record, where it ends within 90 days or has ended; None: nobody has to prepare anything."""
    newest = next(iter(terms(estate_id)), None)
    return newest if newest is not None and newest.until_on <= on + TERM_WARNED else None


def holding(one: CommitteeMember, *, on: date) -> bool:
    """Whether a member has the post on a day."""
    return current(one.since_on, one.until_on, on=on)


def owner_called(estate_id: uuid.UUID, *, room: str, name: str, on: date) -> uuid.UUID | None:
    """The owner of that name in a room as people call it; None where the register has no such owner."""
    unit = homes.unit_called(estate_id, room)
    if unit is None:
        return None
    held = [one.owner_id for one in ownerships(estate_id, on=on, unit_id=unit.id)]
    views = owner_views(estate_id, held).values()
    return next((view.id for view in views if same_name(view.name, name)), None)
