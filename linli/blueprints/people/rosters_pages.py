"""Bringing a roster in, for officers: upload, look at the rows, mend the few that wait, confirm."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.people import rosters_schemas as schemas
from linli.blueprints.people import rosters_shown as shown
from linli.domains.people.models import Roster
from linli.domains.people.operations import rosters
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import identity
from linli.domains.people.queries import rosters as queries
from linli.domains.people.roster.decisions import Decisions
from linli.domains.people.roster.error_sheet import error_sheet
from linli.domains.people.roster.lines import CORRECTABLE, Field, RosterReading, RowReading, Treatment, Weight
from linli.domains.people.roster.template import CHOICES, FILENAME, template
from linli.domains.people.rules import RosterState
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("people_rosters_pages", __name__)
ONE = "/work/e/<uuid:estate_id>/rosters/<uuid:roster_id>"


def address(roster: Roster) -> str:
    """Where a roster's pages lie."""
    return f"/work/e/{roster.estate_id}/rosters/{roster.id}"


@bp.get("/work/e/<uuid:estate_id>/rosters")
@allow(Act.READ_CHANGES, GRANTS)
@takes(WindowIn, where="query")
def list_rosters(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    return _list(actor, estate_id, Form(), query)


def _list(actor: Actor, estate_id: UUID, form: Form, query: dict[str, Any] | None = None) -> str:  # noqa: ARG001
    found = queries.rosters_page(estate_id, window=Window(**query or {}))
    names = _names(found.items)
    place = f"/work/e/{estate_id}/rosters"
    return render_template(
        "rosters/list.html",
        form=form,
        place=place,
        rosters=[shown.listed(one, names) for one in found.items],
        next=f"{place}?cursor={found.next}" if found.next else None,
    )


def _names(found: Any) -> dict[UUID, str]:
    ids = {who for one in found for who in (one.uploaded_by, one.proposed_by, one.applied_by) if who}
    return dict(identity.names(list(ids)))


@bp.get("/work/e/<uuid:estate_id>/rosters/template.xlsx")
@allow(Act.IMPORT_ROSTER, GRANTS)
def download_template(actor: Actor, estate_id: UUID) -> Response:  # noqa: ARG001
    return schemas.download(template(), FILENAME)


@bp.post("/work/e/<uuid:estate_id>/rosters")
@allow(Act.IMPORT_ROSTER, GRANTS)
@takes(schemas.FileIn, files=True)
@form_page(_list)
def upload_roster(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = rosters.take_in(
        actor=actor, estate_id=estate_id, now=clock.now(), **schemas.uploaded(body["file"])
    )
    return redirect(address(made), 303)


@bp.get(ONE)
@allow(Act.READ_CHANGES, GRANTS, on=queries.roster)
@takes(schemas.ShowIn, where="query")
def show_roster(actor: Actor, roster: Roster, query: dict[str, Any]) -> ResponseReturnValue:
    if roster.state == RosterState.PROPOSED:
        return redirect(f"{address(roster)}/changes", 303)
    if roster.state != RosterState.DRAFT:
        one = shown.listed(roster, _names([roster]))
        return render_template("rosters/closed.html", roster=one, place=f"/work/e/{roster.estate_id}")
    return _rows(actor, roster, Form(), query)


def _rows(actor: Actor, roster: Roster, form: Form, query: dict[str, Any] | None = None) -> str:  # noqa: ARG001
    query = query or {"show": "", "page": 1, "saved": False}
    reading = queries.reading(roster)
    show = query["show"] or shown.first_view(reading)
    rows = shown.rows_of(reading, show)
    start, end = (query["page"] - 1) * shown.PAGE, query["page"] * shown.PAGE
    numbers = {sheet.name: index for index, sheet in enumerate(reading.sheets)}
    return render_template(
        "rosters/rows.html",
        form=form,
        address=address(roster),
        roster=roster,
        reading=reading,
        options=shown.options(reading, show),
        show=show,
        rows=rows[start:end],
        found=len(rows),
        numbers=numbers,
        tones=shown.VERDICT_TONES,
        doubts=shown.alike_doubts(reading),
        unnamed=any(
            why.code == "owner.developer_unnamed" for one in reading.open_rows for why in one.reasons
        ),
        saved=query["saved"],
        page=query["page"],
        next=f"?show={show}&page={query['page'] + 1}" if end < len(rows) else None,
        previous=f"?show={show}&page={query['page'] - 1}" if start else None,
    )


def _find(roster: Roster, sheet: int, row: int) -> tuple[RosterReading, RowReading]:
    if roster.state != RosterState.DRAFT:
        raise Unknown
    reading = queries.reading(roster)
    if not 0 <= sheet < len(reading.sheets) or not 0 < row <= len(reading.sheets[sheet].rows):
        raise Unknown
    return reading, reading.sheets[sheet].rows[row - 1]


@bp.get(f"{ONE}/rows/<int:sheet>/<int:row>")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
def show_row(actor: Actor, roster: Roster, sheet: int, row: int) -> str:
    return _row(actor, roster, sheet, row, None)


def _row(actor: Actor, roster: Roster, sheet: int, row: int, form: Form | None) -> str:  # noqa: ARG001
    reading, one = _find(roster, sheet, row)
    texts = {field.value: text for field, text in one.texts.items()}
    treatment = Decisions.of(roster.decisions).rows.get((one.sheet, one.row), {}).get(Field.TREATMENT, "")
    form = form or Form(texts | {"treatment": treatment}, shown.errors(one))
    return render_template(
        "rosters/row.html",
        form=form,
        first=[field for field in CORRECTABLE if field.value in form.errors],
        address=address(roster),
        roster=roster,
        row=one,
        tone=shown.VERDICT_TONES[one.verdict],
        columns=reading.sheets[sheet].columns,
        fields=CORRECTABLE,
        choices={field: [("", "—"), *((word, word) for word in words)] for field, words in CHOICES.items()},
        treatments=_treatments(one),
        waiting=len(reading.open_rows),
    )


def _treatments(row: RowReading) -> list[dict[str, Any]]:
    doubts = [why for why in row.reasons if why.weight in {Weight.DOUBT, Weight.REFUSAL}]
    joins = {"row.contradicts", "room.missing", "treatment.nothing_to_join"}
    offered = {
        Treatment.ACCEPT: bool(doubts) and all(why.acceptable for why in doubts),
        Treatment.LEAVE_OUT: True,
        Treatment.JOIN: any(why.code in joins for why in row.reasons),
    }
    hints = {
        Treatment.ACCEPT: "原因里说明了会怎样导入",
        Treatment.LEAVE_OUT: "这一行不要",
        Treatment.JOIN: "并入前面同一户，作为共有人",
    }
    found = [{"value": "", "label": "按下面改好的内容导入"}]
    return found + [
        {"value": one.value, "label": one.value, "hint": hint} for one, hint in hints.items() if offered[one]
    ]


@bp.post(f"{ONE}/rows/<int:sheet>/<int:row>")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.TextsIn)
@form_page(_row)
def correct_row(
    actor: Actor,  # noqa: ARG001
    roster: Roster,
    sheet: int,
    row: int,
    body: dict[str, Any],
) -> ResponseReturnValue:
    _, one = _find(roster, sheet, row)
    said = {Field(name): text for name, text in body.items() if text is not None}
    changed = {field: text for field, text in said.items() if text != one.texts.get(field, "").strip()}
    after = rosters.correct(roster=roster, corrections={(one.sheet, one.row): changed})
    if after.sheets[sheet].rows[row - 1] in after.open_rows:
        return redirect(f"{address(roster)}/rows/{sheet}/{row}", 303)
    following = shown.next_open(after, (sheet, row))
    where = f"/rows/{following[0]}/{following[1]}" if following else "?saved=true"
    return redirect(f"{address(roster)}{where}", 303)


@bp.post(f"{ONE}/accept")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.CodeIn)
@form_page(_rows)
def accept_alike(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    rosters.accept_alike(roster=roster, code=body["code"])
    return redirect(f"{address(roster)}?saved=true", 303)


@bp.post(f"{ONE}/developer")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.DeveloperIn)
@form_page(_rows)
def name_developer(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    rosters.name_developer(roster=roster, name=body["name"])
    return redirect(f"{address(roster)}?saved=true", 303)


@bp.get(f"{ONE}/error-sheet.xlsx")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
def download_error_sheet(actor: Actor, roster: Roster) -> Response:  # noqa: ARG001
    if roster.state != RosterState.DRAFT:
        raise Unknown
    return schemas.download(error_sheet(queries.reading(roster)), "更正表.xlsx")


@bp.post(f"{ONE}/error-sheet")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.FileIn, files=True)
@form_page(_rows)
def upload_error_sheet(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    rosters.correct_by_sheet(roster=roster, **schemas.uploaded(body["file"]))
    return redirect(f"{address(roster)}?saved=true", 303)


@bp.post(f"{ONE}/discard")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@idempotent()
def discard(actor: Actor, roster: Roster) -> ResponseReturnValue:  # noqa: ARG001
    rosters.discard(roster=roster, now=clock.now())
    return redirect(f"/work/e/{roster.estate_id}/rosters", 303)
