"""Questions about cases: one with everything that happened to it, and lists for the officer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from config.governance import agreement
from linli.domains.governance.models import (
    GovernanceCase,
    GovernanceDifference,
    GovernanceNumber,
    GovernanceParcel,
    GovernanceTry,
    GovernanceUpdate,
)
from linli.domains.governance.rules.states import Meaning, Parcel, Said, Sending
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.queries.beyond import Ticket
from linli.kernel.refusals import Unknown
from linli.platform import paging
from linli.platform.db import db
from linli.platform.paging import Page, Window
from linli.platform.prepared import prepared
from linli.platform.transactions import seeing_every_estate

_OVER = (Meaning.FINISHED, Meaning.CLOSED)
#: The ways in which an officer looks at the cases of an estate.
VIEWS: dict[str, str] = {
    "stuck": "卡住的",
    "open": "待上报",
    "out": "在平台",
    "back": "已有结果",
    "kept": "不上报",
    "": "全部",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One message with its tries, newest first."""

    parcel: GovernanceParcel
    tries: Sequence[GovernanceTry]


def of_ticket(estate_id: uuid.UUID, ticket_id: uuid.UUID) -> GovernanceCase | None:
    """The case of a ticket, where there is one."""
    found: GovernanceCase | None = db.session.scalar(*_of_ticket(estate_id=estate_id, ticket_id=ticket_id))
    return found


@prepared
def _of_ticket(estate_id: Any, ticket_id: Any) -> Select[GovernanceCase]:
    return select(GovernanceCase).where(
        GovernanceCase.estate_id == estate_id, GovernanceCase.ticket_id == ticket_id
    )


def ticket(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, **_: object) -> Ticket:
    """The ticket, or Unknown."""
    return tickets.ticket(estate_id=estate_id, ticket_id=ticket_id)


def case(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, **_: object) -> GovernanceCase:
    """The case of a ticket. Raises Unknown where the ticket has none."""
    found = of_ticket(estate_id, ticket_id)
    if found is None:
        raise Unknown
    return found


def by_id(*, estate_id: uuid.UUID, case_id: uuid.UUID) -> GovernanceCase:
    """The case, which must be there."""
    return db.session.get_one(GovernanceCase, (estate_id, case_id))


def parcel(*, estate_id: uuid.UUID, parcel_id: uuid.UUID, **_: object) -> GovernanceParcel:
    """One message, or Unknown."""
    found = db.session.get(GovernanceParcel, (estate_id, parcel_id))
    if found is None:
        raise Unknown
    return found


def known_as(external_id: str, number: str) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The estate and id of each case with our number, and of those that bear or bore the platform's (GI-08)."""
    with seeing_every_estate():
        found = db.session.execute(*_by_external_id(external_id=external_id)).all()
        if number:
            found = [*found, *db.session.execute(
                select(GovernanceNumber.estate_id, GovernanceNumber.case_id).filter_by(number=number)
            )]  # fmt: skip
    return list(dict.fromkeys((row[0], row[1]) for row in found))


@prepared
def _by_external_id(external_id: Any) -> Select[*tuple[Any, ...]]:
    return select(GovernanceCase.estate_id, GovernanceCase.id).where(
        GovernanceCase.external_id == external_id
    )


def numbers(found: GovernanceCase) -> Sequence[GovernanceNumber]:
    """Every number that the platform gave, oldest first."""
    query = select(GovernanceNumber).filter_by(estate_id=found.estate_id, case_id=found.id)
    return db.session.scalars(query.order_by(GovernanceNumber.since_at, GovernanceNumber.id)).all()


def updates(found: GovernanceCase) -> Sequence[GovernanceUpdate]:
    """What the platform said, in its own order."""
    return db.session.scalars(*_updates(estate_id=found.estate_id, case_id=found.id)).all()


@prepared
def _updates(estate_id: Any, case_id: Any) -> Select[GovernanceUpdate]:
    return (
        select(GovernanceUpdate)
        .where(GovernanceUpdate.estate_id == estate_id, GovernanceUpdate.case_id == case_id)
        .order_by(GovernanceUpdate.version, GovernanceUpdate.id)
    )


def said(found: GovernanceCase) -> list[Said]:
    """The same in the terms of the rules."""
    return [
        Said(update_id=one.update_id, version=one.version, state=one.state, number=one.number)
        for one in updates(found)
    ]


