"""Drafting a vote and giving notice of it. Announced words are frozen to the letter."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from config import holidays
from linli.domains.estates import queries as estates
from linli.domains.voting.errors import NotReady, TextFrozen, WrongStep
from linli.domains.voting.events import VoteAnnounced
from linli.domains.voting.models import Vote, VoteItem, VoteNotice
from linli.domains.voting.operations import enrolling, listing
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import readiness, rolls, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import Meeting, Period, State
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.kinds import VoteKind
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.terms import USUAL, Terms
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
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
    kind: VoteKind = VoteKind.JOINT_DECISION,
    terms: Terms = USUAL,
    now: datetime,
) -> Vote:
    """Begin a vote; its kind stays. Raises OpensTooEarly and WrongPeriod for a period not to be announced today."""
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
        kind=kind,
        drafted_by=actor.account_id,
        drafted_at=now,
        **terms.plain(),
    )
    _check_period(vote, now)
    db.session.add(vote)
    db.session.flush()
    audit.record("voting:vote:draft", object_kind="vote", object_id=vote.id, estate_id=estate_id)
    return vote


def redraft(
    *,
    vote: Vote,
    title: str,
    meeting: Meeting,
    opens_at: datetime,
    closes_at: datetime,
    terms: Terms | None = None,
    now: datetime,
) -> Vote:
    """Change a draft's title, days and terms. Raises TextFrozen, OpensTooEarly, WrongPeriod."""
    _check_draft(vote)
    vote.title, vote.meeting, vote.opens_at, vote.closes_at = title, meeting, opens_at, closes_at
    for name, value in (terms.plain() if terms else {}).items():
        setattr(vote, name, value)
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
    alternative_of: str = "",
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
        alternative_of=alternative_of,
        candidates=[],
    )
    db.session.add(item)
    db.session.flush()
    return item


def redraft_item(
    *,
    vote: Vote,
    item: VoteItem,
    title: str,
    words: str,
    matter: Matter,
    changes: str,
    costs: str,
    otherwise: str,
    follow_majority: bool = False,
    alternative_of: str = "",
) -> VoteItem:
    """Change a resolution on a draft. Raises TextFrozen, and WrongStep for an election, whose words are its own."""
    _check_draft(vote)
    if item.kind != ItemKind.RESOLUTION:
        raise WrongStep("选举事项请在选举的页面修改。")
    item.title, item.words, item.matter, item.threshold = title, words, matter, matter.threshold
    item.changes, item.costs, item.otherwise = changes, costs, otherwise
    item.follow_majority, item.alternative_of = follow_majority, alternative_of
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

    After a change it is the next edition, and all days run anew. Raises WrongStep, NotReady (naming all that is
    missing), OpensTooEarly and WrongPeriod.
    """
    lock(vote)
    course.step(State(vote.state), State.ANNOUNCED)
    _check_kept(vote)
    listing.fix_candidates(vote)
    missing = readiness.lacks(vote, now=now)
    if missing:
        raise NotReady(
            f"{NotReady.sentence}{''.join(lack.said for lack in missing)}",
            field_errors={lack.part: [lack.said] for lack in missing},
        )
    rules = votes.estate_rules(vote.estate_id, now=now)
    vote.rules = rules.plain()
    vote.text_hash = votes.text_hash(vote, rules)
    vote.state = course.step(State(vote.state), State.ANNOUNCED)
    vote.announced_by, vote.announced_at, vote.edition = actor.account_id, now, vote.edition + 1
    db.session.add(_notice(vote, rules, now))
    roll = enrolling.enroll(vote=vote, rules=rules, reason="随公告公布", now=now)
    audit.record(
        "voting:vote:announce",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        text_hash=vote.text_hash,
        roll=roll.fingerprint,
    )
    publish(VoteAnnounced(at=now, estate_id=vote.estate_id, vote_id=vote.id, edition=vote.edition))
    return vote


def _notice(vote: Vote, rules: VotingRules, now: datetime) -> VoteNotice:
    earliest = course.earliest_opening(day_of(now), Meeting(vote.meeting), rules, holidays.calendar())
    return VoteNotice(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        edition=vote.edition,
        reason=vote.change_reason,
        text=votes.text(vote, rules),
        text_hash=vote.text_hash or "",
        earliest_on=earliest,
        announced_by=vote.announced_by or vote.drafted_by,
        announced_at=now,
    )


def _check_draft(vote: Vote) -> None:
    _check_kept(vote)
    if vote.state == State.LEGALITY_REVIEW:
        raise TextFrozen("正在合法性审核，文字不能改。要改请先撤回审核。")
    if vote.state != State.DRAFT:
        raise TextFrozen


def _check_kept(vote: Vote) -> None:
    if vote.removed_at is not None:
        raise WrongStep("这份草稿已经删除，请先恢复。")


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
