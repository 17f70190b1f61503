"""What the clock does with complaints. A deadline holds whether or not these ran; they only write it down."""

import uuid
from datetime import datetime, timedelta

from linli.domains.complaints import operations, queries
from linli.platform.jobs import each, job

Which = tuple[uuid.UUID, uuid.UUID]


@job("complaints.mark_late", every=timedelta(minutes=15))
def mark_late(*, now: datetime) -> None:
    """Mark what was not answered in its time."""

    def mark(which: Which) -> None:
        operations.mark_late(estate_id=which[0], complaint_id=which[1], now=now)

    each(lambda: queries.overdue(now), mark)


@job("complaints.close_silent", at="01:40")
def close_silent(*, now: datetime) -> None:
    """Close what was answered and judged by nobody in its days."""

    def close(which: Which) -> None:
        operations.close_silent(estate_id=which[0], complaint_id=which[1], now=now)

    each(lambda: queries.silent(now), close)
