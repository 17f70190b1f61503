"""What a passed decision asks to be done, by its matter, as it lies in resolutions.yml; read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do within so many days; `basis` is the rule that sets them, where one does."""

    title: str
    days: int
    basis: str
    steps: tuple[str, ...]


@cache
def duties() -> Mapping[str, tuple[Duty, ...]]:
    """The things to do by the name of the matter. Raises BadSetting naming what is wrong."""
    return read(yaml.safe_load((HERE / "resolutions.yml").read_text(encoding="utf-8")))


def read(matters: Any) -> Mapping[str, tuple[Duty, ...]]:
    """The parsed file. Raises BadSetting."""
    try:
        return {matter: tuple(_duty(entry) for entry in entries) for matter, entries in matters.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSetting(f"config/resolutions.yml is malformed: {error!r}") from None


def _duty(entry: dict[str, Any]) -> Duty:
    days = entry["days"]
    if not isinstance(days, int) or days <= 0:
        raise ValueError(f"days: {days}")
    return Duty(str(entry["title"]), days, str(entry["basis"]), tuple(map(str, entry["steps"])))
