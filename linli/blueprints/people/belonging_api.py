"""Claims, invitations, residents: coming to belong to a home, for programs."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.account.limits import by_address
from linli.blueprints.people import claiming, limits, schemas, shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.people.models import Claim, Invitation, Resident
from linli.domains.people.operations import belonging
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import register
from linli.kernel.actors import Actor, Tie
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import narrow
from linli.platform.web import Api, allow, gives, idempotent, limited, page_of, signed_in, summary, takes

bp = Api("people_belonging_api", __name__, tag="people")


@bp.get("/me/claims")
@signed_in
@gives(schemas.MyClaimsOut)
@summary("我的房屋认证申请")
def my_claims(actor: Actor) -> Any:
    return {"items": claiming.mine(actor)}


@bp.post("/estates/<uuid:estate_id>/claims")
@signed_in
@limited(limits.CLAIMS_PER_ADDRESS, by=by_address)
@takes(schemas.ClaimIn)
@gives(schemas.ClaimOut, 201)
@idempotent()
@summary("认证一套房屋：按名册核对、用邀请码或交证件审核")
def make_claim(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    estates.estate(estate_id=estate_id)
    narrow(estate_id)
    return shown.claim(claiming.claim(actor, estate_id, **body))


@bp.post("/estates/<uuid:estate_id>/claims/<uuid:claim_id>/photos")
@signed_in
@limited(limits.CLAIMS_PER_ADDRESS, by=by_address)
@takes(schemas.PhotosIn, files=True)
@gives(schemas.ClaimOut, 201)
@summary("给自己的申请附上证件照片；审完即删")
def add_photos(actor: Actor, estate_id: UUID, claim_id: UUID, body: dict[str, Any]) -> Any:
    narrow(estate_id)
    found = claiming.own_pending(actor, estate_id, claim_id)
    claiming.keep_photos(actor, found, body["photos"])
    return shown.claim(found)


@bp.get("/estates/<uuid:estate_id>/claims")
@allow(Act.READ_CLAIMS, GRANTS)
@takes(schemas.ClaimsIn, where="query")
@gives(page_of(schemas.ClaimOut))
@summary("小区的房屋认证申请")
def list_claims(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:  # noqa: ARG001
    found = register.claims_page(
        estate_id, window=Window(query["limit"], query["cursor"]), state=query["state"]
    )
    return {"items": shown.claims(estate_id, found.items), "next": found.next}


@bp.get("/estates/<uuid:estate_id>/claims/<uuid:claim_id>/photos/<uuid:photo_id>")
@allow(Act.READ_CLAIMS, GRANTS, on=register.claim)
@gives(None, media_type="image/jpeg")
@summary("看申请附的证件照片")
def show_photo(actor: Actor, claim: Claim, photo_id: UUID) -> Response:  # noqa: ARG001
    return claiming.send_photo(claim, photo_id)


@bp.post("/estates/<uuid:estate_id>/claims/<uuid:claim_id>/decision")
@allow(Act.DECIDE_CLAIM, GRANTS, on=register.claim)
@takes(schemas.DecisionIn)
@gives(schemas.ClaimOut)
@idempotent()
@summary("通过或不通过房屋认证")
def decide_claim(actor: Actor, claim: Claim, body: dict[str, Any]) -> Any:
    return shown.claim(belonging.decide_claim(actor=actor, claim=claim, now=clock.now(), **body))


@bp.get("/estates/<uuid:estate_id>/units/<uuid:unit_id>/invitations")
@allow(Act.INVITE, GRANTS, on=estates.unit)
@gives(schemas.InvitationsOut)
@summary("这套房屋发出的邀请")
def list_invitations(actor: Actor, unit: Unit) -> Any:  # noqa: ARG001
    now = clock.now()
    return {
        "items": [
            shown.invitation(one, now=now) for one in register.invitations_of_unit(unit.estate_id, unit.id)
        ]
    }


@bp.post("/estates/<uuid:estate_id>/units/<uuid:unit_id>/invitations")
@allow(Act.INVITE, GRANTS, on=estates.unit)
@takes(schemas.InvitationIn)
@gives(schemas.NewInvitationOut, 201)
@idempotent()
@summary("邀请家人、租客或共有人；邀请码只显示这一次")
def invite(actor: Actor, unit: Unit, body: dict[str, Any]) -> Any:
    return claiming.invite(actor, unit, **body)


@bp.post("/estates/<uuid:estate_id>/units/<uuid:unit_id>/owner-invitations")
@allow(Act.INVITE_OWNER, GRANTS, on=estates.unit)
@takes(schemas.OwnerInvitationIn)
@gives(schemas.NewInvitationOut, 201)
@idempotent()
@summary("社区给名册上的业主发认证邀请码")
def invite_owner(actor: Actor, unit: Unit, body: dict[str, Any]) -> Any:
    return claiming.invite(actor, unit, tie=Tie.OWNER, owner_id=body["owner_id"])


@bp.delete("/estates/<uuid:estate_id>/invitations/<uuid:invitation_id>")
@allow(Act.INVITE, GRANTS, on=register.invitation)
@gives(None, 204)
@summary("收回没用过的邀请")
def revoke_invitation(actor: Actor, invitation: Invitation) -> None:  # noqa: ARG001
    belonging.revoke_invitation(invitation=invitation, now=clock.now())


@bp.put("/estates/<uuid:estate_id>/residents/<uuid:resident_id>/paying")
@allow(Act.LET_PAY, GRANTS, on=register.resident)
@takes(schemas.LetPayIn)
@gives(None, 204)
@summary("业主决定租客能不能查看、缴纳这套房的账单")
def let_pay(actor: Actor, resident: Resident, body: dict[str, Any]) -> None:  # noqa: ARG001
    belonging.let_pay(resident=resident, pays=body["pays"], now=clock.now())


@bp.delete("/estates/<uuid:estate_id>/residents/<uuid:resident_id>")
@allow(Act.SHOW_OUT, GRANTS, on=register.resident)
@gives(None, 204)
@summary("家人或租客搬出；业主可以办，本人也可以办")
def move_out(actor: Actor, resident: Resident) -> None:  # noqa: ARG001
    belonging.move_out(resident=resident, now=clock.now())
