"""Questions about tickets. Nothing here changes anything."""

from linli.domains.tickets.queries.history import (
    PHOTOS_OF,
    Entry,
    has_photo_since,
    history,
    last_event,
    photo,
)
from linli.domains.tickets.queries.lists import STAGES, Filter, counts, in_common, of_reporter, queue
from linli.domains.tickets.queries.orders import (
    KINDS_ASKED,
    order,
    pace,
    part,
    part_of,
    parts,
    unsigned,
    unsigned_parts,
)
from linli.domains.tickets.queries.outcomes import outcomes
from linli.domains.tickets.queries.ratings import rated_this_time, rating, rating_ends
from linli.domains.tickets.queries.sweeps import in_hands_of, long_overdue, to_supervise, unrated_since
from linli.domains.tickets.queries.tickets import (
    HANDS,
    Hand,
    allowed,
    by_number,
    category,
    hands,
    next_due,
    readable,
    ticket,
    working_time,
)

__all__ = [
    "HANDS",
    "KINDS_ASKED",
    "PHOTOS_OF",
    "STAGES",
    "Entry",
    "Filter",
    "Hand",
    "allowed",
    "by_number",
    "category",
    "counts",
    "hands",
    "has_photo_since",
    "history",
    "in_common",
    "in_hands_of",
    "last_event",
    "long_overdue",
    "next_due",
    "of_reporter",
    "order",
    "outcomes",
    "pace",
    "part",
    "part_of",
    "parts",
    "photo",
    "queue",
    "rated_this_time",
    "rating",
    "rating_ends",
    "readable",
    "ticket",
    "to_supervise",
    "unrated_since",
    "unsigned",
    "unsigned_parts",
    "working_time",
]
