"""The reporter's last word: stars, a redo, the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.tickets import catalogue
from linli.domains.tickets import queries
from linli.domains.tickets.errors import RatingOver, WrongStep
from linli.domains.tickets.events import TicketClosed, TicketRated, TicketReopened
from linli.domains.tickets.models import RatingDoubt, RatingMark, Ticket, TicketRating
from linli.domains.tickets.operations.stepping import lock, step
from linli.domains.tickets.queries import serving
from linli.domains.tickets.rules import clocks, ratings
from linli.domains.tickets.rules.clocks import Pressure
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.ratings import Doubt
from linli.domains.tickets.rules.steps import Kind, State
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import upsert
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.sealed import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the reporter says: stars, whether it is solved, tags, words, and whether to do it over."""

    stars: int
    solved: bool | None = None
    tags: Sequence[str] = ()
    words: str = ""
    redo: bool = False


def rate(*, actor: Actor, ticket: Ticket, opinion: Opinion, device: str = "", now: datetime) -> TicketRating:
    """Rate, or change the rating within its days; every version is kept. With `redo` the work begins again.

    `device` tells one device from another; many ratings from one within minutes are doubted.

    Raises WrongStep, RatingOver, ReasonMissing, StrangeTag, RedoneTooOften.
    """
    lock(ticket)
    before = queries.rating(ticket)
    days, most = catalogue().rating_days, catalogue().redo_most
    if ticket.settled_at is None:
        raise WrongStep("处理完成后才能评价。")
    first = queries.rated_this_time(ticket)
    ratings.check_in_time(since=first.at if first else ticket.settled_at, days=days, now=now)
    if first is None and ticket.standing is not State.FEEDBACK:
        raise RatingOver if ticket.done else WrongStep
    ratings.check_rating(
        stars=opinion.stars, tags=opinion.tags, reason=opinion.words, redo=opinion.redo, redone=ticket.redone,
        most=most,
    )  # fmt: skip
    kind = Kind.RATED if first is None else Kind.RATING_CHANGED
    step(ticket=ticket, kind=kind, actor=actor, now=now, stars=opinion.stars)
    made = TicketRating(
        estate_id=ticket.estate_id,
        ticket_id=ticket.id,
        version=before.version + 1 if before else 1,
        at=now,
        account_id=actor.account_id,
        stars=opinion.stars,
        solved=opinion.solved,
        tags=list(dict.fromkeys(opinion.tags)),
        words=opinion.words,
        redo=opinion.redo,
    )
    db.session.add(made)
    _doubt(ticket, device, now)
    ticket.stars, ticket.solved, ticket.rated_at = made.stars, made.solved, now
    publish(
        TicketRated(
            at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id,
            stars=made.stars, assignee_id=ticket.assignee_id,
        )
    )  # fmt: skip
    if opinion.redo:
        _reopen(actor, ticket, opinion.words, now)
    elif ticket.standing is State.EVALUATED:
        close(ticket=ticket, now=now)
    db.session.flush()
    return made


def _doubt(ticket: Ticket, device: str, now: datetime) -> None:
    """Note what speaks against a rating, its own and those of the burst it completes; nobody's stars change."""
    since = now - timedelta(minutes=ratings.BURST_WITHIN_MINUTES)
    together = {ticket.id}
    if device:
        mark = digest(device)
        db.session.add(
            RatingMark(estate_id=ticket.estate_id, ticket_id=ticket.id, device_digest=mark, at=now)
        )
        db.session.flush()
        together |= serving.rated_from(ticket.estate_id, mark, since=since, until=now)
    own = ticket.assignee_id is not None and ticket.assignee_id in {ticket.entered_by, ticket.reporter_id}
    for cause in ratings.doubts(in_burst=len(together), self_reported=own):
        about = together if cause is Doubt.BURST else {ticket.id}
        rows = [
            {"estate_id": ticket.estate_id, "id": new_id(), "ticket_id": one, "cause": cause, "at": now}
            for one in sorted(about)
        ]
        upsert.add_those_absent(RatingDoubt, rows)


def _reopen(actor: Actor, ticket: Ticket, reason: str, now: datetime) -> None:
    """Do it over with a fresh clock; the first deadline and whether it was missed stay on record."""
    clock = catalogue().clocks[ticket.clock]
    due_at = queries.working_time().after(now, clock.finish)
    step(ticket=ticket, kind=Kind.REOPENED, actor=actor, now=now, reason=reason, due=due_at)
    ticket.redone, ticket.outcome = ticket.redone + 1, ""
    ticket.due_at = due_at
    ticket.remind_at = clocks.remind_at(since=now, due_at=due_at, percent=catalogue().remind_at_percent)
    ticket.settled_at = ticket.closed_at = None
    ticket.supervision = Pressure.CALM
    publish(
        TicketReopened(
            at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id,
            assignee_id=ticket.assignee_id,
        )
    )  # fmt: skip


def close(*, ticket: Ticket, now: datetime) -> None:
    """End it: rated, or unrated after its days, and then never counted as satisfied (TK-45)."""
    rated = ticket.standing is State.EVALUATED
    step(ticket=ticket, kind=Kind.CLOSED, actor=None, now=now, rated=rated)
    ticket.closed_at = now
    publish(
        TicketClosed(
            at=now,
            estate_id=ticket.estate_id,
            ticket_id=ticket.id,
            reporter_id=ticket.reporter_id,
            rated=rated,
            outcome=ticket.outcome or Outcome.SOLVED,
        )
    )


def asked_before(now: datetime) -> datetime:
    """Whoever was asked for a rating before this moment has had their days."""
    return now - timedelta(days=catalogue().rating_days)
