"""How a report came out: closed is not the same as solved (TK-18)."""

from enum import StrEnum


class Outcome(StrEnum):
    """What whoever closes a report must say; figures keep them apart."""

    SOLVED = "solved"
    NOT_POSSIBLE = "not_possible"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "solved": "已解决", "not_possible": "目前解决不了", "not_ours": "不属于我们办理",
            "duplicate": "重复报事",
        }[self]  # fmt: skip
