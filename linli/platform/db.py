"""The database session and what every table has in common."""

import select
import time
import uuid
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Uuid,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from linli.kernel.ids import new_id
from linli.platform.manner import manner


class Utc(TypeDecorator[datetime]):
    """A moment with its zone, stored as UTC on every database. A moment without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """What every table shares: named constraints, so that a migration can drop what an earlier one made."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            int: BigInteger(),
            datetime: Utc(),
            uuid.UUID: Uuid(),
            dict[str, Any]: Json,
            list[Any]: Json,
        },
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:  # a checker cannot see that db.Model is Base
    Model = Base
else:
    Model = db.Model


class OfEstate:
    """Rows that belong to one estate and are never shown to another.

    The estate is part of the primary key, so that the same schema can be spread over machines by
    estate; on PostgreSQL the migration adds row-level security to every table that has this mixin.
    """

    estate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("estate.id"), primary_key=True, sort_order=-2)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


def estate_fk(table: str, column: str, **options: Any) -> ForeignKeyConstraint:
    """A reference from `column` to a row of the same estate in `table`."""
    return ForeignKeyConstraint(["estate_id", column], [f"{table}.estate_id", f"{table}.id"], **options)


def prepare_engine(app: Flask) -> None:
    """Fit the connections of this application's engine; call inside its context."""
    engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _fit_sqlite)
    event.listen(engine, "begin", _begin)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "before_cursor_execute", _show_what_may_be_seen)
        event.listen(engine, "checkin", _lay_down)
        event.listen(engine, "checkout", partial(_still_there, engine.dialect))
    app.extensions["linli.engine"] = engine


def _fit_sqlite(connection: Any, _record: object) -> None:
    """One writer, readers beside it, every commit on the disk, and foreign keys that hold."""
    connection.isolation_level = None  # linli says BEGIN itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # so that REPLACE cannot slip past the append-only triggers
        "busy_timeout=8000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Open the transaction in the manner its block asked for: see linli.platform.transactions."""
    mode = manner()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if mode.writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode.writes else "BEGIN")
        return
    connection.info[_SEES] = mode.sees
    told = connection.exec_driver_sql(
        "SELECT set_config('linli.estate', %s, true), set_config('transaction_read_only', %s, true), "
        + (mode.asks or "NULL"),
        (mode.sees, "off" if mode.writes else "on"),
    )
    connection.info[_ANSWER] = told.one()[2]


_ANSWER = "linli.answer_at_begin"


def answer_at_begin() -> Any:
    """What the running transaction asked as it began; None where it asked nothing, or on SQLite."""
    return db.session.connection().info.get(_ANSWER)


_IDLE = "linli.idle_since"
ASK_AFTER = 20.0  # seconds in the pool, after which a firewall may have forgotten the connection


def _lay_down(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_IDLE] = time.monotonic()


def _still_there(engine: Dialect, connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Refuse a connection that ended in the pool; SQLAlchemy then opens another.

    A database that stops says so, which makes the socket readable: that is seen here without asking it. Only one
    that lay for long, or has something to read, is asked. (`pool_pre_ping` asks every time.)
    """
    idle = time.monotonic() - record.info.get(_IDLE, -ASK_AFTER)
    if idle < ASK_AFTER and not _readable(connection.fileno()):
        return
    try:
        engine.do_ping(connection)
    except psycopg.Error as gone:
        raise InvalidatePoolError from gone


def _readable(socket: int) -> bool:
    look = select.poll()
    look.register(socket, select.POLLIN)
    return bool(look.poll(0))


_SEES = "linli.sees"  # what the running transaction of a connection was told to show


def _show_what_may_be_seen(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
    """Before a statement, tell the database whose rows it may show, where that changed since the last one."""
    if statement.startswith("ROLLBACK TO SAVEPOINT"):
        connection.info.pop(_SEES, None)  # the setting goes with it; the next statement tells it again
        return
    sees = manner().sees
    if connection.info.get(_SEES) != sees:
        connection.info[_SEES] = sees
        connection.exec_driver_sql("SELECT set_config('linli.estate', %s, true)", (sees,))
