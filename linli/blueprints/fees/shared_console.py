"""The company's desk for shared costs and reductions: entering, checking by a second person, publishing."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees import shared_schemas as shapes
from linli.blueprints.fees.shared_api import days_of
from linli.blueprints.fees.showing import cost_shown, titles
from linli.domains.estates import queries as estates
from linli.domains.fees.models import Relief, SharedCost
from linli.domains.fees.operations import costs as costing
from linli.domains.fees.operations import reliefs as relieving
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import costs, items, reliefs
from linli.domains.fees.rules.reliefs import ReliefKind, ReliefState
from linli.domains.fees.rules.splitting import CostState, Method
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Invalid
from linli.kernel.times import day_of
from linli.platform import attachments, clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("fees_shared_console", __name__)
HERE = "/work/e/<uuid:estate_id>/fees"
TONES = {"drafted": "wait", "proposed": "wait", "published": "good", "approved": "good", "refused": "bad"}


def choices(estate_id: UUID) -> list[tuple[str, str]]:
    """The items of an estate to choose from."""
    return [(str(one.id), one.name) for one in items.items(estate_id)]


def unit_named(estate_id: UUID, label: str) -> UUID:
    """The unit that is called so. Raises Invalid beside the field."""
    found = estates.unit_by_label(estate_id, label.strip())
    if found is None:
        sentence = "没有这套房屋，请写与名册一样的房号。"
        raise Invalid(sentence, field_errors={"unit_label": [sentence]})
    return found.id


@bp.get(f"{HERE}/costs")
@allow(Act.READ_BOOKS, GRANTS)
@takes(WindowIn, where="query")
def list_costs(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = costs.costs_page(estate_id, window=Window(**query), published_only=False)
    return render_template(
        "fees/costs.html",
        place=estate_id,
        costs=[cost_shown(one) for one in found.items],
        states=titles(CostState),
        tones=TONES,
        may_draft=permits(GRANTS, actor, Act.DRAFT_COST),
        next=found.next and f"/work/e/{estate_id}/fees/costs?cursor={found.next}",
    )


@bp.get(f"{HERE}/costs/new")
@allow(Act.DRAFT_COST, GRANTS)
def new_cost(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new_cost(actor, estate_id, Form())


def _new_cost(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "fees/cost_new.html",
        place=estate_id,
        form=form,
        items=choices(estate_id),
        buildings=[("", "全小区"), *((str(one.id), one.name) for one in estates.buildings(estate_id))],
        methods=[(one.value, one.title) for one in Method],
        measures=[(word, word) for word in ("度", "吨", "立方米", "元")],
        today=day_of(clock.now()),
    )


@bp.post(f"{HERE}/costs")
@allow(Act.DRAFT_COST, GRANTS)
@takes(shapes.CostForm)
@idempotent()
@form_page(_new_cost)
def draft_cost(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    made = costing.draft(actor=actor, item=item, now=clock.now(), **days_of(body))
    return redirect(f"/work/e/{estate_id}/fees/costs/{made.id}", 303)


@bp.get(f"{HERE}/costs/<uuid:cost_id>")
@allow(Act.READ_BOOKS, GRANTS, on=costs.cost)
def show_cost(actor: Actor, cost: SharedCost) -> ResponseReturnValue:
    return _cost(actor, cost, Form())


def _cost(actor: Actor, cost: SharedCost, form: Form) -> str:
    waiting = cost.state == CostState.DRAFTED
    return render_template(
        "fees/cost.html",
        place=cost.estate_id,
        form=form,
        cost=cost_shown(cost),
        view=costs.view(cost),
        shares=[(one.label, one.weight, amount) for one, amount in costs.split(cost)[:20]] if waiting else [],
        state=CostState(cost.state).title,
        tone=TONES[cost.state],
        names=identity.names([one for one in (cost.drafted_by, cost.decided_by) if one]),
        may_decide=waiting and permits(GRANTS, actor, Act.DECIDE_COST, cost),
    )


@bp.post(f"{HERE}/costs/<uuid:cost_id>/decision")
@allow(Act.DECIDE_COST, GRANTS, on=costs.cost)
@takes(shapes.ReasonedIn)
@form_page(_cost)
def decide_cost(actor: Actor, cost: SharedCost, body: dict[str, Any]) -> ResponseReturnValue:
    costing.decide(actor=actor, cost=cost, now=clock.now(), **body)
    return redirect(f"/work/e/{cost.estate_id}/fees/costs/{cost.id}", 303)


@bp.get(f"{HERE}/reliefs")
@allow(Act.READ_BOOKS, GRANTS)
@takes(WindowIn, where="query")
def list_reliefs(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = reliefs.reliefs_page(estate_id, window=Window(**query))
    return render_template(
        "fees/reliefs.html",
        place=estate_id,
        reliefs=found.items,
        kinds=titles(ReliefKind),
        states=titles(ReliefState),
        tones=TONES,
        may_propose=permits(GRANTS, actor, Act.PROPOSE_RELIEF),
        next=found.next and f"/work/e/{estate_id}/fees/reliefs?cursor={found.next}",
    )


@bp.get(f"{HERE}/reliefs/new")
@allow(Act.PROPOSE_RELIEF, GRANTS)
def new_relief(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new_relief(actor, estate_id, Form())


def _new_relief(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "fees/relief_new.html",
        place=estate_id,
        form=form,
        items=choices(estate_id),
        kinds=list(titles(ReliefKind).items()),
        today=day_of(clock.now()),
    )


@bp.post(f"{HERE}/reliefs")
@allow(Act.PROPOSE_RELIEF, GRANTS)
@takes(shapes.ReliefForm, files=True)
@idempotent()
@form_page(_new_relief)
def propose_relief(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    unit_id = unit_named(estate_id, body.pop("unit_label"))
    made = relieving.propose(actor=actor, item=item, unit_id=unit_id, now=clock.now(), **days_of(body))
    return redirect(f"/work/e/{estate_id}/fees/reliefs/{made.id}", 303)


@bp.get(f"{HERE}/reliefs/<uuid:relief_id>")
@allow(Act.READ_BOOKS, GRANTS, on=reliefs.relief)
def show_relief(actor: Actor, relief: Relief) -> ResponseReturnValue:
    return _relief(actor, relief, Form())


def _relief(actor: Actor, relief: Relief, form: Form) -> str:
    waiting = relief.state == ReliefState.PROPOSED
    return render_template(
        "fees/relief.html",
        place=relief.estate_id,
        form=form,
        view=reliefs.views([relief])[0],
        kind=ReliefKind(relief.kind).title,
        state=ReliefState(relief.state).title,
        tone=TONES[relief.state],
        photos=_evidence(relief),
        names=identity.names([one for one in (relief.proposed_by, relief.decided_by) if one]),
        may_decide=waiting and permits(GRANTS, actor, Act.DECIDE_RELIEF, relief),
        may_add=waiting and permits(GRANTS, actor, Act.PROPOSE_RELIEF),
    )


def _evidence(relief: Relief) -> Any:
    return attachments.of_object(
        estate_id=relief.estate_id, object_kind=relieving.EVIDENCE, object_id=relief.id
    )


@bp.get(f"{HERE}/reliefs/<uuid:relief_id>/photos/<uuid:photo_id>")
@allow(Act.READ_BOOKS, GRANTS, on=reliefs.relief)
def show_photo(actor: Actor, relief: Relief, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(reliefs.photo(relief, photo_id, kind=relieving.EVIDENCE))


@bp.post(f"{HERE}/reliefs/<uuid:relief_id>/photos")
@allow(Act.PROPOSE_RELIEF, GRANTS, on=reliefs.relief)
@takes(shapes.PhotosIn, files=True)
@idempotent()
@form_page(_relief)
def add_photos(actor: Actor, relief: Relief, body: dict[str, Any]) -> ResponseReturnValue:
    relieving.add_evidence(actor=actor, relief=relief, photos=body["photos"], now=clock.now())
    return redirect(f"/work/e/{relief.estate_id}/fees/reliefs/{relief.id}", 303)


@bp.post(f"{HERE}/reliefs/<uuid:relief_id>/decision")
@allow(Act.DECIDE_RELIEF, GRANTS, on=reliefs.relief)
@takes(shapes.ReasonedIn)
@form_page(_relief)
def decide_relief(actor: Actor, relief: Relief, body: dict[str, Any]) -> ResponseReturnValue:
    relieving.decide(actor=actor, relief=relief, now=clock.now(), **body)
    return redirect(f"/work/e/{relief.estate_id}/fees/reliefs/{relief.id}", 303)
