"""Locks that hold in the database itself: rows that can only be added, and estates that cannot see each other.

The application never needs either; they stand behind it, for the day when it is wrong (checks B-14, I-9).
Migrations ask for the statements here, so that a table made later is protected in the same words.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.engine import Connection

from linli.platform.db import Model, OfEstate

_POSTGRESQL_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION linli_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'append only: ' || TG_TABLE_NAME, ERRCODE = 'restrict_violation';
END $$""",
    # said as a number that differs from 0: of a bare comparison the planner would think that one row in 200 passes
    """CREATE OR REPLACE FUNCTION linli_sees(estate_id uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN current_setting('linli.estate', true) IN ('*', CAST(estate_id AS text))
THEN 1 ELSE 0 END <> 0 $$""",
)


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule of one table that its database keeps itself: a model lists them in `__guards__`, by dialect."""

    make: str
    undo: str


def append_only_tables(metadata: MetaData) -> list[Table]:
    """The tables whose rows may be written once and never changed (`__append_only__ = True`)."""
    return list(_tables(metadata, lambda model: bool(getattr(model, "__append_only__", False))))


def estate_tables(metadata: MetaData) -> list[Table]:
    """The tables whose rows belong to one estate each."""
    return list(_tables(metadata, lambda model: issubclass(model, OfEstate)))


def sql_for(metadata: MetaData, dialect: str, *, tables: Collection[str] | None = None) -> list[str]:
    """The statements that protect the tables of `metadata` (or those named in `tables`) on a database.

    `dialect` is "postgresql" or "sqlite". SQLite gets the append-only triggers; row-level security is
    PostgreSQL's alone.
    """
    growing, walled = _chosen(metadata, tables)
    if dialect == "sqlite":
        made = [statement for name in growing for statement in _grow_only_sqlite(name)]
        return made + [guard.make for guard in _guards(metadata, dialect, tables)]
    made = list(_POSTGRESQL_FUNCTIONS)
    made += [statement for name in growing for statement in _grow_only_postgresql(name)]
    made += [guard.make for guard in _guards(metadata, dialect, tables)]
    return made + [statement for name in walled for statement in _wall(name)]


def undo_sql_for(metadata: MetaData, dialect: str, *, tables: Collection[str] | None = None) -> list[str]:
    """The statements that take the protection away again; the shared functions go when no table is named."""
    growing, walled = _chosen(metadata, tables)
    made = [guard.undo for guard in _guards(metadata, dialect, tables)]
    if dialect == "sqlite":
        return made + [
            f"DROP TRIGGER IF EXISTS {name}_no_{verb}" for name in growing for verb in ("update", "delete")
        ]
    for name in walled:
        made += [
            f'DROP POLICY IF EXISTS linli_estate ON "{name}"',
            f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{name}" DISABLE ROW LEVEL SECURITY',
        ]
    for name in growing:
        made += [
            f'DROP TRIGGER IF EXISTS linli_{what} ON "{name}"' for what in ("append_only", "no_truncate")
        ]
    if tables is None:
        made += ["DROP FUNCTION IF EXISTS linli_append_only()", "DROP FUNCTION IF EXISTS linli_sees(uuid)"]
    return made


def protect(connection: Connection, metadata: MetaData) -> None:
    """Put the protection on a database whose tables were made without migrations (tests)."""
    for statement in sql_for(metadata, connection.dialect.name):
        connection.exec_driver_sql(statement)


def _tables(metadata: MetaData, wanted: Callable[[type[Any]], bool]) -> Iterator[Table]:
    found = {}
    for mapper in Model.registry.mappers:
        table = mapper.local_table
        if isinstance(table, Table) and table.metadata is metadata and wanted(mapper.class_):
            found[table.name] = table
    for name in sorted(found):
        yield found[name]


def _guards(metadata: MetaData, dialect: str, names: Collection[str] | None) -> Iterator[Guard]:
    for mapper in sorted(Model.registry.mappers, key=lambda one: str(one.local_table)):
        table = mapper.local_table
        if isinstance(table, Table) and table.metadata is metadata and (names is None or table.name in names):
            yield from getattr(mapper.class_, "__guards__", {}).get(dialect, ())


def _chosen(metadata: MetaData, names: Collection[str] | None) -> tuple[list[str], list[str]]:
    kinds = (append_only_tables(metadata), estate_tables(metadata))
    growing, walled = (
        [table.name for table in kind if names is None or table.name in names] for kind in kinds
    )
    return growing, walled


def _grow_only_sqlite(name: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb.upper()} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, 'append only: {name}'); END"
        for verb in ("update", "delete")
    ]


def _grow_only_postgresql(name: str) -> list[str]:
    return [
        f'CREATE TRIGGER {trigger} ON "{name}" FOR EACH {each} EXECUTE FUNCTION linli_append_only()'
        for trigger, each in (
            ("linli_append_only BEFORE UPDATE OR DELETE", "ROW"),
            ("linli_no_truncate BEFORE TRUNCATE", "STATEMENT"),
        )
    ]


def _wall(name: str) -> list[str]:
    return [
        f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY linli_estate ON "{name}" USING (linli_sees(estate_id)) WITH CHECK (linli_sees(estate_id))',
    ]
