"""Showing that a home is mine, for people: by the register, by a code, by papers."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.account import doorkeeper
from linli.blueprints.account.limits import by_address
from linli.blueprints.people import claiming, forms, limits
from linli.domains.estates import queries as estates
from linli.domains.people.errors import WrongInvitation
from linli.domains.people.models import Claim
from linli.domains.people.operations import roles
from linli.domains.people.queries import homes, identity
from linli.domains.people.rules import ClaimState, ClaimWay
from linli.kernel.actors import RESIDENTS, Actor, ScopeKind
from linli.kernel.masking import mask_phone
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import narrow
from linli.platform.web import Form, Pages, form_page, limited, signed_in, takes

bp = Pages("people_claims_pages", __name__)

REVIEW_DAYS = 3
_TONES = {ClaimState.PENDING: "wait", ClaimState.APPROVED: "good", ClaimState.REFUSED: "bad"}


@bp.get("/me/claim")
@signed_in
def choose_way(actor: Actor) -> str:
    return _page(actor, "", Form())


@bp.get("/me/claim/<string:way>")
@signed_in
@takes(forms.CodeIn, where="query")
def show_way(actor: Actor, way: str, query: dict[str, Any]) -> str:
    if way not in set(ClaimWay):
        raise Unknown
    return _page(actor, way, Form({"code": query["code"]} if query["code"] else {}))


def _page(actor: Actor, way: str, form: Form) -> str:
    account = identity.account(actor.account_id)
    everywhere = estates.all_estates()
    return render_template(
        "account/claim.html",
        tab="me",
        back={"href": "/me/claim" if way else "/me", "label": "返回"},
        way=way or None,
        ways={one: f"/me/claim/{one}" for one in ("roster", "code", "paper")},
        action=f"/me/claim/{way}",
        form=form,
        phone=mask_phone(account.phone) if account.phone else "",
        my_name=account.name,
        estates=([("", "请选择小区")] if len(everywhere) != 1 else []) + everywhere,
        chosen=actor.scope.id if actor.scope.kind is ScopeKind.ESTATE else None,
        review_days=REVIEW_DAYS,
        claims=[] if way else _mine(actor),
    )


def _mine(actor: Actor) -> list[dict[str, Any]]:
    names = dict(estates.all_estates())
    return [
        {
            "title": f"{names.get(one['estate_id'], '')} {one['unit']}",
            "text": one["reason"] or f"社区 {REVIEW_DAYS} 个工作日内核实，结果会通知您。",
            "chip": (ClaimState(one["state"]).title, _TONES[ClaimState(one["state"])]),
        }
        for one in claiming.mine(actor)
    ]


def _roster_form(actor: Actor, form: Form) -> str:
    return _page(actor, ClaimWay.ROSTER, form)


def _code_form(actor: Actor, form: Form) -> str:
    return _page(actor, ClaimWay.CODE, form)


def _paper_form(actor: Actor, form: Form) -> str:
    return _page(actor, ClaimWay.PAPER, form)


@bp.post("/me/claim/roster")
@signed_in
@limited(limits.CLAIMS_PER_ADDRESS, by=by_address)
@takes(forms.RosterForm)
@form_page(_roster_form)
def claim_by_roster(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    return _claimed(actor, _known(body.pop("estate_id")), way=ClaimWay.ROSTER, **body)


@bp.post("/me/claim/code")
@signed_in
@limited(limits.CLAIMS_PER_ADDRESS, by=by_address)
@takes(forms.CodeForm)
@form_page(_code_form)
def claim_by_code(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    estate_id = homes.estate_of_invitation(body["code"], now=clock.now())
    if estate_id is None:
        raise WrongInvitation(field_errors={"code": [WrongInvitation.sentence]})
    return _claimed(actor, estate_id, way=ClaimWay.CODE, **body)


@bp.post("/me/claim/paper")
@signed_in
@limited(limits.CLAIMS_PER_ADDRESS, by=by_address)
@takes(forms.PaperForm, files=True)
@form_page(_paper_form)
def claim_by_paper(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    photos, estate_id = body.pop("photos"), _known(body.pop("estate_id"))
    narrow(estate_id)
    made = claiming.claim(actor, estate_id, way=ClaimWay.PAPER, **body)
    claiming.keep_photos(actor, made, photos)
    return redirect("/me/claim", 303)


def _known(estate_id: UUID) -> UUID:
    return estates.estate(estate_id=estate_id).id


def _claimed(actor: Actor, estate_id: UUID, **body: Any) -> ResponseReturnValue:
    narrow(estate_id)
    made = claiming.claim(actor, estate_id, **body)
    return redirect(_go_home(made) if made.state == ClaimState.APPROVED else "/me/claim", 303)


def _go_home(made: Claim) -> str:
    """Act in the estate of the home that was just proven, and go there."""
    now, session = clock.now(), doorkeeper.current_session()
    for choice in identity.actings(session, now=now, on=day_of(now)):
        if choice.scope.id == made.estate_id and choice.role in RESIDENTS:
            roles.act_as(session=session, role=choice.role, scope=choice.scope, now=now)
            return f"/e/{made.estate_id}/"
    return "/me"
