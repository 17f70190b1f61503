"""What this room does when something happens elsewhere, a module a room; connected in linli.wiring."""

from linli.domains.notices.reactions import (
    announcements,
    board,
    canvassing,
    committees,
    common_income,
    deliberation,
    fees,
    payments,
    people,
    reputation,
    rollcalls,
    satisfaction,
    serving,
    surveys,
    tickets,
    voting,
)

__all__ = [
    "announcements",
    "board",
    "canvassing",
    "committees",
    "common_income",
    "deliberation",
    "fees",
    "payments",
    "people",
    "reputation",
    "rollcalls",
    "satisfaction",
    "serving",
    "surveys",
    "tickets",
    "voting",
]
