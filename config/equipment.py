"""The classes of equipment and the upkeep of each, as they lie in equipment.yml; read once, checked at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting
from config.tickets import catalogue

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Upkeep:
    """One thing that is done to a piece again and again: each so many months or days."""

    code: str
    title: str
    months: int
    days: int
    ahead: int
    law: str

    @property
    def rhythm(self) -> str:
        """How often, in words."""
        return f"每 {self.months} 个月" if self.months else f"每 {self.days} 天"


@dataclass(frozen=True, slots=True)
class EquipmentClass:
    """A class of equipment. `special` is special equipment by law (特种设备)."""

    code: str
    title: str
    category: str
    family: str
    special: bool
    upkeep: tuple[Upkeep, ...]

    def named(self, code: str) -> Upkeep | None:
        """The upkeep of a code, if this class has it."""
        return next((one for one in self.upkeep if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that people may change about the ledger without touching the code."""

    families: Mapping[str, str]
    classes: Mapping[str, EquipmentClass]

    def pairs(self) -> list[tuple[EquipmentClass, Upkeep]]:
        """Each class with each thing that is done to it."""
        return [(one, upkeep) for one in self.classes.values() for upkeep in one.upkeep]


@cache
def ledger() -> Ledger:
    """The ledger's classes as they lie beside this file. Raises BadSetting naming what is wrong."""
    return read(yaml.safe_load((HERE / "equipment.yml").read_text(encoding="utf-8")))


def read(raw: Any) -> Ledger:
    """The parsed file. Raises BadSetting."""
    try:
        made = Ledger(dict(raw["families"]), {one["code"]: _class(one) for one in raw["classes"]})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSetting(f"config/equipment.yml is malformed: {error!r}") from None
    faults = {
        "a class is there twice": len(made.classes) != len(raw["classes"]),
        "a class names an unknown family": any(
            one.family not in {"", *made.families} for one in made.classes.values()
        ),
        "a class names an unknown category": any(
            catalogue().category(one.category) is None for one in made.classes.values()
        ),
        "a class has an upkeep twice, or none": any(
            not one.upkeep or len({each.code for each in one.upkeep}) < len(one.upkeep)
            for one in made.classes.values()
        ),
        "an interval is not positive": any(
            each.months + each.days < 1 or each.ahead < 0 for _, each in made.pairs()
        ),
    }
    wrong = [fault for fault, there in faults.items() if there]
    if wrong:
        raise BadSetting(f"config/equipment.yml: {'; '.join(wrong)}")
    return made


def _class(entry: dict[str, Any]) -> EquipmentClass:
    return EquipmentClass(
        code=entry["code"], title=entry["title"], category=entry["category"], family=entry.get("family", ""),
        special=bool(entry.get("special", False)), upkeep=tuple(_upkeep(one) for one in entry["upkeep"]),
    )  # fmt: skip


def _upkeep(entry: dict[str, Any]) -> Upkeep:
    ((unit, amount),) = entry["every"].items()
    if unit not in ("months", "days"):
        raise ValueError(unit)
    return Upkeep(
        code=entry["code"], title=entry["title"], months=amount if unit == "months" else 0,
        days=amount if unit == "days" else 0, ahead=entry["ahead"], law=entry["law"],
    )  # fmt: skip
