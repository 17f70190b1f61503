"""Task forces at the officers' desk: the list, a proposal, one task force, and its wall chart."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.departments import duties
from linli.blueprints.taskforces import schemas
from linli.blueprints.taskforces.api import proposed
from linli.blueprints.taskforces.shown import detail, found, page, standings
from linli.blueprints.taskforces.verbs import VERBS, Verb
from linli.domains.estates import queries as estates
from linli.domains.estates.queries import regions
from linli.domains.taskforces import queries
from linli.domains.taskforces.models import TaskForce
from linli.domains.taskforces.permissions import GRANTS, Act
from linli.domains.taskforces.rules import Part
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("taskforces_console", __name__)
HERE = "/work/taskforces"
ONE = f"{HERE}/<uuid:force_id>"


@bp.get(HERE)
@allow(Act.READ, GRANTS)
@takes(schemas.ListIn, where="query")
def list_forces(actor: Actor, query: dict[str, Any]) -> str:
    over, some = query["over"], queries.listed(actor, over=query["over"], window=Window(30, query["cursor"]))
    more = {"over": "true"} if over else {}
    return render_template(
        "taskforces/list.html",
        forces=page(some).items,
        here=HERE,
        over=over,
        may_propose=permits(GRANTS, actor, Act.PROPOSE),
        next=some.next and f"{HERE}?{urlencode(more | {'cursor': some.next})}",
    )


@bp.get(f"{HERE}/new")
@allow(Act.PROPOSE, GRANTS)
def new_force(actor: Actor, form: Form | None = None) -> str:
    at_or_above = {estates.region(one).level for one in regions.above(actor.scope.id)}
    return render_template(
        "taskforces/new.html",
        form=form or Form(),
        here=HERE,
        levels=[
            {"value": level, "label": title}
            for level, title in schemas.LEVELS.items()
            if level in at_or_above
        ],
        departments=_departments(),
    )


@bp.post(HERE)
@allow(Act.PROPOSE, GRANTS)
@takes(schemas.ProposeIn)
@form_page(new_force)
@idempotent()
def propose_force(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    return redirect(url_for(".show_force", force_id=proposed(actor, body).id), 303)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=found)
def show_force(actor: Actor, force: TaskForce, form: Form | None = None) -> str:
    today = day_of(clock.now())
    return render_template(
        "taskforces/show.html",
        form=form or Form(),
        force=detail(actor, force),
        here=url_for(".show_force", force_id=force.id),
        chart=url_for(".show_chart", force_id=force.id),
        list_address=HERE,
        parts=[(one.value, one.title) for one in Part],
        departments=_departments(),
        estates=queries.estates_of(force, today=today),
        accounts=[
            ("", "没有账号，不发提醒"),
            *((str(one), name) for one, name in queries.candidates(actor, force, now=clock.now())),
        ],
        now=clock.now(),
        standings=standings(force, today=today),
        today=today,
    )


@bp.get(f"{ONE}/chart")
@allow(Act.READ, GRANTS, on=found)
def show_chart(actor: Actor, force: TaskForce, form: Form | None = None) -> str:
    return render_template(
        "taskforces/chart.html",
        form=form or Form(),
        force=detail(actor, force),
        here=url_for(".show_force", force_id=force.id),
        departments=[(one, duties().title(one)) for one in queries.departments(force)],
    )


def _departments() -> list[tuple[str, str]]:
    return [(one.code, one.title) for one in duties().departments.values()]


def _verb(verb: Verb) -> None:
    """Register one deed as a form's POST; refused, its page is shown again with what was typed."""
    shows = show_chart if verb.on_chart else show_force

    def take(actor: Actor, force: TaskForce, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, force, body, clock.now())
        return redirect(url_for(f".{shows.__name__}", force_id=force.id), 303)

    take.__name__ = verb.name
    view = takes(verb.brings)(form_page(shows)(idempotent()(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    _verb(_one)
