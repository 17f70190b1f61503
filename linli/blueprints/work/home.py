"""What waits for a resident, and the ways in: each room adds its part to the first page of the estate.

A room calls `contribute` when its blueprint is imported; its functions are asked inside the estate.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.blueprints import features
from linli.domains.estates.rules import Feature
from linli.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """One thing to do, or one line that stands for several; what ends first stands first, what never ends last."""

    kind: str
    title: str
    action: str
    href: str
    text: str = ""
    chip: tuple[str, str] | None = None
    until: datetime | None = None
    stands_for: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A way in, below /e/<estate>/."""

    label: str
    icon: str
    way: str
    tone: str = ""
    position: int = 50


@dataclass(slots=True, kw_only=True)
class Extras:
    """What only one room can say: the star, an urgent notice, the latest notices, counts for the tabs."""

    star: dict[str, Any] | None = None
    urgent: dict[str, Any] | None = None
    latest: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


Ask = Callable[[Actor, UUID, datetime], Iterable[Awaiting]]
Enrich = Callable[[Actor, UUID, datetime, Extras], None]


@dataclass(frozen=True, slots=True)
class _Part:
    feature: Feature | None
    ask: Ask | None
    module: Module | None
    enrich: Enrich | None
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of an estate for one resident."""

    awaiting: list[Awaiting]
    modules: list[Module]
    extras: Extras


_parts: dict[str, _Part] = {}


def contribute(
    name: str,
    *,
    feature: Feature | None = None,
    ask: Ask | None = None,
    module: Module | None = None,
    enrich: Enrich | None = None,
    counted: tuple[str, ...] = (),
) -> None:
    """Let a room add what waits for a resident, its way in, or a piece of its own, under its name.

    `counted` names the tabs and ways in that show how much of the room's waits.
    """
    _parts[name] = _Part(feature, ask, module, enrich, counted)


def home(actor: Actor, estate_id: UUID, *, now: datetime) -> Home:
    """What waits for the actor in the estate, and the ways in that the estate uses."""
    off = features.off(estate_id)
    parts = [part for part in _parts.values() if part.feature is None or part.feature not in off]
    awaiting: list[Awaiting] = []
    extras = Extras()
    for part in parts:
        found = list(part.ask(actor, estate_id, now)) if part.ask else []
        awaiting += found
        if found:
            waits = sum(item.stands_for for item in found)
            extras.counts |= {way: extras.counts.get(way, 0) + waits for way in part.counted}
        if part.enrich:
            part.enrich(actor, estate_id, now, extras)
    return Home(
        awaiting=sorted(awaiting, key=lambda item: (item.until is None, item.until or now)),
        modules=sorted((part.module for part in parts if part.module), key=lambda module: module.position),
        extras=extras,
    )
