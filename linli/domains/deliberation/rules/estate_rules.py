"""The estate's own rules for talking things over, with safe defaults. Days are calendar days."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.domains.deliberation.errors import UnknownRule
from linli.domains.deliberation.rules.naming import NameStyle

SETTING = "deliberation_rules"
_RANGES = {
    "report_hours": (1, 168),
    "signing_days": (7, 365),
    "committee_days": (1, 60),
    "street_days": (1, 60),
}


@dataclass(frozen=True, slots=True)
class DeliberationRules:
    """How names are shown, how soon a report is decided, how long owners may sign, and the days after that.

    `committee_days`: 指导规则, the committee takes a proposal up within 30 days; `street_days`: 杭州市物业管理条例第80条,
    the street orders it within 30 more. How signatures are counted is voting's rule (`request_by`).
    """

    names: NameStyle = NameStyle.BUILDING
    report_hours: int = 24
    signing_days: int = 90
    committee_days: int = 30
    street_days: int = 30

    @classmethod
    def of_setting(cls, decided: Mapping[str, Any] | None) -> "DeliberationRules":
        """The rules of an estate's setting, defaults where it decided nothing. Raises UnknownRule."""
        said = decided or {}
        names = said.get("names", NameStyle.BUILDING)
        if names not in set(NameStyle):
            raise UnknownRule
        return cls(names=NameStyle(names), **{name: _number(said, name) for name in _RANGES})


_DEFAULTS = DeliberationRules()


def _number(said: Mapping[str, Any], name: str) -> int:
    least, most = _RANGES[name]
    value = said.get(name, getattr(_DEFAULTS, name))
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UnknownRule
    return value
