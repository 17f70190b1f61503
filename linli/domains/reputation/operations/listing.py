"""The quarter's list: drawn up from the scores, told to the companies, published, and left again."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from config import holidays
from linli.domains.reputation.errors import AlreadyDrawn, QuarterRuns, TooLate, TooSoon, WrongStep
from linli.domains.reputation.events import BlackListedAgain, ListEntryNotified, ListPublished
from linli.domains.reputation.models import ListEntry
from linli.domains.reputation.queries import entries, scores
from linli.domains.reputation.rules.grading import Counted, Ground
from linli.domains.reputation.rules.kinds import Weight
from linli.domains.reputation.rules.listing import (
    RECTIFY_WITHIN,
    REPLY_WITHIN,
    Candidate,
    Colour,
    EntryState,
    Quarter,
    candidates,
)
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish as tell
from linli.platform.db import db


def draw_up(*, actor: Actor, quarter: Quarter, now: datetime) -> list[ListEntry]:
    """Propose the quarter's entries, of companies and of their projects, from the scores of its last day.

    Nothing of it is public. Raises QuarterRuns, AlreadyDrawn.
    """
    if quarter.last_on >= day_of(now):
        raise QuarterRuns
    if entries.drawn(quarter):
        raise AlreadyDrawn
    ground = scores.on_day(quarter.last_on)
    made = [
        _entry(actor, quarter, one, company_id, project_id, ground, now)
        for one, company_id, project_id in _found(ground, quarter)
    ]
    db.session.add_all(made)
    db.session.flush()
    audit.record(
        "reputation:list:draw_up",
        object_kind="quarter",
        object_id=f"{quarter.year}-{quarter.number}",
        entries=len(made),
    )
    return made


def amend(*, actor: Actor, entry: ListEntry, reason: str, evidence: str, now: datetime) -> ListEntry:  # noqa: ARG001
    """Put the reason and the evidence better, before the company is told. Raises WrongStep."""
    expect(entry, now, EntryState.PROPOSED)
    entry.reason, entry.evidence = reason, evidence
    noted("amend", entry)
    return entry


def notify(*, actor: Actor, entry: ListEntry, now: datetime) -> ListEntry:
    """Tell the company reason, evidence and term; it has three working days to reply (NN-40). Raises WrongStep."""
    expect(entry, now, EntryState.PROPOSED)
    entry.notified_by, entry.notified_at = actor.account_id, now
    entry.reply_until = holidays.calendar().add_workdays(day_of(now), REPLY_WITHIN)
    noted("notify", entry)
    tell(ListEntryNotified(at=now, entry_id=entry.id, company_id=entry.company_id))
    return entry


def reply(*, actor: Actor, entry: ListEntry, words: str, now: datetime) -> ListEntry:
    """The company replies, within its three working days. Raises TooLate, WrongStep."""
    expect(entry, now, EntryState.NOTIFIED, EntryState.READY)
    if entry.reply_until is None or day_of(now) > entry.reply_until:
        raise TooLate
    entry.reply, entry.replied_by, entry.replied_at = words, actor.account_id, now
    noted("reply", entry)
    return entry


def strike(*, actor: Actor, entry: ListEntry, words: str, now: datetime) -> ListEntry:
    """Leave it off the list, for instance because the reply convinces. Raises WrongStep."""
    expect(entry, now, EntryState.PROPOSED, EntryState.NOTIFIED, EntryState.READY)
    entry.struck_by, entry.struck_at, entry.struck_why = actor.account_id, now, words
    noted("strike", entry)
    return entry


def publish(*, actor: Actor, entry: ListEntry, now: datetime) -> ListEntry:
    """Put it on the list for everybody, once the time to reply is over and while its term runs.

    The second quarter in a row on the black list is told to the committee and the street. Raises TooSoon, WrongStep.
    """
    expect(entry, now, EntryState.NOTIFIED, EntryState.READY)
    if entry.standing(day_of(now)) is not EntryState.READY:
        raise TooSoon("企业的申辩时间还没满，满了才能公布。")
    if entry.term_until < day_of(now):
        raise TooLate("这一榜的期限已经过了，不能再公布。")
    entry.published_by, entry.published_at = actor.account_id, now
    black = entry.of_colour is Colour.BLACK
    entry.again = black and entries.was_black(entry.subject, entry.of_quarter.before)
    noted("publish", entry)
    tell(ListPublished(at=now, entry_id=entry.id, company_id=entry.company_id))
    if entry.again:
        tell(BlackListedAgain(at=now, entry_id=entry.id, company_id=entry.company_id))
    return entry


def talk(*, actor: Actor, entry: ListEntry, words: str, now: datetime) -> ListEntry:  # noqa: ARG001
    """约谈: the company is talked to and has thirty days to put things right. Raises WrongStep."""
    expect(entry, now, EntryState.PUBLISHED)
    if entry.of_colour is not Colour.BLACK:
        raise WrongStep
    entry.talked_on, entry.talk = day_of(now), words
    entry.rectify_until = day_of(now) + RECTIFY_WITHIN
    noted("talk", entry)
    return entry


def check_again(
    *,
    actor: Actor,  # noqa: ARG001
    entry: ListEntry,
    passed: bool,
    words: str,
    now: datetime,
) -> ListEntry:
    """复查: put right, it leaves the list today; otherwise it stays until its term ends. Raises WrongStep."""
    expect(entry, now, EntryState.RECTIFYING)
    entry.checked_on, entry.check_words = day_of(now), words
    if passed:
        entry.left_on = day_of(now)
    noted("check", entry, passed=passed)
    return entry


def expect(entry: ListEntry, now: datetime, *states: EntryState) -> None:
    """Hold the entry until the transaction ends; it must stand in one of these. Raises WrongStep."""
    db.session.flush()
    db.session.refresh(entry, with_for_update=True)
    if entry.standing(day_of(now)) not in states:
        raise WrongStep


def noted(verb: str, entry: ListEntry, **more: Any) -> None:
    """An act of administration is written down."""
    audit.record(
        f"reputation:entry:{verb}",
        object_kind="list_entry",
        object_id=entry.id,
        estate_id=entry.project_id,
        **more,
    )


def _found(ground: Ground, quarter: Quarter) -> Iterator[tuple[Candidate, uuid.UUID, uuid.UUID | None]]:
    on = quarter.last_on
    for one in candidates(ground.company_scores(on)):
        yield one, one.subject_id, None
    served: Mapping[uuid.UUID, uuid.UUID] = ground.projects(on)
    for one in candidates(ground.project_scores(on)):
        yield one, served[one.subject_id], one.subject_id


def _entry(
    actor: Actor,
    quarter: Quarter,
    one: Candidate,
    company_id: uuid.UUID,
    project_id: uuid.UUID | None,
    ground: Ground,
    now: datetime,
) -> ListEntry:
    some = [
        item
        for item in ground.items
        if item.company_id == company_id
        and item.counts(quarter.last_on)
        and (project_id is None or item.project_id == project_id)
    ]
    return ListEntry(
        year=quarter.year,
        quarter=quarter.number,
        subject=f"project:{project_id}" if project_id else f"company:{company_id}",
        colour=one.colour,
        company_id=company_id,
        project_id=project_id,
        score=one.score.hundredths,
        place=one.place,
        among=one.among,
        reason=one.reason,
        evidence=_evidence(some, quarter),
        term_until=quarter.next.last_on,
        drawn_by=actor.account_id,
        drawn_at=now,
    )


def _evidence(some: list[Counted], quarter: Quarter) -> str:
    """What the score rests on, in a sentence."""
    good = sum(not one.weight.bad for one in some)
    veto = sum(one.weight is Weight.VETO for one in some)
    return (
        f"{quarter.title}末有效的信用信息：良好 {good} 条，不良 {len(some) - good} 条"
        f"{f'（其中一票否决 {veto} 条）' if veto else ''}，详见信用公示页。"
    )
