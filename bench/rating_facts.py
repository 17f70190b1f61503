"""All facts of a year for the city's 325 estates beside the bare SQL statements, and their growth with the estates.

One lived-in demo estate of 911 homes is copied inside the database under new estate ids, so that 325 of them make
the city's 296,000 homes with their votes, tickets and bills. LINLI_BENCH_RATING makes the city smaller.
"""

import os
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, event, text

from bench import Pairs, benchmark, in_turn, seconds
from bench._world import application
from linli.cli.demo.command import make
from linli.domains.rating.operations import datasets as running
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.support import postgres

ESTATES = int(os.environ.get("LINLI_BENCH_RATING", "325"))
UNITS, SHARE = 911, 10
COPIED = (
    "unit", "owner", "ownership", "bill", "bill_settlement", "payment", "common_disclosure", "ticket", "vote",
    "vote_result", "topic", "official_answer", "announcement", "announcement_recipient", "announcement_read",
    "committee_term", "committee_member", "committee_filing", "committee_meeting", "meeting_attendance",
    "committee_task", "seal_use", "disclosure", "governance_case",
)  # fmt: skip


@benchmark(
    name="rating_facts",
    unit="years/s",
    limit_is="the bare SQL statements of its facts in sum, times 2, same run",
)
def rating_facts() -> Pairs:
    """Every offered fact for all estates, written into a data set; at most twice the statements alone."""
    if postgres.why_missing():
        return
    with application():
        _city(ESTATES)
        compute = _compute()
        bare = _bare(compute)
        yield from in_turn(lambda: 1 / seconds(compute), lambda: 1 / (2 * seconds(bare)), runs=3)


@benchmark(
    name="rating_facts_growth", unit="estates/s", limit_is="a tenth of the estates, same statements, same run"
)
def rating_facts_growth() -> Pairs:
    """The same for ten times the estates: as many statements, and each estate as cheap."""
    if postgres.why_missing():
        return
    few = max(2, ESTATES // SHARE)
    with application():
        _city(few)
        compute = _compute()
        small = [few / seconds(compute) for _ in range(4)][1:]
        said = _statements(compute)
    with application():
        _city(ESTATES)
        compute = _compute()
        compute()
        if _statements(compute) != said:
            raise AssertionError("more estates ask more questions")
        for rate in small:
            yield ESTATES / seconds(compute), rate


def _city(count: int) -> None:
    """A city of so many estates, all alike but in their ids."""
    make(count=2, units=UNITS, seed=1)
    with transaction():
        source = db.session.scalar(text("SELECT id FROM estate ORDER BY id LIMIT 1"))
        for name in COPIED:
            _let_go(name)
        for number in range(count - 2):
            _copy("estate", "id", source, uuid.uuid4(), new_name=f"第{number}小区")
        for name in COPIED:
            _copy_all(name, source)
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _let_go(name: str) -> None:
    """Let a table's rows stand without what they refer to: the copies have no buildings, tariffs or ledger."""
    kept = text(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = CAST(:name AS regclass)"
    )
    for constraint in db.session.scalars(kept, {"name": name}).all():
        db.session.execute(text(f'ALTER TABLE "{name}" DROP CONSTRAINT "{constraint}"'))


def _columns(name: str) -> list[str]:
    return [f'"{column.name}"' for column in db.metadata.tables[name].columns]


def _copy(name: str, key: str, source: Any, made: uuid.UUID, *, new_name: str) -> None:
    told = {f'"{key}"': ":made", '"name"': ":name"}
    columns = _columns(name)
    taken = ", ".join(told.get(column, column) for column in columns)
    statement = f"INSERT INTO {name} ({', '.join(columns)}) SELECT {taken} FROM {name} WHERE {key} = :source"
    db.session.execute(text(statement), {"made": made, "name": new_name, "source": source})


def _copy_all(name: str, source: Any) -> None:
    columns = _columns(name)
    taken = ", ".join("e.id" if column == '"estate_id"' else f"t.{column}" for column in columns)
    statement = (
        f'INSERT INTO "{name}" ({", ".join(columns)}) SELECT {taken} FROM "{name}" t '
        "CROSS JOIN estate e WHERE t.estate_id = :source AND e.id <> :source "
        f'AND NOT EXISTS (SELECT 1 FROM "{name}" old WHERE old.estate_id = e.id)'
    )
    db.session.execute(text(statement), {"source": source})


def _compute() -> Callable[[], None]:
    """One whole run, from its start to its last fact."""
    with transaction(writes=False):
        officer = db.session.scalar(text("SELECT id FROM account ORDER BY id LIMIT 1"))
    actor = Actor(officer, Role.CITY_OFFICER)

    def compute() -> None:
        with transaction():
            of = running.start(actor=actor, year=day_of(clock.now()).year, now=clock.now())
            while running.compute_next(of=of, now=clock.now()):
                pass

    return compute


def _bare(compute: Callable[[], None]) -> Callable[[], None]:
    """The questions of one run asked again, and nothing done with what they say."""
    asked = []

    def note(_connection: Any, statement: Any, many: Any, one: Any, _options: Any) -> None:
        if isinstance(statement, Select) and statement._for_update_arg is None:  # noqa: SLF001 - the audit chain
            asked.append((statement, one or (many[0] if many else {})))

    event.listen(db.engine, "before_execute", note)
    compute()
    event.remove(db.engine, "before_execute", note)

    def bare() -> None:
        with transaction(writes=False):
            for statement, known in asked:
                db.session.connection().execute(statement, known).all()

    return bare


def _statements(act: Callable[[], None]) -> int:
    """How many statements an act takes."""
    said = []

    def note(*told: Any) -> None:
        said.append(told[2])

    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(said)
