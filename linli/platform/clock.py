"""The one place that asks what time it is; tests set it.

Deadlines are decided by the database's clock, because web processes on several machines never agree
to the second (checks D-7, D-8).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from linli.platform.db import db

_frozen: datetime | None = None


def now() -> datetime:
    """This process's time, with its zone (UTC)."""
    return _frozen or datetime.now(UTC)


def database_now() -> datetime:
    """The database's time at this very statement; on SQLite the machine is the database."""
    if _frozen is not None or db.engine.dialect.name != "postgresql":
        return now()
    moment: datetime = db.session.connection().exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return moment.astimezone(UTC)


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Stop both clocks at `moment` for the length of the block."""
    global _frozen  # noqa: PLW0603 - the one clock of the process
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before


def advance(by: timedelta) -> None:
    """Move a frozen clock on."""
    global _frozen  # noqa: PLW0603 - the one clock of the process
    if _frozen is None:
        raise RuntimeError("the clock is not frozen")
    _frozen += by
