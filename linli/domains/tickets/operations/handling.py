"""The work on a ticket: accepted, given to somebody, done, shown, checked."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from config.tickets import catalogue
from linli.domains.tickets import queries
from linli.domains.tickets.errors import AfterPhotoMissing, BadMerge, NotAWorker, ReasonMissing
from linli.domains.tickets.events import (
    TicketAccepted,
    TicketAssigned,
    TicketFinished,
    TicketMerged,
    TicketRejected,
    TicketSigned,
)
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import quotes
from linli.domains.tickets.operations.checklists import check_points
from linli.domains.tickets.operations.cooperating import merged_results
from linli.domains.tickets.operations.needing import check_needs
from linli.domains.tickets.operations.stepping import lock, needed, step, whose
from linli.domains.tickets.rules.cooperation import check_all_done
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.routing import Addressee, Stage
from linli.domains.tickets.rules.steps import OVER, Kind, State, after
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.attachments import Readable
from linli.platform.bus import publish


def accept(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Promise the reporter that it will be dealt with. Raises WrongStep."""
    step(ticket=ticket, kind=Kind.ACCEPTED, actor=actor, now=now)
    ticket.accepted_at = now
    publish(TicketAccepted(at=now, **whose(ticket)))
    return ticket


def reject(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Say that it will not be dealt with here, and why. Raises WrongStep, ReasonMissing."""
    step(
        ticket=ticket, kind=Kind.REJECTED, actor=actor, now=now, reason=needed(reason),
        outcome=Outcome.NOT_OURS,
    )  # fmt: skip
    ticket.outcome = Outcome.NOT_OURS
    _ended(ticket, now)
    publish(TicketRejected(at=now, **whose(ticket)))
    return ticket


def merge(*, actor: Actor, ticket: Ticket, number: str, now: datetime) -> Ticket:
    """Let it go on in another ticket about the same matter; it keeps its number and leads there (TK-11).

    Raises WrongStep, BadMerge.
    """
    try:
        main = queries.by_number(ticket.estate_id, number)
    except Unknown:
        raise BadMerge(field_errors={"number": [BadMerge.sentence]}) from None
    lock(main)
    fits = main.id != ticket.id and main.addressee == ticket.addressee and main.standing not in OVER
    if not fits:
        raise BadMerge(field_errors={"number": [BadMerge.sentence]})
    step(
        ticket=ticket, kind=Kind.MERGED, actor=actor, now=now, into=main.id, number=main.number,
        outcome=Outcome.DUPLICATE,
    )  # fmt: skip
    ticket.merged_into_id, ticket.outcome = main.id, Outcome.DUPLICATE
    _ended(ticket, now)
    publish(TicketMerged(at=now, into_id=main.id, **whose(ticket)))
    return ticket


def assign(*, actor: Actor, ticket: Ticket, assignee_id: uuid.UUID, now: datetime) -> Ticket:
    """Give the work to one person; the clock for taking it on begins. What was not yet accepted is by this.

    Raises WrongStep, NotAWorker.
    """
    lock(ticket)
    if ticket.standing is State.SUBMITTED:
        accept(actor=actor, ticket=ticket, now=now)
    hand = next(
        (
            one
            for one in queries.hands(
                ticket.estate_id, addressee=Addressee(ticket.addressee), on=day_of(now), now=now
            )
            if one.account_id == assignee_id
        ),
        None,
    )
    if hand is None:
        raise NotAWorker(field_errors={"assignee_id": [NotAWorker.sentence]})
    clock = catalogue().clocks[ticket.clock]
    step(
        ticket=ticket, kind=Kind.ASSIGNED, actor=actor, now=now, assignee=assignee_id, name=hand.name,
        company=ticket.company_id,
    )  # fmt: skip
    ticket.assignee_id, ticket.signed_at = assignee_id, None
    ticket.sign_due_at = queries.working_time().after(now, clock.sign)
    publish(TicketAssigned(at=now, assignee_id=assignee_id, **whose(ticket)))
    return ticket


def sign(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Take the work on. Raises WrongStep."""
    step(ticket=ticket, kind=Kind.SIGNED, actor=actor, now=now)
    ticket.signed_at = now
    publish(TicketSigned(at=now, assignee_id=ticket.assignee_id, **whose(ticket)))
    return ticket


def start(*, actor: Actor, ticket: Ticket, photos: Sequence[Readable] = (), now: datetime) -> Ticket:
    """Begin the work on the spot; a photo shows how it was before. Raises WrongStep, QuoteNotAccepted."""
    quotes.check_consent(ticket)
    step(ticket=ticket, kind=Kind.STARTED, actor=actor, now=now, photos=photos, stage=Stage.BEFORE)
    return ticket


def finish(
    *,
    actor: Actor,
    ticket: Ticket,
    result: str,
    outcome: Outcome = Outcome.SOLVED,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> Ticket:
    """Say how it came out and what was done. Where nobody needs to look at it, the reporter is asked.

    Raises WrongStep, ReasonMissing, AfterPhotoMissing, QuoteNotAccepted, NeededOpen, ChecklistOpen.
    """
    quotes.check_consent(ticket)
    if not result:
        raise ReasonMissing("请写一句处理结果，居民会看到。", field_errors={"result": ["请写一句处理结果。"]})
    lock(ticket)
    begun = queries.last_event(ticket, Kind.STARTED)
    check_all_done(queries.order(ticket).parts.values())
    check_needs(ticket, outcome)
    check_points(ticket, outcome)
    if outcome is Outcome.SOLVED and queries.category(ticket.category).after_photo and not photos:
        since = begun.seq if begun else 0
        if not queries.has_photo_since(ticket, since=since, stage=Stage.AFTER):
            raise AfterPhotoMissing(field_errors={"photos": [AfterPhotoMissing.sentence]})
    after(ticket.standing, Kind.FINISHED)
    step(
        ticket=ticket, kind=Kind.FINISHED, actor=actor, now=now, reason=result, photos=photos,
        stage=Stage.AFTER, outcome=outcome, results=merged_results(ticket=ticket, now=now),
    )  # fmt: skip
    ticket.outcome = outcome
    if not ticket.review:
        feed_back(actor=None, ticket=ticket, words="", now=now)
    return ticket


def send_back(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """The check found it wanting. Raises WrongStep, ReasonMissing."""
    step(ticket=ticket, kind=Kind.SENT_BACK, actor=actor, now=now, reason=needed(reason), public=False)
    return ticket


def feed_back(*, actor: Actor | None, ticket: Ticket, words: str, now: datetime) -> Ticket:
    """Tell the reporter that it is done and ask for a rating: here the house's clock stops.

    Raises WrongStep, NeededOpen.
    """
    if actor is not None:
        check_needs(ticket, Outcome(ticket.outcome or Outcome.SOLVED))
    step(ticket=ticket, kind=Kind.FED_BACK, actor=actor, now=now, reason=words, due=ticket.due_at)
    ticket.settled_at = now
    ticket.late = ticket.late or now > ticket.due_at
    publish(
        TicketFinished(
            at=now, assignee_id=ticket.assignee_id, outcome=ticket.outcome or Outcome.SOLVED, **whose(ticket)
        )
    )
    return ticket


def note(*, actor: Actor, ticket: Ticket, words: str, now: datetime) -> Ticket:
    """Write something down for colleagues; the reporter never sees it (TK-32). Raises ReasonMissing."""
    step(ticket=ticket, kind=Kind.NOTED, actor=actor, now=now, reason=needed(words), public=False)
    return ticket


def _ended(ticket: Ticket, now: datetime) -> None:
    ticket.settled_at = ticket.closed_at = now
