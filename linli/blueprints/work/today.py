"""What waits for somebody of the staff today: each room adds its part, under the roles that it is for (NN-43).

A room calls `contribute` when its blueprint is imported. Its function is asked for each estate in the
actor's reach that uses the room's part of the platform, inside that estate, and returns Items.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints import features
from linli.domains.estates import queries as estates
from linli.domains.estates.rules import Feature
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform.paging import Window
from linli.platform.transactions import narrow, seeing_every_estate

MOST_ESTATES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do: what it is, by when, and where one tap leads."""

    title: str
    action: str
    href: str
    due_at: datetime
    text: str = ""
    chip: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of today, in the words of the page; of several estates it is the sum. `fen`: an amount of money."""

    label: str
    value: int
    unit: str
    href: str
    hint: str = ""
    fen: bool = False
    bad: bool = False


Ask = Callable[[Actor, UUID, datetime], Iterable[Item]]
Count = Callable[[Actor, UUID, datetime], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class _Part:
    roles: frozenset[Role]
    feature: Feature | None
    ask: Ask
    count: Count | None


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that waits, in order: late, due today, later. `cut` tells that there were too many estates."""

    figures: list[Figure]
    overdue: list[Item]
    due: list[Item]
    later: list[Item]
    cut: bool


AskWide = Callable[[Actor, datetime], Iterable[Item]]

_parts: dict[str, _Part] = {}
_wide: dict[str, tuple[frozenset[Role], AskWide]] = {}


def contribute(
    name: str,
    roles: Iterable[Role],
    ask: Ask,
    *,
    feature: Feature | None = None,
    count: Count | None = None,
) -> None:
    """Let a room add what waits for these roles, and its figures of the day, under a name of its own."""
    _parts[name] = _Part(frozenset(roles), feature, ask, count)


def contribute_wide(name: str, roles: Iterable[Role], ask: AskWide) -> None:
    """Let a room add what waits for these roles in no estate: the function is asked once."""
    _wide[name] = (frozenset(roles), ask)


def today(actor: Actor, *, now: datetime) -> Today:
    """What waits for the actor in the estates of their scope."""
    parts = [part for part in _parts.values() if actor.role in part.roles]
    with seeing_every_estate():
        page = estates.estates_page(actor.scope, on=day_of(now), window=Window(limit=MOST_ESTATES))
    found: list[Item] = []
    figures: list[Figure] = []
    for estate_id, name in [(one.id, one.name) for one in page.items] if parts else []:
        narrow(estate_id)
        off = features.off(estate_id)
        for part in parts:
            if part.feature is None or part.feature not in off:
                found += [_placed(item, name) for item in part.ask(actor, estate_id, now)]
                figures += part.count(actor, estate_id, now) if part.count else ()
    with seeing_every_estate():
        for roles, ask in _wide.values():
            found += ask(actor, now) if actor.role in roles else ()
    return _sorted(found, _summed(figures), now, cut=page.next is not None)


def _summed(figures: list[Figure]) -> list[Figure]:
    """The figures of all estates, each once; of several estates none can be led to."""
    of: dict[str, list[Figure]] = {}
    for figure in figures:
        of.setdefault(figure.label, []).append(figure)
    return [
        same[0]
        if len(same) == 1
        else replace(same[0], value=sum(one.value for one in same), href="", hint="")
        for same in of.values()
    ]


def _placed(item: Item, estate: str) -> Item:
    text = f"{estate} · {item.text}" if item.text else estate
    return Item(
        title=item.title, action=item.action, href=item.href, due_at=item.due_at, text=text, chip=item.chip
    )


def _sorted(items: list[Item], figures: list[Figure], now: datetime, *, cut: bool) -> Today:
    on = day_of(now)
    items = sorted(items, key=lambda item: item.due_at)
    overdue = [item for item in items if item.due_at < now]
    due = [item for item in items if item.due_at >= now and day_of(item.due_at) <= on]
    later = [item for item in items if day_of(item.due_at) > on and day_of(item.due_at) <= on + timedelta(30)]
    return Today(figures, overdue, due, later, cut)
