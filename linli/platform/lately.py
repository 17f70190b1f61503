"""What hardly ever changes and every page asks: each process knows it as it was within the last two seconds.

Whoever changes it lets it be forgotten, so that the own process shows the change at once.
"""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from flask import current_app

Answer = TypeVar("Answer")
KEPT = 2.0


class Lately(Generic[Answer]):
    """A question, of one thing or by its parameters of one of many; `MOST` answers are kept at most.

    They are kept for this application, so they may not be rows that live in a session.
    """

    MOST = 5_000

    def __init__(self, ask: Callable[..., Answer]) -> None:
        self._ask = ask
        self._name = f"linli.lately:{ask.__module__}.{ask.__name__}"

    def __call__(self, *key: Hashable) -> Answer:
        """What was answered lately to this; asked in the running transaction where that is too long ago."""
        answers: dict[Hashable, tuple[float, Answer]] = current_app.extensions.setdefault(self._name, {})
        kept = answers.get(key)
        if kept is None or time.monotonic() - kept[0] >= KEPT:
            if len(answers) >= self.MOST:
                answers.clear()
            kept = answers[key] = (time.monotonic(), self._ask(*key))
        return kept[1]

    def forget(self) -> None:
        """Ask anew the next time: something was changed."""
        current_app.extensions.pop(self._name, None)


def lately(ask: Callable[..., Answer]) -> Lately[Answer]:
    """Keep a question's answers, by its parameters, for two seconds each."""
    return Lately(ask)
