"""First pages: a resident's home, the staff's today; the pages on jobs and on the log of acts."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.work import home, log, schemas, today
from linli.domains.estates import queries as estates
from linli.domains.estates.permissions import GRANTS as PLACE_GRANTS
from linli.domains.estates.permissions import Act as PlaceAct
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import identity
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.fen import format_fen
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of, shanghai
from linli.platform import audit, clock, job_board, outbox
from linli.platform.paging import Window
from linli.platform.web import Pages, allow, takes

bp = Pages("work_pages", __name__)

_GREETINGS = ((5, "夜深了"), (11, "上午好"), (13, "中午好"), (18, "下午好"), (24, "晚上好"))


@bp.get("/e/<uuid:estate_id>/")
@allow(PlaceAct.READ_ESTATE, PLACE_GRANTS)
def resident_home(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    if actor.role not in RESIDENTS:
        return redirect(f"/work/e/{estate_id}/", 303)
    now = clock.now()
    found = home.home(actor, estate_id, now=now)
    return render_template(
        "resident/home.html",
        tab="home",
        greeting=next(word for hour, word in _GREETINGS if shanghai(now).hour < hour),
        person={"name": actor.name or "邻居"},
        unit_label="、".join(unit.label for unit in estates.unit_views(estate_id, list(actor.units))),
        star=found.extras.star,
        urgent=found.extras.urgent,
        awaiting=[asdict(item) for item in found.awaiting],
        modules=[_module(one, estate_id, found.extras.counts) for one in found.modules],
        latest=found.extras.latest,
        counts=found.extras.counts,
    )


def _module(one: home.Module, estate_id: UUID, counts: dict[str, int]) -> dict[str, Any]:
    href = one.way if one.way.startswith("/") else f"/e/{estate_id}/{one.way}"
    return {
        "label": one.label,
        "icon": one.icon,
        "href": href,
        "tone": one.tone,
        "count": counts.get(one.way, 0),
    }


@bp.get("/work/")
@allow(PlaceAct.READ_UNITS, PLACE_GRANTS)
def staff_today(actor: Actor) -> str:
    now = clock.now()
    found = today.today(actor, now=now)
    place = identity.place_name(actor.scope)
    return render_template(
        "console/today.html",
        today=day_of(now),
        sentence=f"{place} · {actor.role.title}" if place else actor.role.title,
        figures=[_figure(one) for one in found.figures],
        overdue=[asdict(item) for item in found.overdue],
        due=[asdict(item) for item in found.due],
        later=[asdict(item) for item in found.later],
        cut=found.cut,
    )


def _figure(one: today.Figure) -> dict[str, Any]:
    value = format_fen(one.value) if one.fen else one.value
    return asdict(one) | {"value": value, "tone": "bad" if one.bad and one.value else ""}


@bp.get("/work/jobs")
@allow(Act.READ_JOBS, GRANTS)
def show_jobs(actor: Actor) -> str:
    return render_template(
        "work/jobs.html",
        board=job_board.board(now=clock.now()),
        counts=outbox.counts(),
        letters=outbox.dead_page(window=Window(limit=50)).items,
        may_send=actor.role is Role.SYSTEM_ADMIN,
    )


@bp.post("/work/dead-letters/<uuid:message_id>/resend")
@allow(Act.RUN_JOBS, GRANTS)
def send_again(actor: Actor, message_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    if not outbox.send_again(message_id):
        raise Unknown
    audit.record("platform:dead_letter:resend", object_kind="outbox", object_id=message_id)
    return redirect("/work/jobs", 303)


@bp.get("/work/audit")
@allow(Act.READ_AUDIT, GRANTS)
@takes(schemas.AuditIn, where="query")
def show_log(actor: Actor, query: dict[str, Any]) -> str:
    found = log.entries(actor, query)
    names = identity.names([one.account_id for one in found.items if one.account_id])
    estate_names = dict(estates.all_estates())
    asked = {name: str(value) for name, value in query.items() if value and name not in {"limit", "cursor"}}
    return render_template(
        "work/audit.html",
        entries=found.items,
        names=names,
        estates=estate_names,
        roles={str(role): role.title for role in Role} | {"system": "系统"},
        asked=asked,
        choices=[("", "全部小区"), *log.choices(actor)],
        next=f"?{urlencode(asked | {'cursor': found.next})}" if found.next else None,
    )


@bp.get("/work/audit/verification")
@allow(Act.READ_AUDIT, GRANTS)
@takes(schemas.ChainIn, where="query")
def show_verification(actor: Actor, query: dict[str, Any]) -> str:
    estate_id = query["estate_id"]
    return render_template(
        "work/verification.html",
        place=estates.estate(estate_id=estate_id).name if estate_id else "整个平台",
        **log.verification(actor, estate_id),
    )
