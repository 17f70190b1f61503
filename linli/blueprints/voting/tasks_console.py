"""From decision to execution, for officers and the committee: what is to be done, by when, how far it has come."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import aftermath_schemas as schemas
from linli.blueprints.voting.aftermath_api import with_item
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import following_up
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import results, tasks, votes
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_tasks", __name__)
TASKS = "/work/e/<uuid:estate_id>/votes/<uuid:vote_id>/tasks"
TASK = f"{TASKS}/<uuid:task_id>"


@bp.get("/work/e/<uuid:estate_id>/decisions")
@allow(Act.FOLLOW_UP, GRANTS)
@takes(schemas.RegisterIn, where="query")
def list_decisions(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    page = results.register_page(estate_id, search=query["q"], window=window)
    place = f"/work/e/{estate_id}/decisions"
    return render_template(
        "voting/console/decisions.html",
        place=place,
        asked=query["q"],
        entries=page.items,
        today=day_of(clock.now()),
        next=f"{place}?{urlencode({'q': query['q'], 'cursor': page.next})}" if page.next else None,
    )


@bp.get(TASKS)
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
def show_tasks(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _tasks(actor, vote, Form())


def _tasks(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    now = clock.now()
    items = votes.items(vote)
    return render_template(
        "voting/console/tasks.html",
        vote=vote,
        place=_place(vote),
        form=form,
        tasks=tasks.of_vote(vote, today=day_of(now)),
        stands=votes.state(vote, now=now) is State.FINAL,
        items=[("", "整次表决"), *((str(one.id), f"第 {one.number} 项：{one.title}") for one in items)],
        numbers={one.id: one.number for one in items},
    )


def _place(vote: Vote) -> str:
    return f"/work/e/{vote.estate_id}/votes/{vote.id}/tasks"


@bp.post(TASKS)
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
@takes(schemas.TaskIn)
@idempotent()
@form_page(_tasks)
def add_task(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    following_up.add_task(actor=actor, vote=vote, now=clock.now(), **with_item(vote, body))
    return redirect(_place(vote), 303)


@bp.get(TASK)
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
def show_task(actor: Actor, vote: Vote, task_id: UUID) -> ResponseReturnValue:
    return _task(actor, vote, task_id, Form())


def _task(actor: Actor, vote: Vote, task_id: UUID, form: Form) -> str:  # noqa: ARG001
    shown = tasks.shown([tasks.task(vote, task_id)], today=day_of(clock.now()))[0]
    return render_template(
        "voting/console/task.html",
        vote=vote,
        list=_place(vote),
        place=f"{_place(vote)}/{task_id}",
        form=form,
        shown=shown,
        steps=[
            {"value": place, "label": step["title"], "hint": ""}
            for place, step in enumerate(shown.task.steps)
        ],
        done=[place for place, step in enumerate(shown.task.steps) if step["done"]],
    )


@bp.post(f"{TASK}/reports")
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
@takes(schemas.ReportForm, files=True)
@idempotent()
@form_page(_task)
def report(actor: Actor, vote: Vote, task_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    one = tasks.task(vote, task_id)
    following_up.report(actor=actor, vote=vote, task=one, now=clock.now(), **body)
    return redirect(f"{_place(vote)}/{task_id}", 303)


@bp.post(f"{TASK}/change")
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
@takes(schemas.TaskChangeIn)
@form_page(_task)
def change_task(actor: Actor, vote: Vote, task_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    following_up.change_task(vote=vote, task=tasks.task(vote, task_id), **body)
    return redirect(f"{_place(vote)}/{task_id}", 303)


@bp.get(f"{TASK}/files/<uuid:file_id>")
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
def show_file(actor: Actor, vote: Vote, task_id: UUID, file_id: UUID) -> Response:  # noqa: ARG001
    return send(tasks.file(tasks.task(vote, task_id), file_id))
