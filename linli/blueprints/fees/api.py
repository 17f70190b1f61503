"""Tariffs and bills for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.fees import schemas
from linli.blueprints.fees.showing import detail, page_shown
from linli.domains.fees import facts
from linli.domains.fees.models import Bill, FeeItem, Tariff, Voiding
from linli.domains.fees.operations import bills as operations
from linli.domains.fees.operations import items as setting
from linli.domains.fees.operations import runs
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import bills, charging, items
from linli.domains.fees.queries.bills import RunView
from linli.domains.fees.rules import period_of
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("fees_api", __name__, tag="fees")
ITEMS = "/estates/<uuid:estate_id>/fee-items"
BILLS = "/estates/<uuid:estate_id>/bills"


@bp.get(ITEMS)
@allow(Act.READ_ITEMS, GRANTS)
@gives(schemas.ItemsOut)
@summary("收费项目")
def list_items(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": items.items(estate_id)}


@bp.post(ITEMS)
@allow(Act.SET_TARIFF, GRANTS)
@takes(schemas.ItemIn)
@gives(schemas.ItemOut, 201)
@idempotent()
@summary("新增收费项目")
def add_item(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> FeeItem:
    return setting.add_item(actor=actor, estate_id=estate_id, now=clock.now(), **body)


@bp.post(f"{ITEMS}/<uuid:item_id>/places")
@allow(Act.SET_TARIFF, GRANTS, on=items.item)
@takes(schemas.PlacesIn)
@gives(schemas.ItemOut)
@summary("车位租金：写明车位是谁的；没有产权依据的归全体业主")
def say_whose(actor: Actor, item: FeeItem, body: dict[str, Any]) -> FeeItem:  # noqa: ARG001
    return setting.say_whose(item=item, **body)


@bp.get(f"{ITEMS}/<uuid:item_id>/tariffs")
@allow(Act.READ_ITEMS, GRANTS, on=items.item)
@gives(schemas.TariffsOut)
@summary("一个收费项目的全部收费标准")
def list_tariffs(actor: Actor, item: FeeItem) -> dict[str, Any]:  # noqa: ARG001
    return {"items": items.tariffs(item.estate_id, item.id)}


@bp.post(f"{ITEMS}/<uuid:item_id>/tariffs")
@allow(Act.SET_TARIFF, GRANTS, on=items.item)
@takes(schemas.TariffIn)
@gives(schemas.TariffOut, 201)
@idempotent()
@summary("设定从某天起的收费标准；已出的账单不变")
def set_tariff(actor: Actor, item: FeeItem, body: dict[str, Any]) -> Tariff:
    return setting.set_tariff(actor=actor, item=item, now=clock.now(), **body)


@bp.get(f"{ITEMS}/<uuid:item_id>/preview")
@allow(Act.PREVIEW_RUN, GRANTS, on=items.item)
@takes(schemas.PeriodQueryIn, where="query")
@gives(schemas.PreviewOut)
@summary("试算：会出多少账单、合计多少、与上期的差别；不写任何东西")
def preview(actor: Actor, item: FeeItem, query: dict[str, Any]) -> charging.Preview:  # noqa: ARG001
    return charging.preview(item=item, period=period_of(query["since_on"], query["months"]))


@bp.get("/estates/<uuid:estate_id>/bill-runs")
@allow(Act.PREVIEW_RUN, GRANTS)
@gives(schemas.RunsOut)
@summary("最近的出账批次")
def list_runs(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": bills.runs(estate_id)}


@bp.post("/estates/<uuid:estate_id>/bill-runs")
@allow(Act.ISSUE_RUN, GRANTS)
@takes(schemas.RunIn)
@gives(schemas.RunOut, 201)
@idempotent()
@summary("出账；同一项目、房屋、账期只出一次")
def issue(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> RunView:
    return issue_run(actor, estate_id, body)


def issue_run(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> RunView:
    """Issue what a form or a program asks for; a count and a sum that were previewed have to hold still."""
    expected = (body["expected_count"], body["expected_fen"])
    run = runs.issue(
        actor=actor,
        item=items.item(estate_id=estate_id, item_id=body["item_id"]),
        period=period_of(body["since_on"], body["months"]),
        due_on=body["due_on"],
        expected=None if None in expected else expected,
        now=clock.now(),
    )
    return bills.run_view(run)


@bp.get("/estates/<uuid:estate_id>/bill-runs/<uuid:run_id>")
@allow(Act.PREVIEW_RUN, GRANTS, on=bills.run)
@gives(schemas.RunOut)
@summary("一个出账批次")
def show_run(actor: Actor, run: Any) -> RunView:  # noqa: ARG001
    return bills.run_view(run)


@bp.get(BILLS)
@allow(Act.READ_BILLS, GRANTS)
@takes(schemas.BillsQueryIn, where="query")
@gives(page_of(schemas.BillOut))
@summary("账单：工作人员看全部，业主和家庭成员看自己家的")
def list_bills(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    return bills_asked(actor, estate_id, query)


def bills_asked(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """The bills that a list asks for."""
    found = bills.bills_page(
        actor,
        estate_id,
        window=Window(query["limit"], query["cursor"]),
        search=query["search"],
        run_id=query["run_id"],
        unit_id=query["unit_id"],
        open_only=query["open"],
        overdue_on=day_of(clock.now()) if query["overdue"] else None,
    )
    return page_shown(found)


@bp.get(f"{BILLS}/<uuid:bill_id>")
@allow(Act.READ_BILLS, GRANTS)
@gives(schemas.BillDetailOut)
@summary("一张账单和它的算法")
def show_bill(actor: Actor, estate_id: UUID, bill_id: UUID) -> dict[str, Any]:
    return detail(bills.bill_for(actor, estate_id=estate_id, bill_id=bill_id))


@bp.post(f"{BILLS}/<uuid:bill_id>/voidings")
@allow(Act.PROPOSE_VOIDING, GRANTS, on=bills.bill)
@takes(schemas.VoidingIn)
@gives(schemas.VoidingOut, 201)
@idempotent()
@summary("申请冲红一张账单，由另一个人复核")
def propose_voiding(actor: Actor, bill: Bill, body: dict[str, Any]) -> Voiding:
    return operations.propose_voiding(actor=actor, bill=bill, reason=body["reason"], now=clock.now())


@bp.post("/estates/<uuid:estate_id>/voidings/<uuid:voiding_id>/decision")
@allow(Act.DECIDE_VOIDING, GRANTS, on=bills.voiding)
@takes(schemas.DecisionIn)
@gives(schemas.VoidingOut)
@summary("复核冲红申请，不能复核自己的")
def decide_voiding(actor: Actor, voiding: Voiding, body: dict[str, Any]) -> Voiding:
    operations.decide_voiding(actor=actor, voiding=voiding, approve=body["approve"], now=clock.now())
    return voiding


@bp.get("/estates/<uuid:estate_id>/collection")
@allow(Act.READ_ITEMS, GRANTS)
@takes(schemas.CollectionQueryIn, where="query")
@gives(schemas.CollectionOut)
@summary("当期收缴率：按金额和按户数，只有合计")
def collection(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> facts.Collection:  # noqa: ARG001
    found = facts.collection(**query, cut_off=clock.now(), estate_id=estate_id)
    return found[0] if found else facts.Collection(estate_id, 0, 0, 0, 0)
