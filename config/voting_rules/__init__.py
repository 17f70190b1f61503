"""The law on owners' votes by place and date, as it lies beside this file; read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from config import BadSetting

HERE = Path(__file__).parent
NATIONAL = "national"
FIGURES = (
    "regular_notice_days",
    "extraordinary_notice_days",
    "shortest_voting_days",
    "longest_voting_days",
    "objection_days",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of days, and the article that sets it."""

    value: int
    source: str


@dataclass(frozen=True, slots=True)
class OfficialSystem:
    """The city's own system, in which the owners decide by law; `source` says which."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one place. `until` is the last day of one that was replaced; `article` lists the matters."""

    code: str
    title: str
    article: str
    since: date
    until: date | None
    regions: tuple[str, ...]
    figures: Mapping[str, Figure]
    official_system: OfficialSystem | None

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def laws() -> Mapping[str, Law]:
    """Every place's law by its code, those that were replaced too. Raises BadSetting naming what is wrong."""
    files = {path.stem: path for path in sorted(HERE.glob("*.yml"))}
    texts = {code: yaml.safe_load(path.read_text(encoding="utf-8")) for code, path in files.items()}
    return read(texts)


def read(texts: Mapping[str, Any]) -> Mapping[str, Law]:
    """The parsed files by code; a place takes from the one above it what it does not say. Raises BadSetting."""
    found: dict[str, Law] = {}
    for code in texts:
        try:
            _read(code, texts, found)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise BadSetting(f"config/voting_rules/{code}.yml is malformed: {error!r}") from None
    return MappingProxyType(found)


def _read(code: str, texts: Mapping[str, Any], found: dict[str, Law]) -> Law:
    if code in found:
        return found[code]
    said = texts[code]
    above = _read(said["under"], texts, found) if "under" in said else None
    figures = dict(above.figures) if above else {}
    figures |= {name: Figure(int(one["value"]), str(one["source"])) for name, one in _figures(said).items()}
    if set(figures) != set(FIGURES):
        raise ValueError(f"figures: {sorted(figures)}")
    system = said.get("official_system")
    found[code] = Law(
        code=code,
        title=str(said["title"]),
        article=str(said["law"]),
        since=said["since"],
        until=said.get("until"),
        regions=tuple(map(str, said.get("regions", ()))),
        figures=MappingProxyType(figures),
        official_system=OfficialSystem(str(system["name"]), str(system["source"])) if system else None,
    )
    return found[code]


def _figures(said: Mapping[str, Any]) -> Mapping[str, Any]:
    figures: Mapping[str, Any] = said.get("figures", {})
    return figures
