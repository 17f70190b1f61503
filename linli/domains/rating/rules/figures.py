"""What a fact came to, how it becomes a finding, and when it is odd. Whole numbers only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from linli.domains.rating.errors import BadEntry
from linli.domains.rating.rules.catalogue import Catalogue, Indicator, Part
from linli.domains.rating.rules.grading import Checklist, Choice, Deduction, Found, YesNo, plain
from linli.domains.rating.rules.scoring import Finding
from linli.kernel.fen import divide_half_up

FULL_PERCENT = 10_000
JUMP_POINTS = 2_000  # a share that moved by 20 percentage points asks for a comment (RA-18)
JUMP_SHARE = 2  # a count that at least doubled or fell to half asks for one
JUMP_LEAST = 5  # counts smaller than this move without meaning much


class Source(StrEnum):
    """Where a figure of a data set comes from."""

    COMPUTED = "computed"
    RECORDED = "recorded"
    CORRECTED = "corrected"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"computed": "平台计算", "recorded": "凭佐证记录", "corrected": "更正"}[self]


class RunState(StrEnum):
    """Where a year's run stands; only one of a year is ever frozen."""

    COMPUTING = "computing"
    COMPUTED = "computed"
    FROZEN = "frozen"
    DROPPED = "dropped"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"computing": "计算中", "computed": "待冻结", "frozen": "已冻结", "dropped": "已作废"}[self]


@dataclass(frozen=True, slots=True)
class Value:
    """What a fact came to: numerator and denominator (a plain count has none), or words among several cases."""

    numerator: int | None = None
    denominator: int | None = None
    said: str = ""
    applies: bool = True
    zeroed: bool = False


def factor(part: Part) -> int:
    """What numerator over denominator is multiplied with to be read: 100 for a percentage."""
    return 100 if part.unit == "%" else part.per or 1


def is_share(part: Part) -> bool:
    """Whether the part has a denominator."""
    return part.unit == "%" or part.per > 0


def found(part: Part, value: Value) -> Found | None:
    """A value as the part's grading word needs it; None where it does not say enough."""
    if isinstance(part.grade, Choice):
        return value.said if value.said in dict(part.grade.options) else None
    if value.numerator is None:
        return None
    if isinstance(part.grade, YesNo):
        return value.numerator > 0
    if isinstance(part.grade, Checklist):
        return min(value.numerator, part.grade.items)
    if isinstance(part.grade, Deduction):
        return value.numerator
    return _hundredths(part, value)


def fits(part: Part, value: Found) -> bool:
    """Whether something found under another grading word can be graded by the part's own."""
    if isinstance(part.grade, Choice):
        return value in dict(part.grade.options)
    if isinstance(part.grade, YesNo):
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool)


def _hundredths(part: Part, value: Value) -> int | None:
    assert value.numerator is not None
    if not is_share(part):
        return value.numerator * 100
    if not value.denominator:
        return None
    share = divide_half_up(value.numerator * factor(part) * 100, value.denominator)
    return min(share, FULL_PERCENT) if part.unit == "%" else share


def finding(indicator: Indicator, values: Mapping[str, Value]) -> Finding | None:
    """The finding of an indicator whose parts all have facts; None while one is missing (RA-09)."""
    taken = [values.get(part.fact) for part in indicator.parts]
    if any(value is not None and not value.applies for value in taken):
        return Finding({}, applies=False)
    zeroed = any(value is not None and value.zeroed for value in taken)
    got = {
        part.key: found(part, value)
        for part, value in zip(indicator.parts, taken, strict=True)
        if value is not None
    }
    known = {key: one for key, one in got.items() if one is not None}
    if len(known) < len(indicator.parts) and not zeroed:
        return None
    return Finding(known, zeroed=zeroed)


def findings(catalogue: Catalogue, values: Mapping[str, Value]) -> dict[str, Finding]:
    """The findings of all automatic indicators that the values are enough for."""
    made = {one.code: finding(one, values) for one in catalogue.indicators if one.automatic}
    return {code: one for code, one in made.items() if one is not None}


def jumped(part: Part, now: Value, before: Value) -> bool:
    """Whether a value is so far from last year's that somebody should say why (RA-18)."""
    if isinstance(part.grade, Choice | YesNo) or now.numerator is None or before.numerator is None:
        return False
    if not is_share(part):
        return _doubled(now.numerator, before.numerator, least=JUMP_LEAST)
    here, there = _hundredths(part, now), _hundredths(part, before)
    if here is None or there is None:
        return False
    if part.unit == "%":
        return abs(here - there) > JUMP_POINTS
    return _doubled(here, there, least=100 * JUMP_LEAST)


def _doubled(here: int, there: int, *, least: int) -> bool:
    low, high = sorted((here, there))
    return high >= least and high >= JUMP_SHARE * max(low, 1)


def said(part: Part, value: Value) -> str:
    """A value in words, both numbers beside the rate (RA-04): 86.67%（26 ÷ 30）."""
    if not value.applies:
        return "不适用"
    words = value.said if isinstance(part.grade, Choice) else _counted(part, value)
    return words or "没有数据"


def _counted(part: Part, value: Value) -> str:
    if value.numerator is None:
        return ""
    if isinstance(part.grade, YesNo):
        return "做到了" if value.numerator > 0 else "没做到"
    if not is_share(part):
        return f"{value.numerator} {part.unit}".strip()
    rate, numbers = found(part, value), f"{value.numerator} ÷ {value.denominator or 0}"
    unit = "%" if part.unit == "%" else f" {part.unit}"
    return numbers if rate is None else f"{plain(int(rate))}{unit}（{numbers}）"


def formula(part: Part) -> str:
    """How a part's value comes from its numbers (NN-45)."""
    times = factor(part)
    return f"分子 ÷ 分母 × {times}" if is_share(part) else "按件数计"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedValue:
    """What somebody wrote for a fact, still as text: two whole numbers or one of several cases, never a rate."""

    numerator: str = ""
    denominator: str = ""
    said: str = ""
    not_applicable: bool = False
    zeroed: bool = False


def read(indicator: Indicator, part: Part, typed: TypedValue) -> Value:
    """What was written as a value. Raises BadEntry with a sentence beside each field."""
    errors: dict[str, list[str]] = {}
    if typed.zeroed and not indicator.zero_if:
        errors["zeroed"] = ["这项指标没有直接记 0 分的情形。"]
    value = Value(applies=False) if typed.not_applicable else _read(part, typed, errors)
    if errors:
        raise BadEntry(field_errors=errors)
    return replace(value, zeroed=typed.zeroed)


def _read(part: Part, typed: TypedValue, errors: dict[str, list[str]]) -> Value:
    if isinstance(part.grade, Choice):
        if typed.said not in dict(part.grade.options):
            errors["said"] = ["请从列出的情况里选一项。"]
        return Value(said=typed.said)
    numerator = _whole(typed.numerator, "numerator", errors)
    if not is_share(part):
        return Value(numerator)
    denominator = _whole(typed.denominator, "denominator", errors)
    if not errors and denominator == 0:
        errors["denominator"] = ["分母是 0 就算不出来，没有可统计的请勾选“不适用”。"]
    elif not errors and part.unit == "%" and numerator > denominator:
        errors["numerator"] = ["分子不能大于分母。"]
    return Value(numerator, denominator)


def _whole(text: str, name: str, errors: dict[str, list[str]]) -> int:
    if re.fullmatch(r"0|[1-9][0-9]{0,14}", text, re.ASCII):
        return int(text)
    errors[name] = ["请填整数，没有就填 0。"]
    return 0
