"""What a run would issue: the sets behind it, and the preview that people check before."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    Uuid,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from linli.domains.estates import queries as estates
from linli.domains.fees.models import Bill, FeeItem
from linli.domains.fees.queries import reliefs
from linli.domains.fees.queries.items import pieces_by_kind
from linli.domains.fees.rules import AREA_SCALE, RATE_SCALE, BillKind, Formula, Period, Piece
from linli.platform.db import db

LARGEST, MOST_AREA = 10, 10**9


@dataclass(frozen=True, slots=True)
class Charge:
    """What one unit would owe, and what it owed for the period before (None: nothing)."""

    unit_id: uuid.UUID
    label: str
    kind: str
    amount_fen: int
    before_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would issue, and what is worth a second look. `changed`, `fresh`: against the period before."""

    item: FeeItem
    period: Period
    count: int
    total_fen: int
    by_kind: Mapping[str, tuple[int, int]]
    largest: tuple[Charge, ...]
    before: Period | None
    before_fen: int
    changed_count: int
    changed: tuple[Charge, ...]
    fresh_count: int
    without_area: tuple[str, ...]
    already_billed: int


def preview(*, item: FeeItem, period: Period) -> Preview:
    """What a run of this item and period would issue; writes nothing (FE-04)."""
    charges = [Charge(*row) for row in db.session.execute(charged_units(item, period))]
    before, amounts = _before(item, period)
    compared = [
        Charge(one.unit_id, one.label, one.kind, one.amount_fen, amounts.get(one.unit_id)) for one in charges
    ]
    changed = [one for one in compared if one.before_fen is not None and one.before_fen != one.amount_fen]
    by_kind: dict[str, tuple[int, int]] = {}
    for one in charges:
        count, total = by_kind.get(one.kind, (0, 0))
        by_kind[one.kind] = (count + 1, total + one.amount_fen)
    return Preview(
        item=item,
        period=period,
        count=len(charges),
        total_fen=sum(one.amount_fen for one in charges),
        by_kind=by_kind,
        largest=tuple(sorted(compared, key=lambda one: (-one.amount_fen, one.label))[:LARGEST]),
        before=before,
        before_fen=sum(amounts.values()),
        changed_count=len(changed),
        changed=tuple(sorted(changed, key=lambda one: (-abs(_change(one)), one.label))[:LARGEST]),
        fresh_count=sum(one.before_fen is None for one in compared) if before else 0,
        without_area=tuple(db.session.scalars(_without_area(item, period))),
        already_billed=db.session.scalar(_already_billed(item, period)) or 0,
    )


def charged_units(item: FeeItem, period: Period) -> Select[Any]:
    """Each unit that would get a bill: `unit_id`, `label`, `kind`, `amount_fen`, by label."""
    net = net_units(item, period).subquery("net")
    return select(net.c.unit_id, net.c.label, net.c.kind, net.c.amount_fen).order_by(net.c.label)


def net_units(item: FeeItem, period: Period) -> Select[Any]:
    """Each unit that would get a bill, with its area, its delivery and its sum after approved reductions."""
    gross = _gross_units(item, period).subquery("gross")
    kept = (gross.c.unit_id, gross.c.label, gross.c.kind, gross.c.floor_area, gross.c.delivery)
    if not reliefs.any_approved(item, period):
        return select(*kept, gross.c.amount_fen)
    less = reliefs.sums(reliefs.taken_off(item, period, gross).subquery("relief_part")).subquery("less")
    net = (gross.c.amount_fen - func.coalesce(less.c.amount_fen, 0)).cast(BigInteger)
    joined = gross.outerjoin(less, less.c.unit_id == gross.c.unit_id)
    return select(*kept, net.label("amount_fen")).select_from(joined).where(net > 0)


def _gross_units(item: FeeItem, period: Period) -> Select[Any]:
    lines = charged_lines(item, period).subquery("line")
    total = func.sum(lines.c.amount_fen).cast(BigInteger)
    kept = (lines.c.unit_id, lines.c.label, lines.c.kind, lines.c.floor_area, lines.c.delivery)
    return select(*kept, total.label("amount_fen")).group_by(*kept).having(total > 0)


def charged_lines(item: FeeItem, period: Period) -> Select[Any]:
    """Each line of each unit that has no bill of these days yet, with its amount in fen."""
    units, parts = _units(item), parts_table(pieces_by_kind(item, period))
    return (
        select(
            units.c.id.label("unit_id"),
            units.c.label,
            units.c.kind,
            units.c.floor_area,
            units.c.delivery,
            parts.c.position,
            amount(parts, units.c.floor_area).label("amount_fen"),
        )
        .join(parts, parts.c.unit_kind == units.c.kind)
        .where(measurable(parts, units.c.floor_area), ~billed(item, period, units.c.id))
    )