def sent(found: GovernanceCase) -> list[Sent]:
    """The messages of a case in their order, each with the newest of its tries."""
    parcels = db.session.scalars(
        select(GovernanceParcel)
        .filter_by(estate_id=found.estate_id, case_id=found.id)
        .order_by(GovernanceParcel.seq)
    ).all()
    tried: dict[uuid.UUID, list[GovernanceTry]] = {one.id: [] for one in parcels}
    query = select(GovernanceTry).where(
        GovernanceTry.estate_id == found.estate_id, GovernanceTry.parcel_id.in_(tried)
    )
    for one in db.session.scalars(query.order_by(GovernanceTry.id.desc()).limit(100)):
        tried[one.parcel_id].append(one)
    return [Sent(one, tried[one.id]) for one in parcels]


def states_of(parcels_of: GovernanceCase) -> list[tuple[str, str]]:
    """Kind and state of each message of a case, in order."""
    rows = db.session.execute(*_states(estate_id=parcels_of.estate_id, case_id=parcels_of.id))
    return [(row[0], row[1]) for row in rows]


@prepared
def _states(estate_id: Any, case_id: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(GovernanceParcel.kind, GovernanceParcel.state)
        .where(GovernanceParcel.estate_id == estate_id, GovernanceParcel.case_id == case_id)
        .order_by(GovernanceParcel.seq)
    )


def cases_page(estate_id: uuid.UUID, *, view: str, window: Window, now: datetime) -> Page[GovernanceCase]:
    """The cases of an estate in one of VIEWS, the newest first."""
    query = select(GovernanceCase).where(GovernanceCase.estate_id == estate_id, *_looked_at(view, now))
    return paging.by_id(query, GovernanceCase.id, window=window)


def counts(estate_id: uuid.UUID, *, now: datetime) -> dict[str, int]:
    """How many cases stand in each view."""
    columns = [func.count().filter(and_(*_looked_at(view, now))).label(view) for view in VIEWS if view]
    row = db.session.execute(
        select(*columns).select_from(GovernanceCase).where(GovernanceCase.estate_id == estate_id)
    ).one()
    return {view: getattr(row, view) for view in VIEWS if view}


def differences(estate_id: uuid.UUID, *, most: int = 50) -> Sequence[GovernanceDifference]:
    """The open differences of an estate, the oldest first."""
    query = select(GovernanceDifference).where(
        GovernanceDifference.estate_id == estate_id, GovernanceDifference.closed_at.is_(None)
    )
    return db.session.scalars(query.order_by(GovernanceDifference.id).limit(most)).all()


def difference(*, estate_id: uuid.UUID, difference_id: uuid.UUID, **_: object) -> GovernanceDifference:
    """One difference of an estate, or Unknown."""
    found = db.session.get(GovernanceDifference, difference_id)
    if found is None or found.estate_id != estate_id:
        raise Unknown
    return found


def is_quiet(now: datetime) -> ColumnElement[bool]:
    """Out, and nothing heard for the agreed days (GI-18): rules.states.quiet, said in SQL."""
    return and_(
        GovernanceCase.state.in_((Sending.SENT, Sending.ACKNOWLEDGED)),
        or_(GovernanceCase.meaning.is_(None), GovernanceCase.meaning.not_in(_OVER)),
        GovernanceCase.heard_at < now - timedelta(days=agreement().quiet_days),
    )


def waiting_for_number() -> Select[GovernanceCase]:
    """Cases for which the platform gave a token and no number yet (GI-07)."""
    return (
        select(GovernanceCase)
        .where(GovernanceCase.state == Sending.SENT, GovernanceCase.token != "", GovernanceCase.number == "")
        .order_by(GovernanceCase.id)
        .limit(500)
    )


def dead(estate_id: uuid.UUID | None = None) -> Select[GovernanceParcel]:
    """The messages that failed for good."""
    query = select(GovernanceParcel).where(GovernanceParcel.state == Parcel.DEAD)
    return query if estate_id is None else query.where(GovernanceParcel.estate_id == estate_id)


def _looked_at(view: str, now: datetime) -> list[ColumnElement[bool]]:
    state = GovernanceCase.state
    if view == "stuck":
        returned = and_(GovernanceCase.meaning == Meaning.RETURNED, state != Sending.BY_HAND)
        return [or_(state == Sending.FAILED, GovernanceCase.unknown_state != "", returned, is_quiet(now))]
    if view == "open":
        return [state == Sending.UNPROCESSED]
    if view == "out":
        out = state.in_((Sending.SENDING, Sending.SENT, Sending.ACKNOWLEDGED, Sending.BY_HAND))
        return [out, or_(GovernanceCase.meaning.is_(None), GovernanceCase.meaning.not_in(_OVER))]
    if view == "back":
        return [GovernanceCase.meaning.in_(_OVER)]
    return [state == Sending.SKIPPED] if view == "kept" else []
