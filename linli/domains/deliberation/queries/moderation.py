"""Cases of moderation: what waits, what was decided, what a person may know of it."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.deliberation.models import ModerationCase, PostReport, Topic, TopicComment
from linli.domains.deliberation.rules.moderating import HIDING, WAITING, CaseState
from linli.domains.deliberation.rules.topics import PostKind
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, page

Post = Topic | TopicComment


def case(*, estate_id: uuid.UUID, case_id: uuid.UUID, **_: object) -> ModerationCase:
    """The case, if it is this estate's; otherwise Unknown."""
    found = db.session.get(ModerationCase, (estate_id, case_id))
    if found is None:
        raise Unknown
    return found


def post(*, estate_id: uuid.UUID, kind: PostKind, post_id: uuid.UUID) -> Post:
    """The topic or comment that something is said of; otherwise Unknown."""
    found: Post | None = (
        db.session.get(Topic, (estate_id, post_id))
        if kind is PostKind.TOPIC
        else db.session.get(TopicComment, (estate_id, post_id))
    )
    if found is None:
        raise Unknown
    return found


def post_of(found: ModerationCase) -> Post:
    """The post of a case."""
    return post(estate_id=found.estate_id, kind=PostKind(found.object_kind), post_id=found.object_id)


def posts(cases: Sequence[ModerationCase]) -> dict[uuid.UUID, Post]:
    """The posts of several cases of one estate."""
    if not cases:
        return {}
    ids, estate_id = [one.object_id for one in cases], cases[0].estate_id
    found: dict[uuid.UUID, Post] = {
        one.id: one
        for one in db.session.scalars(select(Topic).where(Topic.estate_id == estate_id, Topic.id.in_(ids)))
    }
    of_topics = select(TopicComment).where(TopicComment.estate_id == estate_id, TopicComment.id.in_(ids))
    return found | {one.id: one for one in db.session.scalars(of_topics)}


def waiting_case(estate_id: uuid.UUID, object_id: uuid.UUID) -> ModerationCase | None:
    """The case of a post that waits to be decided."""
    return db.session.scalar(
        select(ModerationCase).filter_by(estate_id=estate_id, object_id=object_id, state=CaseState.OPEN)
    )


def hiding_case(estate_id: uuid.UUID, object_id: uuid.UUID) -> ModerationCase | None:
    """The case by which a post is hidden."""
    return db.session.scalar(
        select(ModerationCase)
        .where(
            ModerationCase.estate_id == estate_id,
            ModerationCase.object_id == object_id,
            ModerationCase.state.in_(HIDING),
        )
        .order_by(ModerationCase.id.desc())
        .limit(1)
    )


def hiding_cases(estate_id: uuid.UUID, object_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ModerationCase]:
    """The same for several posts."""
    rows = db.session.scalars(
        select(ModerationCase)
        .where(
            ModerationCase.estate_id == estate_id,
            ModerationCase.object_id.in_(object_ids),
            ModerationCase.state.in_(HIDING),
        )
        .order_by(ModerationCase.id)
    )
    return {one.object_id: one for one in rows}


def queue(estate_id: uuid.UUID, *, window: Window, over: bool = False) -> Page[ModerationCase]:
    """The cases that wait by the moment they are due, or those that are over."""
    states = set(CaseState) - WAITING if over else WAITING
    query = select(ModerationCase).where(
        ModerationCase.estate_id == estate_id, ModerationCase.state.in_(states)
    )
    by = ((ModerationCase.due_at, datetime.fromisoformat), (ModerationCase.id, uuid.UUID))
    return page(query, by=by, window=window, newest_first=over)


def reports(cases: Sequence[ModerationCase]) -> dict[uuid.UUID, list[PostReport]]:
    """The reports of several cases, first to last."""
    found: dict[uuid.UUID, list[PostReport]] = {}
    if cases:
        rows = db.session.scalars(
            select(PostReport)
            .where(
                PostReport.estate_id == cases[0].estate_id, PostReport.case_id.in_([one.id for one in cases])
            )
            .order_by(PostReport.id)
        )
        for one in rows:
            found.setdefault(one.case_id, []).append(one)
    return found


def reported_by(found: ModerationCase, account_id: uuid.UUID) -> bool:
    """Whether somebody reported the post of this case."""
    query = select(PostReport.id).filter_by(
        estate_id=found.estate_id, case_id=found.id, reporter_id=account_id
    )
    return db.session.scalar(query) is not None


def known_to(account_id: uuid.UUID, found: ModerationCase) -> ModerationCase:
    """The case, for its author or for somebody who reported the post; otherwise Unknown."""
    if found.author_id != account_id and not reported_by(found, account_id):
        raise Unknown
    return found


def late(estate_id: uuid.UUID, *, now: datetime) -> int:
    """How many cases wait past their hour."""
    query = select(func.count()).where(
        ModerationCase.estate_id == estate_id,
        ModerationCase.state.in_(WAITING),
        ModerationCase.due_at < now,
    )
    return db.session.scalar(query) or 0