def parts_table(by_kind: Mapping[str, tuple[Piece, ...]]) -> Subquery:
    """The parts of the period as a small table to join; with no price at all, an empty one."""
    rows = [
        _part(kind, position, piece)
        for kind, parts in by_kind.items()
        for position, piece in enumerate(parts, 1)
    ]
    if not rows:
        nothing = Piece(uuid.UUID(int=0), date.min, date.min, Formula.FIXED, 0, 0, 1)
        return _part("", 0, nothing).where(literal(value=False)).subquery("part")
    return union_all(*rows).subquery("part")


def amount(parts: Subquery, floor_area: ColumnElement[Any]) -> ColumnElement[int]:
    """The same as `rules.line_fen`, said in SQL; a test holds them together."""
    top, bottom = parts.c.rate_mfen * parts.c.numerator, parts.c.denominator * RATE_SCALE
    return case(
        (parts.c.formula == Formula.AREA, _half_up(top * floor_area, bottom * AREA_SCALE)),
        else_=_half_up(top, bottom),
    )


def measurable(parts: Subquery, floor_area: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the line can be worked out: a price by area needs the area; a meter is read, not assumed."""
    by_area = (parts.c.formula == Formula.AREA) & floor_area.between(1, MOST_AREA)
    return (parts.c.formula == Formula.FIXED) | by_area


def billed(item: FeeItem, period: Period, unit_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a unit has a standing bill of the item for any of these days."""
    earlier, red = aliased(Bill), aliased(Bill)
    return exists().where(
        earlier.estate_id == item.estate_id,
        earlier.item_id == item.id,
        earlier.unit_id == unit_id,
        earlier.kind == BillKind.BILL,
        earlier.since_on <= period.until_on,
        earlier.until_on >= period.since_on,
        ~exists().where(red.estate_id == earlier.estate_id, red.corrects_id == earlier.id),
    )


def _half_up(top: ColumnElement[int], bottom: ColumnElement[int]) -> ColumnElement[int]:
    return (top * 2 + bottom) // (bottom * 2)


def _part(kind: str, position: int, piece: Piece) -> Select[Any]:
    return select(
        literal(kind, String).label("unit_kind"),
        literal(position, BigInteger).label("position"),
        literal(piece.tariff_id, Uuid).label("tariff_id"),
        literal(piece.since_on, Date).label("since_on"),
        literal(piece.until_on, Date).label("until_on"),
        literal(piece.formula.value, String).label("formula"),
        literal(piece.rate_mfen, BigInteger).label("rate_mfen"),
        literal(piece.numerator, BigInteger).label("numerator"),
        literal(piece.denominator, BigInteger).label("denominator"),
    )


def _units(item: FeeItem) -> Subquery:
    units = estates.unit_rows().subquery("unit_row")
    return select(units).where(units.c.estate_id == item.estate_id).subquery("charged_unit")


def _without_area(item: FeeItem, period: Period) -> Select[Any]:
    kinds = [
        kind
        for kind, parts in pieces_by_kind(item, period).items()
        if any(part.formula is Formula.AREA for part in parts)
    ]
    units = _units(item)
    return (
        select(units.c.label)
        .where(units.c.kind.in_(kinds), ~func.coalesce(units.c.floor_area, 0).between(1, MOST_AREA))
        .order_by(units.c.label)
    )


def _already_billed(item: FeeItem, period: Period) -> Select[Any]:
    units = _units(item)
    return select(func.count()).select_from(units).where(billed(item, period, units.c.id))


def _before(item: FeeItem, period: Period) -> tuple[Period | None, dict[uuid.UUID, int]]:
    """The newest period of this item before, with what each unit owed for it, red bills taken off."""
    of_item = and_(Bill.estate_id == item.estate_id, Bill.item_id == item.id)
    last = db.session.execute(
        select(Bill.since_on, Bill.until_on)
        .where(of_item, Bill.since_on < period.since_on)
        .order_by(Bill.since_on.desc())
        .limit(1)
    ).first()
    if last is None:
        return None, {}
    rows = db.session.execute(
        select(Bill.unit_id, func.sum(Bill.amount_fen))
        .where(of_item, Bill.since_on == last.since_on)
        .group_by(Bill.unit_id)
        .having(func.sum(Bill.amount_fen) > 0)
    )
    return Period(last.since_on, last.until_on), {unit_id: int(total) for unit_id, total in rows}


def _change(one: Charge) -> int:
    return one.amount_fen - (one.before_fen or 0)
