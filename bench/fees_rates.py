"""The collection rates of a large estate, beside one bare aggregate over the same bills and settlements.

5,000 units with twelve months of bills, of which most are paid. LINLI_BENCH_UNITS makes it smaller.
"""

import os
import uuid
from datetime import date

from sqlalchemy import insert, text

from bench import Pairs, benchmark, in_turn, seconds
from bench._world import application
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import rates
from linli.domains.fees.queries.rates import Term
from linli.domains.fees.rules import period_of
from linli.kernel.ids import new_id
from linli.kernel.times import end_of, start_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.support import postgres

UNITS = min(5_000, int(os.environ.get("LINLI_BENCH_UNITS", "5000")))
YEAR = clock.now().year - 1
TERM = Term(date(YEAR, 12, 1), date(YEAR, 12, 31), end_of(date(YEAR, 12, 31)))

_PAY = """
    INSERT INTO bill_settlement (estate_id, id, bill_id, source_id, amount_fen, at)
    SELECT estate_id, gen_random_uuid(), id, gen_random_uuid(), amount_fen, :now
    FROM bill WHERE estate_id = :estate_id AND hashtext(id::text) % 10 <> 0
"""
_BARE = """
    SELECT sum(bill.amount_fen), sum(paid.amount_fen) FROM bill LEFT JOIN
        (SELECT bill_id, sum(amount_fen) AS amount_fen FROM bill_settlement
         WHERE estate_id = :estate_id AND at < :cut_off GROUP BY bill_id) paid ON paid.bill_id = bill.id
    WHERE bill.estate_id = :estate_id AND bill.due_on <= :until_on
"""


@benchmark(
    name="fees_rates",
    unit="rates/s",
    limit_is="one bare aggregate of the same bills and settlements, same run",
)
def fees_rates() -> Pairs:
    """Current, overdue and total rate by money and by household, and each building's share."""
    if postgres.why_missing():
        return
    with application():
        estate_id = _estate()
        _bills(estate_id)
        bare = {"estate_id": estate_id, "cut_off": TERM.cut_off, "until_on": TERM.until_on}

        def ours() -> None:
            with transaction(writes=False):
                rates.rates(TERM, estate_id=estate_id)

        def plain() -> None:
            with transaction(writes=False):
                db.session.execute(text(_BARE), bare).one()

        yield from in_turn(lambda: 1 / seconds(ours), lambda: 1 / seconds(plain), runs=9)


def _estate() -> uuid.UUID:
    with transaction():
        estate = places.estate("大小区")
        people.owner(estate, places.unit(estate, "房 1"))
        made = [
            {
                "estate_id": estate.id, "id": new_id(), "room": str(number), "label": f"房 {number}",
                "kind": "residential",
                "floor_area": 5_000 + number, "area_source": "register", "delivery": "delivered",
            }
            for number in range(2, UNITS + 1)
        ]  # fmt: skip
        db.session.execute(insert(Unit), made)
        return estate.id


def _bills(estate_id: uuid.UUID) -> None:
    """A year's bills, one month after another, nine of ten paid."""
    with transaction(estate_id=estate_id):
        item = fees.item(estates.estate(estate_id=estate_id), "物业费")
        fees.tariff(item, since_on=date(YEAR, 1, 1))
        for month in range(1, 13):
            period = period_of(date(YEAR, month, 1), 1)
            runs.issue(
                actor=None,
                item=item,
                period=period,
                due_on=date(YEAR, month, 28),
                now=start_of(period.since_on),
            )
        db.session.execute(text(_PAY), {"now": start_of(TERM.since_on), "estate_id": estate_id})
    with transaction():
        db.session.execute(text("ANALYZE"))
