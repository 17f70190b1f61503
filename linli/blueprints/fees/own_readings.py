"""Households send their own meters' readings; the desk looks at those that depart from the usual (FE-10)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from linli.blueprints.fees.schemas import CHOOSE
from linli.blueprints.fees.shared_schemas import Quantity
from linli.blueprints.fees.showing import format_milli
from linli.domains.fees.models import SentReading
from linli.domains.fees.operations import own_readings as operations
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import items, own_readings
from linli.domains.fees.rules import period_text
from linli.domains.fees.rules.metering import SentState
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import (
    Api,
    Form,
    In,
    Out,
    Pages,
    allow,
    form_page,
    gives,
    idempotent,
    summary,
    takes,
)
from linli.platform.web.files import send
from linli.platform.web.schemas import Upload

bp = Pages("fees_own_readings", __name__)
api = Api("fees_own_readings_api", __name__, tag="fees")
OWN = "/e/<uuid:estate_id>/bills/meters"
SENT = "/work/e/<uuid:estate_id>/fees/sent-readings/<uuid:sent_id>"
TONES = {SentState.WAITING: "wait", SentState.TAKEN: "good", SentState.DECLINED: "bad"}


class SentIn(In):
    """What one's own meter shows, with a photo of it."""

    meter_id = fields.UUID(required=True, error_messages=CHOOSE)
    value = Quantity(required=True)
    photos = fields.List(
        Upload(), load_default=list, validate=validate.Length(0, 1, error="一张照片就够了。")
    )


class TakeIn(In):
    """Whether the reading is taken."""

    take = fields.Boolean(required=True)


class SentOut(Out):
    """A reading that a household sent, and what became of it."""

    id = fields.UUID(required=True)
    meter_id = fields.UUID(required=True)
    value_milli = fields.Integer(required=True)
    state = fields.String(required=True)


@bp.get(OWN)
@allow(Act.SEND_READING, GRANTS)
def list_own(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _own(actor, estate_id, Form())


def _own(actor: Actor, estate_id: UUID, form: Form) -> str:
    found = own_readings.own_meters(actor, estate_id, on=day_of(clock.now()))
    names = {one.id: one.name for one in items.items(estate_id)}
    unread = [one for one in found if one.row.reading is None and not _waits(one.sent)]
    return render_template(
        "fees/own_readings.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        form=form,
        milli=format_milli,
        meters=[
            (one, names[one.window.item_id], period_text(one.window.since_on, one.window.until_on))
            for one in found
        ],
        states=[(state.value, state.title, TONES[state]) for state in SentState],
        unread=[
            (str(one.row.meter.id), f"{one.row.unit_label}（表 {one.row.meter.number}）") for one in unread
        ],
    )


def _waits(sent: SentReading | None) -> bool:
    return sent is not None and sent.state == SentState.WAITING


@bp.post(OWN)
@allow(Act.SEND_READING, GRANTS)
@takes(SentIn, files=True)
@idempotent()
@form_page(_own)
def send_own(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    _send(actor, estate_id, body)
    return redirect(f"/e/{estate_id}/bills/meters", 303)


def _send(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> SentReading:
    return operations.send(
        actor=actor,
        estate_id=estate_id,
        meter_id=body["meter_id"],
        value_milli=body["value"],
        photos=[one.stream for one in body["photos"]],
        now=clock.now(),
    )


@bp.get(f"{SENT}/photo")
@allow(Act.READ_METERS, GRANTS, on=own_readings.sent)
def show_photo(actor: Actor, sent: SentReading) -> Response:  # noqa: ARG001
    return send(own_readings.photo(sent))


@bp.post(f"{SENT}/decision")
@allow(Act.WRITE_READINGS, GRANTS, on=own_readings.sent)
@takes(TakeIn)
def decide(actor: Actor, sent: SentReading, body: dict[str, Any]) -> ResponseReturnValue:
    operations.decide(actor=actor, sent=sent, now=clock.now(), **body)
    return redirect(f"/work/e/{sent.estate_id}/fees/windows/{sent.window_id}", 303)


@api.post("/estates/<uuid:estate_id>/own-readings")
@allow(Act.SEND_READING, GRANTS)
@takes(SentIn, files=True)
@gives(SentOut, 201)
@idempotent()
@summary("住户自报读数，附表的照片；与上期相差超过一半的等物业核对")
def send_reading(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> SentReading:
    return _send(actor, estate_id, body)


@api.post("/estates/<uuid:estate_id>/sent-readings/<uuid:sent_id>/decision")
@allow(Act.WRITE_READINGS, GRANTS, on=own_readings.sent)
@takes(TakeIn)
@gives(SentOut)
@summary("核对住户自报的读数：采用或不采用")
def decide_reading(actor: Actor, sent: SentReading, body: dict[str, Any]) -> SentReading:
    return operations.decide(actor=actor, sent=sent, now=clock.now(), **body)
