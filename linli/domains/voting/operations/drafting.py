"""Drafting a vote and giving notice of it. Announced words are frozen to the letter."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from config import holidays
from linli.domains.estates import queries as estates
from linli.domains.voting.errors import NotReady, TextFrozen
from linli.domains.voting.events import VoteAnnounced
from linli.domains.voting.models import Vote, VoteItem
from linli.domains.voting.operations import enrolling, listing
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import rolls, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import Meeting, Period, State
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def draft(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    title: str,
    meeting: Meeting,
    opens_at: datetime,
    closes_at: datetime,
    scope_kind: str = rolls.ESTATE,
    scope_ids: Sequence[uuid.UUID] = (),
    now: datetime,
) -> Vote:
    """Begin a vote. Raises OpensTooEarly and WrongPeriod for a period that could not be announced today."""
    vote = Vote(
        estate_id=estate_id,
        title=title,
        meeting=meeting,
        scope_kind=scope_kind,
        scope_ids=_places(estate_id, scope_kind, scope_ids),
        rules={},
        state=State.DRAFT,
        opens_at=opens_at,
        closes_at=closes_at,
        drafted_by=actor.account_id,
        drafted_at=now,
    )
    _check_period(vote, now)
    db.session.add(vote)
    db.session.flush()
    audit.record("voting:vote:draft", object_kind="vote", object_id=vote.id, estate_id=estate_id)
    return vote


def redraft(
    *, vote: Vote, title: str, meeting: Meeting, opens_at: datetime, closes_at: datetime, now: datetime
) -> Vote:
    """Change a draft's title and days. Raises TextFrozen, OpensTooEarly, WrongPeriod."""
    _check_draft(vote)
    vote.title, vote.meeting, vote.opens_at, vote.closes_at = title, meeting, opens_at, closes_at
    _check_period(vote, now)
    db.session.flush()
    return vote


def add_item(
    *,
    vote: Vote,
    title: str,
    words: str,
    matter: Matter,
    changes: str,
    costs: str,
    otherwise: str,
    follow_majority: bool = False,
) -> VoteItem:
    """Put one more resolution on a draft; its threshold follows from the matter. Raises TextFrozen."""
    _check_draft(vote)
    earlier = votes.items(vote)
    item = VoteItem(
        estate_id=vote.estate_id,
        vote_id=vote.id,
        number=earlier[-1].number + 1 if earlier else 1,
        title=title,
        words=words,
        matter=matter,
        threshold=matter.threshold,
        changes=changes,
        costs=costs,
        otherwise=otherwise,
        follow_majority=follow_majority,
        candidates=[],
    )
    db.session.add(item)
    db.session.flush()
    return item


def remove_item(*, vote: Vote, item: VoteItem) -> None:
    """Take an item off a draft; those after it move up. Raises TextFrozen."""
    _check_draft(vote)
    listing.let_go(item)
    db.session.delete(item)
    db.session.flush()
    for number, left in enumerate(votes.items(vote), 1):
        left.number = number
        db.session.flush()  # one after the other, so that no two share a number even for a moment


def announce(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """Give notice: words and rules are frozen, the roll is published for correction, the legal days run.

    Raises WrongStep, NotReady (naming all that is missing), OpensTooEarly and WrongPeriod.
    """
    lock(vote)
    course.step(State(vote.state), State.ANNOUNCED)
    missing = votes.lacks(vote, now=now)
    if missing:
        raise NotReady(
            f"{NotReady.sentence}{''.join(lack.said for lack in missing)}",
            field_errors={lack.part: [lack.said] for lack in missing},
        )
    rules = votes.estate_rules(vote.estate_id, now=now)
    vote.rules = rules.plain()
    listing.fix_candidates(vote)
    vote.text_hash = votes.text_hash(vote, rules)
    vote.state, vote.announced_by, vote.announced_at = State.ANNOUNCED, actor.account_id, now
    roll = enrolling.enroll(vote=vote, rules=rules, reason="随公告公布", now=now)
    audit.record(
        "voting:vote:announce",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        text_hash=vote.text_hash,
        roll=roll.fingerprint,
    )
    publish(VoteAnnounced(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return vote


def _check_draft(vote: Vote) -> None:
    if vote.state != State.DRAFT:
        raise TextFrozen


def _check_period(vote: Vote, now: datetime) -> None:
    rules = votes.estate_rules(vote.estate_id, now=now)
    period = Period(vote.opens_at, vote.closes_at)
    course.check_period(period, Meeting(vote.meeting), rules, holidays.calendar(), now=now)


def _places(estate_id: uuid.UUID, kind: str, ids: Sequence[uuid.UUID]) -> list[Any]:
    if kind == rolls.BUILDING:
        return [str(estates.building(estate_id=estate_id, building_id=one).id) for one in ids]
    if kind == rolls.ENTRANCE:
        known = {entrance.id for entrance in estates.entrances(estate_id)}
        return [str(one) for one in ids if one in known]
    return []
