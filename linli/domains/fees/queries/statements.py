"""A unit's account: every bill, correction and payment in order, with the balance after each (FE-22)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import or_, select

from linli.domains.estates import queries as estates
from linli.domains.fees.models import Bill, BillSettlement, FeeItem
from linli.domains.fees.queries import bills
from linli.domains.fees.rules import BillKind, period_text
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of, end_of
from linli.platform.db import db


class What(StrEnum):
    """What moved a unit's balance."""

    BILLED = "billed"
    TAKEN_BACK = "taken_back"
    PAID = "paid"
    RELEASED = "released"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "billed": "应缴",
            "taken_back": "账单冲红",
            "paid": "缴费",
            "released": "转为多付",
        }[self]


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: what is owed grows by `amount_fen` (a payment is negative) to `balance_fen`."""

    on: date
    what: What
    words: str
    bill_id: uuid.UUID
    amount_fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A unit's account between two days: what was owed before, each movement, what is owed at the end."""

    unit_label: str
    since_on: date
    until_on: date
    opening_fen: int
    lines: Sequence[Line]

    @property
    def closing_fen(self) -> int:
        """What is owed at the end of the last day: the sum of what is open on the bills of that moment."""
        return self.lines[-1].balance_fen if self.lines else self.opening_fen


def statement(
    actor: Actor, *, estate_id: uuid.UUID, unit_id: uuid.UUID, since_on: date, until_on: date
) -> Statement:
    """A unit's account as the actor may see it: staff all of it, residents their own household's bills.

    Raises Unknown for a unit that is not the resident's own.
    """
    seen = {one.id: one for one in db.session.scalars(bills.visible(actor, estate_id, unit_id))}
    if actor.role in RESIDENTS and unit_id not in actor.units:
        raise Unknown
    label = estates.unit(estate_id=estate_id, unit_id=unit_id).label
    moves = sorted(_moves(estate_id, seen, until_on), key=lambda one: (one[0], one[1], str(one[2])))
    opening = sum(amount for on, *_, amount in moves if on < since_on)
    lines, balance = [], opening
    for on, _, what, bill_id, words, amount in moves:
        if on >= since_on:
            balance += amount
            lines.append(Line(on, what, words, bill_id, amount, balance))
    return Statement(label, since_on, until_on, opening, lines)


_Move = tuple[date, int, What, uuid.UUID, str, int]


def _moves(estate_id: uuid.UUID, seen: dict[uuid.UUID, Bill], until_on: date) -> list[_Move]:
    """Charges before what was taken back before payments, within a day."""
    items = db.session.scalars(select(FeeItem).filter_by(estate_id=estate_id))
    names = {one.id: one.name for one in items}
    words = {
        one.id: f"{names[one.item_id]} {period_text(one.since_on, one.until_on)}" for one in seen.values()
    }
    wanted = list(seen)
    moves: list[_Move] = []
    charged = select(Bill).where(
        Bill.estate_id == estate_id,
        Bill.billed_on <= until_on,
        or_(Bill.id.in_(wanted), Bill.corrects_id.in_(wanted)),
    )
    for one in db.session.scalars(charged):
        red = one.kind == BillKind.RED
        named = one.corrects_id or one.id
        what = What.TAKEN_BACK if red else What.BILLED
        moves.append((one.billed_on, int(red), what, named, words[named], one.amount_fen))
    paid = select(BillSettlement).where(
        BillSettlement.estate_id == estate_id,
        BillSettlement.bill_id.in_(wanted),
        BillSettlement.at < end_of(until_on),
    )
    for each in db.session.scalars(paid):
        what = What.PAID if each.amount_fen > 0 else What.RELEASED
        moves.append((day_of(each.at), 2, what, each.bill_id, words[each.bill_id], -each.amount_fen))
    return moves
