"""What the application says to the database in one request, as a script that pgbench can say again and again.

Values that must be new each time (keys and other unique columns) become expressions that PostgreSQL makes up;
everything else stays word for word, locks and all.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event

from linli.platform.db import db
from tests.support import postgres

_MARK = "@@{}@@"
_COUNTER = re.compile(r"(?<=SET )seq=\d+(?:::BIGINT)?")  # the application goes on counting where it was
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
    lines: list[str] = []
    with psycopg.connect(conninfo) as connection:
        cursor = psycopg.ClientCursor(connection)
        for statement, parameters in said:
            text = cursor.mogrify(statement, _marked(statement, parameters))
            for kind, expression in _MADE_UP.items():
                text = text.replace(f"'{_MARK.format(kind)}'", expression)
            lines.append(_COUNTER.sub("seq=seq", text.replace("\n", " ")) + ";")
    return "\n".join(lines) + "\n"


def _marked(statement: str, parameters: Any) -> Any:
    words = statement.split()
    if words[:2] != ["INSERT", "INTO"] or not isinstance(parameters, dict):
        return parameters
    table = db.metadata.tables[words[2].strip('"')]
    fresh = _unique_columns(table)
    return {
        name: _MARK.format(_kind(table, name.split("__")[0])) if name.split("__")[0] in fresh else value
        for name, value in parameters.items()
    }


def _unique_columns(table: sa.Table) -> set[str]:
    unique = {
        column.name for one in table.constraints if isinstance(one, sa.UniqueConstraint) for column in one
    }
    unique |= {column.name for index in table.indexes if index.unique for column in index.columns}
    unique |= {column.name for column in table.primary_key}
    foreign = {column.name for one in table.foreign_key_constraints for column in one.columns}
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
