"""Votes and their items: which there are, what they say, what a draft still lacks."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from config import holidays
from config.voting_rules import Law, laws
from linli.domains.estates import queries as estates
from linli.domains.voting.models import Vote, VoteItem, VoteResult
from linli.domains.voting.rules import bundle, course
from linli.domains.voting.rules.chain import canonical, sha256
from linli.domains.voting.rules.counting import Item, ItemKind, Question
from linli.domains.voting.rules.course import UNANNOUNCED, Period, State
from linli.domains.voting.rules.estate_rules import SETTING, VotingRules, choose_law
from linli.domains.voting.rules.kinds import Audience, Mode, VoteKind
from linli.domains.voting.rules.matters import Threshold
from linli.domains.voting.rules.plans import Plan
from linli.domains.voting.rules.terms import Terms
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of, end_of
from linli.kernel.workdays import Calendar
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.prepared import prepared


def vote(*, estate_id: uuid.UUID, vote_id: uuid.UUID, **_: object) -> Vote:
    """The vote, if it is this estate's; otherwise Unknown, as though it never was."""
    found = db.session.get(Vote, (estate_id, vote_id))
    if found is None:
        raise Unknown
    return found


def vote_anywhere(vote_id: uuid.UUID) -> Vote:
    """A vote by its id alone, for the operator's command line; otherwise Unknown."""
    found = db.session.scalar(select(Vote).filter_by(id=vote_id))
    if found is None:
        raise Unknown
    return found


def public_vote(*, estate_id: uuid.UUID, vote_id: uuid.UUID, **_: object) -> Vote:
    """A vote that the public may know of: announced, and not a draft. Otherwise Unknown."""
    found = vote(estate_id=estate_id, vote_id=vote_id)
    if found.state in UNANNOUNCED:
        raise Unknown
    return found


def vote_with_public_result(*, estate_id: uuid.UUID, vote_id: uuid.UUID) -> Vote:
    """A vote whose notice lets everybody read the result. Otherwise Unknown."""
    found = public_vote(estate_id=estate_id, vote_id=vote_id)
    if found.audience != Audience.PUBLIC:
        raise Unknown
    return found


def item(*, estate_id: uuid.UUID, vote_id: uuid.UUID, item_id: uuid.UUID) -> VoteItem:
    """An item of the vote, or Unknown."""
    found = db.session.get(VoteItem, (estate_id, item_id))
    if found is None or found.vote_id != vote_id:
        raise Unknown
    return found


def items(found: Vote) -> Sequence[VoteItem]:
    """The items of a vote, in their order."""
    return db.session.scalars(*_items(estate_id=found.estate_id, vote_id=found.id)).all()


@prepared
def _items(estate_id: Any, vote_id: Any) -> Select[VoteItem]:
    of_vote = select(VoteItem).where(VoteItem.estate_id == estate_id, VoteItem.vote_id == vote_id)
    return of_vote.order_by(VoteItem.number)


def votes_page(
    estate_id: uuid.UUID, *, window: Window, drafts: bool = False, removed: bool = False
) -> Page[Vote]:
    """The votes of an estate, newest first; with `removed` the drafts that were removed instead."""
    query = select(Vote).where(
        Vote.estate_id == estate_id,
        Vote.removed_at.is_not(None) if removed else Vote.removed_at.is_(None),
    )
    if not drafts:
        query = query.where(Vote.state.not_in(UNANNOUNCED))
    return by_id(query, Vote.id, window=window)


def state(found: Vote, *, now: datetime) -> State:
    """Where the vote stands by the clock, whatever a job has yet to write down."""
    stored = State(found.state)
    over = found.objections_until is not None and now >= end_of(found.objections_until)
    if stored is State.PUBLISHED and over and not found.objections_open:
        return State.FINAL
    return course.shown_state(stored, period(found), now=now)


def period(found: Vote) -> Period:
    """From when until when votes are taken."""
    return Period(found.opens_at, found.closes_at)


def rules_of(found: Vote, *, now: datetime) -> VotingRules:
    """The rules of a vote: its own once it is announced, before that the estate's of the day."""
    if found.state in UNANNOUNCED:
        return estate_rules(found.estate_id, now=now)
    return VotingRules.of_setting(found.rules)


def estate_rules(estate_id: uuid.UUID, *, now: datetime) -> VotingRules:
    """The estate's voting rules in force. Raises ClauseMissing, UnknownRule, StaleRules."""
    return VotingRules.of_setting(
        estates.setting(estate_id, SETTING, on=day_of(now)), law_of(estate_id, now=now)
    )


def law_of(estate_id: uuid.UUID, *, now: datetime) -> Law:
    """The law of the estate's place that is in force now. Raises StaleRules where its rules name an old one."""
    decided = estates.setting(estate_id, SETTING, on=day_of(now)) or {}
    return choose_law(decided.get("law"), estates.surroundings(estate_id).city, laws(), on=day_of(now))


