"""What becomes of free words before anybody else reads them."""

from enum import StrEnum


class TextState(StrEnum):
    """Where a text stands with the moderator."""

    PENDING = "pending"
    RELEASED = "released"
    WITHHELD = "withheld"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"pending": "待审核", "released": "已公开", "withheld": "不公开"}[self]
