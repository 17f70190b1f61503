"""Who hears about what. Filled once, by linli.wiring."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from linli.kernel.events import Event
from linli.platform import outbox
from linli.platform.db import db

E = TypeVar("E", bound=Event)
Reaction = Callable[[Any], None]

_together: dict[type[Event], list[Reaction]] = defaultdict(list)
_later: dict[type[Event], list[Reaction]] = defaultdict(list)


def subscribe(
    kind: type[E],
    *,
    together: tuple[Callable[[E], None], ...] = (),
    later: tuple[Callable[[E], None], ...] = (),
) -> None:
    """`together` joins the publisher's transaction; `later` survives a crash and may run twice.

    Connecting the same reaction again changes nothing, so that several applications can be made in
    one process.
    """
    for reaction in together:
        if reaction not in _together[kind]:
            _together[kind].append(reaction)
    for reaction in later:
        if reaction not in _later[kind]:
            _later[kind].append(reaction)
        outbox.know(kind, reaction)


def publish(event: Event) -> None:
    """Tell those who react together at once, and promise those who react later."""
    for reaction in _together[type(event)]:
        reaction(event)
    for reaction in _later[type(event)]:
        db.session.add(outbox.promise(event, reaction))
