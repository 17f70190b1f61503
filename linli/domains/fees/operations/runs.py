"""Issuing the bills of an item and a period: once for each unit, however often it is asked."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    case,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import Delivery
from linli.domains.fees.errors import (
    BeyondContract,
    DraftNeeded,
    DueBeforeIssue,
    EndsBeforeStart,
    NothingToBill,
    PreviewStale,
    TooFarAhead,
)
from linli.domains.fees.events import BillsIssued
from linli.domains.fees.models import Bill, BillLine, BillPart, BillRun, FeeItem, Relief
from linli.domains.fees.operations import issuing
from linli.domains.fees.queries import ahead, charging, reliefs
from linli.domains.fees.queries.items import pieces_by_kind
from linli.domains.fees.rules import BillKind, Liable, Period, too_far_ahead
from linli.domains.fees.rules.parts import PartKind
from linli.domains.people.queries import holdings
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.making_ids import IdHere

TWO_PEOPLE = "fees.two_people"
Expected = tuple[int, int]  # how many bills, and their sum in fen, as they were previewed


def check(*, estate_id: uuid.UUID, period: Period, due_on: date, today: date) -> None:
    """Refuse periods too far ahead and days to pay by that have passed (杭州市物业管理条例第55条).

    Raises EndsBeforeStart, TooFarAhead, BeyondContract, DueBeforeIssue.
    """
    if period.until_on < period.since_on:
        raise EndsBeforeStart(field_errors={"until_on": [EndsBeforeStart.sentence]})
    if too_far_ahead(period, today=today):
        raise TooFarAhead(field_errors={"months": [TooFarAhead.sentence]})
    if _beyond_contract(estate_id, period, today):
        raise BeyondContract(field_errors={"months": [BeyondContract.sentence]})
    if due_on < today:
        raise DueBeforeIssue(field_errors={"due_on": [DueBeforeIssue.sentence]})


def needs_two_people(estate_id: uuid.UUID, *, on: date) -> bool:
    """Whether the estate decided that one prepares bills and another issues them (FE-21)."""
    return bool((estates.setting(estate_id, TWO_PEOPLE, on=on) or {}).get("required"))


def _beyond_contract(estate_id: uuid.UUID, period: Period, today: date) -> bool:
    """Whether days still to come lie behind the last day of every contract; without one there is no term."""
    last = ahead.contract_end(estate_id)
    return last is not None and period.until_on > max(last, today)


def issue(
    *,
    actor: Actor | None,
    item: FeeItem,
    period: Period,
    due_on: date,
    expected: Expected | None = None,
    issued_by: uuid.UUID | None = None,
    now: datetime,
) -> BillRun:
    """Issue a bill to every unit that has a price and no bill of these days yet.

    All in one transaction and a few statements, so that a run that dies leaves nothing and one that is
    asked again makes only what is missing (FE-05). The owner of the day is liable; until a unit is handed
    over, the developer is (物业管理条例第41条).
    Raises DraftNeeded where the estate wants two people, what `check` raises, NothingToBill, and
    PreviewStale when it is not what was `expected`.
    """
    if actor is not None and needs_two_people(item.estate_id, on=day_of(now)):
        raise DraftNeeded
    check(estate_id=item.estate_id, period=period, due_on=due_on, today=day_of(now))
    by = actor.account_id if actor else issued_by
    run = issuing.open_run(by=by, item=item, period=period, due_on=due_on, now=now)
    _insert(Bill, _bills(item, period, run, now))
    made = _made(run)
    if made[0] == 0:
        raise NothingToBill
    if expected is not None and made != expected:
        raise PreviewStale
    _insert(BillLine, _lines(item, period, run, now))
    if reliefs.any_approved(item, period):
        _insert(BillPart, _relief_parts(item, period, run, now))
    audit.record(
        "fees:run:issue",
        object_kind="bill_run",
        object_id=run.id,
        estate_id=item.estate_id,
        count=made[0],
        total_fen=made[1],
    )
    publish(BillsIssued(at=now, estate_id=item.estate_id, run_id=run.id, item_id=item.id))
    return run


def _insert(model: type[Any], rows: Select[Any]) -> None:
    names = [str(column.key) for column in rows.selected_columns]
    db.session.execute(insert(model).from_select(names, rows, include_defaults=False))


def _bills(item: FeeItem, period: Period, run: BillRun, now: datetime) -> Select[Any]:
    charged = charging.net_units(item, period).subquery("charged")
    owner = holdings.answering(on=run.issued_on).subquery()
    developer = holdings.developers().subquery()
    handed_over = charged.c.delivery == Delivery.DELIVERED
    return (
        select(
            literal(item.estate_id).label("estate_id"),
            IdHere(now).label("id"),
            literal(run.id).label("run_id"),
            literal(item.id).label("item_id"),
            charged.c.unit_id,
            charged.c.label.label("unit_label"),
            charged.c.floor_area,
            case(
                (handed_over, literal(Liable.OWNER.value, String)),
                else_=literal(Liable.DEVELOPER.value, String),
            ).label("liable"),
            case((handed_over, owner.c.owner_id), else_=developer.c.owner_id).label("owner_id"),
            literal(BillKind.BILL.value, String).label("kind"),
            _edition(item, period, charged.c.unit_id).label("edition"),
            literal(period.since_on).label("since_on"),
            literal(period.until_on).label("until_on"),
            literal(run.due_on).label("due_on"),
            literal(run.issued_on).label("billed_on"),
            charged.c.amount_fen,
        )
        .outerjoin(owner, (owner.c.estate_id == item.estate_id) & (owner.c.unit_id == charged.c.unit_id))
        .outerjoin(developer, developer.c.estate_id == item.estate_id)
    )


def _edition(item: FeeItem, period: Period, unit_id: ColumnElement[Any]) -> ScalarSelect[int]:
    """One more than the bills of this unit and period that were issued and taken back."""
    earlier = aliased(Bill)
    return (
        select(func.count() + 1)
        .where(
            earlier.estate_id == item.estate_id,
            earlier.item_id == item.id,
            earlier.unit_id == unit_id,
            earlier.since_on == period.since_on,
            earlier.kind == BillKind.BILL,
        )
        .scalar_subquery()
    )


def _lines(item: FeeItem, period: Period, run: BillRun, now: datetime) -> Select[Any]:
    parts = charging.parts_table(pieces_by_kind(item, period))
    units = estates.unit_rows().subquery("unit_row")
    return (
        select(
            Bill.estate_id,
            IdHere(now).label("id"),
            Bill.id.label("bill_id"),
            parts.c.position,
            parts.c.tariff_id,
            parts.c.since_on,
            parts.c.until_on,
            parts.c.formula,
            parts.c.rate_mfen,
            Bill.floor_area,
            parts.c.numerator,
            parts.c.denominator,
            charging.amount(parts, Bill.floor_area.expression).label("amount_fen"),
        )
        .join(units, (units.c.estate_id == Bill.estate_id) & (units.c.id == Bill.unit_id))
        .join(parts, parts.c.unit_kind == units.c.kind)
        .where(
            Bill.estate_id == item.estate_id,
            Bill.run_id == run.id,
            charging.measurable(parts, Bill.floor_area.expression),
        )
    )


def _relief_parts(item: FeeItem, period: Period, run: BillRun, now: datetime) -> Select[Any]:
    """The approved reductions of the run's bills, each a negative line (FE-15)."""
    gross = (
        select(Bill.id.label("bill_id"), Bill.unit_id, func.sum(BillLine.amount_fen).label("amount_fen"))
        .join(BillLine, (BillLine.estate_id == Bill.estate_id) & (BillLine.bill_id == Bill.id))
        .where(Bill.estate_id == run.estate_id, Bill.run_id == run.id)
        .group_by(Bill.id, Bill.unit_id)
        .subquery("gross")
    )
    less = reliefs.taken_off(item, period, gross).subquery("less")
    place = func.row_number().over(partition_by=gross.c.bill_id, order_by=less.c.relief_id)
    return (
        select(
            literal(run.estate_id).label("estate_id"),
            IdHere(now).label("id"),
            gross.c.bill_id,
            place.label("position"),
            literal(PartKind.RELIEF.value, String).label("kind"),
            Relief.kind.label("words"),
            Relief.basis,
            literal("", String).label("measure"),
            gross.c.amount_fen.cast(BigInteger).label("whole_fen"),
            Relief.permille.label("weight"),
            (-less.c.amount_fen).label("amount_fen"),
            Relief.id.label("source_id"),
        )
        .join(less, less.c.unit_id == gross.c.unit_id)
        .join(Relief, (Relief.estate_id == run.estate_id) & (Relief.id == less.c.relief_id))
        .where(less.c.amount_fen > 0)
    )


def _made(run: BillRun) -> tuple[int, int]:
    count, total = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Bill.amount_fen), 0)).where(
            Bill.estate_id == run.estate_id, Bill.run_id == run.id
        )
    ).one()
    return int(count), int(total)
