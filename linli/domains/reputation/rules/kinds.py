"""What goes on a company's record: each kind with its weight and how long it counts (domain rules §5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType


class Weight(StrEnum):
    """How heavy a kind is."""

    GOOD = "good"
    MINOR = "minor"
    MEDIUM = "medium"
    SERIOUS = "serious"
    VETO = "veto"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _WEIGHTS[self]

    @property
    def bad(self) -> bool:
        """Whether it is a bad record."""
        return self is not Weight.GOOD

    @property
    def years(self) -> int:
        """For how many years it counts: one, a serious one three."""
        return 3 if self in {Weight.SERIOUS, Weight.VETO} else 1

    @property
    def repairable_after(self) -> timedelta | None:
        """How long it must have counted before it can be repaired; a veto never is."""
        return _REPAIRS[self]


_WEIGHTS = {
    Weight.GOOD: "良好信息",
    Weight.MINOR: "轻微不良信息",
    Weight.MEDIUM: "一般不良信息",
    Weight.SERIOUS: "严重不良信息",
    Weight.VETO: "一票否决信息",
}
_REPAIRS = {
    Weight.GOOD: None,
    Weight.MINOR: timedelta(days=90),
    Weight.MEDIUM: timedelta(days=90),
    Weight.SERIOUS: timedelta(days=365),
    Weight.VETO: None,
}
DISCLOSED_YEARS = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of item: from how many points to how many, always given as a positive number."""

    code: str
    title: str
    weight: Weight
    least: int
    most: int

    @property
    def points_said(self) -> str:
        """The points in words: +3, −1 到 −2."""
        sign = "−" if self.weight.bad else "+"
        if self.weight is Weight.VETO:
            return "直接评为 C"
        return f"{sign}{self.least}" + (f" 到 {sign}{self.most}" if self.most > self.least else "")


FIVE_STAR, CONTENT, ON_TIME = "five_star", "content_90", "on_time_98"
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        code: Kind(code, title, weight, least, most)
        for code, title, weight, least, most in (
            (FIVE_STAR, "管理的小区评为五星", Weight.GOOD, 3, 3),
            ("commended", "受到市级以上表彰", Weight.GOOD, 3, 3),
            (CONTENT, "万户评满意率达到 90%", Weight.GOOD, 3, 3),
            (ON_TIME, "报修按时办结率达到 98%", Weight.GOOD, 2, 2),
            ("party_work", "开展党建联建", Weight.GOOD, 1, 1),
            ("emergency_help", "应急抢险有贡献", Weight.GOOD, 2, 2),
            ("poor_disclosure", "公示不全", Weight.MINOR, 1, 2),
            ("late_correction", "超过期限没有整改", Weight.MINOR, 1, 2),
            ("unlawful_charge", "违规收费", Weight.MEDIUM, 3, 5),
            ("unapproved_operation", "擅自经营共有部分", Weight.MEDIUM, 3, 5),
            ("hidden_income", "拒不公开公共收益", Weight.MEDIUM, 3, 5),
            ("occupied_ways", "擅自占用或挖掘道路场地", Weight.MEDIUM, 3, 5),
            ("supply_cut", "停水停电催费", Weight.SERIOUS, 10, 10),
            ("refused_handover", "拒不退出或拒不移交", Weight.SERIOUS, 10, 10),
            ("leaked_persons", "泄露业主个人信息", Weight.SERIOUS, 10, 10),
            ("obstructed_owners", "阻挠业主组织活动", Weight.SERIOUS, 10, 10),
            ("misused_fund", "侵占挪用维修资金或公共收益", Weight.VETO, 0, 0),
            ("false_bid", "弄虚作假投标或出借资格", Weight.VETO, 0, 0),
            ("grave_accident", "管理失职造成重大安全事故", Weight.VETO, 0, 0),
        )
    }
)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_day_of(weight: Weight, effective_on: date) -> date:
    """The last day on which an item counts."""
    return years_after(effective_on, weight.years) - timedelta(days=1)


def disclosed_until(found_on: date) -> date:
    """The last day on which an item is shown; after it, it is deleted (浙江省公共信用信息管理条例第16条)."""
    return years_after(found_on, DISCLOSED_YEARS)
