"""What seller and buyer of a unit settle between them: each bill cut at the day of the handover (FE-32)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from linli.domains.estates import queries as estates
from linli.domains.fees.models import Bill, Handover
from linli.domains.fees.queries import bills
from linli.domains.fees.queries.bills import BillView
from linli.domains.fees.rules import Liable, Period
from linli.domains.fees.rules.handovers import cut
from linli.domains.people.queries import register
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Line:
    """One bill: what each side bears of it, and what was paid."""

    view: BillView
    seller_fen: int
    buyer_fen: int

    @property
    def seller_open_fen(self) -> int:
        """What is still to be paid for the seller's days; what was paid counts for the earlier days first."""
        return max(0, self.seller_fen - self.view.settled_fen)

    @property
    def buyer_open_fen(self) -> int:
        """What is still to be paid for the buyer's days."""
        return self.view.open_fen - self.seller_open_fen

    @property
    def ahead_fen(self) -> int:
        """What was paid already for the buyer's days."""
        return max(0, self.view.settled_fen - self.seller_fen)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A handover with the bills that lie across its day, or were open before it."""

    handover: Handover
    estate_name: str
    unit_label: str
    lines: Sequence[Line]

    @property
    def seller_open_fen(self) -> int:
        """What the seller still has to pay the company."""
        return sum(one.seller_open_fen for one in self.lines)

    @property
    def buyer_open_fen(self) -> int:
        """What the buyer will have to pay the company."""
        return sum(one.buyer_open_fen for one in self.lines)

    @property
    def ahead_fen(self) -> int:
        """What was paid ahead for the buyer's days, which the two settle between them."""
        return sum(one.ahead_fen for one in self.lines)


def handover(*, estate_id: uuid.UUID, settlement_id: uuid.UUID, **_: object) -> Handover:
    """The handover, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Handover, (estate_id, settlement_id))
    if found is None:
        raise Unknown
    return found


def newest(estate_id: uuid.UUID, *, most: int = 50) -> list[tuple[Handover, str]]:
    """The newest handovers of an estate with their units' labels."""
    query = select(Handover).filter_by(estate_id=estate_id).order_by(Handover.id.desc()).limit(most)
    found = db.session.scalars(query).all()
    labels = {one.id: one.label for one in estates.unit_views(estate_id, [one.unit_id for one in found])}
    return [(one, labels[one.unit_id]) for one in found]


def of_account(estate_id: uuid.UUID, unit_id: uuid.UUID, account_id: uuid.UUID) -> Sequence[Handover]:
    """The handovers of a unit in which somebody sold or bought it."""
    mine = register.owners_of_account(estate_id, account_id)
    return db.session.scalars(
        select(Handover)
        .where(
            Handover.estate_id == estate_id,
            Handover.unit_id == unit_id,
            or_(Handover.seller_id.in_(mine), Handover.buyer_id.in_(mine)),
        )
        .order_by(Handover.on.desc())
    ).all()


def by_code(code: str) -> Settlement:
    """The settlement behind an address, wherever it is, or Unknown."""
    with seeing_every_estate():
        found = db.session.scalar(select(Handover).filter_by(code=code))
        if found is None:
            raise Unknown
        return settlement(found)


def settlement(found: Handover) -> Settlement:
    """What each side bears, by what is on the books now."""
    query = select(Bill).where(
        Bill.estate_id == found.estate_id,
        Bill.unit_id == found.unit_id,
        Bill.liable == Liable.OWNER,
        Bill.since_on < found.on,
        bills.standing(),
        or_(Bill.until_on >= found.on, bills.owing()),
    )
    shown = bills.views(db.session.scalars(query.order_by(Bill.since_on, Bill.id).limit(500)).all())
    return Settlement(
        found,
        estates.estate(estate_id=found.estate_id).name,
        estates.unit(estate_id=found.estate_id, unit_id=found.unit_id).label,
        [_line(one, on=found.on) for one in shown],
    )


def _line(one: BillView, *, on: date) -> Line:
    period = Period(one.bill.since_on, one.bill.until_on)
    return Line(one, *cut(one.bill.amount_fen, period, on=on))
