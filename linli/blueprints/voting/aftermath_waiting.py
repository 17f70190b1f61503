"""What of a result waits for officers and the committee: objections to answer, an outcome to tell, tasks to do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.work import today
from linli.domains.estates.rules import Feature
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import objections, results, tasks
from linli.kernel.actors import Actor, Role
from linli.kernel.grants import permits
from linli.kernel.times import day_of, end_of

TELL_WITHIN, AHEAD = timedelta(days=7), timedelta(days=14)
_ROLES = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COMMITTEE_MEMBER, Role.BRANCH_SECRETARY)


def contribute() -> None:
    """Add this part to the first pages."""
    today.contribute("voting_aftermath", _ROLES, due, feature=Feature.VOTING)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """Whatever of it the actor may do."""
    place = f"/work/e/{estate_id}/votes"
    if permits(GRANTS, actor, Act.ANSWER):
        yield from _of_organisers(place, estate_id, now)
    for task in tasks.waiting(estate_id, until=day_of(now + AHEAD)):
        yield today.Item(
            title=task.title,
            text="决定的落实",
            action="报进度",
            href=f"{place}/{task.vote_id}/tasks/{task.id}",
            due_at=end_of(task.due_on),
        )


def _of_organisers(place: str, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    for vote in objections.waiting_votes(estate_id):
        yield today.Item(
            title=vote.title,
            text=f"{vote.objections_open} 件异议等答复",
            action="答复异议",
            href=f"{place}/{vote.id}/objections",
            due_at=end_of(vote.objections_until or day_of(now)),
        )
    for vote in results.without_statement(estate_id):
        yield today.Item(
            title=vote.title,
            text="结果已生效，请告诉参与表决的业主接下来怎么做",
            action="写结果说明",
            href=f"{place}/{vote.id}/outcome",
            due_at=(vote.final_at or now) + TELL_WITHIN,
        )
