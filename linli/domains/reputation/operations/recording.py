"""An item from its proposal to its effect: proposed by one, told to the company by another, objected to, decided."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from config import holidays
from linli.domains.estates import queries as estates
from linli.domains.estates.queries import engagements
from linli.domains.reputation.errors import (
    FoundLater,
    NoHome,
    NoSuchCompany,
    NotServing,
    TooLate,
    TooSoon,
    WrongPoints,
    WrongStep,
)
from linli.domains.reputation.events import CreditItemDecided, CreditItemNotified
from linli.domains.reputation.models import CreditItem
from linli.domains.reputation.queries.items import FILES
from linli.domains.reputation.rules.course import DECIDE_WITHIN, OBJECT_WITHIN, State
from linli.domains.reputation.rules.kinds import KINDS, disclosed_until, last_day_of
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found: the fact, the evidence for it, who found it and on which day (SC-09)."""

    company_id: uuid.UUID
    project_id: uuid.UUID | None
    kind: str
    points: int
    fact: str
    evidence: str
    finder: str
    found_on: date


def propose(
    *,
    actor: Actor,
    finding: Finding,
    documents: Sequence[Readable] = (),
    photos: Sequence[Readable] = (),
    now: datetime,
) -> CreditItem:
    """Put something forward for a company's record, with the papers and photos that show it.

    Raises NoSuchCompany, NotServing, WrongPoints, FoundLater, NoHome, and what a file is refused for.
    """
    today = day_of(now)
    _check(actor, finding, today)
    made = CreditItem(**plain(finding), proposed_by=actor.account_id, proposed_at=now)
    db.session.add(made)
    db.session.flush()
    noted("propose", made)
    if documents or photos:
        add_files(actor=actor, item=made, documents=documents, photos=photos, now=now)
    return made


def add_files(
    *,
    actor: Actor,
    item: CreditItem,
    documents: Sequence[Readable] = (),
    photos: Sequence[Readable] = (),
    now: datetime,
) -> CreditItem:
    """Add papers and photos as evidence, until the company is told. Raises WrongStep, NoHome, and what a file is
    refused for.
    """
    expect(item, now, State.PROPOSED)
    if item.project_id is None:
        raise NoHome(field_errors={"documents": [NoHome.sentence]})
    hung: dict[str, Any] = {
        "estate_id": item.project_id,
        "object_kind": FILES,
        "object_id": item.id,
        "made_by": actor.account_id,
        "now": now,
    }
    with seeing_every_estate():
        for one in documents:
            attachments.store_document(stream=one, name=getattr(one, "filename", "") or "", **hung)
        for one in photos:
            attachments.store_image(stream=one, **hung)
        db.session.flush()
    noted("add_files", item, files=len(documents) + len(photos))
    return item


def notify(*, actor: Actor, item: CreditItem, now: datetime) -> CreditItem:
    """Tell the company; five working days later it has effect, unless the company objects (SC-10). Raises WrongStep."""
    expect(item, now, State.PROPOSED)
    told(item, actor.account_id, now)
    noted("notify", item)
    return item


def object_(*, actor: Actor, item: CreditItem, words: str, now: datetime) -> CreditItem:
    """The company objects; nothing has effect before the decision. Raises TooLate, WrongStep."""
    expect(item, now, State.NOTIFIED)
    if item.object_until is None or day_of(now) > item.object_until:
        raise TooLate
    item.objected_by, item.objected_at, item.objection = actor.account_id, now, words
    item.effective_on = item.ends_on = None
    item.decide_until = holidays.calendar().add_workdays(day_of(now), DECIDE_WITHIN)
    noted("object", item)
    return item


def decide(*, actor: Actor, item: CreditItem, upheld: bool, words: str, now: datetime) -> CreditItem:
    """Uphold the item or not, with reasons; upheld it has effect from the day after, and not before the
    company's time to object is over. Raises WrongStep.
    """
    expect(item, now, State.OBJECTED)
    item.decided_by, item.decided_at, item.upheld, item.decision = actor.account_id, now, upheld, words
    if upheld:
        _take_effect(item, max(day_of(now), item.object_until or day_of(now)) + _A_DAY)
    noted("decide", item, upheld=upheld)
    publish(CreditItemDecided(at=now, item_id=item.id, company_id=item.company_id))
    return item


