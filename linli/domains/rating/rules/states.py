"""Where a sheet stands, and what was typed into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from linli.domains.rating.errors import BadEntry
from linli.domains.rating.rules.catalogue import Indicator, Part
from linli.domains.rating.rules.grading import Deduction, Found
from linli.domains.rating.rules.scoring import Finding

FULL_PERCENT = 10_000
NEEDS_EVIDENCE = "请写明看了什么、在哪里、什么时候。"


class State(StrEnum):
    """A draft is filled in, submitted as preliminary, and confirmed by somebody else."""

    DRAFT = "draft"
    PRELIMINARY = "preliminary"
    CONFIRMED = "confirmed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"draft": "填写中", "preliminary": "待确认", "confirmed": "已公布"}[self]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed for one indicator, still as text."""

    values: Mapping[str, str] = field(default_factory=dict)
    zeroed: bool = False
    not_applicable: bool = False
    evidence: str = ""

    @property
    def blank(self) -> bool:
        """Nothing was typed at all."""
        return not any(self.values.values()) and not (self.zeroed or self.not_applicable or self.evidence)


def read(indicator: Indicator, typed: Typed) -> Finding:
    """What was typed as a finding. Raises BadEntry with a sentence beside each field, named "A02.value"."""
    errors: dict[str, list[str]] = {}
    values: dict[str, Found] = {}
    if not typed.not_applicable:
        for part in indicator.parts:
            try:
                values[part.key] = _read(part, typed.values.get(part.key, "").strip())
            except ValueError as fault:
                errors[f"{indicator.code}.{part.key}"] = [str(fault)]
    if unknown := typed.values.keys() - {part.key for part in indicator.parts}:
        errors[f"{indicator.code}.{min(unknown)}"] = ["这项指标没有这一栏。"]
    if typed.zeroed and not indicator.zero_if:
        errors[f"{indicator.code}.zeroed"] = ["这项指标没有直接记 0 分的情形。"]
    if not typed.evidence and _needs_evidence(indicator, typed, values):
        errors[f"{indicator.code}.evidence"] = [NEEDS_EVIDENCE]
    if errors:
        raise BadEntry(field_errors=errors)
    return Finding(values, zeroed=typed.zeroed, applies=not typed.not_applicable)


def shown(indicator: Indicator, finding: Finding) -> dict[str, str]:
    """A finding's values as they would be typed again."""
    return {
        part.key: part.grade.write(finding.values[part.key])
        for part in indicator.parts
        if part.key in finding.values
    }


def _read(part: Part, text: str) -> Found:
    if not text:
        raise ValueError("请填写这一项。")
    value = part.grade.read(text)
    if part.unit == "%" and isinstance(value, int) and value > FULL_PERCENT:
        raise ValueError("百分比不能超过 100。")
    return value


def _needs_evidence(indicator: Indicator, typed: Typed, values: Mapping[str, Found]) -> bool:
    """A deduction, a zero and a "not applicable" are explained (RA-10)."""
    found_fault = isinstance(indicator.parts[0].grade, Deduction) and any(values.values())
    return found_fault or typed.zeroed or typed.not_applicable
