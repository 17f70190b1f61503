"""Who has not voted yet: whether a ballot is in, on a phone or on paper, and never what it says."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from linli.domains.people.queries import register
from linli.domains.voting.models import PaperBallot, RollEntry, RollOwner, Vote, VoteReminder, ballots_of
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.paper import SheetState
from linli.domains.voting.rules.reminding import SOON
from linli.platform.db import db

_HANDED_IN = (SheetState.RETURNED, SheetState.DIFFERING, SheetState.IN_BOX, SheetState.NOT_COUNTED)


def has_voted(found: Vote) -> ColumnElement[bool]:
    """Of an entry of the roll: whether it has a ballot in the box, or handed a sheet of paper in."""
    table: Any = ballots_of(found)
    in_box = exists().where(
        table.estate_id == found.estate_id,
        table.vote_id == found.id,
        table.voter_no == RollEntry.voter_no,
    )
    handed_in = exists().where(
        PaperBallot.estate_id == found.estate_id,
        PaperBallot.vote_id == found.id,
        PaperBallot.voter_no == RollEntry.voter_no,
        PaperBallot.state.in_(_HANDED_IN),
    )
    return or_(in_box, handed_in)


def accounts_waiting(found: Vote) -> set[uuid.UUID]:
    """The accounts of those who have not voted at this moment; everybody whose voter has is left alone (VO-36)."""
    owners = db.session.scalars(
        select(RollOwner.owner_id)
        .join(RollEntry, (RollEntry.estate_id == RollOwner.estate_id) & (RollEntry.id == RollOwner.entry_id))
        .where(RollOwner.estate_id == found.estate_id, RollOwner.roll_id == found.roll_id, ~has_voted(found))
        .distinct()
    ).all()
    return _accounts(found, owners)


def accounts_of_roll(found: Vote) -> set[uuid.UUID]:
    """The accounts of everybody on the roll in force."""
    owners = select(RollOwner.owner_id).filter_by(estate_id=found.estate_id, roll_id=found.roll_id)
    return _accounts(found, db.session.scalars(owners.distinct()).all())


def _accounts(found: Vote, owner_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    wanted = set(owner_ids)
    views = register.owner_views(found.estate_id)
    return {one.account_id for id_, one in views.items() if id_ in wanted and one.account_id is not None}


def count_waiting(found: Vote) -> int:
    """How many voters have not voted."""
    query = select(func.count()).where(
        RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id, ~has_voted(found)
    )
    return db.session.scalar(query) or 0


def reminders(found: Vote) -> Sequence[VoteReminder]:
    """The reminders of a vote, the newest first; those that nobody sent went out by themselves before the close."""
    return db.session.scalars(
        select(VoteReminder)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(VoteReminder.sent_at.desc())
    ).all()


def closing_soon(*, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The open votes that close within a day and had no notice of it."""
    told = exists().where(
        VoteReminder.estate_id == Vote.estate_id,
        VoteReminder.vote_id == Vote.id,
        VoteReminder.sent_by.is_(None),
        VoteReminder.sent_at > now - SOON,
    )
    query = select(Vote.estate_id, Vote.id).where(
        Vote.state == State.OPEN, Vote.closes_at > now, Vote.closes_at <= now + SOON, ~told
    )
    return [(row.estate_id, row.id) for row in db.session.execute(query)]
