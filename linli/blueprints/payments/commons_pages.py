"""What owners read of their common income, each entry with its voucher, and what they ask about it (scenario 22)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import commons_schemas as schemas
from linli.domains.estates import queries as estates
from linli.domains.payments.models import CommonDisclosure, CommonEntry
from linli.domains.payments.operations import commons as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import commons
from linli.domains.payments.rules.commons import ANSWER_WITHIN
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send
from linli.platform.web.papers import paper

bp = Pages("payments_commons_pages", __name__)
HERE = "/e/<uuid:estate_id>/common-income"
ONE = f"{HERE}/entries/<uuid:entry_id>"


def _frame(estate_id: UUID, back: str, label: str) -> dict[str, Any]:
    here = f"/e/{estate_id}/common-income"
    return {"tab": "home", "here": here, "back": {"href": back or here, "label": label}}


@bp.get(HERE)
@allow(Act.READ_DISCLOSED, GRANTS)
def list_accounts(actor: Actor, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "payments/commons_shown.html",
        **_frame(estate_id, f"/e/{estate_id}/", "返回首页"),
        accounts=commons.disclosures(estate_id),
    )


@bp.get(f"{HERE}/<uuid:common_id>")
@allow(Act.READ_DISCLOSED, GRANTS, on=commons.disclosure)
def show_accounts(actor: Actor, disclosure: CommonDisclosure) -> ResponseReturnValue:  # noqa: ARG001
    newest = commons.last_version(disclosure.estate_id, disclosure.since_on, disclosure.until_on)
    return render_template(
        "payments/common_shown.html",
        **_frame(disclosure.estate_id, "", "返回公共收益"),
        account=disclosure,
        newest=newest if newest and newest.id != disclosure.id else None,
    )


@bp.get(f"{HERE}/<uuid:common_id>/paper")
@allow(Act.READ_DISCLOSED, GRANTS, on=commons.disclosure)
def print_accounts(actor: Actor, disclosure: CommonDisclosure) -> Response:  # noqa: ARG001
    place = estates.estate(estate_id=disclosure.estate_id).name
    return paper(
        "papers/common_income.html",
        name=f"公共收益 {disclosure.figures['title']}",
        place=place,
        account=disclosure,
    )


@bp.get(ONE)
@allow(Act.READ_DISCLOSED, GRANTS, on=commons.disclosed_entry)
def show_entry(actor: Actor, disclosed_entry: CommonEntry) -> ResponseReturnValue:
    return _one(actor, disclosed_entry, Form())


def _one(actor: Actor, entry: CommonEntry, form: Form) -> str:
    return render_template(
        "payments/common_asked.html",
        **_frame(entry.estate_id, "", "返回公共收益"),
        form=form,
        one=commons.views([entry])[0],
        questions=commons.questions(entry),
        may_ask=permits(GRANTS, actor, Act.ASK_COMMON),
        days=ANSWER_WITHIN.days,
    )


@bp.post(f"{ONE}/questions")
@allow(Act.ASK_COMMON, GRANTS, on=commons.disclosed_entry)
@takes(schemas.QuestionIn)
@idempotent()
@form_page(_one)
def ask(actor: Actor, disclosed_entry: CommonEntry, body: dict[str, Any]) -> ResponseReturnValue:
    operations.ask(actor=actor, entry=disclosed_entry, now=clock.now(), **body)
    return redirect(f"/e/{disclosed_entry.estate_id}/common-income/entries/{disclosed_entry.id}", 303)


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.READ_DISCLOSED, GRANTS, on=commons.disclosed_entry)
def show_photo(actor: Actor, disclosed_entry: CommonEntry, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(commons.voucher(disclosed_entry, photo_id))
