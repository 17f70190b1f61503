"""How far one stored moment lies after another, asked of the database, on either of them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement


class Within(ColumnElement[bool]):
    """`later` is at most `span` after `earlier`; unknown where one of them is."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, later: Any, earlier: Any, span: timedelta) -> None:
        self.later, self.earlier, self.seconds = later, earlier, int(span.total_seconds())

    @property
    def _from_objects(self) -> list[Any]:
        return [*self.later._from_objects, *self.earlier._from_objects]  # noqa: SLF001 - SQLAlchemy's own way


@compiles(Within, "postgresql")
def _postgresql(element: Within, compiler: Any, **how: Any) -> str:
    later, earlier = compiler.process(element.later, **how), compiler.process(element.earlier, **how)
    return f"({later} <= {earlier} + interval '{element.seconds} seconds')"


@compiles(Within, "sqlite")
def _sqlite(element: Within, compiler: Any, **how: Any) -> str:
    later, earlier = compiler.process(element.later, **how), compiler.process(element.earlier, **how)
    # SQLite keeps moments as text with six decimals and computes with three.
    return f"({later} <= strftime('%Y-%m-%d %H:%M:%f000', {earlier}, '+{element.seconds} seconds'))"


class Seconds(ColumnElement[int]):
    """How many whole seconds `later` is after `earlier`; unknown where one of them is."""

    inherit_cache = False
    type = BigInteger()

    def __init__(self, later: Any, earlier: Any) -> None:
        self.later, self.earlier = later, earlier

    @property
    def _from_objects(self) -> list[Any]:
        return [*self.later._from_objects, *self.earlier._from_objects]  # noqa: SLF001 - SQLAlchemy's own way


@compiles(Seconds, "postgresql")
def _seconds_postgresql(element: Seconds, compiler: Any, **how: Any) -> str:
    later, earlier = compiler.process(element.later, **how), compiler.process(element.earlier, **how)
    return (
        f"CAST(extract(epoch FROM date_trunc('second', {later}) - date_trunc('second', {earlier})) AS bigint)"
    )


@compiles(Seconds, "sqlite")
def _seconds_sqlite(element: Seconds, compiler: Any, **how: Any) -> str:
    later, earlier = compiler.process(element.later, **how), compiler.process(element.earlier, **how)
    return f"(CAST(strftime('%s', {later}) AS INTEGER) - CAST(strftime('%s', {earlier}) AS INTEGER))"
