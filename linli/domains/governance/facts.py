"""The named facts that this room offers to the rating, each one SQL set over all estates."""

from typing import Any

from sqlalchemy import Select, and_, case, literal, select

from linli.domains.governance.models import GovernanceCase
from linli.domains.governance.rules.states import OUT, Sending
from linli.domains.tickets.queries import deadlines
from linli.platform.facts import Fact, Period

_THERE = [state.value for state in (*OUT, Sending.BY_HAND)]


def _closed_on_time(period: Period) -> Select[*tuple[Any, ...]]:
    """Cases handed to the governance platform whose ticket's deadline fell in the year."""
    of = deadlines.deadline_rows().subquery()
    in_time = and_(of.c.settled_at <= of.c.due_at, of.c.late.is_(False))
    return (
        select(
            GovernanceCase.estate_id,
            GovernanceCase.id,
            of.c.due_at.label("at"),
            of.c.number.label("words"),
            case((in_time, 1), else_=0).label("part"),
            literal(1).label("whole"),
        )
        .join(of, (of.c.estate_id == GovernanceCase.estate_id) & (of.c.id == GovernanceCase.ticket_id))
        .where(GovernanceCase.state.in_(_THERE), of.c.due_at >= period.since, of.c.due_at < period.until)
    )


STAR = (
    Fact(
        name="governance.closed_on_time",
        title="四平台事件按时办结率",
        counts="在时限内办结的事件",
        of="到了办结时限的四平台事件",
        rows=_closed_on_time,
    ),
)
