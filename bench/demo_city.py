"""The demo city beside a bare COPY of the very same rows."""

import io
from functools import partial
from typing import Any

from sqlalchemy import text

from bench import Pairs, benchmark, seconds
from bench._world import application
from linli.cli.demo.command import make
from linli.platform.db import db
from linli.platform.transactions import transaction

ESTATES, UNITS, RUNS = 10, 911, 3


@benchmark(name="demo_city", unit="rows/s", limit_is="COPY of the same rows into the same tables, same run")
def demo_city() -> Pairs:
    """Ten estates of the size that 325 of make 296,000 households; every table, every index, every lock."""
    for _ in range(RUNS):
        with application():
            if db.engine.dialect.name != "postgresql":
                return
            took = seconds(lambda: make(count=ESTATES, units=UNITS, seed=1))
            dumped = _dump()
            rows = sum(count for _, count, _ in dumped)
            bare = seconds(partial(_copy_back, dumped))
            yield rows / took, rows / bare


def _dump() -> list[tuple[str, int, bytes]]:
    """Every table's rows in COPY's own text, taken out of the database."""
    dumped = []
    with transaction(writes=False):
        connection: Any = db.session.connection()
        for table in db.metadata.sorted_tables:
            count = db.session.scalar(text(f'SELECT count(*) FROM "{table.name}"')) or 0
            if not count:
                continue
            out = io.BytesIO()
            with connection.connection.cursor().copy(
                f'COPY (SELECT * FROM "{table.name}") TO STDOUT'
            ) as copy:
                for block in copy:
                    out.write(block)
            dumped.append((table.name, count, out.getvalue()))
    return dumped


def _copy_back(dumped: list[tuple[str, int, bytes]]) -> None:
    """The same rows into bare copies of the tables with the same indexes: what the database alone needs."""
    with transaction():
        connection: Any = db.session.connection()
        for name, _, rows in dumped:
            connection.exec_driver_sql(f'CREATE TABLE "bare_{name}" (LIKE "{name}" INCLUDING ALL)')
            with connection.connection.cursor().copy(f'COPY "bare_{name}" FROM STDIN') as copy:
                copy.write(rows)
