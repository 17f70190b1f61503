"""What lines of bills there are besides prices, and the states of what they rest on."""

from enum import StrEnum


class PartKind(StrEnum):
    """What a line of a bill stands for; only a reduction is negative."""

    SHARE = "share"
    METERED = "metered"
    BROUGHT = "brought"
    LATE = "late"
    REPAIR = "repair"
    RELIEF = "relief"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "share": "分摊",
            "metered": "抄表计量",
            "brought": "以前的欠费",
            "late": "违约金",
            "repair": "维修",
            "relief": "减免",
        }[self]


class DraftState(StrEnum):
    """Where prepared bills stand."""

    DRAFTED = "drafted"
    ISSUING = "issuing"
    DONE = "done"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"drafted": "等待复核", "issuing": "正在出账", "done": "已出账", "refused": "已退回"}[self]


class PartState(StrEnum):
    """Where one item of prepared bills stands."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"waiting": "等待", "done": "已出账", "refused": "没有出账"}[self]


class OldBillsState(StrEnum):
    """Where a file of old bills stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    DROPPED = "dropped"
