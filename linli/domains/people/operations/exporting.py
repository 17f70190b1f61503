"""The register as a table to take away: masked unless a right and a reason say otherwise, each time written down."""

import uuid
from datetime import date, datetime
from typing import Any

from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.queries.standing import standing
from linli.domains.people.roster.lines import Field, OwnerLine, UnitLine
from linli.kernel.actors import Actor
from linli.kernel.area import format_area
from linli.kernel.masking import mask_id_no, mask_name, mask_phone
from linli.kernel.times import day_of, shanghai
from linli.platform import audit
from linli.platform.spreadsheets import SheetOut, Value, write_xlsx

_COLUMNS = (
    Field.KIND,
    Field.AREA,
    Field.INNER_AREA,
    Field.AREA_SOURCE,
    Field.OWNERS,
    Field.PHONES,
    Field.ID_NOS,
    Field.SHARES,
    Field.DELIVERY,
    Field.NOTE,
)
_SOURCES = {AreaSource.REGISTER: "产权证", AreaSource.SURVEY: "实测", AreaSource.CONTRACT: "合同"}
_WIDTHS = {0: 24, 5: 24, 6: 28, 7: 24}


def export_register(
    *, actor: Actor, estate_id: uuid.UUID, estate: str, reason: str | None, now: datetime
) -> bytes:
    """An .xlsx of who owns what today. With a reason in full; without one, people are masked (check I-1).

    The first line names who took it away and when, so that a copy that turns up tells where it came from.
    """
    rows = [_row(label, line, full=reason is not None) for label, line in _lines(estate_id, day_of(now))]
    audit.record(
        "people:owner:export",
        object_kind="estate",
        object_id=estate_id,
        estate_id=estate_id,
        rows=len(rows),
        **({"reason": reason} if reason is not None else {"masked": True}),
    )
    mark = f"{estate} 业主名册　{actor.name} {shanghai(now):%Y-%m-%d %H:%M} 导出　编号 {actor.account_id}"
    note = "含个人信息，只能用于导出时写明的用途" if reason is not None else "个人信息已隐去"
    heading = [Field.ROOM.heading, *(column.heading for column in _COLUMNS)]
    return write_xlsx(
        [SheetOut("业主名册", [[f"{mark}　{note}"], heading, *rows], header_rows=2, widths=_WIDTHS)]
    )


def _lines(estate_id: uuid.UUID, on: date) -> list[tuple[str, UnitLine]]:
    register = standing(estate_id, {}, on=on)
    return sorted(zip(register.unit_ids, register.lines, strict=True), key=lambda one: (len(one[0]), one[0]))


def _row(label: str, line: UnitLine, *, full: bool) -> list[Value]:
    told: dict[Field, Any] = {
        Field.KIND: UnitKind(line.kind).title,
        Field.AREA: format_area(line.area) if line.area is not None else "",
        Field.INNER_AREA: format_area(line.inner_area) if line.inner_area is not None else "",
        Field.AREA_SOURCE: _SOURCES[line.area_source] if line.area_source else "",
        Field.OWNERS: "、".join(_name(owner, full=full) for owner in line.owners),
        Field.PHONES: "、".join(
            phone if full else mask_phone(phone) for owner in line.owners for phone in owner.phones
        ),
        Field.ID_NOS: "、".join(
            owner.id_no if full else mask_id_no(owner.id_no) for owner in line.owners if owner.id_no
        ),
        Field.SHARES: "、".join(owner.share for owner in line.owners if owner.share),
        Field.DELIVERY: Delivery(line.delivery).title,
        Field.NOTE: line.note if full else "",
    }
    return [label, *(told[column] for column in _COLUMNS)]


def _name(owner: OwnerLine, *, full: bool) -> str:
    return owner.name if full or owner.company else mask_name(owner.name)
