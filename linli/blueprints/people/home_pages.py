"""My home, for people: who owns it, who lives there, whom to let in and show out."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.people import claiming, forms, schemas, shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.estates.rules import AreaSource, UnitKind
from linli.domains.people.errors import NotAnOwnerThere
from linli.domains.people.models import Invitation, Resident
from linli.domains.people.operations import belonging, register
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import register as owners
from linli.kernel.actors import Actor, Tie
from linli.kernel.times import day_of
from linli.platform import clock, qr
from linli.platform.web import Form, Pages, allow, form_page, takes

bp = Pages("people_home_pages", __name__)


@bp.get("/e/<uuid:estate_id>/units/<uuid:unit_id>")
@allow(Act.READ_HOUSEHOLD, GRANTS, on=estates.unit)
def show_home(actor: Actor, unit: Unit) -> str:
    return _home(actor, unit, Form())


def _home(actor: Actor, unit: Unit, form: Form) -> str:
    now = clock.now()
    found = shown.household(actor, unit.estate_id, unit.id)
    mine = actor.owns(unit.id)
    made = owners.invitations_of_unit(unit.estate_id, unit.id) if mine else []
    return render_template(
        "people/home.html",
        tab="me",
        back={"href": "/me", "label": "返回我的"},
        heading="我的房屋",
        form=form,
        unit=unit,
        kind=UnitKind(unit.kind).title,
        source=AreaSource(unit.area_source).title if unit.area_source else "",
        place=f"/e/{unit.estate_id}",
        mine=mine,
        owners=found["owners"],
        residents=found["residents"],
        representative=next((one["id"] for one in found["owners"] if one["representative"]), None),
        invitations=[one for one in (shown.invitation(i, now=now) for i in made) if one["state"] == "open"],
        choices=[("", "请选择")] + [(one["id"], one["name"]) for one in found["owners"]],
        guests=_guests(found["owners"]),
    )


def _guests(held: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Whom an owner can invite; a co-owner of the register by name."""
    co_owners = [
        {"value": str(one["id"]), "label": f"共有人 {one['name']}", "hint": "对方本人认证后一起拥有这套房"}
        for one in held
        if not one["me"]
    ]
    return [
        {"value": "family", "label": "家人", "hint": "可以报事、缴费、看通知，不能投票"},
        {
            "value": "tenant",
            "label": "租客",
            "hint": "可以报事；您同意后可以看账单、缴费；搬走后随时可以请出",
        },
        *co_owners,
    ]


@bp.post("/e/<uuid:estate_id>/units/<uuid:unit_id>/invitations")
@allow(Act.INVITE, GRANTS, on=estates.unit)
@takes(forms.GuestForm)
@form_page(_home)
def invite(actor: Actor, unit: Unit, body: dict[str, Any]) -> str:
    tie, owner_id = _guest(body["guest"])
    made = claiming.invite(actor, unit, tie=tie, owner_id=owner_id)
    link = f"{request.host_url}me/claim/code?code={made['code']}"
    return render_template(
        "people/invitation.html",
        tab="me",
        back={"href": f"/e/{unit.estate_id}/units/{unit.id}", "label": "返回我的房屋"},
        unit=unit,
        made=made,
        who={Tie.OWNER: "共有人", Tie.FAMILY: "家人", Tie.TENANT: "租客"}[tie],
        picture=qr.svg(link, scale=6),
    )


def _guest(text: str) -> tuple[Tie, UUID | None]:
    if text in {Tie.FAMILY, Tie.TENANT}:
        return Tie(text), None
    try:
        return Tie.OWNER, UUID(text)
    except ValueError:
        raise NotAnOwnerThere("请选择邀请谁。", field_errors={"guest": ["请选择邀请谁。"]}) from None


@bp.post("/e/<uuid:estate_id>/invitations/<uuid:invitation_id>/revoke")
@allow(Act.INVITE, GRANTS, on=owners.invitation)
def revoke_invitation(actor: Actor, invitation: Invitation) -> ResponseReturnValue:  # noqa: ARG001
    belonging.revoke_invitation(invitation=invitation, now=clock.now())
    return redirect(f"/e/{invitation.estate_id}/units/{invitation.unit_id}", 303)


@bp.post("/e/<uuid:estate_id>/residents/<uuid:resident_id>/out")
@allow(Act.SHOW_OUT, GRANTS, on=owners.resident)
def show_out(actor: Actor, resident: Resident) -> ResponseReturnValue:
    place = f"/e/{resident.estate_id}/units/{resident.unit_id}"
    own = resident.account_id == actor.account_id
    belonging.move_out(resident=resident, now=clock.now())
    return redirect("/me" if own else place, 303)


@bp.post("/e/<uuid:estate_id>/residents/<uuid:resident_id>/paying")
@allow(Act.LET_PAY, GRANTS, on=owners.resident)
@takes(schemas.LetPayIn)
def let_pay(actor: Actor, resident: Resident, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    belonging.let_pay(resident=resident, pays=body["pays"], now=clock.now())
    return redirect(f"/e/{resident.estate_id}/units/{resident.unit_id}", 303)


@bp.post("/e/<uuid:estate_id>/units/<uuid:unit_id>/representative")
@allow(Act.CHOOSE_REPRESENTATIVE, GRANTS, on=estates.unit)
@takes(schemas.RepresentativeIn)
@form_page(_home)
def choose_representative(actor: Actor, unit: Unit, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    register.choose_representative(
        estate_id=unit.estate_id, unit_id=unit.id, owner_id=body["owner_id"], on=day_of(clock.now())
    )
    return redirect(f"/e/{unit.estate_id}/units/{unit.id}", 303)
