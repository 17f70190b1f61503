"""The register of owners at the officers' and the company's desk."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.account.limits import by_address
from linli.blueprints.people import claiming, forms, limits, schemas, shown
from linli.domains.estates import operations as places
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.estates.permissions import GRANTS as PLACE_GRANTS
from linli.domains.estates.permissions import Act as PlaceAct
from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.models import Owner
from linli.domains.people.operations import register
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import homes
from linli.domains.people.queries import register as owners
from linli.kernel.actors import Actor, Role, Tie
from linli.kernel.area import NotArea, format_area, parse_area
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, limited, takes

bp = Pages("people_register_pages", __name__)


@bp.get("/work/e/<uuid:estate_id>/owners")
@allow(Act.READ_OWNERS, GRANTS)
@takes(forms.SearchForm, where="query")
def list_owners(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:  # noqa: ARG001
    search = query["search"]
    found = owners.owners_page(estate_id, window=Window(query["limit"], query["cursor"]), search=search)
    return render_template(
        "people/owners.html",
        form=Form({"search": search}),
        search=search,
        place=f"/work/e/{estate_id}",
        owners=shown.owners(estate_id, found.items),
        units=_units_like(estate_id, search),
        unready=len(estates.units_without_area(estate_id)) if not search and not query["cursor"] else 0,
        next=f"?{urlencode({'search': search, 'cursor': found.next})}" if found.next else None,
    )


def _units_like(estate_id: UUID, search: str) -> list[estates.UnitView]:
    """The units that a search may mean, where it looks like a room number."""
    if not any(letter.isdigit() for letter in search):
        return []
    exact = homes.unit_called(estate_id, search)
    if exact is not None:
        return [exact]
    return [
        estates.view(one)
        for one in estates.units_page(estate_id, window=Window(limit=20), search=search).items
    ]


@bp.get("/work/e/<uuid:estate_id>/units/not-ready")
@allow(Act.READ_OWNERS, GRANTS)
def list_not_ready(actor: Actor, estate_id: UUID) -> str:  # noqa: ARG001
    return render_template(
        "people/not_ready.html",
        place=f"/work/e/{estate_id}",
        units=[estates.view(one) for one in estates.units_without_area(estate_id)],
    )


@bp.get("/work/e/<uuid:estate_id>/owners/<uuid:owner_id>")
@allow(Act.READ_OWNERS, GRANTS, on=owners.owner)
def show_owner(actor: Actor, owner: Owner) -> str:
    return _owner(actor, owner, Form())


def _owner(actor: Actor, owner: Owner, form: Form, revealed: register.Revealed | None = None) -> str:
    return render_template(
        "people/owner.html",
        form=form,
        place=f"/work/e/{owner.estate_id}",
        owner=shown.owners(owner.estate_id, [owner])[0],
        revealed=revealed,
        may_reveal=permits(GRANTS, actor, Act.REVEAL_OWNER, owner),
    )


@bp.post("/work/e/<uuid:estate_id>/owners/<uuid:owner_id>/reveal")
@allow(Act.REVEAL_OWNER, GRANTS, on=owners.owner)
@limited(limits.REVEALS_PER_ADDRESS, by=by_address)
@takes(forms.RevealForm)
@form_page(_owner)
def reveal_owner(actor: Actor, owner: Owner, body: dict[str, Any]) -> str:
    return _owner(actor, owner, Form(), register.reveal(owner=owner, reason=body["reason"]))


@bp.get("/work/e/<uuid:estate_id>/units/<uuid:unit_id>")
@allow(Act.READ_OWNERS, GRANTS, on=estates.unit)
def show_unit(actor: Actor, unit: Unit) -> str:
    waiting = homes.changes_page(unit.estate_id, window=Window(limit=20), unit_id=unit.id).items
    held = homes.history(unit.estate_id, unit.id)
    views = owners.owner_views(unit.estate_id, [one.owner_id for one in held])
    return render_template(
        "people/unit.html",
        place=f"/work/e/{unit.estate_id}",
        unit=unit,
        kind=UnitKind(unit.kind).title,
        delivery=Delivery(unit.delivery).title,
        source=AreaSource(unit.area_source).title if unit.area_source else "没有写明来源",
        household=shown.household(actor, unit.estate_id, unit.id),
        history=[
            (shown.name(views[one.owner_id].name, views[one.owner_id].kind), one.since_on, one.until_on)
            for one in held
            if one.until_on is not None
        ],
        changes=shown.register_changes(unit.estate_id, waiting) if _officer(actor) else [],
        codes=estates.outside_codes(unit.estate_id, object_id=unit.id),
        officer=actor.role is Role.COMMUNITY_OFFICER,
    )


def _officer(actor: Actor) -> bool:
    return actor.role in {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER}


def _area_form(actor: Actor, unit: Unit, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "people/unit_area.html",
        form=form,
        place=f"/work/e/{unit.estate_id}",
        unit=unit,
        area=format_area(unit.floor_area) if unit.floor_area else "",
        sources=[(str(one), one.title) for one in AreaSource],
    )


@bp.get("/work/e/<uuid:estate_id>/units/<uuid:unit_id>/area")
@allow(PlaceAct.SET_AREA, PLACE_GRANTS, on=estates.unit)
def show_area(actor: Actor, unit: Unit) -> str:
    return _area_form(actor, unit, Form())


@bp.post("/work/e/<uuid:estate_id>/units/<uuid:unit_id>/area")
@allow(PlaceAct.SET_AREA, PLACE_GRANTS, on=estates.unit)
@takes(forms.AreaForm)
@form_page(_area_form)
def set_area(actor: Actor, unit: Unit, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    try:
        area = parse_area(body["floor_area"])
    except NotArea as no:
        raise NotArea(field_errors={"floor_area": [no.sentence]}) from None
    places.set_area(unit=unit, floor_area=area, area_source=AreaSource(body["area_source"]))
    return redirect(f"/work/e/{unit.estate_id}/units/{unit.id}", 303)


@bp.post("/work/e/<uuid:estate_id>/units/<uuid:unit_id>/owner-invitations")
@allow(Act.INVITE_OWNER, GRANTS, on=estates.unit)
@takes(schemas.OwnerInvitationIn)
def invite_owner(actor: Actor, unit: Unit, body: dict[str, Any]) -> str:
    made = claiming.invite(actor, unit, tie=Tie.OWNER, owner_id=body["owner_id"])
    owner = owners.owner(estate_id=unit.estate_id, owner_id=body["owner_id"])
    return render_template(
        "people/owner_invitation.html",
        unit=unit,
        made=made,
        place=f"/work/e/{unit.estate_id}",
        name=shown.name(owner.name, owner.kind),
        now=clock.now(),
    )
