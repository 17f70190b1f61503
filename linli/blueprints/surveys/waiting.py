"""What of the surveys waits for somebody: one to answer, words to release, people to tell what comes of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.account import own_data
from linli.blueprints.work import home, today
from linli.domains.estates.rules import Feature
from linli.domains.surveys.queries import own, surveys, taking_part, texts
from linli.domains.surveys.rules.course import STATE_WITHIN
from linli.kernel.actors import RESIDENTS, Actor, Role

_LOOK_BACK = timedelta(days=90)


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute("surveys", feature=Feature.VOTING, ask=unanswered, counted=("votes",))
    today.contribute("surveys", (Role.COMMUNITY_OFFICER, Role.COMMITTEE_MEMBER), due, feature=Feature.VOTING)
    own_data.contribute("surveys", own.answered)


def unanswered(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:
    """The open surveys that the actor, or the actor's home, has not answered."""
    if actor.role not in RESIDENTS:
        return
    for survey in surveys.open_surveys(estate_id, now=now):
        if any(one.taken is None for one in taking_part.tickets(survey, actor)):
            yield home.Awaiting(
                kind="survey",
                title=survey.title,
                text="想听听您的意见",
                chip=("问卷", "info"),
                action="去填写",
                href=f"/e/{estate_id}/surveys/{survey.id}",
                until=survey.closes_at,
            )


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """Surveys that ended and whose takers wait to hear what comes of them."""
    for survey in surveys.without_outcome(estate_id, since=now - _LOOK_BACK):
        pending = texts.counts(survey)["pending"]
        words = f"{pending} 段文字待审核" if pending else "请写明接下来怎么办"
        yield today.Item(
            title=survey.title,
            text=f"问卷已结束，{words}",
            action="写处理结果",
            href=f"/work/e/{estate_id}/surveys/{survey.id}",
            due_at=(survey.closed_at or survey.closes_at) + STATE_WITHIN,
        )
