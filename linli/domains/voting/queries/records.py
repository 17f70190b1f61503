"""What organisers may take with them after the close: who took part (never what), and every act of administration."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from linli.domains.people.queries import identity, register
from linli.domains.voting.models import (
    Objection,
    ObjectionAnswer,
    Recount,
    Revocation,
    RollEntry,
    RollOwner,
    RollVersion,
    Vote,
    ballots_of,
)
from linli.domains.voting.rules.course import State
from linli.platform.audit import AuditEntry
from linli.platform.db import db

_AFTER_CLOSE = (State.CLOSED, State.COUNTED, State.PUBLISHED, State.FINAL, State.VOID)
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Participant:
    """One voter of the roll: whether a ballot came in, when first and by which channel. No choice is known here."""

    voter_no: str
    label: str
    area: int
    channel: str | None
    cast_at: datetime | None


def ended(estate_id: uuid.UUID) -> Sequence[Vote]:
    """The votes of an estate in which nobody can vote any more."""
    return db.session.scalars(
        select(Vote).where(Vote.estate_id == estate_id, Vote.state.in_(_AFTER_CLOSE)).order_by(Vote.id)
    ).all()


def participation(found: Vote) -> Iterator[list[Participant]]:
    """Everybody on the roll in force, page by page; nothing before the close."""
    if found.state not in _AFTER_CLOSE:
        return
    table = ballots_of(found)
    first = (
        select(table.voter_no, func.min(table.seq).label("seq"))
        .where(table.estate_id == found.estate_id, table.vote_id == found.id)
        .group_by(table.voter_no)
        .subquery()
    )
    query = (
        select(RollEntry.voter_no, RollEntry.label, RollEntry.area, table.channel, table.cast_at)
        .outerjoin(first, first.c.voter_no == RollEntry.voter_no)
        .outerjoin(
            table,
            (table.estate_id == RollEntry.estate_id)
            & (table.vote_id == found.id)
            & (table.seq == first.c.seq),
        )
        .where(RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id)
        .order_by(RollEntry.voter_no)
    )
    after = ""
    while True:
        rows = db.session.execute(query.where(RollEntry.voter_no > after).limit(_PAGE)).all()
        yield [Participant(*row) for row in rows]
        if len(rows) < _PAGE:
            return
        after = rows[-1].voter_no


def accounts_of_participants(found: Vote) -> set[uuid.UUID]:
    """The accounts of the owners for whom a ballot came in: whom an outcome is told."""
    table = ballots_of(found)
    voters = select(table.voter_no).where(table.estate_id == found.estate_id, table.vote_id == found.id)
    owners = db.session.scalars(
        select(RollOwner.owner_id)
        .join(RollEntry, (RollEntry.estate_id == RollOwner.estate_id) & (RollEntry.id == RollOwner.entry_id))
        .where(
            RollOwner.estate_id == found.estate_id,
            RollOwner.roll_id == found.roll_id,
            RollEntry.voter_no.in_(voters),
        )
    ).all()
    views = register.owner_views(found.estate_id, owners).values()
    return {one.account_id for one in views if one.account_id is not None}


@dataclass(frozen=True, slots=True)
class Administered:
    """One act of administration: when, who, in which role, what, with which result, and why where it was said."""

    at: datetime
    who: str
    role: str
    act: str
    result: str
    why: str


def acts(found: Vote) -> Iterator[list[Administered]]:
    """Every act of administration on a vote, the oldest first; casting a ballot is none (VO-54)."""
    reasons = _reasons(found)
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.chain == found.estate_id,
            or_(
                AuditEntry.object_id == str(found.id),
                AuditEntry.details["vote_id"].as_string() == str(found.id),
            ),
            AuditEntry.act != "voting:ballot:cast",
        )
        .order_by(AuditEntry.seq)
    )
    after = 0
    while True:
        rows = db.session.scalars(query.where(AuditEntry.seq > after).limit(_PAGE)).all()
        names = identity.names([one.account_id for one in rows if one.account_id])
        yield [_administered(one, names, reasons) for one in rows]
        if len(rows) < _PAGE:
            return
        after = rows[-1].seq


def _administered(
    one: AuditEntry, names: Mapping[uuid.UUID, str], reasons: Mapping[str, str]
) -> Administered:
    who = names.get(one.account_id, "已注销") if one.account_id else "系统"
    values = [str(value) for value in one.details.values()]
    keys = [one.act, *values, *(f"{one.act} {value}" for value in values)]
    why = next((reasons[key] for key in keys if key in reasons), "")
    return Administered(one.at, who, one.role, one.act, one.result, why)


def _reasons(found: Vote) -> dict[str, str]:
    """Why something was done, by the act or by the id that the log's entry holds."""
    here = {"estate_id": found.estate_id, "vote_id": found.id}
    reasons = {str(one.id): one.reason for one in db.session.scalars(select(Recount).filter_by(**here))} | {
        str(one.id): one.words for one in db.session.scalars(select(Revocation).filter_by(**here))
    }
    said = select(Objection).filter_by(**here)
    reasons |= {f"voting:objection:file {one.id}": one.words for one in db.session.scalars(said)}
    answers = select(ObjectionAnswer).where(
        ObjectionAnswer.estate_id == found.estate_id,
        ObjectionAnswer.objection_id.in_(said.with_only_columns(Objection.id)),
    )
    reasons |= {
        f"voting:objection:answer {one.objection_id}": one.words for one in db.session.scalars(answers)
    }
    rolls = db.session.scalars(select(RollVersion).filter_by(**here).order_by(RollVersion.version))
    reasons |= {one.fingerprint: one.reason for one in rolls}
    if found.annulment_reason:
        reasons |= dict.fromkeys(
            ("voting:vote:annul", "voting:vote:confirm_annulment"), found.annulment_reason
        )
    return reasons
