"""When a message that did not arrive is tried again, and when there is no hope for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SECOND, EACH = timedelta(minutes=5), timedelta(minutes=30)
JITTER = timedelta(minutes=2)
GIVE_UP = timedelta(days=7)
LONGEST_WISH = timedelta(hours=1)
HOPELESS = frozenset({400, 403, 404, 405, 409, 410, 413, 415, 422})
TOO_MANY = 429


class Fault(StrEnum):
    """Why a message did not arrive."""

    PASSING = "passing"
    HOPELESS = "hopeless"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done: try again at a moment, or put it on the list of dead letters (no moment)."""

    due_at: datetime | None


def fault_of(status: int | None) -> Fault:
    """Silence, nonsense and overload pass; a refusal of the message itself does not (GI-05, check F-5)."""
    return Fault.HOPELESS if status in HOPELESS else Fault.PASSING


def verdict(
    *,
    made_at: datetime,
    tries: int,
    status: int | None,
    now: datetime,
    jitter: float,
    wish: int | None = None,
) -> Verdict:
    """After try number `tries` failed: at once, then after 5 minutes, then every 30, for a week (GI-04).

    The moments lie on a grid that begins when the message was first tried, so that jitter (0 to 1, up to two
    minutes earlier) never adds up. `wish` are the seconds that an overloaded platform asked for.
    """
    if fault_of(status) is Fault.HOPELESS or now - made_at >= GIVE_UP:
        return Verdict(None)
    if wish is not None and status == TOO_MANY:
        return Verdict(now + min(timedelta(seconds=max(1, wish)), LONGEST_WISH))
    due_at = made_at + SECOND + EACH * (tries - 1) if tries else made_at
    while due_at <= now:
        due_at += EACH
    early = min(JITTER, (due_at - now) / 10) * jitter
    return Verdict(due_at - early)
