"""The named facts that this room offers to the rating, each one SQL set over all estates."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, exists, literal, select

from linli.domains.deliberation.models.topics import OfficialAnswer, Topic
from linli.domains.deliberation.rules.topics import State, Verdict
from linli.platform.facts import Fact, Period, Without
from linli.platform.spans import Within

ANSWERED_WITHIN = timedelta(days=10)  # rating C06
_SETTLING = [verdict.value for verdict in Verdict if verdict.settles]


def _answered(period: Period) -> Select[*tuple[Any, ...]]:
    """Topics of the year that had an official answer within ten days and have an outcome."""
    soon = exists().where(
        OfficialAnswer.estate_id == Topic.estate_id,
        OfficialAnswer.object_kind == "topic",
        OfficialAnswer.object_id == Topic.id,
        Within(OfficialAnswer.made_at, Topic.made_at, ANSWERED_WITHIN),
    )
    settled = exists().where(
        OfficialAnswer.estate_id == Topic.estate_id,
        OfficialAnswer.object_kind == "topic",
        OfficialAnswer.object_id == Topic.id,
        OfficialAnswer.verdict.in_(_SETTLING),
        OfficialAnswer.made_at <= period.as_of,
    )
    return select(
        Topic.estate_id,
        Topic.id,
        Topic.made_at.label("at"),
        Topic.title.label("words"),
        literal(1).label("part"),
        literal(1).label("whole"),
    ).where(
        Topic.made_at >= period.since,
        Topic.made_at < period.until,
        Topic.hidden_at.is_(None),
        soon,
        settled | Topic.state.in_([State.CLOSED, State.CONVERTED]),
    )


STAR = (
    Fact(
        name="governance.topics_answered",
        title="议事协商",
        counts="十日内答复并有结果的议题",
        rows=_answered,
        without=Without.ZERO,
        path="/work/e/{estate_id}/topics/{id}",
    ),
)
