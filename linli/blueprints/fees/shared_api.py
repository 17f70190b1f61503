"""Shared costs, reductions, price changes and late charges for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.fees import schemas
from linli.blueprints.fees import shared_schemas as shapes
from linli.blueprints.fees.deciding import note_decision
from linli.domains.fees.models import Bill, FeeChange, FeeItem, LateTerm, Relief, SharedCost
from linli.domains.fees.operations import changes as changing
from linli.domains.fees.operations import costs as costing
from linli.domains.fees.operations import late
from linli.domains.fees.operations import reliefs as relieving
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import bills, changes, costs, items, reliefs
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.splitting import CostState
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("fees_shared_api", __name__, tag="fees")
COSTS = "/estates/<uuid:estate_id>/shared-costs"
RELIEFS = "/estates/<uuid:estate_id>/fee-reliefs"
CHANGES = "/estates/<uuid:estate_id>/fee-changes"


def days_of(body: dict[str, Any]) -> dict[str, Any]:
    """A body with its two days as a period."""
    period = Period(body.pop("since_on"), body.pop("until_on"))
    return body | {"period": period}


@bp.get(COSTS)
@allow(Act.READ_COSTS, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(shapes.CostOut))
@summary("公共分摊费用；业主看已公布的")
def list_costs(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[SharedCost]:
    return costs.costs_page(estate_id, window=Window(**query), published_only=actor.role in RESIDENTS)


@bp.post(COSTS)
@allow(Act.DRAFT_COST, GRANTS)
@takes(shapes.CostIn)
@gives(shapes.CostOut, 201)
@idempotent()
@summary("录入一笔公共分摊费用，由另一个人复核公布")
def draft_cost(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> SharedCost:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    return costing.draft(actor=actor, item=item, now=clock.now(), **days_of(body))


@bp.get(f"{COSTS}/<uuid:cost_id>")
@allow(Act.READ_COSTS, GRANTS, on=costs.cost)
@gives(shapes.CostDetailOut)
@summary("一笔公共分摊费用：数量、单价、总额、自己家的份额")
def show_cost(actor: Actor, cost: SharedCost) -> dict[str, Any]:
    if actor.role in RESIDENTS and cost.state != CostState.PUBLISHED:
        raise Unknown
    view = costs.view(cost)
    plain = {name: getattr(cost, name) for name in shapes.CostOut().fields}
    return plain | {"units": view.units, "weights": view.weights, "own_shares": costs.own_shares(actor, cost)}


@bp.post(f"{COSTS}/<uuid:cost_id>/decision")
@allow(Act.DECIDE_COST, GRANTS, on=costs.cost)
@takes(shapes.ReasonedIn)
@gives(shapes.CostOut)
@summary("复核公共分摊费用：公布并出账，或退回")
def decide_cost(actor: Actor, cost: SharedCost, body: dict[str, Any]) -> SharedCost:
    return costing.decide(actor=actor, cost=cost, now=clock.now(), **body)


@bp.get(RELIEFS)
@allow(Act.READ_BOOKS, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(shapes.ReliefOut))
@summary("减免申请")
def list_reliefs(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Relief]:  # noqa: ARG001
    found = reliefs.reliefs_page(estate_id, window=Window(**query))
    return Page([one.relief for one in found.items], found.next)


@bp.post(RELIEFS)
@allow(Act.PROPOSE_RELIEF, GRANTS)
@takes(shapes.ReliefIn)
@gives(shapes.ReliefOut, 201)
@idempotent()
@summary("申请减免，由另一个人凭证明批准")
def propose_relief(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Relief:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    return relieving.propose(actor=actor, item=item, now=clock.now(), **days_of(body))


@bp.post(f"{RELIEFS}/<uuid:relief_id>/photos")
@allow(Act.PROPOSE_RELIEF, GRANTS, on=reliefs.relief)
@takes(shapes.PhotosIn, files=True)
@gives(shapes.ReliefOut)
@idempotent()
@summary("上传减免的证明照片")
def add_relief_photos(actor: Actor, relief: Relief, body: dict[str, Any]) -> Relief:
    relieving.add_evidence(actor=actor, relief=relief, photos=body["photos"], now=clock.now())
    return relief


@bp.post(f"{RELIEFS}/<uuid:relief_id>/decision")
@allow(Act.DECIDE_RELIEF, GRANTS, on=reliefs.relief)
@takes(shapes.ReasonedIn)
@gives(shapes.ReliefOut)
@summary("批准或不批准减免")
def decide_relief(actor: Actor, relief: Relief, body: dict[str, Any]) -> Relief:
    return relieving.decide(actor=actor, relief=relief, now=clock.now(), **body)


@bp.get(CHANGES)
@allow(Act.READ_CHANGES, GRANTS)
@gives(shapes.ChangesOut)
@summary("物业费调价；业主看公示以后的")
def list_changes(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    found = changes.changes(estate_id, shown_only=actor.role in RESIDENTS)
    return {"items": [one for one, _ in found]}


@bp.post(CHANGES)
@allow(Act.CHANGE_FEE, GRANTS)
@takes(shapes.ChangeIn)
@gives(shapes.ChangeOut, 201)
@idempotent()
@summary("准备物业费调价")
def propose_change(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> FeeChange:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    return changing.propose(actor=actor, item=item, now=clock.now(), **body)


@bp.post(f"{CHANGES}/<uuid:price_change_id>/papers")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@takes(shapes.PaperIn, files=True)
@gives(shapes.ChangeOut)
@idempotent()
@summary("上传审计结果、调价方案或业主大会决定（PDF）")
def add_change_paper(actor: Actor, change: FeeChange, body: dict[str, Any]) -> FeeChange:
    file = body["file"]
    changing.add_paper(
        actor=actor, change=change, kind=body["kind"], stream=file.stream, name=file.filename or "文件",
        now=clock.now(),
    )  # fmt: skip
    return change


@bp.post(f"{CHANGES}/<uuid:price_change_id>/showing")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@gives(shapes.ChangeOut)
@summary("公示审计结果和调价方案，满 30 天")
def show_change(actor: Actor, change: FeeChange) -> FeeChange:  # noqa: ARG001
    return changing.show(change=change, now=clock.now())


@bp.post(f"{CHANGES}/<uuid:price_change_id>/decision")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@takes(shapes.DecidedIn)
@gives(shapes.ChangeOut)
@summary("登记业主大会的决定：平台上通过的表决，或已上传的书面决定")
def decide_change(actor: Actor, change: FeeChange, body: dict[str, Any]) -> FeeChange:  # noqa: ARG001
    return note_decision(change, body)


@bp.post(f"{CHANGES}/<uuid:price_change_id>/price")
@allow(Act.CHANGE_FEE, GRANTS, on=changes.change)
@gives(schemas.TariffOut, 201)
@summary("执行业主大会决定的新标准")
def set_changed_price(actor: Actor, change: FeeChange) -> Any:
    return changing.set_price(actor=actor, change=change, now=clock.now())


@bp.post("/estates/<uuid:estate_id>/fee-items/<uuid:item_id>/late-terms")
@allow(Act.SET_LATE_TERM, GRANTS, on=items.item)
@takes(shapes.LateTermIn)
@gives(shapes.LateTermOut, 201)
@idempotent()
@summary("登记合同约定的违约金；没有登记就不计")
def agree_late(actor: Actor, item: FeeItem, body: dict[str, Any]) -> LateTerm:
    return late.agree(actor=actor, item=item, now=clock.now(), **body)


@bp.post("/estates/<uuid:estate_id>/bills/<uuid:bill_id>/late-charge")
@allow(Act.CHARGE_LATE, GRANTS, on=bills.bill)
@gives(schemas.RunOut, 201)
@summary("给缴清的逾期账单计收违约金，另出一张账单")
def charge_late(actor: Actor, bill: Bill) -> Any:
    return bills.run_view(late.charge(actor=actor, bill=bill, now=clock.now()))
