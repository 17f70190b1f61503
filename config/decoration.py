"""What holds for decorating, as it lies in decoration.yml; read once, checked at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting

HERE = Path(__file__).parent
AUTHORITY, COMPANY = "authority", "company"


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Something that nobody may do, the law that says so, and who deals with it."""

    code: str
    title: str
    law: str
    to: str


@dataclass(frozen=True, slots=True)
class Decorating:
    """Everything that people may change about decorating without touching the code."""

    hours: tuple[str, ...]
    quiet: str
    hours_law: str
    items: Mapping[str, str]
    forbidden: Mapping[str, Forbidden]
    visit_every_days: int
    answer_days: int


@cache
def decorating() -> Decorating:
    """What holds, as it lies beside this file. Raises BadSetting naming what is wrong."""
    return read(yaml.safe_load((HERE / "decoration.yml").read_text(encoding="utf-8")))


def read(raw: Any) -> Decorating:
    """The parsed file. Raises BadSetting."""
    try:
        made = Decorating(
            hours=tuple(raw["hours"]),
            quiet=raw["quiet"],
            hours_law=raw["hours_law"],
            items={one["code"]: one["title"] for one in raw["items"]},
            forbidden={one["code"]: Forbidden(**one) for one in raw["forbidden"]},
            visit_every_days=raw["visit_every_days"],
            answer_days=raw["answer_days"],
        )
    except (KeyError, TypeError) as error:
        raise BadSetting(f"config/decoration.yml is malformed: {error!r}") from None
    if any(one.to not in (AUTHORITY, COMPANY) for one in made.forbidden.values()):
        raise BadSetting("config/decoration.yml: something forbidden goes to nobody")
    if min(made.visit_every_days, made.answer_days) < 1:
        raise BadSetting("config/decoration.yml: a number of days is not positive")
    return made
