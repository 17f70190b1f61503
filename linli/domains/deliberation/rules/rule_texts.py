"""What the estate's own rules can be."""

from enum import StrEnum


class RuleKind(StrEnum):
    """Which of the estate's rules a text is (民法典第278条第1款第(一)、(二)项)."""

    COVENANT = "covenant"
    ASSEMBLY_RULES = "assembly_rules"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"covenant": "管理规约", "assembly_rules": "业主大会议事规则", "other": "其他制度"}[self]
