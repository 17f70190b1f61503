"""What was used between two readings, what it costs in steps, and which readings look wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.domains.fees.rules.splitting import cost_fen

JUMP_TIMES = 3
JUMP_LEAST_MILLI = 10_000  # under ten units nobody is asked again


class SentState(StrEnum):
    """What became of a reading that a household sent."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"waiting": "等待核对", "taken": "已采用", "declined": "未采用"}[self]


@dataclass(frozen=True, slots=True)
class Step:
    """A price for what goes beyond a quantity of one period."""

    above_milli: int
    rate_mfen: int


@dataclass(frozen=True, slots=True)
class Tier:
    """Part of a quantity under one price."""

    quantity_milli: int
    rate_mfen: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Change:
    """A meter was exchanged: what the old one showed last, what the new one showed first."""

    old_last_milli: int
    new_first_milli: int


def within(opens_on: date, closes_on: date, today: date) -> bool:
    """Whether readings are taken today (FE-08)."""
    return opens_on <= today <= closes_on


def used(before_milli: int, value_milli: int, change: Change | None = None) -> int | None:
    """What was used; None where a meter would have run backwards (FE-09)."""
    if change is None:
        return value_milli - before_milli if value_milli >= before_milli else None
    spent = (change.old_last_milli - before_milli, value_milli - change.new_first_milli)
    return None if min(spent) < 0 else sum(spent)


def jumps(used_milli: int, usual_milli: int | None) -> bool:
    """Whether somebody should look twice: more than three times the usual, or something after nothing known."""
    if usual_milli is None or used_milli < JUMP_LEAST_MILLI:
        return False
    return used_milli > JUMP_TIMES * usual_milli


def departs(used_milli: int, usual_milli: int | None) -> bool:
    """Whether a reading that a household sent waits for somebody's look: over 50 percent off, or nothing known."""
    return usual_milli is None or 2 * abs(used_milli - usual_milli) > usual_milli


def tiers(used_milli: int, rate_mfen: int, steps: Sequence[Step]) -> tuple[Tier, ...]:
    """The quantity cut at the steps, each part at its price and rounded once."""
    ladder = [Step(0, rate_mfen), *sorted(steps, key=lambda step: step.above_milli)]
    ends = [*(step.above_milli for step in ladder[1:]), used_milli]
    found = []
    for step, end in zip(ladder, ends, strict=True):
        part = min(end, used_milli) - step.above_milli
        if part > 0:
            found.append(Tier(part, step.rate_mfen, cost_fen(part, step.rate_mfen)))
    return tuple(found)
