"""Where a repair stands, on which grounds it goes without a vote, how its cost is split. No database, no floats."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from linli.kernel.fen import split_by_weight

MOST_FEN = 10**11
"""A thousand million yuan: beyond it somebody mistyped."""


class Stage(StrEnum):
    """Where a project stands. An urgent one is reviewed and confirmed instead of voted on."""

    ASKED = "asked"
    VOTING = "voting"
    REVIEWED = "reviewed"
    AGREED = "agreed"
    REFUSED = "refused"
    SETTLED = "settled"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "asked": "已申请",
            "voting": "表决中",
            "reviewed": "待街道确认",
            "agreed": "已同意，施工中",
            "refused": "没有同意",
            "settled": "已结算",
        }[self]


MOVES: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.ASKED: frozenset({Stage.VOTING, Stage.REVIEWED, Stage.REFUSED}),
        Stage.VOTING: frozenset({Stage.AGREED, Stage.REFUSED, Stage.ASKED}),
        Stage.REVIEWED: frozenset({Stage.AGREED, Stage.REFUSED}),
        Stage.AGREED: frozenset({Stage.SETTLED}),
        Stage.REFUSED: frozenset(),
        Stage.SETTLED: frozenset(),
    }
)


class Ground(StrEnum):
    """The emergencies in which the fund may be used without a vote (民法典第281条第2款, 杭州市物业管理条例第73条)."""

    LIFT = "lift"
    FIRE = "fire"
    FACADE = "facade"
    COLLAPSE = "collapse"
    LEAK = "leak"
    DRAIN = "drain"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "lift": "电梯故障危及安全",
            "fire": "消防设施故障",
            "facade": "外墙脱落危险",
            "collapse": "围墙、道路塌陷",
            "leak": "屋面、外墙渗漏严重",
            "drain": "排水管道堵塞、爆裂",
        }[self]


def shares(total_fen: int, areas: Mapping[UUID, int]) -> dict[UUID, int]:
    """What falls to each unit by its area, by largest remainder, equals by unit id: the sum is the total to the fen."""
    units: Sequence[UUID] = sorted(areas)
    return dict(zip(units, split_by_weight(total_fen, [areas[one] for one in units]), strict=True))
