"""Prepared bills, old bills and meters for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.fees import preparing_schemas as shapes
from linli.blueprints.fees import schemas
from linli.blueprints.fees.shared_api import days_of
from linli.blueprints.fees.shared_schemas import ReasonedIn
from linli.blueprints.people.rosters_schemas import uploaded
from linli.domains.fees.models import BillDraft, Meter, OldBills, ReadingWindow
from linli.domains.fees.operations import drafts as drafting
from linli.domains.fees.operations import meter_files
from linli.domains.fees.operations import meters as metering
from linli.domains.fees.operations import oldbills as old_bills
from linli.domains.fees.operations.meters import Shown
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import bills, drafts, items, meters, oldbills
from linli.domains.fees.rules import period_of
from linli.domains.fees.rules.parts import OldBillsState
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("fees_preparing_api", __name__, tag="fees")
DRAFTS = "/estates/<uuid:estate_id>/bill-drafts"
OLD = "/estates/<uuid:estate_id>/old-bills"
WINDOWS = "/estates/<uuid:estate_id>/reading-windows"


def draft_shown(found: BillDraft) -> dict[str, Any]:
    """Prepared bills with their items."""
    view = drafts.view(found)
    parts = [
        {"item_name": name} | {field: getattr(part, field) for field in
         ("item_id", "count", "total_fen", "state", "refused_why", "run_id")}
        for part, name in view.parts
    ]  # fmt: skip
    plain = {name: getattr(found, name) for name in ("id", "since_on", "until_on", "due_on", "state")}
    return plain | {"count": view.count, "total_fen": view.total_fen, "parts": parts}


def prepare(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> BillDraft:
    """Put a period's bills to another person."""
    period = period_of(body.pop("since_on"), body.pop("months"))
    return drafting.draft(actor=actor, estate_id=estate_id, period=period, now=clock.now(), **body)


