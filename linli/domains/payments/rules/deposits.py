"""Deposits: where one stands, and what may be taken off it. No database, no clock, no floats."""

from enum import StrEnum

MOST_FEN = 10_000_000
"""A hundred thousand yuan: beyond it somebody mistyped."""


class DepositState(StrEnum):
    """Where a deposit stands: asked for, held, settled, or not wanted any more."""

    ASKED = "asked"
    HELD = "held"
    SETTLED = "settled"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"asked": "待交", "held": "代管中", "settled": "已结清", "cancelled": "已取消"}[self]


class SettlementState(StrEnum):
    """Where a proposal to give a deposit back stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"proposed": "待复核", "approved": "已同意", "refused": "未同意"}[self]


def lacks_evidence(*, deducted_fen: int, photos: int) -> bool:
    """Nothing is taken off a deposit without a photo of what it is taken off for."""
    return deducted_fen > 0 and photos == 0
