"""The figures as a page and a program see them: months, parts with their names, plots, addresses of the tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from config.tickets import catalogue
from linli.blueprints.tickets.showing import Shown as Line
from linli.domains.people.queries import identity
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.queries import figures
from linli.domains.tickets.queries.figures import By, Cut, Figures, Key
from linli.domains.tickets.rules.figures import Measure
from linli.kernel.actors import EVERYWHERE, Actor, Role, ScopeKind
from linli.kernel.times import SHANGHAI, shanghai
from linli.platform import clock

#: What the table of parts shows; the rest stands in the table of all measures.
SHOWN = (Measure.ON_TIME, Measure.RESPONDED, Measure.SOLVED, Measure.SATISFIED, Measure.RATED, Measure.REDONE)
#: What is drawn month by month.
DRAWN = (Measure.ON_TIME, Measure.SATISFIED)
MONTHS_OF_ESTATE, MONTHS_OF_CITY = 6, 2
NOBODY = "none"
#: Under which a ticket stands today, and under which it was reported.
CATEGORIES = (By.CATEGORY, By.FIRST_CATEGORY)
_DECEMBER = 12
_WITHIN: Mapping[ScopeKind, tuple[By, ...]] = {
    ScopeKind.COMPANY: (By.ESTATE, By.WORKER, *CATEGORIES),
    ScopeKind.COMMUNITY: (By.ESTATE, By.COMPANY, *CATEGORIES),
    ScopeKind.STREET: (By.COMMUNITY, By.ESTATE, By.COMPANY, *CATEGORIES),
    ScopeKind.COUNTY: (By.STREET, By.COMMUNITY, By.ESTATE, By.COMPANY, *CATEGORIES),
}
_CITY = (By.COUNTY, By.STREET, By.COMMUNITY, By.ESTATE, By.COMPANY, *CATEGORIES)


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the table: what it is called, and its figures of the month."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything about one month: the whole, the parts, and the months before for the plot."""

    month: datetime
    as_of: datetime
    by: By
    ways: tuple[By, ...]
    total: Figures
    before: Sequence[tuple[datetime, Figures]]
    parts: Sequence[Part]

    @property
    def past(self) -> bool:
        """Whether the month is over, so that there is a next one to look at."""
        return _shifted(self.month, 1) <= self.as_of


def shown(actor: Actor, estate_id: UUID | None, *, month: str, by: By | None, now: datetime) -> Shown:
    """The figures of a month, divided as asked, in one question however large the place is."""
    ways = ways_of(actor, estate_id)
    way = by if by in ways else ways[0]
    cut = cut_of(actor, estate_id, month=month, now=now)
    parts = figures.figures(cut, way)
    months = figures.total(parts, len(cut.edges) - 1)
    names = _names(actor, way, list(parts))
    return Shown(
        month=cut.edges[-2],
        as_of=now,
        by=way,
        ways=ways,
        total=months[-1],
        before=list(zip(cut.edges[:-1], months, strict=True)),
        parts=sorted(
            (
                Part(NOBODY if key is None else str(key), names[key], one[-1])
                for key, one in parts.items()
                if any(one[-1][measure].whole for measure in Measure)
            ),
            key=lambda part: part.name,
        ),
    )


def ways_of(actor: Actor, estate_id: UUID | None) -> tuple[By, ...]:
    """How somebody may divide the figures: by worker only whoever leads the workers."""
    if estate_id is not None or actor.scope.kind is ScopeKind.ESTATE:
        leads = actor.role in {Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, Role.COMMUNITY_OFFICER}
        return (By.CATEGORY, By.FIRST_CATEGORY, By.WORKER) if leads else CATEGORIES
    return _WITHIN.get(actor.scope.kind, _CITY)


def cut_of(
    actor: Actor, estate_id: UUID | None, *, month: str, now: datetime, months: int = 0, only: Any = None
) -> Cut:
    """A month and some before it; without a month, the running one."""
    first = shanghai(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if month:
        first = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=SHANGHAI)
    edges = [first, _shifted(first, 1)]
    for _ in range((months or (MONTHS_OF_ESTATE if estate_id else MONTHS_OF_CITY)) - 1):
        edges.insert(0, _shifted(edges[0], -1))
    return Cut(actor=actor, edges=tuple(edges), as_of=now, estate_id=estate_id, only=only or {})


def _shifted(first: datetime, by: int) -> datetime:
    count = first.year * _DECEMBER + first.month - 1 + by
    return first.replace(year=count // _DECEMBER, month=count % _DECEMBER + 1)


def neighbours(month: datetime) -> tuple[str, str]:
    """The month before and the one after, for leafing."""
    return f"{_shifted(month, -1):%Y-%m}", f"{_shifted(month, 1):%Y-%m}"


def key_of(by: By, text: str) -> Key:
    """The part of which an address speaks. Raises ValueError."""
    if text == NOBODY:
        return None
    return text if by in CATEGORIES else UUID(text)


def _names(actor: Actor, by: By, keys: list[Key]) -> dict[Key, str]:
    known: dict[Any, str]
    if by in CATEGORIES:
        known = {one.code: one.title for group in catalogue().groups for one in group.categories}
    elif by is By.WORKER:
        known = dict(identity.names([key for key in keys if isinstance(key, UUID)]))
    else:
        known = dict(figures.names(by, keys, scope=actor.scope))
    nobody = {By.WORKER: "还没有派单", By.COMPANY: "社区办理"}.get(by, "其他")
    return {key: known.get(key, "") or (nobody if key is None else "其他") for key in keys}


def link(base: str, found: Shown, measure: Measure, side: str, part: Part | None = None) -> str:
    """The address of the tickets that a number counts."""
    asked = {"month": f"{found.month:%Y-%m}", "measure": measure.value, "side": side}
    if part is not None:
        asked |= {"by": found.by.value, "key": part.key}
    return f"{base}/tickets?{urlencode(asked)}"


def across(tickets: Sequence[Ticket]) -> list[tuple[Line, str]]:
    """Tickets of several estates with the names of their handlers and of the estates."""
    people = identity.names([one.assignee_id for one in tickets if one.assignee_id])
    places = figures.names(By.ESTATE, list({one.estate_id for one in tickets}), scope=EVERYWHERE)
    now = clock.now()
    return [
        (
            Line(one, now, assignee_name=people.get(one.assignee_id, "") if one.assignee_id else ""),
            places[one.estate_id],
        )
        for one in tickets
    ]
