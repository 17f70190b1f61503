"""Reductions: which kinds there are, and what one takes off a bill."""

from datetime import date
from enum import StrEnum

from linli.domains.fees.rules.prices import Period
from linli.kernel.fen import divide_half_up

PERMILLE = 1000


class ReliefKind(StrEnum):
    """Why less is owed. Never by right: each rests on a local rule, a contract or a decision (domain rules §2.1)."""

    VACANCY = "vacancy"
    SUBSIDY = "subsidy"
    AGREED = "agreed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"vacancy": "空置减免", "subsidy": "困难家庭减免", "agreed": "约定优惠"}[self]


class ReliefState(StrEnum):
    """Where an application stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"proposed": "等待复核", "approved": "已批准", "refused": "未批准"}[self]


def overlap_days(period: Period, since_on: date, until_on: date) -> int:
    """How many days of a period lie between two days, both included."""
    return max(0, (min(period.until_on, until_on) - max(period.since_on, since_on)).days + 1)


def relief_fen(charge_fen: int, permille: int, days: int, of_days: int) -> int:
    """What is taken off a charge: its share for the days, rounded once, halves up."""
    return divide_half_up(charge_fen * permille * days, PERMILLE * of_days)
