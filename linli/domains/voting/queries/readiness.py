"""What a draft lacks before it can be announced, who could stop it alone, and what its review came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from linli.domains.voting.models import LegalityReview, Vote, VoteItem, VoteNotice
from linli.domains.voting.queries import election_lacks, elections, rolls, votes
from linli.domains.voting.rules import blocking, course, plans
from linli.domains.voting.rules.blocking import Block
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import Meeting, State
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.kinds import Mode, Verdict, VoteKind
from linli.domains.voting.rules.matters import Threshold
from linli.kernel.refusals import Refusal
from linli.kernel.times import day_of
from linli.platform.db import db

BLANK = "【"  # what a template leaves to be written


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a draft lacks, and the part of its page where it is mended."""

    said: str
    part: str


def lacks(found: Vote, *, now: datetime) -> list[Lack]:
    """What keeps a draft from being announced now, each with where to mend it (VO-05)."""
    try:
        rules = votes.estate_rules(found.estate_id, now=now)
    except Refusal as no:
        return [*_of_items(found), Lack(no.sentence, "rules")]
    missing = _of_items(found)
    missing += [Lack(one, "elections") for one in election_lacks.lacking(found, now=now)]
    missing += [Lack(one, "items") for one in plans.faults(votes.plans(found), rules.uncast)]
    if found.mode == Mode.SECRET and plans.grouped(votes.plans(found)):
        said = "几个方案选一个时，要能查出一张票有没有同意两个，所以不能不记名。请改成实名，或分成两次表决。"
        missing.append(Lack(said, "period"))
    missing += _of_terms(found, rules, now)
    missing += _of_roll(found, rules, now)
    if rules.needs_legality_review and not cleared(found, rules):
        missing.append(Lack("还没有通过合法性审核。", "review"))
    return missing


def _of_items(found: Vote) -> list[Lack]:
    asked = votes.items(found)
    missing = [] if asked else [Lack("还没有表决事项。", "items")]
    missing += [
        Lack(f"第 {one.number} 项里还有没填的【】。", "items")
        for one in asked
        if any(BLANK in part for part in (one.title, one.words, one.changes, one.costs, one.otherwise))
    ]
    if BLANK in found.notice_text:
        missing.append(Lack("公告的话里还有没填的【】。", "period"))
    return missing + _of_kind(VoteKind(found.kind), asked, set(elections.recalls_of(found)))


def _of_kind(kind: VoteKind, asked: Sequence[VoteItem], recalled: set[Any]) -> list[Lack]:
    elections = any(one.kind == ItemKind.ELECTION for one in asked)
    if kind in {VoteKind.ELECTION, VoteKind.BY_ELECTION} and not elections:
        return [Lack(f"{kind.title}还没有选举事项。", "elections")]
    if kind is VoteKind.RECALL and not recalled:
        return [Lack("还没有写明罢免哪位委员。", "elections")]
    if kind is VoteKind.CONSULTATION and (elections or recalled):
        return [Lack("征求意见不能选举或罢免委员，请另外起草。", "elections")]
    return []


def _of_terms(found: Vote, rules: VotingRules, now: datetime) -> list[Lack]:
    missing = []
    try:
        course.check_period(votes.period(found), Meeting(found.meeting), rules, votes.calendar(), now=now)
        course.check_extension(votes.period(found), found.extension_days, rules)
    except Refusal as no:
        missing.append(Lack(no.sentence, "period"))
    if rules.official_system and not found.advisory and VoteKind(found.kind).binding:
        said = f"本地须用{rules.official_system}表决。请把“由谁计票”改为城市系统，本平台只做准备和参考。"
        missing.append(Lack(said, "period"))
    return missing


def _of_roll(found: Vote, rules: VotingRules, now: datetime) -> list[Lack]:
    roll = rolls.preview(found, rules, on=day_of(now))
    if not roll.heads and not roll.doubts:
        return [Lack("表决范围内没有房屋，名册是空的。", "roll")]
    if roll.doubts:
        return [Lack(f"名册里有 {len(roll.doubts)} 套房屋不确定：{_named(roll.doubts)}", "roll")]
    return []


def _named(doubts: Sequence[Any]) -> str:
    shown = "；".join(f"{one.label}{one.reason}" for one in doubts[:3])
    return f"{shown}{' 等' if len(doubts) > 3 else ''}。"  # noqa: PLR2004 - the roll's page lists them all


def blocks(found: Vote, *, now: datetime) -> Sequence[Block]:
    """Who alone could stop the vote, by the roll of today (NN-15)."""
    roll = rolls.preview(found, votes.rules_of(found, now=now), on=day_of(now))
    return blocking.blocks(roll, [Threshold(one.threshold) for one in votes.items(found)])


def reviews(found: Vote) -> Sequence[LegalityReview]:
    """Every legality review of a vote, the newest first."""
    return db.session.scalars(
        select(LegalityReview)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(LegalityReview.id.desc())
    ).all()


def cleared(found: Vote, rules: VotingRules) -> bool:
    """Whether the last review passed exactly the words that would be announced now."""
    last = next(iter(reviews(found)), None)
    return (
        found.state == State.LEGALITY_REVIEW
        and last is not None
        and last.verdict == Verdict.PASSED
        and last.text_hash == votes.text_hash(found, rules)
    )


def notices(found: Vote) -> Sequence[VoteNotice]:
    """The editions of a vote's notice, the newest first."""
    return db.session.scalars(
        select(VoteNotice)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(VoteNotice.edition.desc())
    ).all()