def as_item(found: VoteItem) -> Item:
    """An item as the count needs it."""
    return Item(
        item_id=str(found.number),
        kind=ItemKind(found.kind),
        threshold=Threshold(found.threshold),
        follow_majority=found.follow_majority,
        seats=found.seats,
        alternates=found.alternates,
        candidates=tuple(one["candidate_id"] for one in found.candidates),
    )


def calendar() -> Calendar:
    """The days off by which legal days are counted."""
    return holidays.calendar()


def question(found: Vote, *, now: datetime) -> Question:
    """All that the count depends on beside roll and ballots."""
    asked = tuple(as_item(one) for one in items(found))
    return Question(asked, found.opens_at, found.closes_at, rules_of(found, now=now))


def published(found: Vote, rules: VotingRules) -> dict[str, Any]:
    """The vote as vote.json has it."""
    return {
        "format": bundle.FORMAT,
        "vote_id": str(found.id),
        "estate": estates.estate(estate_id=found.estate_id).name,
        "title": found.title,
        "opens_at": bundle.moment(found.opens_at),
        "closes_at": bundle.moment(found.closes_at),
        "rules": rules.published(),
        "items": [_published_item(one) for one in items(found)],
    }


def _published_item(one: VoteItem) -> dict[str, Any]:
    shared = {
        "item_id": str(one.number),
        "kind": one.kind,
        "title": one.title,
        "matter": one.matter,
        "threshold": one.threshold,
    }
    if one.kind == ItemKind.RESOLUTION:
        return shared | {"follow_majority": one.follow_majority}
    return shared | {"seats": one.seats, "alternates": one.alternates, "candidates": one.candidates}


def terms(found: Vote) -> Terms:
    """What the notice says beside the items."""
    return Terms(
        mode=Mode(found.mode),
        audience=Audience(found.audience),
        advisory=found.advisory,
        extension_days=found.extension_days,
        early_end=found.early_end,
        notice_text=found.notice_text,
    )


def binds(found: Vote) -> bool:
    """Whether the owners decide by it: not where the city's system does, and not by a consultation."""
    return not found.advisory and VoteKind(found.kind).binding


def text(found: Vote, rules: VotingRules) -> dict[str, Any]:
    """Every word and rule that is announced."""
    return published(found, rules) | {
        "meeting": found.meeting,
        "vote_kind": found.kind,
        "law": rules.law,
        "official_system": rules.official_system,
        "scope": [found.scope_kind, found.scope_ids],
        "words": [
            [one.words, one.changes, one.costs, one.otherwise, one.alternative_of] for one in items(found)
        ],
        "terms": terms(found).plain(),
    }


def text_hash(found: Vote, rules: VotingRules) -> str:
    """The hash over all of it; a ballot is tied to it."""
    return sha256(canonical(text(found, rules)))


def plans(found: Vote) -> list[Plan]:
    """The items as the rule on plans for one question sees them."""
    return plans_of(items(found))


def plans_of(asked: Sequence[VoteItem]) -> list[Plan]:
    """The same of items that are at hand."""
    return [Plan(one.number, one.alternative_of, one.matter, one.follow_majority) for one in asked]


def result(found: Vote) -> VoteResult | None:
    """The newest count, once the box is sealed."""
    return db.session.scalar(
        select(VoteResult)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(VoteResult.version.desc())
        .limit(1)
    )


def due_to_open(*, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Votes whose opening two persons agreed to, and whose hour has come."""
    query = select(Vote.estate_id, Vote.id).where(
        Vote.state == State.ANNOUNCED,
        Vote.confirmed_at.is_not(None),
        Vote.opens_at <= now,
        Vote.closes_at > now,
    )
    return [(row.estate_id, row.id) for row in db.session.execute(query)]


def due_to_close(*, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Open votes whose close has passed."""
    query = select(Vote.estate_id, Vote.id).where(Vote.state == State.OPEN, Vote.closes_at <= now)
    return [(row.estate_id, row.id) for row in db.session.execute(query)]


def due_to_settle(*, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Published votes whose days for objections are over, and every objection answered."""
    query = select(Vote.estate_id, Vote.id).where(
        Vote.state == State.PUBLISHED, Vote.objections_until < day_of(now), Vote.objections_open == 0
    )
    return [(row.estate_id, row.id) for row in db.session.execute(query)]


def open_and_due(estate_id: uuid.UUID, *, now: datetime) -> Sequence[Vote]:
    """The votes of an estate in which ballots are taken now, the first to end first."""
    return db.session.scalars(
        select(Vote)
        .where(
            Vote.estate_id == estate_id, Vote.state == State.OPEN, Vote.opens_at <= now, Vote.closes_at > now
        )
        .order_by(Vote.closes_at)
    ).all()
