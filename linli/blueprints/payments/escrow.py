"""Part of the fee held until a rating releases it: for programs, and the page on which everybody reads the formula."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import escrow_schemas as schemas
from linli.blueprints.payments.commons_shown import span_named
from linli.domains.fees.queries import items
from linli.domains.payments.models import EscrowAgreement
from linli.domains.payments.operations import escrow as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import escrow
from linli.domains.payments.rules.escrow import Formula, Rest, percent
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, Pages, allow, gives, idempotent, summary, takes

bp = Pages("payments_escrow", __name__)
api = Api("payments_escrow_api", __name__, tag="payments")
THERE = "/estates/<uuid:estate_id>/escrow-agreements"
ONE = f"{THERE}/<uuid:agreement_id>"


def _shown(found: EscrowAgreement) -> dict[str, Any]:
    names = ("id", "item_id", "share_bp", "none_bp", "full_bp", "rest", "since_on", "basis", "agreed_at")
    return {name: getattr(found, name) for name in names} | {
        "held_fen": escrow.held_fen(found),
        "releases": escrow.releases(found),
    }


@api.get(THERE)
@allow(Act.READ_ESCROW, GRANTS)
@gives(schemas.AgreementsOut)
@summary("物业费按考核放行的协议、公式、留存和放行")
def list_agreements(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": [_shown(one) for one in escrow.agreements(estate_id)]}


@api.post(THERE)
@allow(Act.OFFER_ESCROW, GRANTS)
@takes(schemas.OfferIn)
@gives(schemas.AgreementOut, 201)
@idempotent()
@summary("物业公司提出留存一部分物业费，业委会同意后生效")
def offer(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    terms = operations.Terms(
        share_bp=body["share_bp"],
        formula=Formula(body["none_bp"], body["full_bp"]),
        rest=body["rest"],
        since_on=body["since_on"],
        basis=body["basis"],
    )
    made = operations.offer(
        actor=actor, estate_id=estate_id, item_id=body["item_id"], terms=terms, now=clock.now()
    )
    return _shown(made)


@api.post(f"{ONE}/agreement")
@allow(Act.AGREE_ESCROW, GRANTS, on=escrow.agreement)
@gives(schemas.AgreementOut)
@summary("业委会同意留存协议，从今天起留存")
def agree(actor: Actor, agreement: EscrowAgreement) -> dict[str, Any]:
    return _shown(operations.agree(actor=actor, agreement=agreement, now=clock.now()))


@api.post(f"{ONE}/releases")
@allow(Act.RELEASE_ESCROW, GRANTS, on=escrow.agreement)
@takes(schemas.ReleaseIn)
@gives(schemas.AgreementOut, 201)
@idempotent()
@summary("按一个季度的考核放行留存的物业费")
def release(actor: Actor, agreement: EscrowAgreement, body: dict[str, Any]) -> dict[str, Any]:
    operations.release(
        actor=actor,
        agreement=agreement,
        quarter=span_named(body["span"]),
        rating_bp=body["rating_bp"],
        basis=body["basis"],
        now=clock.now(),
    )
    return _shown(agreement)


@bp.get("/e/<uuid:estate_id>/common-income/escrow")
@allow(Act.READ_ESCROW, GRANTS)
def show_agreements(actor: Actor, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    names = {one.id: one.name for one in items.items(estate_id)}
    return render_template(
        "payments/escrow.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/common-income", "label": "返回公共收益"},
        agreements=[
            (names[one.item_id], Rest(one.rest).title, escrow.held_fen(one), escrow.releases(one), one)
            for one in escrow.agreements(estate_id)
        ],
        percent=percent,
    )
