"""When those who have not voted are reminded: at most once a day by hand, once a day before the close by itself."""

from datetime import datetime, timedelta

from linli.domains.voting.errors import RemindedToday
from linli.domains.voting.rules.estate_rules import SoonTo

AGAIN_AFTER = timedelta(hours=24)
SOON = timedelta(hours=24)


def check_again(last_at: datetime | None, *, now: datetime) -> None:
    """Raises RemindedToday where the last reminder, by hand or by itself, is less than a day old."""
    if last_at is not None and now - last_at < AGAIN_AFTER:
        raise RemindedToday


def due_soon(*, to: SoonTo, closes_at: datetime, last_soon_at: datetime | None, now: datetime) -> bool:
    """Whether the notice of the near close goes out now: once for each close, a day before it, if anybody is to hear.

    A close that was put off has a notice of its own.
    """
    if to is SoonTo.NONE or not closes_at - SOON <= now < closes_at:
        return False
    return last_soon_at is None or last_soon_at < closes_at - SOON
