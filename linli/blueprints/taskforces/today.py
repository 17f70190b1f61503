"""What of task forces waits for an officer: their department's tasks, meetings, admission, weekly reports."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from flask import url_for

from linli.blueprints.taskforces.shown import allowed
from linli.blueprints.work import today
from linli.domains.taskforces import queries
from linli.domains.taskforces.models import TaskForce
from linli.domains.taskforces.permissions import Act
from linli.domains.taskforces.rules import State
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of, end_of
from linli.platform.paging import Window

MOST = 30
_ASKS = {State.PROPOSED: (Act.REVIEW, "审核"), State.REVIEWED: (Act.APPROVE, "批准")}


def due(actor: Actor, now: datetime) -> Iterator[today.Item]:
    """Everything of the task forces that concern this officer."""
    on = day_of(now)
    forces = queries.listed(actor, over=False, window=Window(MOST)).items
    for force in forces:
        yield from chain(_admission(actor, force, now), _week(actor, force, on))
    for task, force in queries.tasks_of(actor.account_id, on=on):
        late = task.due_on < on
        yield today.Item(
            title=f"专班任务：{task.title}", text=force.title, action="去办理", href=_chart(force),
            due_at=end_of(task.due_on), chip=("已超期", "bad") if late else None,
        )  # fmt: skip
    for meeting, force in queries.meetings_of(actor.account_id, now=now):
        yield today.Item(
            title="专班会议", text=f"{force.title} · {meeting.place}", action="看议程", href=_page(force),
            due_at=meeting.at,
        )  # fmt: skip


def _admission(actor: Actor, force: TaskForce, now: datetime) -> Iterator[today.Item]:
    act, action = _ASKS.get(force.standing, (None, ""))
    if act in allowed(actor, force):
        until = now + timedelta(hours=8)
        yield today.Item(
            title=f"专班待{action}：{force.title}", action=action, href=_page(force), due_at=until
        )


def _week(actor: Actor, force: TaskForce, on: date) -> Iterator[today.Item]:
    """Whoever proposed it writes the report of each week, on the Monday after."""
    if force.proposed_by != actor.account_id or force.standing is not State.AT_WORK:
        return
    missing = queries.missing_weeks(force, queries.reports(force), today=on)
    if missing:
        title = f"缺 {len(missing)} 周的专班周报"
        written_by = end_of(missing[0] + timedelta(days=7))
        yield today.Item(title=title, text=force.title, action="写周报", href=_page(force), due_at=written_by)


def _page(force: TaskForce) -> str:
    return url_for("taskforces_console.show_force", force_id=force.id)


def _chart(force: TaskForce) -> str:
    return url_for("taskforces_console.show_chart", force_id=force.id)


today.contribute_wide(
    "taskforces", (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER), due
)
