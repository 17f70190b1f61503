"""The service behind a work order: how work is handed out, what a repair costs, what a call-back found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from linli.domains.tickets.errors import QuoteAnswered, QuoteEmpty

BIGGEST_QUOTE_FEN = 10_000_000  # 100,000 元: beyond it somebody mistyped


class Mode(StrEnum):
    """How a company hands out its work within an estate (TK-19)."""

    ASSIGNED = "assigned"
    GRABBED = "grabbed"
    IN_TURN = "in_turn"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"assigned": "人工派单", "grabbed": "师傅抢单", "in_turn": "轮流派单"}[self]


class Answer(StrEnum):
    """What became of a quote."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"accepted": "居民已同意", "declined": "居民不同意", "taken_back": "已撤回"}[self]


class Outcome(StrEnum):
    """What the reporter told the community on the phone."""

    SOLVED = "solved"
    UNSOLVED = "unsolved"
    NOT_REACHED = "not_reached"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"solved": "说已解决", "unsolved": "说没解决", "not_reached": "没打通"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Some pieces of material at a price each, in fen."""

    words: str
    quantity: int
    unit_fen: int

    @property
    def amount_fen(self) -> int:
        """What they cost together."""
        return self.quantity * self.unit_fen

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "words": self.words,
            "quantity": self.quantity,
            "unit_fen": self.unit_fen,
            "amount_fen": self.amount_fen,
        }


def quote_total(labour_fen: int, materials: Sequence[Material]) -> int:
    """What a repair costs in all. Raises QuoteEmpty where that is nothing, or beyond reason."""
    total = labour_fen + sum(one.amount_fen for one in materials)
    if not 0 < total <= BIGGEST_QUOTE_FEN or labour_fen < 0:
        raise QuoteEmpty(field_errors={"labour": [QuoteEmpty.sentence]})
    return total


def check_open(answer: Answer | None) -> None:
    """Refuse a second answer to a quote. Raises QuoteAnswered."""
    if answer is not None:
        raise QuoteAnswered


def work_may_go_on(newest: Answer | None, *, quoted: bool) -> bool:
    """Whether the work may be done: nothing was quoted, or the newest quote was accepted or taken back (TK-37)."""
    return not quoted or newest in {Answer.ACCEPTED, Answer.TAKEN_BACK}


def whose_turn(candidates: Sequence[UUID], last: Mapping[UUID, datetime]) -> UUID | None:
    """Who comes next: whoever never had a turn, then whoever has waited longest; the order of `candidates` decides
    between equals.
    """
    if not candidates:
        return None
    fresh = [one for one in candidates if one not in last]
    return fresh[0] if fresh else min(candidates, key=lambda one: last[one])


__all__ = [
    "Answer", "Material", "Mode", "Outcome", "check_open", "quote_total", "whose_turn", "work_may_go_on",
]  # fmt: skip
