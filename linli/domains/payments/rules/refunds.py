"""Giving money back: the states of a refund, who may let it go, and how much is left to give."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from linli.domains.payments.rules.paying import order_number

SECOND_ABOVE_FEN = 100_000
"""Above 1,000 yuan a second person in another post has to agree."""


class RefundState(StrEnum):
    """Where a refund stands. It is `done` only when the channel, or the cashier who handed it out, says so."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "requested": "待审批",
            "approved": "已批准",
            "processing": "退款处理中",
            "done": "已退款",
            "failed": "退款失败，已转回多付款",
            "declined": "未批准，已转回多付款",
        }[self]


REFUND_MOVES: Mapping[RefundState, frozenset[RefundState]] = MappingProxyType(
    {
        RefundState.REQUESTED: frozenset({RefundState.APPROVED, RefundState.DECLINED}),
        RefundState.APPROVED: frozenset({RefundState.PROCESSING}),
        RefundState.PROCESSING: frozenset({RefundState.DONE, RefundState.FAILED}),
        RefundState.DONE: frozenset(),
        RefundState.FAILED: frozenset(),
        RefundState.DECLINED: frozenset(),
    }
)


def refundable_fen(*, paid_fen: int, given_fen: int, held_fen: int) -> int:
    """How much of one payment may still be given back: never more than was paid on it, nor than is held (PA-13)."""
    return max(0, min(paid_fen - given_fen, held_fen))


def approvals_needed(amount_fen: int) -> int:
    """How many people have to agree."""
    return 2 if amount_fen > SECOND_ABOVE_FEN else 1


def refund_number(now: datetime) -> str:
    """A fresh number of ours for a refund; asked again under the same number, a channel gives it once (PA-14)."""
    return f"T{order_number(now)[1:]}"
