"""The same work in many estates, several of them at a time: a thread and a database connection each."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from flask import Flask, current_app

from linli.platform.db import db

One = TypeVar("One")
Made = TypeVar("Made")


def abreast(work: Callable[[One], Made], over: Iterable[One], *, lanes: int) -> Iterator[Made]:
    """What the work made of each, in their order; the first that fails stops those that have not begun.

    The work opens its own transaction. SQLite has one writer at a time, so there it is one after the other.
    """
    if lanes == 1 or db.engine.dialect.name == "sqlite":
        yield from map(work, over)
        return
    app: Any = current_app
    with ThreadPoolExecutor(lanes) as pool:
        waiting = [
            pool.submit(copy_context().run, _in_lane, app._get_current_object(), work, one)  # noqa: SLF001
            for one in over
        ]
        try:
            for one in waiting:
                yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _in_lane(app: Flask, work: Callable[[One], Made], one: One) -> Made:
    with app.app_context():
        return work(one)
