"""Questions about tickets. Nothing here changes anything."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from config import holidays
from config.tickets import Category, catalogue
from linli.domains.people.queries import identity, staff
from linli.domains.tickets.errors import UnknownCategory
from linli.domains.tickets.models import Ticket, TicketEvent, TicketRating
from linli.domains.tickets.permissions import ACT_OF, COMPANY, GRANTS, Act
from linli.domains.tickets.rules.clocks import WorkingTime
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import OPEN, SETTLED, Kind, State, possible
from linli.kernel.actors import RESIDENTS, Actor, Role, ScopeKind
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, page

PHOTOS_OF = "ticket_event"
#: Work orders that can be given to people in these roles.
HANDS = (Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tickets of a list are wanted; `stage` is one of STAGES."""

    stage: str = "open"
    category: str = ""
    number: str = ""
    mine: bool = False
    overdue: bool = False


#: The ways a queue is looked at, in the order of the work.
STAGES: dict[str, tuple[str, frozenset[State]]] = {
    "open": ("全部在办", OPEN - {State.FEEDBACK, State.EVALUATED}),
    "new": ("待受理", frozenset({State.SUBMITTED})),
    "assign": ("待派单", frozenset({State.ACCEPTED, State.RETURN_REQUESTED, State.REOPENED})),
    "work": ("处理中", frozenset({State.ASSIGNED, State.SIGNED, State.HANDLING, State.SUSPENDED})),
    "check": ("待核查", frozenset({State.HANDLED, State.REVIEW})),
    "feedback": ("待评价", frozenset({State.FEEDBACK})),
    "over": ("已结束", frozenset(State) - OPEN),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ticket's history, as one reader may see it."""

    event: TicketEvent
    kind: Kind
    name: str
    photos: Sequence[Attachment]


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who can be given work."""

    account_id: uuid.UUID
    name: str
    role: Role
    open: int


def category(code: str) -> Category:
    """The category. Raises UnknownCategory."""
    found = catalogue().category(code)
    if found is None:
        raise UnknownCategory(field_errors={"category": [UnknownCategory.sentence]})
    return found


def working_time() -> WorkingTime:
    """The hours and days in which deadlines run."""
    return WorkingTime(catalogue().hours, holidays.calendar())


def ticket(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, **_: object) -> Ticket:
    """The ticket, if it is this estate's; otherwise Unknown, as though it never was."""
    found = db.session.get(Ticket, (estate_id, ticket_id))
    if found is None:
        raise Unknown
    return found


def readable(actor: Actor, found: Ticket) -> Ticket:
    """The ticket, for whoever may read it; to others it looks like a missing one (B-2, B-7)."""
    if not permits(GRANTS, actor, Act.READ, found):
        raise Unknown
    return found


def by_number(estate_id: uuid.UUID, number: str) -> Ticket:
    """The ticket with the number that was read out, or Unknown."""
    found = db.session.scalar(select(Ticket).filter_by(estate_id=estate_id, number=number))
    if found is None:
        raise Unknown
    return found


def of_reporter(actor: Actor, estate_id: uuid.UUID, *, window: Window, stage: str = "") -> Page[Ticket]:
    """A resident's own reports, the newest first."""
    query = select(Ticket).where(Ticket.estate_id == estate_id, Ticket.reporter_id == actor.account_id)
    if stage in STAGES:
        query = query.where(Ticket.state.in_(STAGES[stage][1]))
    return by_id(query, Ticket.id, window=window)


def in_common(estate_id: uuid.UUID, *, window: Window) -> Page[Ticket]:
    """What is being dealt with in the estate's common parts: for neighbours, who see no names and no words."""
    query = select(Ticket).where(
        Ticket.estate_id == estate_id,
        Ticket.private.is_(False),
        Ticket.unit_id.is_(None),
        Ticket.state.in_(OPEN),
    )
    return by_id(query, Ticket.id, window=window)


def queue(
    actor: Actor, estate_id: uuid.UUID, *, wanted: Filter, window: Window, now: datetime
) -> Page[Ticket]:
    """The work of an estate in the order of its deadlines, so that what is overdue comes first."""
    states = STAGES.get(wanted.stage, STAGES["open"])[1]
    query = select(Ticket).where(Ticket.estate_id == estate_id, *_reach(actor))
    if wanted.number:
        query = query.where(Ticket.number == wanted.number)
        return by_id(query, Ticket.id, window=window)
    query = query.where(Ticket.state.in_(states))
    if not states & OPEN:
        return by_id(_narrowed(query, actor, wanted, now), Ticket.id, window=window)
    query = _narrowed(query.where(Ticket.over.is_(False)), actor, wanted, now)
    return page(query, by=((Ticket.due_at, datetime.fromisoformat), (Ticket.id, uuid.UUID)), window=window)


def counts(actor: Actor, estate_id: uuid.UUID, *, now: datetime) -> dict[str, int]:
    """How many tickets stand in each way of looking at the queue, and how many are overdue."""
    query = (
        select(Ticket.state, func.count(), func.count().filter(Ticket.due_at < now))
        .where(Ticket.estate_id == estate_id, Ticket.over.is_(False), *_reach(actor))
        .group_by(Ticket.state)
    )
    rows = [(State(state), all_of, late) for state, all_of, late in db.session.execute(query)]
    found = {name: sum(n for state, n, _ in rows if state in states) for name, (_, states) in STAGES.items()}
    return found | {"overdue": sum(late for state, _, late in rows if state not in SETTLED)}


def _reach(actor: Actor) -> list[ColumnElement[bool]]:
    """Only what the actor may read: the same rule as Act.READ, said in SQL."""
    if actor.role in RESIDENTS:
        return [Ticket.reporter_id == actor.account_id]
    if actor.role not in COMPANY:
        return []
    own = [Ticket.addressee == Addressee.COMPANY]
    if actor.scope.kind is ScopeKind.COMPANY:
        own.append(or_(Ticket.company_id.is_(None), Ticket.company_id == actor.scope.id))
    return own


def _narrowed(query: Select[Ticket], actor: Actor, wanted: Filter, now: datetime) -> Select[Ticket]:
    if wanted.category:
        query = query.where(Ticket.category.startswith(wanted.category, autoescape=True))
    if wanted.mine:
        query = query.where(Ticket.assignee_id == actor.account_id)
    if wanted.overdue:
        query = query.where(Ticket.due_at < now, Ticket.state.not_in(SETTLED))
    return query


def history(found: Ticket, *, inside: bool) -> list[Entry]:
    """What was done, first to last. The staff's own notes are left out unless the reader is `inside`."""
    query = select(TicketEvent).where(
        TicketEvent.estate_id == found.estate_id, TicketEvent.ticket_id == found.id
    )
    if not inside:
        query = query.where(TicketEvent.public.is_(True))
    events = db.session.scalars(query.order_by(TicketEvent.seq)).all()
    names = identity.names([event.actor_id for event in events if event.actor_id])
    photos = attachments.of_objects(
        estate_id=found.estate_id, object_kind=PHOTOS_OF, object_ids=[event.id for event in events]
    )
    return [
        Entry(
            event, Kind(event.kind), names.get(event.actor_id, "") if event.actor_id else "",
            photos.get(event.id, ()),
        )
        for event in events
    ]  # fmt: skip


def photo(found: Ticket, photo_id: uuid.UUID, *, inside: bool) -> Attachment:
    """A photo of this ticket that the reader may see, or Unknown (B-11)."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    event = db.session.get(TicketEvent, (found.estate_id, kept.object_id))
    if kept.object_kind != PHOTOS_OF or event is None or event.ticket_id != found.id:
        raise Unknown
    if not (event.public or inside):
        raise Unknown
    return kept


def last_event(found: Ticket, *kinds: Kind) -> TicketEvent | None:
    """The newest event of these kinds."""
    return db.session.scalar(
        select(TicketEvent)
        .where(
            TicketEvent.estate_id == found.estate_id,
            TicketEvent.ticket_id == found.id,
            TicketEvent.kind.in_(kinds),
        )
        .order_by(TicketEvent.seq.desc())
        .limit(1)
    )


def has_photo_since(found: Ticket, *, since: int, stage: str) -> bool:
    """Whether somebody put a photo of that stage to the ticket after its event number `since`."""
    events = db.session.scalars(
        select(TicketEvent).where(
            TicketEvent.estate_id == found.estate_id,
            TicketEvent.ticket_id == found.id,
            TicketEvent.seq > since,
        )
    )
    ids = [event.id for event in events if event.data.get("stage") == stage]
    return bool(attachments.of_objects(estate_id=found.estate_id, object_kind=PHOTOS_OF, object_ids=ids))


def rating(found: Ticket) -> TicketRating | None:
    """The rating that counts."""
    return db.session.scalar(
        select(TicketRating)
        .filter_by(estate_id=found.estate_id, ticket_id=found.id)
        .order_by(TicketRating.version.desc())
        .limit(1)
    )


def rated_this_time(found: Ticket) -> TicketEvent | None:
    """The reporter's answer since they were last asked: the days for changing it run from here."""
    asked, rated = last_event(found, Kind.FED_BACK), last_event(found, Kind.RATED)
    return rated if asked is not None and rated is not None and rated.seq > asked.seq else None


def rating_ends(found: Ticket) -> datetime | None:
    """Until when the reporter may rate; None while nobody has asked."""
    return found.settled_at + timedelta(days=catalogue().rating_days) if found.settled_at else None


def next_due(found: Ticket) -> datetime:
    """The nearest deadline: to accept it, to take it on, or to have it done."""
    waits: dict[State, datetime | None] = {
        State.SUBMITTED: found.accept_due_at,
        State.ASSIGNED: found.sign_due_at,
    }
    return min(waits.get(found.standing) or found.due_at, found.due_at)


def allowed(actor: Actor, found: Ticket) -> set[Kind]:
    """The steps that this person may take now: what the table has and the permissions grant.

    What is not yet accepted may be given to somebody at once: that accepts it.
    """
    steps = possible(found.standing) & ACT_OF.keys()
    if Kind.ACCEPTED in steps:
        steps.add(Kind.ASSIGNED)
    return {kind for kind in steps if permits(GRANTS, actor, ACT_OF[kind], found)}


def hands(estate_id: uuid.UUID, *, addressee: Addressee, on: date, now: datetime) -> list[Hand]:
    """Who can be given work here, with how much each has open."""
    roles = HANDS if addressee is Addressee.COMPANY else (Role.COMMUNITY_OFFICER,)
    people = staff.staff_of(estate_id, roles=roles, on=on, now=now)
    load = dict(
        db.session.execute(
            select(Ticket.assignee_id, func.count())
            .where(
                Ticket.estate_id == estate_id,
                Ticket.over.is_(False),
                Ticket.assignee_id.in_([person.account_id for person in people]),
            )
            .group_by(Ticket.assignee_id)
        ).all()
    )
    return [
        Hand(person.account_id, person.name, person.role, load.get(person.account_id, 0)) for person in people
    ]


def in_hands_of(account_id: uuid.UUID) -> Sequence[Ticket]:
    """Everything open that was given to somebody, in every estate that can be seen, what ends first first."""
    return db.session.scalars(
        select(Ticket).where(Ticket.assignee_id == account_id, Ticket.over.is_(False)).order_by(Ticket.due_at)
    ).all()


def unrated_since(moment: datetime, *, limit: int = 500) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Tickets whose reporter was asked before `moment` and has not rated."""
    return _keys(
        select(Ticket.estate_id, Ticket.id).where(
            Ticket.over.is_(False), Ticket.state == State.FEEDBACK, Ticket.settled_at < moment
        ),
        limit,
    )


def to_supervise(now: datetime, *, limit: int = 500) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Tickets that should have been reminded of, or are overdue, and are not marked so yet."""
    waiting = (Ticket.over.is_(False), Ticket.settled_at.is_(None))
    return _keys(
        select(Ticket.estate_id, Ticket.id).where(
            *waiting,
            or_(
                (Ticket.supervision == "calm") & (Ticket.remind_at <= now),
                (Ticket.supervision != "overdue") & (Ticket.due_at < now),
            ),
        ),
        limit,
    )


def _keys(query: Select[uuid.UUID, uuid.UUID], limit: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Ticket.due_at).limit(limit))]
