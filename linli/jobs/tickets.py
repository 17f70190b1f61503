"""What the clock does to tickets. A deadline holds whether or not these ran; they only write it down."""

from datetime import datetime, timedelta
from uuid import UUID

from linli.domains.estates import queries as estates
from linli.domains.tickets import queries
from linli.domains.tickets.operations import alarms as alarming
from linli.domains.tickets.operations import cooperating, rating, watching
from linli.domains.tickets.operations import later as asking
from linli.domains.tickets.queries import alarms, later
from linli.kernel.actors import EVERYWHERE
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.jobs import each, job
from linli.platform.transactions import transaction


@job("tickets.supervise", every=timedelta(minutes=5))
def supervise(*, now: datetime) -> None:
    """Remind of what is nearly due, and mark what is overdue."""
    with transaction(writes=False):
        due = queries.to_supervise(now)
    each(due, lambda key: watching.supervise(estate_id=key[0], ticket_id=key[1], now=now))


@job("tickets.ring", every=timedelta(minutes=1))
def ring(*, now: datetime) -> None:
    """Ring the duty phones for emergencies that nobody has signed for."""
    with transaction(writes=False):
        due = alarms.to_ring(now)
    each(due, lambda key: alarming.ring(estate_id=key[0], ticket_id=key[1], now=now))


@job("tickets.stand_in", every=timedelta(minutes=5))
def stand_in(*, now: datetime) -> None:
    """What the first person of a department has not signed in time goes to the stand-in."""
    with transaction(writes=False):
        orders, parts = queries.unsigned(now), queries.unsigned_parts(now)
    each(orders, lambda key: watching.stand_in(estate_id=key[0], ticket_id=key[1], now=now))
    each(parts, lambda key: _part_stands_in(key[0], key[1], now))


@job("tickets.close_unrated", every=timedelta(hours=1))
def close_unrated(*, now: datetime) -> None:
    """Close what nobody rated in its days."""
    with transaction(writes=False):
        silent = queries.unrated_since(rating.asked_before(now))
    each(silent, lambda key: watching.close_unrated(estate_id=key[0], ticket_id=key[1], now=now))


@job("tickets.ask_later", at="10:00")
def ask_later(*, now: datetime) -> None:
    """Some weeks after a report was closed, ask once whether it is still solved."""
    with transaction(writes=False):
        due = later.to_ask(now)
    each(due, lambda key: asking.ask(estate_id=key[0], ticket_id=key[1], now=now))


@job("tickets.hand_over", at="00:10")
def hand_over(*, now: datetime) -> None:
    """On the day a property company takes over, its estate's open tickets become its own."""
    on = day_of(now)
    with transaction(writes=False):
        ids = list(db.session.scalars(estates.reached_ids(EVERYWHERE, on=on)))
    each(ids, lambda estate_id: _hand_over(estate_id, now))


def _part_stands_in(estate_id: UUID, part_id: UUID, now: datetime) -> None:
    part = queries.part(estate_id=estate_id, part_id=part_id)
    ticket = queries.ticket(estate_id=estate_id, ticket_id=part.ticket_id)
    cooperating.stand_in_part(ticket=ticket, part=part, now=now)


def _hand_over(estate_id: UUID, now: datetime) -> None:
    company = estates.company_serving(estate_id, on=day_of(now))
    if company is not None:
        watching.hand_over(estate_id=estate_id, company_id=company.id, now=now)
