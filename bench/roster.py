"""Bringing in a roster of 5,000 units, beside reading the same file and inserting its rows bare.

The import also judges every row, finds who is one person, seals phones and compares with the register.
"""

import io
import secrets
import sqlite3
import tempfile
from pathlib import Path

import openpyxl

from bench import Pairs, benchmark, in_turn, seconds
from linli.domains.people.operations import rosters
from linli.domains.people.queries import rosters as queries
from linli.kernel.times import day_of
from linli.platform import clock, schema
from linli.platform.transactions import transaction
from tests.conftest import running, settings_for
from tests.factories import places
from tests.factories.rosters import many

UNITS = 5_000
_TABLES = """
CREATE TABLE unit (id BLOB PRIMARY KEY, building TEXT, entrance TEXT, room TEXT, area TEXT, source TEXT, delivery TEXT);
CREATE TABLE owner (id BLOB PRIMARY KEY, name TEXT);
CREATE TABLE phone (id BLOB PRIMARY KEY, owner BLOB, phone TEXT);
CREATE TABLE ownership (id BLOB PRIMARY KEY, unit BLOB, owner BLOB);
"""


@benchmark(
    name="roster_import_5000",
    unit="s",
    limit_is="openpyxl reads the same file, executemany inserts the same rows, nothing else",
)
def roster_import() -> Pairs:
    content = many(UNITS)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with running(settings_for(f"sqlite:///{here}/linli.sqlite3", here)):
            schema.upgrade()
            yield from in_turn(
                lambda: seconds(lambda: bring_in(content)), lambda: seconds(lambda: bare(content, here))
            )


def bring_in(content: bytes) -> None:
    """A fresh estate each time: preview, then confirm."""
    with transaction():
        estate = places.estate(f"小区 {secrets.token_hex(8)}").id
    with transaction(estate_id=estate):
        roster = rosters.take_in(
            actor=None, estate_id=estate, content=content, filename="名册.xlsx", now=clock.now()
        )
        seen = queries.outlook(roster, on=day_of(clock.now())).seen
        rosters.hand_in(actor=None, roster=roster, seen=seen, now=clock.now())


def bare(content: bytes, folder: Path) -> None:
    """The least that any import does: read the rows, write the rows."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    name = folder / f"{secrets.token_hex(8)}.sqlite3"
    store = sqlite3.connect(name)
    store.executescript(_TABLES)
    keys = [[secrets.token_bytes(16) for _ in range(4)] for _ in rows]
    store.executemany(
        "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(key[0], *row[:5], row[7]) for key, row in zip(keys, rows, strict=True)],
    )
    store.executemany(
        "INSERT INTO owner VALUES (?, ?)", [(key[1], row[5]) for key, row in zip(keys, rows, strict=True)]
    )
    store.executemany(
        "INSERT INTO phone VALUES (?, ?, ?)",
        [(key[2], key[1], row[6]) for key, row in zip(keys, rows, strict=True)],
    )
    store.executemany("INSERT INTO ownership VALUES (?, ?, ?)", [(key[3], key[0], key[1]) for key in keys])
    store.commit()
    store.close()
    name.unlink()
