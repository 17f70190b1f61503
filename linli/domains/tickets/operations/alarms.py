"""Ringing the duty phones for an emergency until somebody signs for it (TK-48), and who is on duty."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete

from config.tickets import catalogue
from linli.domains.people.queries import staff
from linli.domains.tickets import queries
from linli.domains.tickets.errors import NotOnDuty
from linli.domains.tickets.events import AlarmRung
from linli.domains.tickets.models import DutyPost, Ticket, TicketAlarm
from linli.domains.tickets.operations.stepping import lock
from linli.domains.tickets.queries import alarms
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def begin(*, ticket: Ticket, now: datetime) -> None:
    """Ring at once, as an emergency comes in."""
    made = TicketAlarm(estate_id=ticket.estate_id, ticket_id=ticket.id, rings=0, next_at=now)
    db.session.add(made)
    _ring(made, now)


def ring(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, now: datetime) -> None:
    """Ring once more where nobody has signed yet, or let it be over. Called again too early, it does nothing."""
    ticket = queries.ticket(estate_id=estate_id, ticket_id=ticket_id)
    lock(ticket)
    found = alarms.alarm(ticket)
    if found is None or found.ended_at is not None or found.next_at > now:
        return
    if alarms.is_signed(ticket):
        found.ended_at = now
    else:
        _ring(found, now)
    db.session.flush()


def set_duty(*, estate_id: uuid.UUID, account_ids: Sequence[uuid.UUID], now: datetime) -> None:
    """Say who is on duty, in the order in which they are rung; an empty list leaves it to the managers.

    Raises NotOnDuty for anybody who does not work for the estate.
    """
    here = {
        one.account_id for one in staff.staff_of(estate_id, roles=alarms.ON_DUTY, on=day_of(now), now=now)
    }
    wanted = list(dict.fromkeys(account_ids))
    if not here.issuperset(wanted):
        raise NotOnDuty(field_errors={"account_ids": [NotOnDuty.sentence]})
    db.session.execute(delete(DutyPost).where(DutyPost.estate_id == estate_id))
    db.session.add_all(
        DutyPost(estate_id=estate_id, account_id=account_id, position=position)
        for position, account_id in enumerate(wanted, start=1)
    )
    db.session.flush()
    audit.record("tickets:duty:set", object_kind="estate", object_id=estate_id, estate_id=estate_id)


def _ring(alarm: TicketAlarm, now: datetime) -> None:
    alarm.rings += 1
    alarm.next_at = now + timedelta(minutes=catalogue().ringing.every_minutes)
    publish(AlarmRung(at=now, estate_id=alarm.estate_id, ticket_id=alarm.ticket_id, ring=alarm.rings))
    audit.record(
        "tickets:alarm:ring", object_kind="ticket", object_id=alarm.ticket_id, estate_id=alarm.estate_id
    )
