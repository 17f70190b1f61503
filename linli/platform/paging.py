"""Reading long lists a page at a time by key, so that rows added meanwhile are neither doubled nor lost."""

import base64
import binascii
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, tuple_

from linli.kernel.refusals import Invalid
from linli.platform.db import db

T = TypeVar("T")

DEFAULT_LIMIT, MOST = 50, 200


class BadCursor(Invalid):
    """The cursor was not made by linli."""

    code, sentence = "cursor.malformed", "翻页标记不对，请从第一页重新打开。"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, and the cursor of the page after them, where there is one."""

    items: Sequence[T] = field(default_factory=list)
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What a reader asks for: how many, and after which cursor."""

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None


def page(
    query: Select[Any],
    *,
    by: Sequence[tuple[Any, Callable[[str], Any]]],
    window: Window,
    newest_first: bool = False,
) -> Page[Any]:
    """One page of a query of whole objects, ordered by the columns of `by` (the last one unique).

    Each column comes with the function that reads its value back from a cursor.
    Raises BadCursor for a cursor that was not made here.
    """
    return _page(query, by, window, newest_first, lambda wanted: db.session.scalars(wanted).all())


def rows_page(
    query: Select[Any], *, by: Sequence[tuple[Any, Callable[[str], Any]]], window: Window
) -> Page[Any]:
    """One page of a query of rows, such as sums by unit, ordered as `page` does. Raises BadCursor."""
    return _page(query, by, window, False, lambda wanted: db.session.execute(wanted).all())


def _page(
    query: Select[Any],
    by: Sequence[tuple[Any, Callable[[str], Any]]],
    window: Window,
    newest_first: bool,  # noqa: FBT001 - handed on by name from the two above
    read: Callable[[Select[Any]], Sequence[Any]],
) -> Page[Any]:
    columns = [column for column, _ in by]
    if window.cursor:
        key = tuple_(*columns)
        after = _decode(window.cursor, [parse for _, parse in by])
        query = query.where(key < tuple_(*after) if newest_first else key > tuple_(*after))
    order = [column.desc() for column in columns] if newest_first else columns
    rows = read(query.order_by(*order).limit(window.limit + 1))
    items = rows[: window.limit]
    more = len(rows) > window.limit
    return Page(items, _encode([getattr(items[-1], _name(column)) for column in columns]) if more else None)


def by_id(query: Select[Any], column: Any, *, window: Window, newest_first: bool = True) -> Page[Any]:
    """The usual page: ordered by the time-sorted id."""
    return page(query, by=((column, uuid.UUID),), window=window, newest_first=newest_first)


def _name(column: Any) -> str:
    return str(column.key)


def _encode(values: list[Any]) -> str:
    plain = [v.isoformat() if isinstance(v, datetime | date) else str(v) for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).rstrip(b"=").decode()


def _decode(cursor: str, readers: list[Callable[[str], Any]]) -> list[Any]:
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list) or len(plain) != len(readers):
            raise BadCursor
        values = [read(value) for read, value in zip(readers, plain, strict=True)]
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise BadCursor from None
    if not all(_storable(value) for value in values):
        raise BadCursor
    return values


def _storable(value: Any) -> bool:
    """Whether the databases take the value: what was read from a forged cursor may not be."""
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, int):
        return abs(value) < 1 << 63
    return "\x00" not in value if isinstance(value, str) else True
