"""A work order as its events make it: told from the first to the last, they say where it stands, who has it,
who handed it back, how much time there is, and what departments cooperate. Everything kept in the tables is
proven equal to this.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from linli.domains.tickets.errors import WrongStep
from linli.domains.tickets.rules.cooperation import Part, PartState, part_after
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind, State, after


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: what, when, and what was written down with it."""

    kind: Kind
    at: datetime
    told: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def moment(self, name: str) -> datetime | None:
        """A moment that was written down."""
        value = self.told.get(name)
        return datetime.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Order:
    """Where a work order stands.

    `body` has it: company, community, or a department. Its clock began at `began_at` and was to end
    at `promised_at`; the body got it at `given_at`. `returned` are the bodies that handed it back;
    `bound`: minutes fixed the lead.
    """

    state: State
    loop: Addressee
    body: str
    began_at: datetime
    given_at: datetime
    first_due_at: datetime
    promised_at: datetime
    due_at: datetime
    returned: tuple[str, ...] = ()
    bound: bool = False
    extensions: int = 0
    paused_at: datetime | None = None
    redone: int = 0
    outcome: str = ""
    parts: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))


_OF_PARTS = frozenset(
    {Kind.PART_MADE, Kind.PART_SIGNED, Kind.PART_STOOD_IN, Kind.PART_FINISHED, Kind.PART_WAIVED}
)


def begun(first: Happened) -> Order:
    """The order that a report makes. Raises WrongStep where the first event is not a report."""
    due_at = first.moment("due")
    if due_at is None:
        raise WrongStep
    loop = Addressee(first.told["to"])
    return Order(
        state=after(None, first.kind), loop=loop, body=first.told.get("lead") or loop, began_at=first.at,
        given_at=first.at, first_due_at=due_at, promised_at=due_at, due_at=due_at,
    )  # fmt: skip


def told(order: Order, event: Happened) -> Order:
    """The order after one more event. Raises WrongStep."""
    moved = replace(order, state=after(order.state, event.kind))
    if event.kind in _OF_PARTS:
        return _of_part(moved, event)
    change = _CHANGES.get(event.kind)
    moved = change(moved, event) if change else moved
    due_at = event.moment("due")
    if due_at is None or event.kind is Kind.FED_BACK:
        return moved
    return replace(moved, due_at=due_at, parts=_clamped(moved.parts, event, due_at))


def _given(order: Order, event: Happened) -> Order:
    """Somebody has it from now on; a clock of its own comes only with the county."""
    loop = Addressee(event.told.get("loop") or order.loop)
    due_at = event.moment("due")
    moved = replace(order, loop=loop, body=event.told.get("lead") or loop, given_at=event.at)
    return moved if due_at is None else replace(moved, began_at=event.at, promised_at=due_at)


def _moved(order: Order, event: Happened) -> Order:
    """What nobody had yet goes to whoever deals with its new category."""
    to = event.told.get("to")
    return replace(order, loop=Addressee(to), body=to) if to else order


def _reopened(order: Order, event: Happened) -> Order:
    promised_at = event.moment("due") or order.promised_at
    return replace(order, redone=order.redone + 1, began_at=event.at, promised_at=promised_at, outcome="")


def _handed_back(order: Order, event: Happened) -> Order:
    body = event.told.get("body")
    return replace(order, returned=(*order.returned, body)) if body else order


def _came_out(order: Order, event: Happened) -> Order:
    return replace(order, outcome=event.told.get("outcome", ""))


_CHANGES: Mapping[Kind, Callable[[Order, Happened], Order]] = {
    Kind.RECATEGORISED: _moved,
    Kind.ASSIGNED: _given,
    Kind.DISPATCHED: _given,
    Kind.SETTLED: lambda order, event: replace(_given(order, event), bound=True),
    Kind.ESCALATED: lambda order, _: replace(order, loop=Addressee.COUNTY, body=Addressee.COUNTY),
    Kind.RETURN_REQUESTED: _handed_back,
    Kind.EXTENDED: lambda order, _: replace(order, extensions=order.extensions + 1),
    Kind.SUSPENDED: lambda order, event: replace(order, paused_at=event.at),
    Kind.RESUMED: lambda order, _: replace(order, paused_at=None),
    Kind.REOPENED: _reopened,
    Kind.FINISHED: _came_out,
    Kind.REJECTED: _came_out,
    Kind.MERGED: _came_out,
}


def of_events(events: Iterable[Happened]) -> Order:
    """The order that a whole history makes. Raises WrongStep."""
    rows = iter(events)
    order = begun(next(rows))
    for event in rows:
        order = told(order, event)
    return order


def _of_part(order: Order, event: Happened) -> Order:
    department = event.told["department"]
    before = order.parts.get(department)
    state = part_after(before.state if before else None, event.kind)
    if event.kind is Kind.PART_MADE or before is None:
        due_at = event.moment("part_due")
        if due_at is None:
            raise WrongStep
        made = Part(bool(event.told["must"]), PartState.MADE, due_at)
    else:
        made = replace(before, state=state)
    return replace(order, parts=MappingProxyType({**order.parts, department: made}))


def _clamped(parts: Mapping[str, Part], event: Happened, due_at: datetime) -> Mapping[str, Part]:
    """With a new deadline of the lead: each open part has what the event says, and never longer than the lead."""
    told_of = event.told.get("parts") or {}
    made = {}
    for department, part in parts.items():
        value = told_of.get(department, part.due_at)
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        made[department] = replace(part, due_at=min(moment, due_at)) if part.state.open else part
    return MappingProxyType(made)
