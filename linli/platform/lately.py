"""What hardly ever changes and every page asks: each process knows it as it was within the last two seconds.

Whoever changes it lets it be forgotten, so that the own process shows the change at once.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from flask import current_app

Answer = TypeVar("Answer")
KEPT = 2.0


class Lately(Generic[Answer]):
    """A question without parameters. Its answer is kept for this application, so it may not be rows
    that live in a session.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._name = f"linli.lately:{ask.__module__}.{ask.__name__}"

    def __call__(self) -> Answer:
        """What was answered lately; asked in the running transaction where that is too long ago."""
        kept: tuple[float, Answer] | None = current_app.extensions.get(self._name)
        if kept is None or time.monotonic() - kept[0] >= KEPT:
            kept = current_app.extensions[self._name] = (time.monotonic(), self._ask())
        return kept[1]

    def forget(self) -> None:
        """Ask anew the next time: something was changed."""
        current_app.extensions.pop(self._name, None)


def lately(ask: Callable[[], Answer]) -> Lately[Answer]:
    """Keep a question's answer for two seconds."""
    return Lately(ask)
