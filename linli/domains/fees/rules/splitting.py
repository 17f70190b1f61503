"""What several units carry together: its amount, and each unit's share to the fen."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from linli.domains.fees.rules.prices import RATE_SCALE
from linli.kernel.fen import divide_half_up, split_by_weight

MILLI = 1000


class Method(StrEnum):
    """How a shared cost is split: as agreed, otherwise by exclusive-part area (民法典第283条, 杭州市条例第54条)."""

    AREA = "area"
    EQUAL = "equal"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"area": "按建筑面积分摊", "equal": "每户平均分摊"}[self]


class CostState(StrEnum):
    """Where a shared cost stands."""

    DRAFTED = "drafted"
    PUBLISHED = "published"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"drafted": "等待复核", "published": "已公布", "refused": "已退回"}[self]


def cost_fen(quantity_milli: int, rate_mfen: int) -> int:
    """Quantity × price in fen, rounded once, halves up: 1 234.5 度 × 0.538 元."""
    return divide_half_up(quantity_milli * rate_mfen, MILLI * RATE_SCALE)


def shares(amount_fen: int, weights: Mapping[UUID, int]) -> dict[UUID, int]:
    """Each unit's share, adding up to the fen; equal remainders go to the earlier unit id (domain rules §2.2)."""
    units = sorted(weights)
    return dict(zip(units, split_by_weight(amount_fen, [weights[unit] for unit in units]), strict=True))
