"""The ledger of equipment at the desk and on the round: the list, a new piece, one piece, its printed codes."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.equipment import ledger
from linli.blueprints.equipment import schemas, shown
from linli.blueprints.equipment.shown import found
from linli.domains.equipment import operations, queries
from linli.domains.equipment.models import Equipment
from linli.domains.equipment.permissions import GRANTS, Act
from linli.domains.equipment.rules import Outcome
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock, qr
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.papers import paper
from linli.platform.web.show import site

bp = Pages("equipment_console", __name__)
HERE = "/work/e/<uuid:estate_id>/equipment"
ONE = f"{HERE}/<uuid:equipment_id>"


@bp.get(HERE)
@allow(Act.LIST, GRANTS, on=estates.estate)
@takes(schemas.LedgerIn, where="query")
def list_equipment(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    kind, retired, address = query["kind"], query["retired"], url_for(".list_equipment", estate_id=estate.id)
    window = Window(30, query["cursor"])
    some = shown.page(queries.ledger_page(estate.id, kind=kind, retired=retired, window=window))
    more = {"kind": kind} | ({"retired": "true"} if retired else {})
    return render_template(
        "equipment/ledger.html",
        pieces=some.items,
        tally=queries.tally(estate.id, today=shown.today()),
        options=[
            {"label": "全部", "href": address, "current": not kind and not retired},
            *(
                {"label": one.title, "href": f"{address}?kind={one.code}", "current": kind == one.code}
                for one in ledger().classes.values()
            ),
            {"label": "已停用", "href": f"{address}?retired=true", "current": retired},
        ],
        may_keep=permits(GRANTS, actor, Act.KEEP),
        address=address,
        next=some.next and f"{address}?{urlencode(more | {'cursor': some.next})}",
    )


@bp.get(f"{HERE}/new")
@allow(Act.KEEP, GRANTS, on=estates.estate)
def new_equipment(actor: Actor, estate: Estate, form: Form | None = None) -> ResponseReturnValue:  # noqa: ARG001
    address = url_for(".list_equipment", estate_id=estate.id)
    return render_template("equipment/new.html", form=form or Form(), address=address, **_choices(estate.id))


@bp.post(HERE)
@allow(Act.KEEP, GRANTS, on=estates.estate)
@takes(schemas.EntryIn)
@form_page(new_equipment)
@idempotent()
def enter_equipment(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:
    entry = shown.entry(body)
    made = operations.enter(actor=actor, estate_id=estate.id, entry=entry, now=clock.now())
    return _back(made)


@bp.get(f"{HERE}/codes.pdf")
@allow(Act.KEEP, GRANTS, on=estates.estate)
def print_codes(actor: Actor, estate: Estate) -> Response:  # noqa: ARG001 - the door's
    pieces = queries.public_ledger(estate.id, today=shown.today())
    return paper(
        "papers/place_codes.html",
        name=f"{estate.name}设备二维码",
        place=estate.name,
        codes=[
            {"place": one, "qr": qr.svg(f"{site()}/e/{estate.id}/places/{one.piece.place_id}")}
            for one in pieces
        ],
    )


@bp.get(ONE)
@allow(Act.LIST, GRANTS, on=found)
@takes(WindowIn, where="query")
def show_equipment(actor: Actor, piece: Equipment, query: dict[str, Any]) -> ResponseReturnValue:
    return _show(actor, piece, Form(), cursor=query["cursor"])


def _show(actor: Actor, piece: Equipment, form: Form, *, cursor: str | None = None) -> str:
    address = url_for(".show_equipment", estate_id=piece.estate_id, equipment_id=piece.id)
    some = shown.records(piece, queries.records(piece, window=Window(10, cursor)))
    kind = ledger().classes[piece.kind]
    return render_template(
        "equipment/show.html",
        form=form,
        piece=shown.piece(piece),
        records=some.items,
        next=some.next and f"{address}?cursor={some.next}",
        tickets=queries.tickets(piece),
        upkeep=[(one.code, f"{one.title}（{one.rhythm}）") for one in kind.upkeep],
        outcomes=[(one.value, one.title) for one in Outcome],
        today=shown.today(),
        may_keep=permits(GRANTS, actor, Act.KEEP, piece) and piece.retired_on is None,
        may_record=permits(GRANTS, actor, Act.RECORD, piece) and piece.retired_on is None,
        address=address,
        ledger_address=url_for(".list_equipment", estate_id=piece.estate_id),
        tickets_address=f"/work/e/{piece.estate_id}/tickets",
    )


@bp.post(f"{ONE}/records")
@allow(Act.RECORD, GRANTS, on=found)
@takes(schemas.RecordForm, files=True)
@form_page(_show)
@idempotent()
def record_upkeep(actor: Actor, piece: Equipment, body: dict[str, Any]) -> ResponseReturnValue:
    operations.record(actor=actor, piece=piece, done=shown.done(body), now=clock.now())
    return _back(piece)


@bp.get(f"{ONE}/edit")
@allow(Act.KEEP, GRANTS, on=found)
def edit_equipment(actor: Actor, piece: Equipment, form: Form | None = None) -> ResponseReturnValue:  # noqa: ARG001
    said = shown.piece(piece)
    names = ("name", "kind", "maker", "serial", "registration_code", "firm", "firm_phone")
    building_id = _building_of(piece)
    return render_template(
        "equipment/edit.html",
        form=form or Form({name: said[name] for name in names} | {"building_id": str(building_id or "")}),
        piece=said,
        address=url_for(".show_equipment", estate_id=piece.estate_id, equipment_id=piece.id),
        **_choices(piece.estate_id),
    )


@bp.post(f"{ONE}/edit")
@allow(Act.KEEP, GRANTS, on=found)
@takes(schemas.EntryIn)
@form_page(edit_equipment)
def change_equipment(actor: Actor, piece: Equipment, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.change(piece=piece, entry=shown.entry(body))
    return _back(piece)


@bp.post(f"{ONE}/retirement")
@allow(Act.KEEP, GRANTS, on=found)
@takes(schemas.WhyIn)
@form_page(edit_equipment)
def retire_equipment(actor: Actor, piece: Equipment, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.retire(piece=piece, now=clock.now(), **body)
    return _back(piece)


def _building_of(piece: Equipment) -> UUID | None:
    place = queries.place_in_use(piece)
    return place.building_id if place else None


def _choices(estate_id: UUID) -> dict[str, Any]:
    return {
        "kinds": [("", "请选择"), *((one.code, one.title) for one in ledger().classes.values())],
        "buildings": [
            ("", "不在哪一幢里"),
            *((str(one.id), one.name) for one in estates.buildings(estate_id)),
        ],
    }


def _back(piece: Equipment) -> ResponseReturnValue:
    return redirect(url_for(".show_equipment", estate_id=piece.estate_id, equipment_id=piece.id), 303)
