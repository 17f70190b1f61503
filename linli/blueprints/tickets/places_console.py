"""The list of common places with its printed codes, and who is on duty for emergencies: for the staff."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.tickets import catalogue
from linli.blueprints.tickets import sharing_schemas as shapes
from linli.blueprints.tickets.sharing_api import naming_of
from linli.blueprints.tickets.sharing_shown import common_place
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.people.queries import staff
from linli.domains.tickets.models import CommonPlace
from linli.domains.tickets.operations import alarms, places
from linli.domains.tickets.operations.places import PlaceKind
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import alarms as ringing
from linli.domains.tickets.queries import places as listed
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock, qr
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.papers import paper
from linli.platform.web.show import site

bp = Pages("tickets_places_console", __name__)
HERE = "/work/e/<uuid:estate_id>/common-places"
ONE = f"{HERE}/<uuid:place_id>"
DUTY = "/work/e/<uuid:estate_id>/emergency-duty"


@bp.get(HERE)
@allow(Act.KEEP_PLACES, GRANTS, on=estates.estate)
def list_places(actor: Actor, estate: Estate, form: Form | None = None) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "tickets/places.html",
        places=[
            {"place": one, "kind": PlaceKind(one.kind).title, "category": _title(one.category)}
            for one in listed.common_places(estate.id)
        ],
        **_choices(estate.id),
        form=form or Form(),
        address=url_for(".list_places", estate_id=estate.id),
    )


@bp.post(HERE)
@allow(Act.KEEP_PLACES, GRANTS, on=estates.estate)
@takes(shapes.PlaceIn)
@form_page(list_places)
@idempotent()
def add_place(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    places.add(estate_id=estate.id, naming=naming_of(body), now=clock.now())
    return _back(estate.id)


@bp.get(ONE)
@allow(Act.KEEP_PLACES, GRANTS, on=common_place)
def show_place(actor: Actor, place: CommonPlace, form: Form | None = None) -> ResponseReturnValue:  # noqa: ARG001
    said = {name: getattr(place, name) or "" for name in ("name", "kind", "category", "building_id")}
    return render_template(
        "tickets/place.html",
        place=place,
        **_choices(place.estate_id),
        form=form or Form(said),
        address=url_for(".show_place", estate_id=place.estate_id, place_id=place.id),
        back_href=url_for(".list_places", estate_id=place.estate_id),
    )


@bp.post(ONE)
@allow(Act.KEEP_PLACES, GRANTS, on=common_place)
@takes(shapes.PlaceIn)
@form_page(show_place)
def change_place(actor: Actor, place: CommonPlace, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    places.change(place=place, naming=naming_of(body))
    return _back(place.estate_id)


@bp.post(f"{ONE}/retire")
@allow(Act.KEEP_PLACES, GRANTS, on=common_place)
@form_page(show_place)
def retire_place(actor: Actor, place: CommonPlace) -> ResponseReturnValue:  # noqa: ARG001 - the door's
    places.retire(place=place, now=clock.now())
    return _back(place.estate_id)


@bp.get(f"{HERE}/codes.pdf")
@allow(Act.KEEP_PLACES, GRANTS, on=estates.estate)
def print_codes(actor: Actor, estate: Estate) -> Response:  # noqa: ARG001 - the door's
    return paper(
        "papers/place_codes.html",
        name=f"{estate.name}报事二维码",
        place=estate.name,
        codes=[
            {"place": one, "qr": qr.svg(f"{site()}/e/{estate.id}/places/{one.id}")}
            for one in listed.common_places(estate.id)
        ],
    )


@bp.get(DUTY)
@allow(Act.KEEP_DUTY, GRANTS, on=estates.estate)
def show_duty(actor: Actor, estate: Estate, form: Form | None = None) -> ResponseReturnValue:  # noqa: ARG001
    now = clock.now()
    people = staff.staff_of(estate.id, roles=ringing.ON_DUTY, on=day_of(now), now=now)
    on_duty = ringing.on_duty(estate.id, on=day_of(now), now=now)
    order = {one.account_id: one.position for one in on_duty}
    return render_template(
        "tickets/duty.html",
        on_duty=on_duty,
        options=[
            {"value": str(one.account_id), "label": f"{one.name or one.role.title}（{one.role.title}）"}
            for one in sorted(people, key=lambda one: order.get(one.account_id, len(people) + 1))
        ],
        ringing=catalogue().ringing,
        form=form or Form({"account_ids": [str(one.account_id) for one in on_duty]}),
    )


@bp.post(DUTY)
@allow(Act.KEEP_DUTY, GRANTS, on=estates.estate)
@takes(shapes.DutyIn)
@form_page(show_duty)
def set_duty(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    alarms.set_duty(estate_id=estate.id, now=clock.now(), **body)
    return redirect(url_for(".show_duty", estate_id=estate.id), 303)


def _title(category: str) -> str:
    found = catalogue().category(category)
    return found.title if found else "扫码后再选"


def _choices(estate_id: UUID) -> dict[str, Any]:
    common = [one for group in catalogue().groups for one in group.categories if one.place == "common"]
    return {
        "kinds": [(one.value, one.title) for one in PlaceKind],
        "categories": [("", "扫码后再选"), *((one.code, one.title) for one in common)],
        "buildings": [
            ("", "不在哪一幢里"),
            *((str(one.id), one.name) for one in estates.buildings(estate_id)),
        ],
    }


def _back(estate_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".list_places", estate_id=estate_id), 303)
