"""What the owner, the company and the patrol do with a decoration."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from config.decoration import AUTHORITY, Forbidden, decorating
from linli.domains.decoration import queries
from linli.domains.decoration.errors import (
    AlreadyThere,
    DaysReversed,
    NoSuchFinding,
    NotPromised,
    NotYourUnit,
    OpenFindings,
    PhotoMissing,
    WrongStep,
)
from linli.domains.decoration.events import DecorationMoved
from linli.domains.decoration.models import Decoration, DecorationFinding, DecorationVisit
from linli.domains.decoration.rules import AT_WORK, LONGEST, State, check_days
from linli.domains.estates import queries as estates
from linli.domains.tickets.operations import reporting
from linli.domains.tickets.operations.reporting import Report
from linli.domains.tickets.rules.clocks import Urgency
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import MOST_BYTES, Readable
from linli.platform.bus import publish
from linli.platform.db import db

#: What a finding is reported as: to the authority as forbidden decorating, to the company as a matter of order.
CATEGORIES = {AUTHORITY: "public.decoration", "company": "common.safety"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an owner is going to do, with whom, from when to when. `promised`: nothing of what is forbidden."""

    unit_id: uuid.UUID
    firm: str
    starts_on: date
    ends_on: date
    items: Sequence[str]
    promised: bool = False
    firm_phone: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a patrol saw: in words, and what of it is forbidden."""

    words: str
    findings: Sequence[str] = ()
    photos: Sequence[Readable] = field(default=())


def register(*, actor: Actor, estate_id: uuid.UUID, plan: Plan, now: datetime) -> Decoration:
    """The owner says beforehand what will be done (民法典第945条, 住宅室内装饰装修管理办法第13条).

    Raises NotYourUnit, DaysReversed, NotPromised, AlreadyThere.
    """
    if not actor.owns(plan.unit_id):
        raise NotYourUnit
    check_days(plan.starts_on, plan.ends_on, today=day_of(now))
    if not plan.promised:
        raise NotPromised
    if queries.going_on(estate_id, plan.unit_id) is not None:
        raise AlreadyThere
    made = Decoration(
        estate_id=estate_id, unit_id=plan.unit_id, owner_id=actor.account_id, firm=plan.firm,
        firm_phone=plan.firm_phone, items=list(plan.items), words=plan.words, starts_on=plan.starts_on,
        ends_on=plan.ends_on, state=State.REGISTERED, registered_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _note("register", made)
    return made


def acknowledge(*, actor: Actor, decoration: Decoration, now: datetime) -> Decoration:
    """The company has told the owner what is forbidden, in writing (办法第15条); work may begin. Raises WrongStep."""
    _expect(decoration, State.REGISTERED)
    decoration.state = State.UNDER_WAY
    decoration.acknowledged_by, decoration.acknowledged_at = actor.account_id, now
    _note("acknowledge", decoration)
    _tell(decoration, "acknowledged", decoration.id, now)
    return decoration


def prolong(*, decoration: Decoration, ends_on: date, now: datetime) -> Decoration:
    """It takes longer, or ends sooner; the neighbours read the new day. Raises WrongStep, DaysReversed."""
    _expect(decoration, State.REGISTERED, State.UNDER_WAY)
    if not max(decoration.starts_on, day_of(now)) <= ends_on <= decoration.starts_on + LONGEST:
        raise DaysReversed("ends_on", "完工日期不能早于今天和开工日期，从开工起最长一年。")
    decoration.ends_on = ends_on
    _note("prolong", decoration)
    return decoration


def cancel(*, decoration: Decoration, now: datetime) -> Decoration:
    """The owner does not decorate after all. Raises WrongStep."""
    _expect(decoration, State.REGISTERED)
    decoration.state, decoration.closed_at = State.CANCELLED, now
    _note("cancel", decoration)
    return decoration


def visit(*, actor: Actor, decoration: Decoration, look: Look, now: datetime) -> DecorationVisit:
    """A patrol looks at it; each forbidden thing becomes a ticket with photo and place at once (TK-51).

    What endangers the house goes to the township, as the company has to report it (办法第17条).
    Raises WrongStep, NoSuchFinding, PhotoMissing.
    """
    _expect(decoration, *AT_WORK)
    forbidden = [decorating().forbidden.get(code) for code in dict.fromkeys(look.findings)]
    if None in forbidden:
        raise NoSuchFinding
    if forbidden and not look.photos:
        raise PhotoMissing
    made = DecorationVisit(
        estate_id=decoration.estate_id, decoration_id=decoration.id, visited_by=actor.account_id,
        visited_at=now, words=look.words,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    decoration.visited_at = now
    photos = [photo.read(MOST_BYTES + 1) for photo in look.photos]
    for photo in photos:
        attachments.store_image(
            estate_id=decoration.estate_id, stream=BytesIO(photo), object_kind=queries.PHOTOS_OF,
            object_id=made.id, made_by=actor.account_id, now=now,
        )  # fmt: skip
    for one in forbidden:
        assert one is not None
        _find(actor, decoration, made, one, [BytesIO(photo) for photo in photos], now)
    _note("visit", decoration, findings=list(look.findings))
    if forbidden:
        _tell(decoration, "found", made.id, now)
    return made


def settle(*, actor: Actor, finding: DecorationFinding, words: str, now: datetime) -> DecorationFinding:
    """What was found is put right, and how one knows. Raises WrongStep."""
    db.session.refresh(finding, with_for_update=True)
    if finding.settled_at is not None:
        raise WrongStep
    finding.settled_at, finding.settled_by, finding.settled_words = now, actor.account_id, words
    audit.record(
        "decoration:finding:settle", object_kind="decoration_finding", object_id=finding.id,
        estate_id=finding.estate_id,
    )  # fmt: skip
    db.session.flush()
    return finding


def finish(*, decoration: Decoration, now: datetime) -> Decoration:
    """The owner is done and asks for the inspection at the end. Raises WrongStep."""
    _expect(decoration, State.UNDER_WAY)
    decoration.state, decoration.ended_at = State.ENDED, now
    _note("finish", decoration)
    return decoration


def close(*, actor: Actor, decoration: Decoration, result: str, now: datetime) -> Decoration:
    """Inspected at the end: nothing forbidden is left (办法第30条). Raises WrongStep, OpenFindings."""
    _expect(decoration, State.ENDED)
    if queries.open_findings(decoration.estate_id, [decoration.id]):
        raise OpenFindings
    decoration.state, decoration.closed_by, decoration.closed_at = State.CLOSED, actor.account_id, now
    decoration.result = result
    _note("close", decoration)
    _tell(decoration, "closed", decoration.id, now)
    return decoration


def _find(
    actor: Actor,
    decoration: Decoration,
    made: DecorationVisit,
    one: Forbidden,
    photos: Sequence[Readable],
    now: datetime,
) -> None:
    label = estates.unit(estate_id=decoration.estate_id, unit_id=decoration.unit_id).label
    ticket = reporting.open_unasked(
        estate_id=decoration.estate_id,
        report=Report(
            category=CATEGORIES[one.to],
            words=f"装修巡查发现：{one.title}（{one.law}）。{made.words}",
            place=label,
            urgency=Urgency.URGENT,
        ),
        entered_by=actor.account_id,
        actor=actor,
        photos=photos,
        now=now,
    )
    db.session.add(
        DecorationFinding(
            estate_id=decoration.estate_id, decoration_id=decoration.id, visit_id=made.id, code=one.code,
            ticket_id=ticket.id, found_at=now,
        )
    )  # fmt: skip
    db.session.flush()


def _expect(decoration: Decoration, *states: State) -> None:
    """Hold the decoration until the transaction ends; it must stand in one of these."""
    db.session.flush()
    db.session.refresh(decoration, with_for_update=True)
    if decoration.standing not in states:
        raise WrongStep


def _note(verb: str, decoration: Decoration, **details: Any) -> None:
    audit.record(
        f"decoration:work:{verb}", object_kind="decoration", object_id=decoration.id,
        estate_id=decoration.estate_id, **details,
    )  # fmt: skip


def _tell(decoration: Decoration, news: str, source_id: uuid.UUID, now: datetime) -> None:
    publish(
        DecorationMoved(
            at=now, estate_id=decoration.estate_id, decoration_id=decoration.id,
            account_id=decoration.owner_id, news=news, source_id=source_id,
        )
    )  # fmt: skip
