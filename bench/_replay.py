"""What the application says to the database in one request, as a script that pgbench can say again and again.

Values that must be new each time (keys and other unique columns) become expressions that PostgreSQL makes up. An id
that the request itself made up is the same one wherever it occurs in a turn, so that what hangs together still does;
everything else stays word for word, locks and all.
"""

import re
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeGuard

import psycopg
import sqlalchemy as sa
from sqlalchemy import event

from linli.platform.db import db
from tests.support import postgres

_MARK = "@@{}@@"
_LINK = re.compile(r"'@@id (\d+)@@'")
_TURN = "\\set turn random(1, 9000000000000000)"
# the application goes on counting where it was
_COUNTER = re.compile(r"(?<=SET )(seq|last)=\d+(?:::BIGINT)?")
_MADE_UP = {
    "uuid": "gen_random_uuid()",
    "number": "(random() * 1e15)::bigint",
    "text": "md5(random()::text)",
}


@contextmanager
def recorded() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that the engine sends meanwhile, with its parameters."""
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        several = parameters if isinstance(parameters, list) else [parameters]
        said.extend((statement, one) for one in several)

    ends = {name: _noting(said, name.upper()) for name in ("begin", "commit", "rollback")}
    listeners = {"before_cursor_execute": note, **ends}
    for name, listener in listeners.items():
        event.listen(db.engine, name, listener, insert=True)  # before what the engine itself says then
    try:
        yield said
    finally:
        for name, listener in listeners.items():
            event.remove(db.engine, name, listener)


def _noting(said: list[tuple[str, Any]], word: str) -> Any:
    return lambda _connection: said.append((word, None))


def script(said: list[tuple[str, Any]], conninfo: str) -> str:
    """The statements for pgbench, in the same transactions."""
    lines, linked = [_TURN], _made_by_it(said)
    with psycopg.connect(conninfo) as connection:
        cursor = psycopg.ClientCursor(connection)
        for statement, parameters in said:
            text = cursor.mogrify(statement, _marked(statement, parameters, linked))
            for kind, expression in _MADE_UP.items():
                text = text.replace(f"'{_MARK.format(kind)}'", expression)
            text = _LINK.sub(r"CAST(md5('\1 ' || :turn) AS uuid)", text)
            lines.append(_COUNTER.sub(r"\1=\1", text.replace("\n", " ")) + ";")
    return "\n".join(lines) + "\n"


def _made_by_it(said: list[tuple[str, Any]]) -> dict[uuid.UUID, str]:
    """The ids that the request made up: keys of new rows that it never asked for before; each with its mark."""
    asked: set[uuid.UUID] = set()
    made: dict[uuid.UUID, str] = {}
    for statement, parameters in said:
        if not isinstance(parameters, dict):
            continue
        ids = {name: value for name, value in parameters.items() if _is_id(value)}
        fresh = _fresh(statement)
        for name, value in ids.items():
            if name.split("__")[0] in fresh and value not in asked:
                made.setdefault(value, _MARK.format(f"id {len(made)}"))
        if not fresh:
            asked |= set(ids.values())
    return made


def _marked(statement: str, parameters: Any, linked: dict[uuid.UUID, str]) -> Any:
    if not isinstance(parameters, dict):
        return parameters
    fresh = _fresh(statement)
    return {
        name: linked[value]
        if _is_id(value) and value in linked
        else _mark(fresh.get(name.split("__")[0]), value)
        for name, value in parameters.items()
    }


def _is_id(value: Any) -> TypeGuard[uuid.UUID]:
    return isinstance(value, uuid.UUID)


def _mark(kind: str | None, value: Any) -> Any:
    return _MARK.format(kind) if kind else value


def _fresh(statement: str) -> dict[str, str]:
    """The columns of a new row that must be new each time, with the kinds of their values; else none."""
    words = statement.split()
    if words[:2] != ["INSERT", "INTO"]:
        return {}
    table = db.metadata.tables[words[2].strip('"')]
    return {name: _kind(table, name) for name in _unique_columns(table)}


def _unique_columns(table: sa.Table) -> set[str]:
    unique = {
        column.name for one in table.constraints if isinstance(one, sa.UniqueConstraint) for column in one
    }
    unique |= {column.name for index in table.indexes if index.unique for column in index.columns}
    unique |= {column.name for column in table.primary_key}
    foreign = {column.name for one in table.foreign_key_constraints for column in one.columns}
    foreign |= {column.name for column in table.primary_key if column.name.endswith("_id")}  # as good as one
    return {name for name in unique - foreign if name not in {"channel", "revision"}} - {"estate_id"}


def _kind(table: sa.Table, name: str) -> str:
    kind = table.columns[name].type
    if isinstance(kind, sa.Uuid):
        return "uuid"
    return "number" if isinstance(kind, sa.Integer) else "text"


def pgbench(made: str, conninfo: str, folder: Path, *, clients: int, seconds: int = 3) -> float:
    """How often a second so many clients get through the script."""
    file = folder / "replay.sql"
    file.write_text(made)
    beside = (postgres.find_programs() or Path()) / "pgbench"
    program = str(beside) if beside.exists() else "pgbench"
    done = subprocess.run(
        [program, "-n", "-f", str(file), "-c", str(clients), "-j", "2", "-T", str(seconds), conninfo],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps ="))
    return float(line.split()[2])
