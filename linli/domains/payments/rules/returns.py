"""Why money that is prepaid for a unit goes back, and where that stands."""

from enum import StrEnum


class Ground(StrEnum):
    """Why it is not needed any more."""

    CONTRACT_END = "contract_end"
    MOVED_OUT = "moved_out"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"contract_end": "物业合同终止", "moved_out": "搬离或过户"}[self]


class ReturnState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"proposed": "等待复核", "approved": "已同意退还", "refused": "未同意"}[self]
