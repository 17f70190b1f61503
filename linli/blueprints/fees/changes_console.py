"""The company's desk for changing the property fee by law, step by step (NN-33)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees import shared_schemas as shapes
from linli.blueprints.fees.deciding import note_decision, passed_votes
from linli.blueprints.fees.shared_console import choices
from linli.blueprints.fees.showing import titles
from linli.domains.estates.rules import UnitKind
from linli.domains.fees.models import FeeChange
from linli.domains.fees.operations import changes as changing
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import changes, items
from linli.domains.fees.rules import Formula, format_rate
from linli.domains.fees.rules.changes import ChangeState, shown_until
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("fees_changes_console", __name__)
HERE = "/work/e/<uuid:estate_id>/fees/changes"
ONE = f"{HERE}/<uuid:price_change_id>"
TONES = {"prepared": "", "shown": "wait", "decided": "info", "set": "good", "dropped": ""}
STEPS = ["准备材料", "公示 30 天", "业主大会决定", "执行"]


def address(change: FeeChange) -> str:
    """Where a price change lies."""
    return f"/work/e/{change.estate_id}/fees/changes/{change.id}"


@bp.get(HERE)
@allow(Act.READ_BOOKS, GRANTS)
def list_changes(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _list(actor, estate_id, Form())


def _list(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "fees/changes.html",
        place=estate_id,
        form=form,
        changes=[(one, name, ChangeState(one.state).title) for one, name in changes.changes(estate_id)],
        tones=TONES,
        items=choices(estate_id),
        unit_kinds=list(titles(UnitKind).items()),
        rates={one.id: _price(one) for one, _ in changes.changes(estate_id)},
        may_change=permits(GRANTS, actor, Act.CHANGE_FEE),
    )


def _price(change: FeeChange) -> str:
    return f"{format_rate(change.rate_mfen)} {Formula(change.formula).per}"


@bp.post(HERE)
@allow(Act.CHANGE_FEE, GRANTS)
@takes(shapes.ChangeForm)
@idempotent()
@form_page(_list)
def propose_change(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    made = changing.propose(actor=actor, item=item, now=clock.now(), **body)
    return redirect(address(made), 303)


@bp.get(ONE)
@allow(Act.READ_BOOKS, GRANTS, on=changes.change)
def show_one(actor: Actor, change: FeeChange) -> ResponseReturnValue:
    return _one(actor, change, Form())


def _one(actor: Actor, change: FeeChange, form: Form) -> str:
    order = [ChangeState.PREPARED, ChangeState.SHOWN, ChangeState.DECIDED, ChangeState.SET]
    state = ChangeState(change.state)
    return render_template(
        "fees/change.html",
        place=change.estate_id,
        form=form,
        change=change,
        item=items.item(estate_id=change.estate_id, item_id=change.item_id),
        price=_price(change),
        unit_kind=UnitKind(change.unit_kind).title,
        state=state.title,
        tone=TONES[change.state],
        steps=STEPS,
        step=order.index(state) if state in order else 0,
        until_on=shown_until(change.shown_on) if change.shown_on else None,
        papers=changes.papers(change),
        kinds=changes.PAPERS,
        votes=[("", "书面决定（上传文件）"), *passed_votes(change.estate_id)],
        today=day_of(clock.now()),
        may_change=permits(GRANTS, actor, Act.CHANGE_FEE),
    )


@bp.get(f"{ONE}/papers/<uuid:file_id>")
@allow(Act.READ_BOOKS, GRANTS, on=changes.change)
def show_paper(actor: Actor, change: FeeChange, file_id: UUID) -> Response:  # noqa: ARG001
    return send(changes.paper(change, file_id))


@bp.post(f"{ONE}/papers")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@takes(shapes.PaperIn, files=True)
@idempotent()
@form_page(_one)
def add_paper(actor: Actor, change: FeeChange, body: dict[str, Any]) -> ResponseReturnValue:
    kept = {"stream": body["file"].stream, "name": body["file"].filename or "文件"}
    changing.add_paper(actor=actor, change=change, kind=body["kind"], now=clock.now(), **kept)
    return redirect(address(change), 303)


@bp.post(f"{ONE}/showing")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@form_page(_one)
def show_to_owners(actor: Actor, change: FeeChange) -> ResponseReturnValue:  # noqa: ARG001
    changing.show(change=change, now=clock.now())
    return redirect(address(change), 303)


@bp.post(f"{ONE}/decision")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@takes(shapes.DecidedIn)
@form_page(_one)
def decide(actor: Actor, change: FeeChange, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    note_decision(change, body)
    return redirect(address(change), 303)


@bp.post(f"{ONE}/price")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@form_page(_one)
def set_price(actor: Actor, change: FeeChange) -> ResponseReturnValue:
    changing.set_price(actor=actor, change=change, now=clock.now())
    return redirect(f"/work/e/{change.estate_id}/fees/items/{change.item_id}", 303)


@bp.post(f"{ONE}/dropping")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@form_page(_one)
def drop(actor: Actor, change: FeeChange) -> ResponseReturnValue:  # noqa: ARG001
    changing.drop(change=change)
    return redirect(address(change), 303)
