"""Telling the homes concerned that water, power or a lift stops, and that it runs again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.notices import announcing_schemas as schemas
from linli.blueprints.notices.announcements_console import aimed, place_of, places
from linli.domains.estates import queries as estates
from linli.domains.notices.models import Outage
from linli.domains.notices.operations import outages
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import outages as stops
from linli.domains.notices.rules.announcing import Stopped, Urgency
from linli.kernel.actors import Actor
from linli.kernel.times import shanghai
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("notices_outages", __name__)
ALL = "/work/e/<uuid:estate_id>/outages"


@bp.get(f"{ALL}/new")
@allow(Act.PUBLISH, GRANTS)
def start(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    since = shanghai(clock.now()).replace(second=0, microsecond=0, tzinfo=None)
    soon = {"starts_at": since, "until_at": since + timedelta(hours=4)}
    values = {name: at.isoformat(timespec="minutes") for name, at in soon.items()}
    return _write(actor, estate_id, Form(values | {"phone": estates.estate(estate_id=estate_id).help_phone}))


def _write(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "notices/outage.html",
        place=place_of(estate_id),
        action=f"/work/e/{estate_id}/outages",
        form=form,
        stopped=[{"value": one.value, "label": one.title} for one in Stopped],
        urgencies=[(one.value, one.title) for one in reversed(Urgency)],
        **places(estate_id),
    )


@bp.post(ALL)
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.OutageForm)
@idempotent()
@form_page(_write)
def declare(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    aim = aimed(estate_id, body)
    stop = outages.Stop(**{name: body[name] for name in ("what", "starts_at", "until_at", "reason", "phone")})
    made = outages.declare(
        actor=actor, estate_id=estate_id, stop=stop, aim=aim, urgency=body["urgency"], now=clock.now()
    )
    return redirect(f"{place_of(estate_id)}/{made.id}", 303)


@bp.post(f"{ALL}/<uuid:announcement_id>/all-clear")
@allow(Act.RESTORE, GRANTS, on=stops.outage)
def give_all_clear(actor: Actor, found: Outage) -> ResponseReturnValue:
    told = boards.announcement(estate_id=found.estate_id, announcement_id=found.announcement_id)
    outages.give_all_clear(actor=actor, announcement=told, outage=found, now=clock.now())
    return redirect(f"{place_of(found.estate_id)}/{found.announcement_id}", 303)
