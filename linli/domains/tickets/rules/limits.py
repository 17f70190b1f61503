"""What may be asked of whom, how often and until when: returns, extensions, pauses (domain rules §3.2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from config.departments import Duties
from config.tickets import Span
from linli.domains.tickets.errors import (
    ConsultationFirst,
    CountyOnly,
    ExtendedEnough,
    ExtensionTooLate,
    ExtensionTooLong,
    GroundMissing,
    LeadFixed,
    NotPassedUp,
    OwnRequest,
    ReturnedBefore,
    ReturnTooLate,
    StrangeCause,
    StrangeDepartment,
)
from linli.domains.tickets.rules.clocks import WorkingTime
from linli.domains.tickets.rules.orders import Order
from linli.domains.tickets.rules.routing import LOOPS, Addressee
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import Role


def bodies(duties: Duties) -> list[str]:
    """Everybody whom a body may propose instead of itself."""
    return [Addressee.COMPANY, Addressee.COMMUNITY, *duties.departments]


def check_return(order: Order, *, ground: str, proposed: str, duties: Duties, now: datetime) -> None:
    """A body hands back once, on a listed ground, naming who should have it, before half of its time has run.

    Raises GroundMissing, LeadFixed, ConsultationFirst, ReturnedBefore, ReturnTooLate.
    """
    if order.bound:
        raise LeadFixed
    if order.state is State.JOINT or len(order.returned) >= duties.returns_most:
        raise ConsultationFirst
    if order.body in order.returned:
        raise ReturnedBefore
    if now > order.given_at + (order.due_at - order.given_at) / 2:
        raise ReturnTooLate
    if ground not in duties.grounds:
        raise GroundMissing(field_errors={"ground": ["请选择退回的法定理由。"]})
    if proposed not in bodies(duties) or proposed == order.body:
        raise GroundMissing(field_errors={"proposed": ["请选择应由哪个单位办理。"]})


def calls_consultation(order: Order, duties: Duties) -> bool:
    """Whether so many bodies have handed it back that only a meeting can decide (NN-26)."""
    return len(order.returned) >= duties.returns_most


def check_dispatch(order: Order, *, loop: Addressee, lead: str, duties: Duties) -> None:
    """Township first, county when passed up; the lead belongs to that loop (NN-24).

    Raises NotPassedUp, ConsultationFirst, StrangeDepartment.
    """
    if calls_consultation(order, duties) and not order.bound:
        raise ConsultationFirst
    if loop is Addressee.COUNTY and order.loop is not Addressee.COUNTY:
        raise NotPassedUp
    department = duties.departments.get(lead)
    if loop not in LOOPS or department is None or department.loop != loop:
        raise StrangeDepartment(field_errors={"lead": [StrangeDepartment.sentence]})


@dataclass(frozen=True, slots=True)
class Pace:
    """How the time of an order runs: the working calendar, and the unit of its clock."""

    time: WorkingTime
    span: Span

    def left(self, since: datetime, until: datetime) -> int:
        """Whole seconds of its clock between two moments."""
        return int(self.time.left(self.span, since=since, until=until).total_seconds())


def check_extension(order: Order, *, until: datetime, pace: Pace, duties: Duties, now: datetime) -> None:
    """Asked before the deadline, at most twice, and each time for no longer than was first given.

    Raises ExtensionTooLate, ExtendedEnough, ExtensionTooLong.
    """
    if now >= order.due_at:
        raise ExtensionTooLate
    if order.extensions >= duties.extensions_most:
        raise ExtendedEnough
    first = pace.left(order.began_at, order.promised_at)
    if until <= order.due_at or pace.left(order.due_at, until) > first:
        raise ExtensionTooLong(field_errors={"until_on": [ExtensionTooLong.sentence]})


def check_granted(*, asked_by: UUID | None, granted_by: UUID) -> None:
    """Nobody grants what they asked for. Raises OwnRequest."""
    if asked_by == granted_by:
        raise OwnRequest


def check_extension_granted(order: Order, *, role: Role) -> None:
    """The second extension is the county's. Raises CountyOnly."""
    if order.extensions and role is not Role.COUNTY_OFFICER:
        raise CountyOnly


def check_cause(cause: str, causes: Collection[str]) -> None:
    """Only a listed cause stops a clock. Raises StrangeCause."""
    if cause not in causes:
        raise StrangeCause(field_errors={"cause": [StrangeCause.sentence]})


def resumed(order: Order, *, pace: Pace, now: datetime) -> tuple[datetime, Mapping[str, datetime]]:
    """The deadlines of the lead and of the open parts after a pause: what was left of each is left again (TK-24).

    What had run out before the pause stays as it was.
    """
    paused_at = order.paused_at or now

    def moved(due_at: datetime) -> datetime:
        left = pace.time.left(pace.span, since=paused_at, until=due_at)
        return pace.time.later(pace.span, since=now, left=left) if left else due_at

    return moved(order.due_at), {
        department: moved(part.due_at) for department, part in order.parts.items() if part.state.open
    }
