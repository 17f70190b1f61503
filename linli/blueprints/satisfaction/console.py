"""The yearly round at the officers' desk: planning, progress, reminders, bursts, paper answers, posters."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.satisfaction import schemas, shown
from linli.blueprints.satisfaction.api import keyed, planned, taken_out
from linli.blueprints.satisfaction.shown import found
from linli.domains.estates import queries as estates
from linli.domains.satisfaction.models import SatisfactionRound
from linli.domains.satisfaction.operations import planning
from linli.domains.satisfaction.permissions import GRANTS, Act
from linli.domains.satisfaction.queries import rounds
from linli.domains.satisfaction.rules.course import KEYED_IN, State
from linli.domains.satisfaction.rules.questions import TEN
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock, qr
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.papers import paper
from linli.platform.web.show import site

bp = Pages("satisfaction_console", __name__)
HERE = "/work/satisfaction"
ONE = f"{HERE}/<uuid:round_id>"
DESK = "/work/e/<uuid:estate_id>/satisfaction"


@bp.get(HERE)
@allow(Act.READ_ROUNDS, GRANTS)
def list_rounds(actor: Actor, form: Form | None = None) -> str:
    now = clock.now()
    return render_template(
        "satisfaction/console/rounds.html",
        form=form or Form(),
        here=HERE,
        rounds=[shown.head(one, now=now) for one in rounds.of_city(rounds.city_of(actor))],
        may_plan=permits(GRANTS, actor, Act.PLAN),
        today=day_of(now),
    )


@bp.post(HERE)
@allow(Act.PLAN, GRANTS)
@takes(schemas.PlanIn)
@form_page(list_rounds)
@idempotent()
def plan_round(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    return redirect(url_for(".show_round", round_id=planned(actor, body).id), 303)


@bp.get(ONE)
@allow(Act.READ_PROGRESS, GRANTS, on=found)
@takes(WindowIn, where="query")
def show_round(actor: Actor, one: SatisfactionRound, query: dict[str, Any]) -> str:
    return _round(actor, one, Form(), query["cursor"])


def _round(actor: Actor, one: SatisfactionRound, form: Form, cursor: str | None = None) -> str:
    some = shown.progress(actor, one, window=Window(50, cursor))
    runs = permits(GRANTS, actor, Act.RUN, one)
    here = url_for("satisfaction_console.show_round", round_id=one.id)
    return render_template(
        "satisfaction/console/round.html",
        form=form,
        here=here,
        round=shown.running(one, now=clock.now()),
        may_run=runs,
        estates=some.items,
        next=some.next and f"{here}?cursor={some.next}",
        bursts=_bursts(one) if runs and one.closed_at is None else [],
    )


def _again(actor: Actor, one: SatisfactionRound, form: Form) -> str:
    return _round(actor, one, form)


def _bursts(one: SatisfactionRound) -> list[dict[str, Any]]:
    seen = rounds.bursts(one)
    names = dict(estates.all_estates()) if seen else {}
    return [
        {"estate_id": place, "name": names[place], "device": device, "number": number, "on": on}
        for place, device, number, on in seen
    ]


@bp.post(f"{ONE}/publish")
@allow(Act.RUN, GRANTS, on=found)
@form_page(_again)
def publish_round(actor: Actor, one: SatisfactionRound) -> ResponseReturnValue:
    planning.publish(actor=actor, found=one, now=clock.now())
    return redirect(url_for(".show_round", round_id=one.id), 303)


@bp.post(f"{ONE}/remind")
@allow(Act.RUN, GRANTS, on=found)
@form_page(_again)
def remind_round(actor: Actor, one: SatisfactionRound) -> ResponseReturnValue:
    planning.remind(actor=actor, found=one, now=clock.now())
    return redirect(url_for(".show_round", round_id=one.id), 303)


@bp.post(f"{ONE}/set-aside")
@allow(Act.RUN, GRANTS, on=found)
@takes(schemas.BurstIn)
@form_page(_again)
def set_aside_burst(actor: Actor, one: SatisfactionRound, body: dict[str, Any]) -> ResponseReturnValue:
    taken_out(actor, one, body)
    return redirect(url_for(".show_round", round_id=one.id), 303)


@bp.get(DESK)
@allow(Act.READ_PROGRESS, GRANTS)
def show_desk(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:
    one, now = rounds.newest(estate_id), clock.now()
    return render_template(
        "satisfaction/console/desk.html",
        form=form or Form(),
        here=f"/work/e/{estate_id}/satisfaction",
        round=shown.head(one, now=now) if one else None,
        progress=shown.of_estate(one, estate_id) if one else None,
        questions=rounds.asked(one) if one else TEN,
        channels=[(channel.value, channel.title) for channel in KEYED_IN],
        keys_in=one is not None
        and rounds.state(one, now=now) is State.OPEN
        and permits(GRANTS, actor, Act.KEY_IN),
    )


@bp.post(DESK)
@allow(Act.KEY_IN, GRANTS)
@takes(schemas.KeyedIn)
@form_page(show_desk)
@idempotent()
def key_in(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    keyed(actor, estate_id, body)
    return redirect(url_for(".show_desk", estate_id=estate_id), 303)


@bp.get(f"{DESK}/poster.pdf")
@allow(Act.READ_PROGRESS, GRANTS)
def poster(actor: Actor, estate_id: UUID) -> Response:  # noqa: ARG001
    place, one = estates.estate(estate_id=estate_id), rounds.newest(estate_id)
    address = f"{site()}/e/{estate_id}/satisfaction"
    return paper(
        "papers/satisfaction.html",
        name=f"{place.name}-万户评海报",
        place=place.name,
        round=one,
        address=address,
        qr=qr.svg(address, scale=6),
        help_phone=place.help_phone,
    )
