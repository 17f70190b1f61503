"""A question that every request asks, built once: its statement is made and keyed on first use, then only bound."""

import inspect
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam

Statement = TypeVar("Statement")


class Prepared(Generic[Statement]):
    """A statement with places for values. Called with them, it gives what a session's methods take."""

    def __init__(self, build: Callable[..., Statement]) -> None:
        self._build = build
        self._made: Statement | None = None

    def __call__(self, **values: Any) -> tuple[Statement, dict[str, Any]]:
        """The statement and its values: `db.session.scalars(*of_owner(owner_id=one))`."""
        if self._made is None:  # not earlier: the models may refer to tables that are not known yet
            names = inspect.signature(self._build).parameters
            self._made = self._build(**{name: bindparam(name) for name in names})
        return self._made, values


def prepared(build: Callable[..., Statement]) -> Prepared[Statement]:
    """Build a question that is asked very often only once.

    `build` writes it as always, from parameters that stand for values: `Owner.id == owner_id`, `.in_(owner_ids)`.
    It sees places, not values, so it may not decide anything by them.
    """
    return Prepared(build)
