"""The desk of the owners' common income: what came in and went out, vouchers, publication, questions (NN-31)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import commons_schemas as schemas
from linli.blueprints.payments.commons_shown import enter, span_named
from linli.domains.payments.models import CommonEntry, CommonQuestion
from linli.domains.payments.operations import commons as operations
from linli.domains.payments.operations import disclosing
from linli.domains.payments.operations import rents as passing
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import commons, rents
from linli.domains.payments.rules.commons import ENTERED, EntrySide, spans_ended
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("payments_commons", __name__)
HERE = "/work/e/<uuid:estate_id>/common-income"
ONE = f"{HERE}/<uuid:entry_id>"


def home(estate_id: UUID) -> str:
    """The address of this desk."""
    return f"/work/e/{estate_id}/common-income"


@bp.get(HERE)
@allow(Act.READ_COMMON, GRANTS)
@takes(schemas.EntriesQueryIn, where="query")
def list_entries(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _list(actor, estate_id, Form(), query)


def _list(actor: Actor, estate_id: UUID, form: Form, query: dict[str, Any] | None = None) -> str:
    asked = query or {"limit": 50, "cursor": None, "side": None}
    found = commons.entries_page(
        estate_id, window=Window(asked["limit"], asked["cursor"]), side=asked["side"]
    )
    owned = rents.rents(estate_id)
    here, side, today = home(estate_id), asked["side"], day_of(clock.now())
    return render_template(
        "payments/commons.html",
        here=here,
        form=form,
        entries=found.items,
        options=[{"label": "全部", "href": here, "current": side is None}]
        + [
            {"label": one.title, "href": f"{here}?side={one.value}", "current": side is one}
            for one in EntrySide
        ],
        next=found.next and f"{here}?cursor={found.next}" + (f"&side={side.value}" if side else ""),
        balance_fen=commons.balance_fen(estate_id),
        missing=commons.without_voucher(estate_id),
        waiting=commons.unanswered(estate_id),
        rents=owned,
        rent_options=[(str(one.item_id), one.name) for one in owned if one.waiting_fen],
        accounts=commons.disclosures(estate_id, most=6),
        spans=[(one.code, one.title) for one in spans_ended(today, years=1)],
        today=today,
        may_keep=permits(GRANTS, actor, Act.KEEP_COMMON),
        may_publish=permits(GRANTS, actor, Act.DISCLOSE_COMMON),
        estate_url=f"/e/{estate_id}/common-income",
    )


@bp.post(f"{HERE}/accounts")
@allow(Act.DISCLOSE_COMMON, GRANTS)
@takes(schemas.SpanIn)
@idempotent()
@form_page(_list)
def publish_accounts(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    span = span_named(body["span"])
    made = disclosing.publish_accounts(actor=actor, estate_id=estate_id, span=span, now=clock.now())
    return redirect(f"/e/{estate_id}/common-income/{made.id}", 303)


@bp.post(f"{HERE}/rents")
@allow(Act.KEEP_COMMON, GRANTS)
@takes(schemas.RentIn)
@idempotent()
@form_page(_list)
def pass_on(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(passing.pass_on(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.get(f"{HERE}/new")
@allow(Act.KEEP_COMMON, GRANTS)
def new_entry(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new(actor, estate_id, Form())


def _new(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    today = day_of(clock.now())
    return render_template(
        "payments/common_new.html",
        here=home(estate_id),
        form=form,
        categories=[(one.value, f"{one.side.title}：{one.title}") for one in ENTERED],
        votes=[
            ("", "不是本平台的表决"),
            *((str(key), title) for key, title in commons.passed_votes(estate_id)),
        ],
        limit_fen=commons.rules_of(estate_id, on=today).decision_above_fen,
        today=today,
    )


@bp.post(HERE)
@allow(Act.KEEP_COMMON, GRANTS)
@takes(schemas.EntryForm, files=True)
@idempotent()
@form_page(_new)
def enter_one(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(enter(actor, estate_id, body))


@bp.get(ONE)
@allow(Act.READ_COMMON, GRANTS, on=commons.entry)
def show_entry(actor: Actor, entry: CommonEntry) -> ResponseReturnValue:
    return _one(actor, entry, Form())


def _one(actor: Actor, entry: CommonEntry, form: Form) -> str:
    undo = commons.reversal_of(entry)
    return render_template(
        "payments/common_entry.html",
        back=home(entry.estate_id),
        here=f"{home(entry.estate_id)}/{entry.id}",
        form=form,
        one=commons.views([entry])[0],
        undo=commons.views([undo])[0] if undo else None,
        undoes=commons.views([commons.entry(estate_id=entry.estate_id, entry_id=entry.reverses_id)])[0]
        if entry.reverses_id
        else None,
        entered_by=identity.names([entry.entered_by]).get(entry.entered_by, "—"),
        questions=commons.questions(entry),
        today=day_of(clock.now()),
        may_keep=permits(GRANTS, actor, Act.KEEP_COMMON),
        may_answer=permits(GRANTS, actor, Act.ANSWER_COMMON),
    )


@bp.post(f"{ONE}/photos")
@allow(Act.KEEP_COMMON, GRANTS, on=commons.entry)
@takes(schemas.VouchersIn, files=True)
@idempotent()
@form_page(_one)
def add_photos(actor: Actor, entry: CommonEntry, body: dict[str, Any]) -> ResponseReturnValue:
    photos = [one.stream for one in body["photos"]]
    operations.add_photos(actor=actor, entry=entry, photos=photos, now=clock.now())
    return _to(entry)


@bp.post(f"{ONE}/reversal")
@allow(Act.KEEP_COMMON, GRANTS, on=commons.entry)
@takes(schemas.ReasonIn)
@idempotent()
@form_page(_one)
def reverse(actor: Actor, entry: CommonEntry, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(operations.reverse(actor=actor, entry=entry, reason=body["reason"], now=clock.now()))


@bp.post(f"{HERE}/questions/<uuid:question_id>/answer")
@allow(Act.ANSWER_COMMON, GRANTS, on=commons.question)
@takes(schemas.QuestionIn)
@idempotent()
@form_page(lambda actor, question, form: _one(actor, _about(question), form))
def answer(actor: Actor, question: CommonQuestion, body: dict[str, Any]) -> ResponseReturnValue:
    operations.answer(actor=actor, question=question, now=clock.now(), **body)
    return _to(_about(question))


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.READ_COMMON, GRANTS, on=commons.entry)
def show_photo(actor: Actor, entry: CommonEntry, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(commons.voucher(entry, photo_id))


def _about(question: CommonQuestion) -> CommonEntry:
    return commons.entry(estate_id=question.estate_id, entry_id=question.entry_id)


def _to(entry: CommonEntry) -> ResponseReturnValue:
    return redirect(f"{home(entry.estate_id)}/{entry.id}", 303)
