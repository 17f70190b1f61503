"""What of the hall waits for somebody: a call to look, a report to decide, an answer to give, days that run."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from linli.blueprints.account import own_data
from linli.blueprints.work import home, today
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import following, moderation, own, proposals, speakers, topics
from linli.domains.deliberation.rules.moderating import CaseState
from linli.domains.estates.rules import Feature
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import permits
from linli.kernel.times import day_of, end_of
from linli.platform.paging import Window

ANSWER_WITHIN = timedelta(days=10)  # rating C06: topics answered within ten days
_MOST, _A_MOMENT = 20, timedelta(seconds=1)
_SHOWN = timedelta(days=30)  # as far as the list of today looks: what runs longer stands in it all the same
_FOR = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COMMITTEE_MEMBER, Role.PROPERTY_MANAGER)
_ANSWER = {Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER}


def contribute() -> None:
    """Add this room's part to the first pages, and to what a person can take along."""
    home.contribute("deliberation", feature=Feature.VOTING, ask=calls, counted=("votes",))
    today.contribute("deliberation", _FOR, due, feature=Feature.VOTING)
    own_data.contribute("deliberation", own.said)


def calls(actor: Actor, estate_id: uuid.UUID, now: datetime) -> Iterable[home.Awaiting]:
    """Where neighbours or offices want the actor to look (DL-15)."""
    if actor.role not in RESIDENTS:
        return
    found = following.calls(estate_id, actor.account_id)
    names = speakers.names(estate_id, [(one.author_id, one.author_role) for one in found], now=now)
    for one in found:
        yield home.Awaiting(
            kind="mention",
            title=one.title,
            text=f"{names.of(one.author_id, one.author_role)} 提到了您",
            chip=("议题", "info"),
            action="去看看",
            href=f"/e/{estate_id}/topics/{one.topic_id}",
        )


def due(actor: Actor, estate_id: uuid.UUID, now: datetime) -> Iterable[today.Item]:
    """Proposals whose days run, reports and appeals, topics that nobody has answered."""
    yield from _proposals(actor, estate_id, now)
    if permits(GRANTS, actor, Act.MODERATE):
        yield from _cases(estate_id, now)
    if actor.role in _ANSWER:
        for topic in topics.waiting(estate_id, window=Window(_MOST)).items:
            yield today.Item(
                title=topic.title,
                text="居民议题等待答复",
                action="去答复",
                href=f"/work/e/{estate_id}/topics/{topic.id}",
                due_at=topic.made_at + ANSWER_WITHIN,
            )


def _proposals(actor: Actor, estate_id: uuid.UUID, now: datetime) -> Iterable[today.Item]:
    if actor.role is Role.PROPERTY_MANAGER:
        return
    on = day_of(now)
    for one in proposals.running(estate_id):
        stage, due_on = proposals.stage(one, today=on), proposals.due_on(one, today=on)
        if stage is not None and due_on is not None:
            yield today.Item(
                title=f"业主联名：{one.title}",
                text=stage.title,
                chip=("已达到", "wait"),
                action="去办理",
                href=f"/work/e/{estate_id}/proposals/{one.id}",
                due_at=min(end_of(due_on) - _A_MOMENT, now + _SHOWN),
            )


def _cases(estate_id: uuid.UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    for case in moderation.queue(estate_id, window=Window(_MOST)).items:
        said: dict[str, Any] = {"href": f"/work/e/{estate_id}/moderation/{case.id}", "due_at": case.due_at}
        if case.state == CaseState.APPEALED:
            yield today.Item(title="隐藏内容的申诉", text="要由另一个人处理", action="去处理", **said)
        else:
            yield today.Item(title="居民举报", text="议事厅里的内容", action="去处理", **said)