@bp.post(DRAFTS)
@allow(Act.DRAFT_BILLS, GRANTS)
@takes(shapes.DraftIn)
@gives(shapes.DraftOut, 201)
@idempotent()
@summary("准备一期账单，交另一个人复核出账")
def draft_bills(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return draft_shown(prepare(actor, estate_id, body))


@bp.get(f"{DRAFTS}/<uuid:draft_id>")
@allow(Act.READ_BOOKS, GRANTS, on=drafts.draft)
@gives(shapes.DraftOut)
@summary("准备好的账单和出账进度")
def show_draft(actor: Actor, draft: BillDraft) -> dict[str, Any]:  # noqa: ARG001
    return draft_shown(draft)


@bp.post(f"{DRAFTS}/<uuid:draft_id>/decision")
@allow(Act.DECIDE_DRAFT, GRANTS, on=drafts.draft)
@takes(ReasonedIn)
@gives(shapes.DraftOut)
@summary("复核准备好的账单：出账或退回")
def decide_draft(actor: Actor, draft: BillDraft, body: dict[str, Any]) -> dict[str, Any]:
    return draft_shown(drafting.decide(actor=actor, draft=draft, now=clock.now(), **body))


def old_shown(found: OldBills) -> dict[str, Any]:
    """A file of old bills with the rows that cannot be taken."""
    plain = {name: getattr(found, name) for name in ("id", "filename", "state", "count", "total_fen")}
    if found.state != OldBillsState.DRAFT:
        return plain | {"refused": []}
    seen = oldbills.outlook(found)
    refused = [{"row": one.row.number, "problems": one.row.problems} for one in seen.refused]
    return plain | {"count": len(seen.owing), "total_fen": seen.total_fen, "refused": refused}


@bp.post(OLD)
@allow(Act.IMPORT_OLD, GRANTS)
@takes(shapes.FileIn, files=True)
@gives(shapes.OldBillsOut, 201)
@summary("上传旧账文件先核对，确认以前不出账")
def take_old_bills(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    sent = uploaded(body["file"])
    return old_shown(old_bills.take_in(actor=actor, estate_id=estate_id, now=clock.now(), **sent))


@bp.get(f"{OLD}/<uuid:old_id>")
@allow(Act.IMPORT_OLD, GRANTS, on=oldbills.old_bills)
@gives(shapes.OldBillsOut)
@summary("一份旧账文件：会出多少账单、哪些行不能导入")
def show_old_bills(actor: Actor, old_bills: OldBills) -> dict[str, Any]:  # noqa: ARG001
    return old_shown(old_bills)


@bp.post(f"{OLD}/<uuid:old_id>/issue")
@allow(Act.IMPORT_OLD, GRANTS, on=oldbills.old_bills)
@takes(shapes.ExpectedIn)
@gives(shapes.OldBillsOut)
@idempotent()
@summary("导入旧账：全部出账，或一张也不出")
def issue_old_bills(actor: Actor, old_bills: OldBills, body: dict[str, Any]) -> dict[str, Any]:
    return old_shown(bring_in(actor, old_bills, body))


def bring_in(actor: Actor, found: OldBills, body: dict[str, Any]) -> OldBills:
    """Make bills of a file, if it is still what was looked at."""
    expected = (body["expected_count"], body["expected_fen"])
    return old_bills.issue(actor=actor, old=found, expected=expected, now=clock.now())


@bp.post("/estates/<uuid:estate_id>/meters")
@allow(Act.WRITE_READINGS, GRANTS)
@takes(shapes.MeterIn)
@gives(shapes.MeterOut, 201)
@idempotent()
@summary("登记一块表")
def add_meter(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Meter:  # noqa: ARG001
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    return metering.add_meter(item=item, **body)


@bp.post(WINDOWS)
@allow(Act.WRITE_READINGS, GRANTS)
@takes(shapes.ReadingWindowIn)
@gives(shapes.ReadingWindowOut, 201)
@idempotent()
@summary("开一次抄表：哪个账期、哪几天抄")
def open_window(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ReadingWindow:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    return metering.open_window(actor=actor, item=item, now=clock.now(), **days_of(body))


@bp.get(f"{WINDOWS}/<uuid:window_id>")
@allow(Act.READ_METERS, GRANTS, on=meters.window)
@gives(shapes.SheetOut)
@summary("一次抄表：每块表的上次读数和本次读数")
def show_window(actor: Actor, window: ReadingWindow) -> dict[str, Any]:  # noqa: ARG001
    rows = [
        {
            "meter_id": one.meter.id,
            "number": one.meter.number,
            "unit_label": one.unit_label,
            "before_milli": one.before_milli,
            "value_milli": one.reading.value_milli if one.reading else None,
            "used_milli": one.reading.used_milli if one.reading else None,
        }
        for one in meters.sheet(window)
    ]
    return {name: getattr(window, name) for name in shapes.ReadingWindowOut().fields} | {"meters": rows}


@bp.post(f"{WINDOWS}/<uuid:window_id>/readings")
@allow(Act.WRITE_READINGS, GRANTS, on=meters.window)
@takes(shapes.ReadingIn)
@gives(None, 204)
@idempotent()
@summary("录入一块表的读数；倒走、突增会拒绝")
def enter_reading(actor: Actor, window: ReadingWindow, body: dict[str, Any]) -> None:
    meter = meters.meter(estate_id=window.estate_id, meter_id=body["meter_id"])
    shown = Shown(body["value_milli"], body["confirmed"])
    metering.read(actor=actor, window=window, meter=meter, shown=shown, now=clock.now())


@bp.post(f"{WINDOWS}/<uuid:window_id>/file")
@allow(Act.WRITE_READINGS, GRANTS, on=meters.window)
@takes(shapes.FileIn, files=True)
@gives(shapes.FoundsOut)
@summary("从文件录入读数：全部没有问题才录入")
def enter_file(actor: Actor, window: ReadingWindow, body: dict[str, Any]) -> dict[str, Any]:
    return file_read(actor, window, body)


def file_read(actor: Actor, window: ReadingWindow, body: dict[str, Any]) -> dict[str, Any]:
    """Take a file of readings, or say row by row what is wrong."""
    sent = uploaded(body["file"])
    found = meter_files.read_file(actor=actor, window=window, now=clock.now(), **sent)
    return {"taken": not any(one.problem for one in found), "items": found}


@bp.post(f"{WINDOWS}/<uuid:window_id>/bills")
@allow(Act.ISSUE_RUN, GRANTS, on=meters.window)
@takes(shapes.DueIn)
@gives(schemas.RunOut, 201)
@idempotent()
@summary("按读数出账，全部抄完才能出")
def issue_window(actor: Actor, window: ReadingWindow, body: dict[str, Any]) -> Any:
    return bills.run_view(metering.issue(actor=actor, window=window, now=clock.now(), **body))
