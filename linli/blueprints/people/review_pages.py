"""Claims and changes of the register that wait for an officer's look."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.people import claiming, forms, shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.people.models import Claim, RegisterChange
from linli.domains.people.operations import belonging, changes
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import homes, identity
from linli.domains.people.queries import register as owners
from linli.domains.people.rules import ClaimState, ClaimWay, same_name
from linli.kernel.actors import Actor, Tie
from linli.kernel.masking import mask_phone
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("people_review_pages", __name__)

TIES = {Tie.OWNER: "业主", Tie.FAMILY: "家人", Tie.TENANT: "租客"}
WAYS = {ClaimWay.ROSTER: "按名册核对，没有对上", ClaimWay.PAPER: "交了证件照片", ClaimWay.CODE: "用邀请码"}


CHANGE_STATES = {ClaimState.PENDING: "待确认", ClaimState.APPROVED: "已确认", ClaimState.REFUSED: "已退回"}


def _filters(
    place: str, chosen: ClaimState, words: dict[ClaimState, str] | None = None
) -> list[dict[str, Any]]:
    return [
        {
            "label": words[state] if words else state.title,
            "href": f"{place}?state={state}",
            "current": state is chosen,
        }
        for state in ClaimState
    ]


@bp.get("/work/e/<uuid:estate_id>/claims")
@allow(Act.READ_CLAIMS, GRANTS)
@takes(forms.ClaimsForm, where="query")
def list_claims(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:  # noqa: ARG001
    place = f"/work/e/{estate_id}/claims"
    found = owners.claims_page(
        estate_id, window=Window(query["limit"], query["cursor"]), state=query["state"]
    )
    return render_template(
        "people/claims.html",
        place=place,
        state=query["state"],
        filters=_filters(place, query["state"]),
        claims=shown.claims(estate_id, found.items),
        ties=TIES,
        ways=WAYS,
        next=f"?state={query['state']}&cursor={found.next}" if found.next else None,
    )


@bp.get("/work/e/<uuid:estate_id>/claims/<uuid:claim_id>")
@allow(Act.READ_CLAIMS, GRANTS, on=owners.claim)
def show_claim(actor: Actor, claim: Claim) -> str:
    return _claim(actor, claim, Form())


def _claim(actor: Actor, claim: Claim, form: Form) -> str:
    held = homes.household(claim.estate_id, claim.unit_id, on=day_of(clock.now())).owners
    account = identity.account_if_open(claim.account_id)
    return render_template(
        "people/claim.html",
        form=form,
        place=f"/work/e/{claim.estate_id}/claims",
        claim=shown.claim(claim),
        state=ClaimState(claim.state),
        tie=TIES[Tie(claim.tie)],
        way=WAYS[ClaimWay(claim.way)],
        phone=mask_phone(account.phone) if account and account.phone else "",
        owners=[
            {
                "value": one.id,
                "label": shown.name(one.name, one.kind) if not same_name(one.name, claim.name) else one.name,
                "hint": _hint(one, claim),
                "disabled": one.account_id is not None and one.account_id != claim.account_id,
            }
            for one in held
        ],
        names_owner=claim.tie == Tie.OWNER,
        may_decide=claim.state == ClaimState.PENDING and claim.account_id != actor.account_id,
    )


def _hint(one: homes.OwnerThere, claim: Claim) -> str:
    if one.account_id is not None and one.account_id != claim.account_id:
        return "已经绑定了另一个账号"
    return "姓名和申请一致" if same_name(one.name, claim.name) else "姓名和申请不一致"


@bp.get("/work/e/<uuid:estate_id>/claims/<uuid:claim_id>/photos/<uuid:photo_id>")
@allow(Act.READ_CLAIMS, GRANTS, on=owners.claim)
def show_photo(actor: Actor, claim: Claim, photo_id: UUID) -> Response:  # noqa: ARG001
    return claiming.send_photo(claim, photo_id)


@bp.post("/work/e/<uuid:estate_id>/claims/<uuid:claim_id>/decision")
@allow(Act.DECIDE_CLAIM, GRANTS, on=owners.claim)
@takes(forms.DecisionForm)
@form_page(_claim)
@idempotent()
def decide_claim(actor: Actor, claim: Claim, body: dict[str, Any]) -> ResponseReturnValue:
    belonging.decide_claim(
        actor=actor,
        claim=claim,
        approved=body["approved"] == "yes",
        reason=body["reason"],
        owner_id=body["owner_id"] if body["approved"] == "yes" else None,
        now=clock.now(),
    )
    return redirect(f"/work/e/{claim.estate_id}/claims", 303)


def _sale_form(actor: Actor, unit: Unit, form: Form) -> str:
    return render_template(
        "people/sale.html",
        form=form,
        place=f"/work/e/{unit.estate_id}",
        unit=unit,
        owners=shown.household(actor, unit.estate_id, unit.id)["owners"],
        today=day_of(clock.now()),
    )


@bp.get("/work/e/<uuid:estate_id>/units/<uuid:unit_id>/sale")
@allow(Act.PROPOSE_CHANGE, GRANTS, on=estates.unit)
def show_sale(actor: Actor, unit: Unit) -> str:
    return _sale_form(actor, unit, Form())


@bp.post("/work/e/<uuid:estate_id>/units/<uuid:unit_id>/sale")
@allow(Act.PROPOSE_CHANGE, GRANTS, on=estates.unit)
@takes(forms.SaleForm)
@form_page(_sale_form)
@idempotent()
def propose_sale(actor: Actor, unit: Unit, body: dict[str, Any]) -> ResponseReturnValue:
    changes.propose_sale(
        actor=actor,
        estate_id=unit.estate_id,
        unit_id=unit.id,
        to=body["buyers"],
        since_on=body["since_on"],
        reason=body["reason"],
        now=clock.now(),
    )
    return redirect(f"/work/e/{unit.estate_id}/units/{unit.id}", 303)


@bp.get("/work/e/<uuid:estate_id>/changes")
@allow(Act.READ_CHANGES, GRANTS)
@takes(forms.ClaimsForm, where="query")
def list_changes(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    return _changes(actor, estate_id, Form(), query)


def _changes(actor: Actor, estate_id: UUID, form: Form, query: dict[str, Any]) -> str:
    place = f"/work/e/{estate_id}/changes"
    found = homes.changes_page(
        estate_id, window=Window(query["limit"], query["cursor"]), state=query["state"]
    )
    names = identity.names([one.proposed_by for one in found.items])
    return render_template(
        "people/changes.html",
        form=form,
        place=place,
        state=query["state"],
        filters=_filters(place, query["state"], CHANGE_STATES),
        changes=shown.register_changes(estate_id, found.items),
        names=names,
        me=actor.account_id,
        next=f"?state={query['state']}&cursor={found.next}" if found.next else None,
    )


def _changes_again(actor: Actor, change: RegisterChange, form: Form) -> str:
    return _changes(actor, change.estate_id, form, {"limit": 50, "cursor": None, "state": ClaimState.PENDING})


@bp.post("/work/e/<uuid:estate_id>/changes/<uuid:change_id>/decision")
@allow(Act.DECIDE_CHANGE, GRANTS, on=homes.change)
@takes(forms.DecisionForm(exclude=("owner_id",)))
@form_page(_changes_again)
@idempotent()
def decide_change(actor: Actor, change: RegisterChange, body: dict[str, Any]) -> ResponseReturnValue:
    changes.decide_change(
        actor=actor,
        change=change,
        approved=body["approved"] == "yes",
        reason=body["reason"],
        now=clock.now(),
    )
    return redirect(f"/work/e/{change.estate_id}/changes", 303)