def withdraw(*, actor: Actor, item: CreditItem, words: str, now: datetime) -> CreditItem:
    """Take back what should not have been put forward, before it has effect. Raises WrongStep."""
    expect(item, now, State.PROPOSED, State.NOTIFIED, State.OBJECTED, State.DECIDED)
    item.withdrawn_by, item.withdrawn_at, item.withdrawn_why = actor.account_id, now, words
    noted("withdraw", item)
    return item


def ask_repair(*, actor: Actor, item: CreditItem, words: str, now: datetime) -> CreditItem:  # noqa: ARG001
    """The company has put it right and asks for repair, after the least time. Raises WrongStep, TooSoon."""
    expect(item, now, State.EFFECTIVE)
    wait = item.of_kind.weight.repairable_after
    if wait is None or item.effective_on is None:
        raise WrongStep
    if day_of(now) < item.effective_on + wait:
        raise TooSoon(f"这类信息生效满 {wait.days} 天才能申请修复。")
    item.repair_asked_at, item.repair_words = now, words
    noted("ask_repair", item)
    return item


def repair(*, actor: Actor, item: CreditItem, granted: bool, words: str, now: datetime) -> CreditItem:
    """Grant the repair: from today it no longer counts and its history stays (SC-11); or say why not.

    Raises WrongStep.
    """
    expect(item, now, State.EFFECTIVE)
    if item.repair_asked_at is None:
        raise WrongStep
    item.repair_answer, item.repaired_by = words, actor.account_id
    if granted:
        item.repaired_on = day_of(now)
    else:
        item.repair_asked_at = None
    noted("repair", item, granted=granted)
    publish(CreditItemDecided(at=now, item_id=item.id, company_id=item.company_id))
    return item


def expect(item: CreditItem, now: datetime, *states: State) -> None:
    """Hold the item until the transaction ends; it must stand in one of these. Raises WrongStep."""
    db.session.flush()
    db.session.refresh(item, with_for_update=True)
    if item.standing(day_of(now)) not in states:
        raise WrongStep


def noted(verb: str, item: CreditItem, **more: Any) -> None:
    """An act of administration is written down."""
    audit.record(
        f"reputation:item:{verb}",
        object_kind="credit_item",
        object_id=item.id,
        estate_id=item.project_id,
        **more,
    )


def told(item: CreditItem, by: uuid.UUID | None, now: datetime) -> None:
    """From now on the company may object, and when that time is over the item has effect."""
    item.notified_by, item.notified_at = by, now
    item.object_until = holidays.calendar().add_workdays(day_of(now), OBJECT_WITHIN)
    _take_effect(item, item.object_until + _A_DAY)
    db.session.flush()
    publish(CreditItemNotified(at=now, item_id=item.id, company_id=item.company_id))


def _take_effect(item: CreditItem, on: date) -> None:
    item.effective_on, item.ends_on = on, last_day_of(item.of_kind.weight, on)


def _check(actor: Actor, finding: Finding, today: date) -> None:
    kind = KINDS[finding.kind]
    if not kind.least <= finding.points <= kind.most:
        raise WrongPoints(str(kind.least) if kind.least == kind.most else f"{kind.least} 到 {kind.most}")
    if finding.found_on > today or disclosed_until(finding.found_on) < today:
        raise FoundLater
    with seeing_every_estate():
        if finding.project_id is None:
            if not estates.looks_after(actor.scope, finding.company_id, on=today):
                raise NoSuchCompany
            return
        within = estates.reaches(actor.scope, finding.project_id, on=today)
        spans = engagements.spans(since_on=finding.found_on, until_on=finding.found_on)
        serving = {(row[0], row[1]) for row in db.session.execute(spans)}
    if not within or (finding.project_id, finding.company_id) not in serving:
        raise NotServing


def plain(finding: Finding) -> dict[str, Any]:
    """A finding as the columns of an item."""
    return {name: getattr(finding, name) for name in Finding.__slots__}
