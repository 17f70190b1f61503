"""When a new price of the property fee may be set (杭州市物业管理条例第53条)."""

from datetime import date, timedelta
from enum import StrEnum

from linli.domains.fees.rules.prices import ItemKind

SHOWN_DAYS = 30


class ChangeState(StrEnum):
    """Where a price change stands: its papers, its showing, the owners' decision, the price."""

    PREPARED = "prepared"
    SHOWN = "shown"
    DECIDED = "decided"
    SET = "set"
    DROPPED = "dropped"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "prepared": "准备材料",
            "shown": "公示中",
            "decided": "业主大会已同意",
            "set": "已执行",
            "dropped": "已撤回",
        }[self]


def needs_owners(kind: str, *, priced_before: bool) -> bool:
    """Whether a price needs the owners: a property fee that had another price before."""
    return kind == ItemKind.PROPERTY and priced_before


def shown_until(shown_on: date) -> date:
    """The last of the thirty days of showing; the day it was put up does not count."""
    return shown_on + timedelta(days=SHOWN_DAYS)


def shown_enough(shown_on: date | None, decided_on: date) -> bool:
    """Whether the owners decided after the full thirty days."""
    return shown_on is not None and decided_on > shown_until(shown_on)
