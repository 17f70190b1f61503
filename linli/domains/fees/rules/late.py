"""What paying late costs, where the contract says so (民法典第585条): simple, capped, never on itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from linli.kernel.fen import divide_half_up

MILLION, PERMILLE = 10**6, 1000


@dataclass(frozen=True, slots=True)
class Late:
    """The contract's word: parts per million a day (3‰ is 3000), at most a share of the debt. By default nothing."""

    daily_ppm: int = 0
    cap_permille: int = 0


def late_fen(
    *, amount_fen: int, due_on: date, on: date, paid: Sequence[tuple[date, int]], terms: Late
) -> int:
    """The charge up to a day, that day included and the due day not (FE-16).

    It runs on what was unpaid of the bill at the start of each day, so that a payment ends it from the next
    day on; it is rounded once, halves up, and stops at the cap.
    """
    owed_days, owing, since = 0, amount_fen, due_on
    for day, fen in [*sorted(one for one in paid if one[0] < on), (on, 0)]:
        until = max(day, due_on)
        owed_days += max(0, owing) * (until - since).days
        owing, since = owing - fen, until
    charge = divide_half_up(owed_days * terms.daily_ppm, MILLION)
    return min(charge, amount_fen * terms.cap_permille // PERMILLE)


def days_late(due_on: date, on: date) -> int:
    """The days that count: the first is the day after the due one."""
    return max(timedelta(0), on - due_on).days
