"""Cutting a bill at the day on which a unit goes from its seller to its buyer (浙江省物业管理条例第33条)."""

import secrets
from datetime import date, timedelta

from linli.domains.fees.rules.prices import Period, months_in
from linli.kernel.fen import divide_half_up

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def cut(amount_fen: int, period: Period, *, on: date) -> tuple[int, int]:
    """What the seller bears of a bill and what the buyer bears: together all of it, to the fen.

    The buyer's days begin with `on`. Months count as they do on bills: whole ones, then days of their month.
    """
    if on <= period.since_on:
        return 0, amount_fen
    if on > period.until_on:
        return amount_fen, 0
    part, whole = months_in(Period(period.since_on, on - timedelta(days=1))), months_in(period)
    parts, wholes = part.numerator * whole.denominator, whole.numerator * part.denominator
    seller = min(amount_fen, divide_half_up(amount_fen * parts, wholes))
    return seller, amount_fen - seller


def settlement_code() -> str:
    """The unguessable part of a settlement's address."""
    return "".join(secrets.choice(_LETTERS) for _ in range(20))
