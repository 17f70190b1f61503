"""A month's bills of a whole county, beside one bare INSERT … SELECT of the same rows with the same indexes.

296,000 units in 148 estates, two items: bills, their lines and the ledger's entries, every estate and item in a
transaction of its own, several estates at a time, as `linli bills run` does it. LINLI_BENCH_UNITS makes it smaller.
"""

import os
import resource
import uuid
from collections.abc import Iterator
from datetime import date

from sqlalchemy import insert, text

from bench import Pairs, benchmark, in_turn, seconds
from bench._world import application
from linli.cli.bills import LANES
from linli.domains.estates.models import Unit
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import items
from linli.domains.fees.rules import Period, period_of
from linli.domains.people.models import Ownership
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.abreast import abreast
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.support import postgres

UNITS = int(os.environ.get("LINLI_BENCH_UNITS", "296000"))
IN_ESTATE = 2_000
RUNS = 3
TABLES = ("bill", "bill_line", "ledger_entry")
FIRST = date(2026, 1, 1)

Place = tuple[uuid.UUID, tuple[uuid.UUID, ...]]


@benchmark(
    name="fees_run",
    unit="bills/s",
    limit_is="one bare INSERT … SELECT of the same bills, lines and entries, same indexes, same run",
)
def fees_run() -> Pairs:
    """A month for every unit: who owes, how much, why, and the books."""
    if postgres.why_missing():
        return
    with application():
        county = [estate_of(min(IN_ESTATE, UNITS - start)) for start in range(0, UNITS, IN_ESTATE)]
        _bare_tables()
        to_come = months()
        _settle()
        _issue(county, next(to_come))
        _copy()
        _settle()
        yield from in_turn(
            lambda: _rate(seconds(lambda: _issue(county, next(to_come)))),
            lambda: _rate(seconds(_copy)),
            runs=RUNS,
            warm=False,
        )


def _rate(took: float) -> float:
    return 2 * UNITS / took


def months() -> Iterator[Period]:
    """A month after another, all of them already begun or near."""
    since_on = FIRST
    while True:
        period = period_of(since_on, 1)
        yield period
        since_on = date.fromordinal(period.until_on.toordinal() + 1)


def estate_of(units: int) -> Place:
    """An estate with its owners, a fee by area and one by unit."""
    with transaction():
        estate = places.estate(f"小区 {new_id().hex[-8:]}")
        owner = people.owner(estate, places.unit(estate, "房 1"))
        made = [
            {
                "estate_id": estate.id, "id": new_id(), "room": str(number), "label": f"房 {number}",
                "kind": "residential",
                "floor_area": 5_000 + number * 7 % 9_000, "area_source": "register", "delivery": "delivered",
            }
            for number in range(2, units + 1)
        ]  # fmt: skip
        db.session.execute(insert(Unit), made)
        db.session.execute(
            insert(Ownership),
            [
                {"estate_id": estate.id, "id": new_id(), "unit_id": one["id"], "owner_id": owner.id, "since_on": FIRST}
                for one in made
            ],
        )  # fmt: skip
        by_area, by_unit = fees.item(estate, "物业费"), fees.item(estate, "垃圾清运费")
        fees.tariff(by_area)
        fees.tariff(by_unit, formula=fees.Formula.FIXED, rate_mfen=1_500_000)
        return estate.id, (by_area.id, by_unit.id)


def _issue(county: list[Place], period: Period) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for nth in (0, 1):
        for _ in abreast(
            lambda place, nth=nth: issue_one(place[0], place[1][nth], period), county, lanes=LANES
        ):
            pass
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024, f"memory grew by {grown} kB"  # the rows never leave the database


def issue_one(estate_id: uuid.UUID, item_id: uuid.UUID, period: Period) -> None:
    with transaction(estate_id=estate_id):
        item = items.item(estate_id=estate_id, item_id=item_id)
        runs.issue(actor=None, item=item, period=period, due_on=date(2099, 1, 1), now=clock.now())


def _bare_tables() -> None:
    with transaction():
        for table in TABLES:
            db.session.execute(text(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES)"))


def _copy() -> None:
    """The newest month's rows once more, bare: no triggers, no references, nothing asked."""
    with transaction():
        for table in TABLES:
            newest = f"COALESCE((SELECT id FROM bare_{table} ORDER BY id DESC LIMIT 1), :none)"
            copy = f"INSERT INTO bare_{table} SELECT * FROM {table} WHERE id > {newest}"
            db.session.execute(text(copy), {"none": uuid.UUID(int=0)})


def _settle() -> None:
    """What autovacuum does by itself within a minute: tell the planner how many rows there are."""
    with transaction():
        db.session.execute(text("ANALYZE"))
