"""Questions about the service behind a work order: who is next, what was quoted, urged, called back, doubted."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select

from linli.domains.people.queries import identity
from linli.domains.tickets.models import (
    CallBack,
    DispatchRule,
    DispatchTurn,
    QuoteAnswer,
    RatingDoubt,
    RatingMark,
    RepairCharge,
    RepairQuote,
    Ticket,
    TicketEvent,
)
from linli.domains.tickets.queries.figures import reach
from linli.domains.tickets.rules.ratings import Doubt
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.serving import Answer, Mode, work_may_go_on
from linli.domains.tickets.rules.steps import SETTLED, Kind, State
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, page


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote with what became of it."""

    quote: RepairQuote
    answer: Answer | None
    answer_words: str
    billed: bool


@dataclass(frozen=True, slots=True)
class Urged:
    """An open ticket that was urged: how often, when last, and in whose hands it is."""

    ticket: Ticket
    times: int
    last_at: datetime
    assignee_name: str


def mode(estate_id: uuid.UUID, company_id: uuid.UUID | None) -> Mode:
    """How the company hands out the estate's work; by hand until it says otherwise."""
    found = db.session.scalar(
        select(DispatchRule.mode)
        .where(DispatchRule.estate_id == estate_id, DispatchRule.company_id == company_id)
        .order_by(DispatchRule.id.desc())
        .limit(1)
    )
    return Mode(found) if found else Mode.ASSIGNED


def last_turns(estate_id: uuid.UUID) -> dict[uuid.UUID, datetime]:
    """When each worker of the estate last had a turn."""
    rows = db.session.execute(
        select(DispatchTurn.account_id, func.max(DispatchTurn.at))
        .where(DispatchTurn.estate_id == estate_id)
        .group_by(DispatchTurn.account_id)
    )
    return {row[0]: row[1] for row in rows}


def waiting_to_be_grabbed(
    actor: Actor, estate_id: uuid.UUID, *, window: Window, now: datetime
) -> Page[Ticket]:
    """The accepted work that nobody has yet, what ends first first; empty where work is handed out otherwise."""
    query = select(Ticket).where(
        *reach(actor, estate_id, on=now),
        Ticket.addressee == Addressee.COMPANY,
        Ticket.state == State.ACCEPTED,
        Ticket.over.is_(False),
        exists().where(
            DispatchRule.estate_id == Ticket.estate_id,
            DispatchRule.company_id == Ticket.company_id,
            DispatchRule.mode == Mode.GRABBED,
        ),
    )
    found = page(query, by=((Ticket.due_at, datetime.fromisoformat), (Ticket.id, uuid.UUID)), window=window)
    companies = {one.company_id for one in found.items}
    open_to_all = {one for one in companies if mode(estate_id, one) is Mode.GRABBED}
    return Page([one for one in found.items if one.company_id in open_to_all], found.next)


def quote(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, quote_id: uuid.UUID, **_: object) -> RepairQuote:
    """A quote of this ticket, or Unknown."""
    found = db.session.get(RepairQuote, (estate_id, quote_id))
    if found is None or found.ticket_id != ticket_id:
        raise Unknown
    return found


def quotes(ticket: Ticket) -> list[Quoted]:
    """What was quoted for a ticket, the newest first."""
    rows = db.session.execute(
        select(RepairQuote, QuoteAnswer.answer, QuoteAnswer.words, RepairCharge.id)
        .outerjoin(
            QuoteAnswer,
            and_(QuoteAnswer.estate_id == RepairQuote.estate_id, QuoteAnswer.quote_id == RepairQuote.id),
        )
        .outerjoin(
            RepairCharge,
            and_(RepairCharge.estate_id == RepairQuote.estate_id, RepairCharge.quote_id == RepairQuote.id),
        )
        .where(RepairQuote.estate_id == ticket.estate_id, RepairQuote.ticket_id == ticket.id)
        .order_by(RepairQuote.version.desc())
    )
    return [
        Quoted(found, Answer(answer) if answer else None, words or "", charge is not None)
        for found, answer, words, charge in rows
    ]


def may_go_on(ticket: Ticket) -> bool:
    """Whether the work may be begun and ended: nothing waits for the resident's consent (TK-37)."""
    found = quotes(ticket)
    return work_may_go_on(found[0].answer if found else None, quoted=bool(found))


def to_bill(ticket: Ticket) -> RepairQuote | None:
    """The accepted quote that is not yet billed: the newest, and only where no quote of the ticket was billed."""
    found = quotes(ticket)
    if not found or found[0].answer is not Answer.ACCEPTED or any(one.billed for one in found):
        return None
    return found[0].quote


def call_backs(ticket: Ticket) -> Sequence[CallBack]:
    """What the reporter said on the phone, the newest first; never in place of the rating (TK-44)."""
    return db.session.scalars(
        select(CallBack)
        .where(CallBack.estate_id == ticket.estate_id, CallBack.ticket_id == ticket.id)
        .order_by(CallBack.id.desc())
    ).all()


def times_urged(tickets: Collection[Ticket]) -> dict[uuid.UUID, int]:
    """How often each of these tickets was urged, at most once a day each."""
    rows = db.session.execute(
        select(TicketEvent.ticket_id, func.count())
        .where(
            TicketEvent.estate_id.in_({one.estate_id for one in tickets}),
            TicketEvent.ticket_id.in_([one.id for one in tickets]),
            TicketEvent.kind == Kind.URGED,
        )
        .group_by(TicketEvent.ticket_id)
    )
    return {row[0]: row[1] for row in rows}


def urged(actor: Actor, estate_id: uuid.UUID, *, on: datetime, limit: int = 100) -> list[Urged]:
    """The open work that residents urge, most urged first: for the head of whoever handles it (TK-23)."""
    times = (
        select(TicketEvent.ticket_id, func.count().label("times"), func.max(TicketEvent.at).label("last_at"))
        .where(TicketEvent.estate_id == estate_id, TicketEvent.kind == Kind.URGED)
        .group_by(TicketEvent.ticket_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Ticket, times.c.times, times.c.last_at)
        .join(times, times.c.ticket_id == Ticket.id)
        .where(*reach(actor, estate_id, on=on), Ticket.over.is_(False), Ticket.state.not_in(SETTLED))
        .order_by(times.c.times.desc(), Ticket.due_at)
        .limit(limit)
    ).all()
    names = identity.names([row[0].assignee_id for row in rows if row[0].assignee_id])
    return [
        Urged(ticket, count, last_at, names.get(ticket.assignee_id, "")) for ticket, count, last_at in rows
    ]


def doubts_of(ticket: Ticket) -> list[Doubt]:
    """Why the ticket's rating is left out of leaderboards."""
    found = db.session.scalars(
        select(RatingDoubt.cause).where(
            RatingDoubt.estate_id == ticket.estate_id, RatingDoubt.ticket_id == ticket.id
        )
    )
    return [Doubt(cause) for cause in sorted(found)]


def rated_from(
    estate_id: uuid.UUID, device_digest: str, *, since: datetime, until: datetime
) -> set[uuid.UUID]:
    """The tickets that were rated from a device within some minutes."""
    return set(
        db.session.scalars(
            select(RatingMark.ticket_id).where(
                RatingMark.estate_id == estate_id,
                RatingMark.device_digest == device_digest,
                RatingMark.at >= since,
                RatingMark.at <= until,
            )
        )
    )
