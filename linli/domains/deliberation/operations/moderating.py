"""Moderation: reporting a post, deciding, hiding with a reason, appealing. Nothing is ever deleted (DL-12, DL-13)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from linli.domains.deliberation.errors import (
    AlreadyHidden,
    AlreadyReported,
    AppealOver,
    OwnPost,
    SamePerson,
    WrongStep,
)
from linli.domains.deliberation.events import News
from linli.domains.deliberation.models import ModerationCase, PostReport, Topic
from linli.domains.deliberation.operations import noting
from linli.domains.deliberation.queries import moderation, settings
from linli.domains.deliberation.queries.moderation import Post
from linli.domains.deliberation.rules.moderating import CaseState, Ground, may_appeal
from linli.domains.deliberation.rules.topics import PostKind
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.db import db


def report(*, actor: Actor, post: Post, ground: Ground, words: str, now: datetime) -> PostReport:
    """Say that a post should not stand; it is decided within the estate's hours, all reports of it together.

    Raises OwnPost, AlreadyHidden, AlreadyReported.
    """
    if post.author_id == actor.account_id:
        raise OwnPost
    noting.lock(post)
    if post.hidden_at is not None:
        raise AlreadyHidden
    case = moderation.waiting_case(post.estate_id, post.id) or _opened(post, now)
    if moderation.reported_by(case, actor.account_id):
        raise AlreadyReported
    made = PostReport(
        estate_id=post.estate_id, id=new_id(), case_id=case.id, reporter_id=actor.account_id, ground=ground,
        words=words, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def keep(*, actor: Actor, case: ModerationCase, reason: str, now: datetime) -> ModerationCase:
    """Let a reported post stand; whoever reported it reads why. Raises WrongStep."""
    _decide(actor, case, CaseState.KEPT, reason, now)
    _tell_reporters(case, now)
    return case


def hide_reported(*, actor: Actor, case: ModerationCase, reason: str, now: datetime) -> ModerationCase:
    """Hide a reported post; the author and whoever reported it read why. Raises WrongStep."""
    _decide(actor, case, CaseState.HIDDEN, reason, now)
    _hide(moderation.post_of(case), now)
    _tell_reporters(case, now)
    _tell(case, case.author_id, News.POST_HIDDEN, now)
    return case


def hide(*, actor: Actor, post: Post, reason: str, now: datetime) -> ModerationCase:
    """Hide a post that a moderator came upon, with all that was reported of it. Raises AlreadyHidden."""
    noting.lock(post)
    if post.hidden_at is not None:
        raise AlreadyHidden
    case = moderation.waiting_case(post.estate_id, post.id) or _opened(post, now)
    return hide_reported(actor=actor, case=case, reason=reason, now=now)


def appeal(*, case: ModerationCase, words: str, now: datetime) -> ModerationCase:
    """The author asks that the post be shown again; once, within seven days. Raises AppealOver."""
    noting.lock(case)
    if not may_appeal(CaseState(case.state), case.decided_at, now=now):
        raise AppealOver
    case.state, case.appeal, case.appealed_at = CaseState.APPEALED, words, now
    case.due_at = now + _hours(case.estate_id, now)
    return case


def decide_appeal(
    *, actor: Actor, case: ModerationCase, restored: bool, answer: str, now: datetime
) -> ModerationCase:
    """Show the post again or leave it hidden; another decides than who hid it. Raises WrongStep, SamePerson."""
    noting.lock(case)
    if case.state != CaseState.APPEALED:
        raise WrongStep
    if case.decided_by == actor.account_id:
        raise SamePerson
    case.state = CaseState.RESTORED if restored else CaseState.UPHELD
    case.appeal_answer, case.appeal_decided_by, case.appeal_decided_at = answer, actor.account_id, now
    if restored:
        post = moderation.post_of(case)
        post.hidden_at = None
        noting.withdraw_news(estate_id=post.estate_id, source_id=post.id, withdrawn=False)
    _record("deliberation:appeal:decide", case, restored=restored)
    _tell(case, case.author_id, News.APPEAL_DECIDED, now)
    return case


def _opened(post: Post, now: datetime) -> ModerationCase:
    case = ModerationCase(
        estate_id=post.estate_id, id=new_id(),
        object_kind=PostKind.TOPIC if isinstance(post, Topic) else PostKind.COMMENT, object_id=post.id,
        topic_id=post.id if isinstance(post, Topic) else post.topic_id, author_id=post.author_id,
        state=CaseState.OPEN, opened_at=now, due_at=now + _hours(post.estate_id, now),
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    return case


def _decide(actor: Actor, case: ModerationCase, state: CaseState, reason: str, now: datetime) -> None:
    noting.lock(case)
    if case.state != CaseState.OPEN:
        raise WrongStep
    case.state, case.reason, case.decided_by, case.decided_at = state, reason, actor.account_id, now
    _record(f"deliberation:post:{'hide' if state is CaseState.HIDDEN else 'keep'}", case)


def _hide(post: Post, now: datetime) -> None:
    post.hidden_at = now
    noting.withdraw_news(estate_id=post.estate_id, source_id=post.id, withdrawn=True)


def _tell_reporters(case: ModerationCase, now: datetime) -> None:
    for one in moderation.reports([case]).get(case.id, []):
        _tell(case, one.reporter_id, News.REPORT_DECIDED, now)


def _tell(case: ModerationCase, account_id: uuid.UUID, news: News, now: datetime) -> None:
    noting.tell(estate_id=case.estate_id, account_id=account_id, news=news, object_id=case.id, now=now)


def _hours(estate_id: uuid.UUID, now: datetime) -> timedelta:
    return timedelta(hours=settings.rules(estate_id, now=now).report_hours)


def _record(act: str, case: ModerationCase, **details: Any) -> None:
    audit.record(
        act, object_kind=case.object_kind, object_id=case.object_id, estate_id=case.estate_id, case=str(case.id),
        **details,
    )  # fmt: skip
