"""The company's desk for what comes before bills: prepared bills, old bills from a file, meters and readings."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees import preparing_schemas as shapes
from linli.blueprints.fees.preparing_api import bring_in, file_read, prepare
from linli.blueprints.fees.readings import of_form
from linli.blueprints.fees.shared_api import days_of
from linli.blueprints.fees.shared_console import choices, unit_named
from linli.blueprints.fees.shared_schemas import ReasonedIn
from linli.blueprints.fees.showing import format_milli, titles
from linli.blueprints.people.rosters_schemas import download, uploaded
from linli.domains.fees.models import BillDraft, OldBills, ReadingWindow
from linli.domains.fees.operations import drafts as drafting
from linli.domains.fees.operations import meters as metering
from linli.domains.fees.operations import oldbills as operations
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import drafts, items, meters, oldbills, own_readings
from linli.domains.fees.rules import period_text
from linli.domains.fees.rules.oldbills import HEADINGS
from linli.domains.fees.rules.parts import DraftState, OldBillsState, PartState
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.spreadsheets import SheetOut, write_xlsx
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("fees_preparing_console", __name__)
HERE = "/work/e/<uuid:estate_id>/fees"
TONES = {"drafted": "wait", "issuing": "info", "done": "good", "refused": "bad", "waiting": "wait"}
_MOST_SHOWN = 100


@bp.post(f"{HERE}/drafts")
@allow(Act.DRAFT_BILLS, GRANTS)
@takes(shapes.DraftIn)
@idempotent()
def draft_bills(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = prepare(actor, estate_id, body)
    return redirect(f"/work/e/{estate_id}/fees/drafts/{made.id}", 303)


@bp.get(f"{HERE}/drafts/<uuid:draft_id>")
@allow(Act.READ_BOOKS, GRANTS, on=drafts.draft)
def show_draft(actor: Actor, draft: BillDraft) -> ResponseReturnValue:
    return _draft(actor, draft, Form())


def _draft(actor: Actor, draft: BillDraft, form: Form) -> str:
    return render_template(
        "fees/draft.html",
        place=draft.estate_id,
        form=form,
        view=drafts.view(draft),
        period=period_text(draft.since_on, draft.until_on),
        state=DraftState(draft.state).title,
        tones=TONES,
        parts=titles(PartState),
        names=identity.names([one for one in (draft.drafted_by, draft.decided_by) if one]),
        may_decide=draft.state == DraftState.DRAFTED and permits(GRANTS, actor, Act.DECIDE_DRAFT, draft),
    )


@bp.post(f"{HERE}/drafts/<uuid:draft_id>/decision")
@allow(Act.DECIDE_DRAFT, GRANTS, on=drafts.draft)
@takes(ReasonedIn)
@form_page(_draft)
def decide_draft(actor: Actor, draft: BillDraft, body: dict[str, Any]) -> ResponseReturnValue:
    drafting.decide(actor=actor, draft=draft, now=clock.now(), **body)
    return redirect(f"/work/e/{draft.estate_id}/fees/drafts/{draft.id}", 303)


@bp.get(f"{HERE}/old")
@allow(Act.IMPORT_OLD, GRANTS)
def list_old(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _old(actor, estate_id, Form())


def _old(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    states = {"draft": ("待核对", "wait"), "issued": ("已导入", "good"), "dropped": ("已放弃", "")}
    return render_template(
        "fees/old.html", place=estate_id, form=form, files=oldbills.newest(estate_id), states=states
    )


@bp.get(f"{HERE}/old/template.xlsx")
@allow(Act.IMPORT_OLD, GRANTS)
def download_template(actor: Actor, estate_id: UUID) -> Response:  # noqa: ARG001
    example = ["1幢101室", "物业费", "2024-01-01", "2024-12-31", "1200.00", "200.00", "2024-12-31", ""]
    return download(write_xlsx([SheetOut("旧账", [list(HEADINGS), example])]), "旧账导入模板.xlsx")


@bp.post(f"{HERE}/old")
@allow(Act.IMPORT_OLD, GRANTS)
@takes(shapes.FileIn, files=True)
@form_page(_old)
def upload_old(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    sent = uploaded(body["file"])
    made = operations.take_in(actor=actor, estate_id=estate_id, now=clock.now(), **sent)
    return redirect(f"/work/e/{estate_id}/fees/old/{made.id}", 303)


@bp.get(f"{HERE}/old/<uuid:old_id>")
@allow(Act.IMPORT_OLD, GRANTS, on=oldbills.old_bills)
def show_old(actor: Actor, old_bills: OldBills) -> ResponseReturnValue:
    return _old_one(actor, old_bills, Form())


def _old_one(actor: Actor, old_bills: OldBills, form: Form) -> str:  # noqa: ARG001
    draft = old_bills.state == OldBillsState.DRAFT
    seen = oldbills.outlook(old_bills) if draft else None
    return render_template(
        "fees/old_one.html",
        place=old_bills.estate_id,
        form=form,
        old=old_bills,
        seen=seen,
        refused=seen.refused[:_MOST_SHOWN] if seen else (),
        owing=seen.owing[:_MOST_SHOWN] if seen else (),
    )


@bp.post(f"{HERE}/old/<uuid:old_id>/issue")
@allow(Act.IMPORT_OLD, GRANTS, on=oldbills.old_bills)
@takes(shapes.ExpectedIn)
@idempotent()
@form_page(_old_one)
def issue_old(actor: Actor, old_bills: OldBills, body: dict[str, Any]) -> ResponseReturnValue:
    bring_in(actor, old_bills, body)
    return redirect(f"/work/e/{old_bills.estate_id}/fees/old/{old_bills.id}", 303)


@bp.post(f"{HERE}/old/<uuid:old_id>/dropping")
@allow(Act.IMPORT_OLD, GRANTS, on=oldbills.old_bills)
@form_page(_old_one)
def drop_old(actor: Actor, old_bills: OldBills) -> ResponseReturnValue:  # noqa: ARG001
    operations.drop(old=old_bills, now=clock.now())
    return redirect(f"/work/e/{old_bills.estate_id}/fees/old", 303)


@bp.get(f"{HERE}/meters")
@allow(Act.READ_METERS, GRANTS)
def list_meters(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _meters(actor, estate_id, Form())


def _meters(actor: Actor, estate_id: UUID, form: Form) -> str:
    today = day_of(clock.now())
    return render_template(
        "fees/meters.html",
        place=estate_id,
        form=form,
        windows=[(one, period_text(one.window.since_on, one.window.until_on), one.open_on(today))
                 for one in meters.windows(estate_id)],
        count=len(meters.meters_of(estate_id)),
        items=choices(estate_id),
        today=today,
        may_write=permits(GRANTS, actor, Act.WRITE_READINGS),
    )  # fmt: skip


@bp.post(f"{HERE}/meters")
@allow(Act.WRITE_READINGS, GRANTS)
@takes(shapes.MeterForm)
@idempotent()
@form_page(_meters)
def add_meter(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    metering.add_meter(item=item, unit_id=unit_named(estate_id, body.pop("unit_label")), **body)
    return redirect(f"/work/e/{estate_id}/fees/meters", 303)


@bp.post(f"{HERE}/windows")
@allow(Act.WRITE_READINGS, GRANTS)
@takes(shapes.ReadingWindowIn)
@idempotent()
@form_page(_meters)
def open_window(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    item = items.item(estate_id=estate_id, item_id=body.pop("item_id"))
    made = metering.open_window(actor=actor, item=item, now=clock.now(), **days_of(body))
    return redirect(f"/work/e/{estate_id}/fees/windows/{made.id}", 303)


@bp.get(f"{HERE}/windows/<uuid:window_id>")
@allow(Act.READ_METERS, GRANTS, on=meters.window)
def show_window(actor: Actor, window: ReadingWindow) -> ResponseReturnValue:
    return _window(actor, window, Form())


def _window(actor: Actor, window: ReadingWindow, form: Form, found: Any = ()) -> str:
    today, view = day_of(clock.now()), meters.view(window)
    rows = meters.sheet(window)
    return render_template(
        "fees/window.html",
        place=window.estate_id,
        form=form,
        found=found,
        view=view,
        period=period_text(window.since_on, window.until_on),
        rows=rows[:500],
        waiting=own_readings.waiting(window),
        milli=format_milli,
        unread=[(str(one.meter.id), f"{one.unit_label}（表 {one.meter.number}）") for one in rows],
        open=view.open_on(today) and permits(GRANTS, actor, Act.WRITE_READINGS),
        complete=view.read == view.meters > 0 and permits(GRANTS, actor, Act.ISSUE_RUN),
        today=today,
    )


@bp.post(f"{HERE}/windows/<uuid:window_id>/readings")
@allow(Act.WRITE_READINGS, GRANTS, on=meters.window)
@takes(shapes.ReadingForm, files=True)
@idempotent()
@form_page(_window)
def enter_reading(actor: Actor, window: ReadingWindow, body: dict[str, Any]) -> ResponseReturnValue:
    meter = meters.meter(estate_id=window.estate_id, meter_id=body["meter_id"])
    shown, photos = of_form(body), body["photos"]
    metering.read(actor=actor, window=window, meter=meter, shown=shown, photos=photos, now=clock.now())
    return redirect(f"/work/e/{window.estate_id}/fees/windows/{window.id}", 303)


@bp.post(f"{HERE}/windows/<uuid:window_id>/file")
@allow(Act.WRITE_READINGS, GRANTS, on=meters.window)
@takes(shapes.FileIn, files=True)
@form_page(_window)
def enter_file(actor: Actor, window: ReadingWindow, body: dict[str, Any]) -> ResponseReturnValue:
    found = file_read(actor, window, body)
    if not found["taken"]:
        return _window(actor, window, Form(), [one for one in found["items"] if one.problem]), 422
    return redirect(f"/work/e/{window.estate_id}/fees/windows/{window.id}", 303)


@bp.post(f"{HERE}/windows/<uuid:window_id>/bills")
@allow(Act.ISSUE_RUN, GRANTS, on=meters.window)
@takes(shapes.DueIn)
@idempotent()
@form_page(_window)
def issue_window(actor: Actor, window: ReadingWindow, body: dict[str, Any]) -> ResponseReturnValue:
    run = metering.issue(actor=actor, window=window, now=clock.now(), **body)
    return redirect(f"/work/e/{window.estate_id}/fees/runs/{run.id}", 303)
