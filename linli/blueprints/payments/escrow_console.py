"""The desk of what is held of the fee: the company offers, the committee agrees, a rating releases (NN-34)."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields, validates_schema

from linli.blueprints.payments.commons_shown import span_named
from linli.domains.fees.queries import items
from linli.domains.fees.rules.places import rent_of_owners
from linli.domains.payments.models import EscrowAgreement
from linli.domains.payments.operations import escrow as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import escrow
from linli.domains.payments.rules.commons import spans_ended
from linli.domains.payments.rules.escrow import Formula, Rest, parse_percent, percent
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, In, Pages, allow, form_page, idempotent, takes
from linli.platform.web.schemas import Day, Text, one_of

bp = Pages("payments_escrow_console", __name__)
HERE = "/work/e/<uuid:estate_id>/common-income/escrow"
ONE = f"{HERE}/<uuid:agreement_id>"
_QUARTERS = 4


class Percent(fields.Field[int]):
    """A share as it is typed, 85 or 85.5; kept in hundredths of a percent."""

    default_error_messages = {"required": "请填写百分比。", "null": "请填写百分比。"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002
        share = parse_percent(str(value).strip())
        if share is None:
            raise ValidationError("请填写 0 到 100 之间的数，最多两位小数，例如 85.5。")
        return share


class OfferForm(In):
    """What the company offers, as it is typed."""

    item_id = fields.UUID(
        required=True, error_messages={"required": "请选择收费项目。", "null": "请选择收费项目。"}
    )
    share = Percent(required=True)
    none = Percent(required=True)
    full = Percent(required=True)
    rest = one_of(Rest, required=True)
    since_on = Day(required=True)
    basis = Text(most=100, required=True)

    @validates_schema
    def _rises(self, body: dict[str, Any], **_: object) -> None:
        """Something is held, and all is released only above where nothing is."""
        if not body["share"]:
            raise ValidationError({"share": ["留存的比例要大于 0。"]})
        if body["none"] >= body["full"]:
            raise ValidationError({"full": ["要高于一分不放的考核分。"]})


class ReleaseForm(In):
    """The quarter, its rating, and where it was published, as they are typed."""

    span = Text(most=7, required=True)
    rating = Percent(required=True)
    basis = Text(most=100, required=True)


@bp.get(HERE)
@allow(Act.READ_COMMON, GRANTS)
def list_agreements(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _page(actor, estate_id, Form())


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:
    found, charged = escrow.agreements(estate_id), items.items(estate_id)
    names = {one.id: one.name for one in charged}
    quarters = [one for one in spans_ended(day_of(clock.now())) if "Q" in one.code]
    return render_template(
        "payments/escrow_console.html",
        here=f"/work/e/{estate_id}/common-income/escrow",
        form=form,
        agreements=[
            (names[one.item_id], Rest(one.rest).title, escrow.held_fen(one), escrow.releases(one), one)
            for one in found
        ],
        percent=percent,
        items=[(str(one.id), one.name) for one in charged if not rent_of_owners(one.kind, one.place_of)],
        rests=[(one.value, one.title) for one in Rest],
        spans=[(one.code, one.title) for one in quarters[:_QUARTERS]],
        may_offer=permits(GRANTS, actor, Act.OFFER_ESCROW),
        may_agree=permits(GRANTS, actor, Act.AGREE_ESCROW),
        may_release=permits(GRANTS, actor, Act.RELEASE_ESCROW),
    )


def _of_agreement(actor: Actor, agreement: EscrowAgreement, form: Form) -> str:
    return _page(actor, agreement.estate_id, form)


@bp.post(HERE)
@allow(Act.OFFER_ESCROW, GRANTS)
@takes(OfferForm)
@idempotent()
@form_page(_page)
def offer(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    terms = operations.Terms(
        share_bp=body["share"],
        formula=Formula(body["none"], body["full"]),
        rest=Rest(body["rest"]),
        since_on=body["since_on"],
        basis=body["basis"],
    )
    operations.offer(actor=actor, estate_id=estate_id, item_id=body["item_id"], terms=terms, now=clock.now())
    return redirect(f"/work/e/{estate_id}/common-income/escrow", 303)


@bp.post(f"{ONE}/agreement")
@allow(Act.AGREE_ESCROW, GRANTS, on=escrow.agreement)
@form_page(_of_agreement)
def agree(actor: Actor, agreement: EscrowAgreement) -> ResponseReturnValue:
    operations.agree(actor=actor, agreement=agreement, now=clock.now())
    return redirect(f"/work/e/{agreement.estate_id}/common-income/escrow", 303)


@bp.post(f"{ONE}/releases")
@allow(Act.RELEASE_ESCROW, GRANTS, on=escrow.agreement)
@takes(ReleaseForm)
@idempotent()
@form_page(_of_agreement)
def release(actor: Actor, agreement: EscrowAgreement, body: dict[str, Any]) -> ResponseReturnValue:
    operations.release(
        actor=actor,
        agreement=agreement,
        quarter=span_named(body["span"]),
        rating_bp=body["rating"],
        basis=body["basis"],
        now=clock.now(),
    )
    return redirect(f"/work/e/{agreement.estate_id}/common-income/escrow", 303)
