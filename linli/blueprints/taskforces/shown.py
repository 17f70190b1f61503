"""Task forces as their readers see them: the same for programs and for pages."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import g

from config.departments import duties
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.taskforces import queries
from linli.domains.taskforces.models import ForceReview, TaskForce
from linli.domains.taskforces.permissions import GRANTS, Act
from linli.domains.taskforces.queries import Line
from linli.domains.taskforces.rules import ASKED, Lamp, Part, State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page

TONES = {
    State.PROPOSED: "wait",
    State.REVIEWED: "wait",
    State.AT_WORK: "info",
    State.RETURNED: "bad",
    State.DISSOLVED: "good",
}
LAMPS = {Lamp.DONE: "good", Lamp.GREEN: "info", Lamp.YELLOW: "wait", Lamp.RED: "bad"}
_WHEN = {
    Act.REVIEW: frozenset({State.PROPOSED}),
    Act.APPROVE: frozenset({State.REVIEWED}),
    Act.RETURN: ASKED,
    Act.RUN: ASKED | {State.AT_WORK},
    Act.JUDGE: frozenset({State.AT_WORK}),
    Act.DISSOLVE: frozenset({State.AT_WORK}),
}


def found(*, force_id: UUID, **_: object) -> TaskForce:
    """What a door finds: the task force, if it concerns whoever stands there."""
    return queries.force(g.actor, force_id)


def page(some: Page[TaskForce]) -> Page[dict[str, Any]]:
    """One page of the list."""
    today = day_of(clock.now())
    lamps = queries.red_lamps([one.id for one in some.items], today=today)
    return Page([_head(one, lamps.get(one.id, (0, 0, 0))) for one in some.items], some.next)


def detail(actor: Actor, force: TaskForce) -> dict[str, Any]:
    """A task force with its people, its wall chart, its reports, and what the reader may do."""
    today = day_of(clock.now())
    lamps = queries.red_lamps([force.id], today=today).get(force.id, (0, 0, 0))
    written = queries.reports(force)
    return _head(force, lamps) | {
        "problem": force.problem,
        "why": force.why,
        "goal": force.goal,
        "steps": _steps(force),
        "members": [
            _told(one, "id", "part", "name", "department", "post", "since_on", "until_on")
            | {"part_title": Part(one.part).title, "department_title": duties().title(one.department)}
            for one in queries.members(force)
        ],
        "chart": [_line(one) for one in queries.chart(force, today=today)],
        "meetings": queries.meetings(force),
        "reports": written,
        "missing_weeks": queries.missing_weeks(force, written, today=today),
        "reviews": [_review(one) for one in queries.reviews(force)],
        "tickets": [
            _told(one, "estate_id", "id", "number", "title", "settled") | {"state_title": one.state.title}
            for one in queries.tickets(force)
        ],
        "may": sorted(allowed(actor, force)),
    }


def allowed(actor: Actor, force: TaskForce) -> set[Act]:
    """What the actor may do with it as it stands."""
    return {
        act
        for act, states in _WHEN.items()
        if force.standing in states and permits(GRANTS, actor, act, force)
    }


def standings(force: TaskForce, *, today: date) -> list[dict[str, Any]]:
    """The ranking of the running month as it stands, before anybody has judged it."""
    month_on = today.replace(day=1)
    return [_named(one.stored()) for one in queries.month(force, month_on, today=today)]


def _head(force: TaskForce, lamps: tuple[int, int, int]) -> dict[str, Any]:
    tasks, done, overdue = lamps
    return _told(force, "id", "title", "lead", "state", "due_on") | {
        "region": estates.region(force.region_id).name,
        "lead_title": duties().title(force.lead),
        "state_title": force.standing.title,
        "tone": TONES[force.standing],
        "tasks": tasks,
        "done": done,
        "overdue": overdue,
    }


def _steps(force: TaskForce) -> list[dict[str, Any]]:
    """The three of admission as far as they are taken, and the end."""
    taken = (
        ("牵头单位提出", force.proposed_by, force.proposed_at, ""),
        ("分管领导审核", force.reviewed_by, force.reviewed_at, force.review_words),
        ("领导小组批准", force.approved_by, force.approved_at, force.approval_words),
        ("不予成立", force.returned_by, force.returned_at, force.returned_why),
        ("撤销", force.dissolved_by, force.dissolved_at, force.summary),
    )
    names = identity.names([who for _, who, _, _ in taken if who])
    return [
        {"title": title, "who": names.get(who, ""), "at": at, "words": words}
        for title, who, at, words in taken
        if who and at
    ]


def _line(line: Line) -> dict[str, Any]:
    return _told(line.task, "id", "title", "department", "due_on", "done_on", "result") | {
        "department_title": duties().title(line.task.department),
        "lamp": line.lamp,
        "lamp_title": line.lamp.title,
        "tone": LAMPS[line.lamp],
        "milestones": [
            _told(one, "id", "title", "due_on", "done_on")
            | {"lamp": lit, "lamp_title": lit.title, "tone": LAMPS[lit]}
            for one, lit in line.milestones
        ],
    }


def _review(review: ForceReview) -> dict[str, Any]:
    ranking = [_named(one) for one in review.ranking]
    return _told(review, "month_on", "verdict", "reviewed_at") | {"ranking": ranking}


def _named(standing: dict[str, Any]) -> dict[str, Any]:
    return standing | {"department_title": duties().title(standing["department"])}


def _told(thing: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
