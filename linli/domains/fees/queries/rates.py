"""收缴率: what was due and what came, by money and by household: of buildings, estates and regions (domain rules §2.2)."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select
from sqlalchemy.orm import aliased

from linli.domains.estates import queries as estates
from linli.domains.fees.models import Bill, BillSettlement
from linli.domains.fees.queries import bills
from linli.domains.fees.rules import BillKind
from linli.domains.fees.rules.arrears import Part, Rates, Share, veiled
from linli.kernel.actors import Scope, ScopeKind
from linli.kernel.times import start_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, rows_page

_NOWHERE = "未分楼栋"
_MOST_REGIONS = 200
_BELOW = {ScopeKind.CITY: "county_id", ScopeKind.COUNTY: "street_id", ScopeKind.STREET: "community_id"}

Rows = Select[*tuple[Any, ...]]
Within = Callable[[Any], ColumnElement[bool]]


class Which(StrEnum):
    """Which bills a rate opens to."""

    CURRENT = "current"
    OVERDUE = "overdue"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"current": "当期应收", "overdue": "往期欠费"}[self]


@dataclass(frozen=True, slots=True)
class Term:
    """The days in which bills were due, and the moment until which payments count."""

    since_on: date
    until_on: date
    cut_off: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """A bill as a rate counts it."""

    bill: bills.BillView
    due_fen: int
    paid_fen: int


def rates(term: Term, *, estate_id: uuid.UUID) -> Rates:
    """The three rates of an estate.

    A bill that was taken back counts on neither side; reductions are in the amount. What was paid before
    the period for bills due in it counts in it; arrears are what stood open when the period began.
    """
    return sum(_by_building(term, estate_id).values(), Rates())


def shares(term: Term, *, estate_id: uuid.UUID) -> list[Share]:
    """The current rate of each building, those of fewer than five households only together: nobody is exposed."""
    names: dict[uuid.UUID | None, str] = {one.id: one.name for one in estates.buildings(estate_id)}
    found = _by_building(term, estate_id)
    return veiled([Share(names.get(place, _NOWHERE), one.current) for place, one in found.items()])


def of_estates(term: Term, estate_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Rates]:
    """The rates of several estates; those where nothing was due have none. The caller sees every estate."""
    found = _grouped(term, lambda estate: estate.in_(estate_ids), lambda places: places.c.estate_id)
    return {place: one for place, one in found.items() if place is not None}


def of_scope(term: Term, scope: Scope, *, on: date) -> Rates:
    """The rates of all estates of a scope together. The caller sees every estate."""
    reached = estates.reached_ids(scope, on=on)
    found = _grouped(term, lambda estate: estate.in_(reached), lambda places: literal(0))  # noqa: ARG005
    return sum(found.values(), Rates())


def of_regions(term: Term, scope: Scope, *, on: date) -> list[tuple[str, Rates]]:
    """The rates of the regions right below one, by name; no other scope has any. The caller sees every estate."""
    if scope.kind not in _BELOW or scope.id is None:
        return []
    lying = estates.reached(scope, on=on).subquery("lying")
    found = _grouped(
        term,
        lambda estate: estate.in_(select(lying.c.id)),
        lambda places: (
            select(lying.c[_BELOW[scope.kind]]).where(lying.c.id == places.c.estate_id).scalar_subquery()
        ),
    )
    regions = estates.regions_page(window=Window(_MOST_REGIONS), parent_id=scope.id).items
    named = [(one.name, found.get(one.id, Rates())) for one in regions]
    return sorted(named, key=lambda one: one[0])


def counted_page(term: Term, which: Which, *, estate_id: uuid.UUID, window: Window) -> Page[Counted]:
    """The bills that a rate is made of; their amounts add up to it."""
    each = _each(term, lambda estate: estate == estate_id).subquery()
    due, paid = (each.c[f"{which.value}_due"], each.c[f"{which.value}_paid"])
    query = (
        select(each.c.id, each.c.unit_label, due.label("due"), paid.label("paid")).where(due > 0).subquery()
    )
    by: Any = ((query.c.unit_label, str), (query.c.id, uuid.UUID))
    found = rows_page(select(query), by=by, window=window)
    chosen = db.session.scalars(
        select(Bill).where(Bill.estate_id == estate_id, Bill.id.in_([row.id for row in found.items]))
    ).all()
    shown = {one.bill.id: one for one in bills.views(chosen)}
    return Page([Counted(shown[row.id], int(row.due), int(row.paid)) for row in found.items], found.next)


def _by_building(term: Term, estate_id: uuid.UUID) -> dict[uuid.UUID | None, Rates]:
    return _grouped(term, lambda estate: estate == estate_id, lambda places: places.c.building_id)


def _grouped(term: Term, within: Within, key: Callable[[Any], Any]) -> dict[uuid.UUID | None, Rates]:
    """The rates of the units of some estates, gathered by a key of theirs."""
    each = _each(term, within).subquery()
    names = ("current_due", "current_paid", "overdue_due", "overdue_paid")
    unit = (
        select(each.c.estate_id, each.c.unit_id, *(func.sum(each.c[name]).label(name) for name in names))
        .group_by(each.c.estate_id, each.c.unit_id)
        .subquery()
    )
    places = estates.unit_rows().subquery()
    both_due = unit.c.current_due + unit.c.overdue_due
    both_paid = unit.c.current_paid + unit.c.overdue_paid
    pairs = (
        (unit.c.current_due, unit.c.current_paid),
        (unit.c.overdue_due, unit.c.overdue_paid),
        (both_due, both_paid),
    )
    columns: list[ColumnElement[Any]] = []
    for due, paid in pairs:
        columns += [
            func.sum(due),
            func.sum(paid),
            func.sum(case((due > 0, 1), else_=0)),
            func.sum(case(((due > 0) & (paid >= due), 1), else_=0)),
        ]
    rows = db.session.execute(
        select(key(places).label("place"), *columns)
        .join(places, (places.c.id == unit.c.unit_id) & (places.c.estate_id == unit.c.estate_id))
        .group_by("place")
    )
    return {place: Rates(*(_part(figures[at : at + 4]) for at in (0, 4, 8))) for place, *figures in rows}


def _part(figures: list[Any]) -> Part:
    return Part(*(int(one) for one in figures))


def _each(term: Term, within: Within) -> Rows:
    """Every standing bill due by the end of the period: what of it counts as due and as paid, now and from before."""
    began = start_of(term.since_on)
    came = (
        select(
            BillSettlement.estate_id,
            BillSettlement.bill_id,
            func.sum(case((BillSettlement.at < began, BillSettlement.amount_fen), else_=0)).label("before"),
            func.sum(BillSettlement.amount_fen).label("by"),
        )
        .where(within(BillSettlement.estate_id), BillSettlement.at < term.cut_off)
        .group_by(BillSettlement.estate_id, BillSettlement.bill_id)
        .subquery()
    )
    red = aliased(Bill)
    before, by = func.coalesce(came.c.before, 0), func.coalesce(came.c.by, 0)
    now = Bill.due_on >= term.since_on
    return (
        select(
            Bill.estate_id,
            Bill.id,
            Bill.unit_id,
            Bill.unit_label,
            case((now, Bill.amount_fen), else_=0).label("current_due"),
            case((now, by), else_=0).label("current_paid"),
            case((now, 0), else_=Bill.amount_fen - before).label("overdue_due"),
            case((now, 0), else_=by - before).label("overdue_paid"),
        )
        .outerjoin(came, (came.c.estate_id == Bill.estate_id) & (came.c.bill_id == Bill.id))
        .where(
            within(Bill.estate_id),
            Bill.kind == BillKind.BILL,
            Bill.due_on <= term.until_on,
            ~exists().where(red.estate_id == Bill.estate_id, red.corrects_id == Bill.id).correlate(Bill),
        )
    )
