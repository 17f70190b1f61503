"""What owners decide together, and how large a majority each matter needs (民法典第278条).

A vote stores the name of the matter and never an item number: local laws number their lists otherwise.
"""

from enum import StrEnum


class Threshold(StrEnum):
    """How many of those taking part must consent, on heads and on area alike."""

    ORDINARY = "ordinary"
    SPECIAL = "special"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "超过二分之一" if self is Threshold.ORDINARY else "四分之三以上"

    @property
    def demand(self) -> str:
        """What the consenting share has to do."""
        return "超过二分之一" if self is Threshold.ORDINARY else "达到四分之三以上"

    @property
    def demand_of_those_taking_part(self) -> str:
        """The same, saying of what."""
        return "超过参与表决的二分之一" if self is Threshold.ORDINARY else "达到参与表决的四分之三以上"


class Matter(StrEnum):
    """The nine matters of 第278条第1款, in its order."""

    ASSEMBLY_RULES = "amend_assembly_rules"
    COVENANT = "amend_covenant"
    ELECT_COMMITTEE = "elect_committee"
    ENGAGE_MANAGER = "engage_manager"
    USE_FUND = "use_maintenance_fund"
    RAISE_FUND = "raise_maintenance_fund"
    REBUILD = "rebuild"
    COMMON_USE = "change_common_use"
    OTHER = "other_major"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _TITLES[self]

    @property
    def article(self) -> str:
        """Where the law names it."""
        return f"民法典第278条第1款第({_NUMBERS[list(Matter).index(self)]})项"

    def basis(self, local: str) -> str:
        """Where the national law names it, and the article of the place that lists such matters too."""
        return self.article if local.startswith("民法典") else f"{self.article}、{local}"

    @property
    def threshold(self) -> Threshold:
        """第278条第2款: three quarters for raising the fund, rebuilding and changing the use of common parts."""
        return Threshold.SPECIAL if self in _SPECIAL else Threshold.ORDINARY


_NUMBERS = "一二三四五六七八九"
_SPECIAL = frozenset({Matter.RAISE_FUND, Matter.REBUILD, Matter.COMMON_USE})
_TITLES = {
    Matter.ASSEMBLY_RULES: "制定和修改业主大会议事规则",
    Matter.COVENANT: "制定和修改管理规约",
    Matter.ELECT_COMMITTEE: "选举业主委员会或者更换业主委员会成员",
    Matter.ENGAGE_MANAGER: "选聘和解聘物业服务企业或者其他管理人",
    Matter.USE_FUND: "使用维修资金",
    Matter.RAISE_FUND: "筹集维修资金",
    Matter.REBUILD: "改建、重建建筑物及其附属设施（如加装电梯）",
    Matter.COMMON_USE: "改变共有部分用途或者利用共有部分经营（如停车收费、电梯广告）",
    Matter.OTHER: "有关共有和共同管理权利的其他重大事项",
}
