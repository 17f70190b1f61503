"""How much may be collected ahead of a unit: twelve months, and not beyond the contract (杭州市物业管理条例第55条)."""

import uuid
from datetime import date, timedelta

from sqlalchemy import func, select

from linli.domains.estates import queries as estates
from linli.domains.fees.models import Bill, Tariff
from linli.domains.fees.queries.bills import standing
from linli.domains.fees.rules import MONTHS_AHEAD, Formula, Period, Version, line_fen, period_of, pieces
from linli.platform.db import db


def contract_end(estate_id: uuid.UUID) -> date | None:
    """The last day of the last contract; None where one has no end, or there is none: then there is no term."""
    ends = [contract.until_on for contract, _ in estates.contracts(estate_id)]
    return None if None in ends else max((end for end in ends if end), default=None)


def most_fen(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> int:
    """What a unit will be billed by area or by unit for the days ahead that have no bill yet."""
    last = min(period_of(on, MONTHS_AHEAD).until_on, contract_end(estate_id) or date.max)
    unit, billed = estates.unit(estate_id=estate_id, unit_id=unit_id), _billed_until(estate_id, unit_id)
    total = 0
    for item_id, versions in _versions(estate_id, unit.kind).items():
        first = max(on, billed.get(item_id, on - timedelta(days=1)) + timedelta(days=1))
        total += sum(line_fen(piece, unit.floor_area or 0) for piece in pieces(Period(first, last), versions))
    return total


def _billed_until(estate_id: uuid.UUID, unit_id: uuid.UUID) -> dict[uuid.UUID, date]:
    rows = db.session.execute(
        select(Bill.item_id, func.max(Bill.until_on))
        .where(Bill.estate_id == estate_id, Bill.unit_id == unit_id, standing())
        .group_by(Bill.item_id)
    )
    return {row[0]: row[1] for row in rows}


def _versions(estate_id: uuid.UUID, unit_kind: str) -> dict[uuid.UUID, list[Version]]:
    found: dict[uuid.UUID, list[Version]] = {}
    query = select(Tariff).filter_by(estate_id=estate_id, unit_kind=unit_kind)
    for one in db.session.scalars(query.where(Tariff.formula != Formula.METERED)):
        version = Version(one.id, one.since_on, one.until_on, Formula(one.formula), one.rate_mfen)
        found.setdefault(one.item_id, []).append(version)
    return found
