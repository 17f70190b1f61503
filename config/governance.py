"""What is agreed with the governance platform: which reports go there, under which codes, and what its states mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting

FILE = Path(__file__).parent / "governance.yml"
MEANINGS = frozenset({"registered", "dispatched", "handling", "finished", "closed", "returned", "reopened"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Reports of a category in an area: whether they are sent by themselves, as what, and why or why not."""

    category: str
    area: str
    send: bool
    outside: str
    why: str


@dataclass(frozen=True, slots=True)
class OutsideState:
    """A state of the platform's: its own word for it, and what it means here."""

    code: str
    title: str
    means: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that people may change about the exchange without touching the code."""

    rules: tuple[Rule, ...]
    states: Mapping[str, OutsideState]
    per_minute: int
    quiet_days: int
    photo_days: int
    warn_minutes: int

    @property
    def mapped(self) -> frozenset[str]:
        """The platform's categories that some rule names."""
        return frozenset(rule.outside for rule in self.rules)


@cache
def agreement() -> Agreement:
    """The agreement as it lies beside this file. Raises BadSetting naming what is wrong."""
    return read(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read(said: Any) -> Agreement:
    """The parsed file as an agreement. Raises BadSetting."""
    try:
        made = Agreement(
            rules=tuple(_rule(**entry) for entry in said["rules"]),
            states={entry["code"]: OutsideState(**entry) for entry in said["states"]},
            per_minute=said["per_minute"],
            quiet_days=said["quiet_days"],
            photo_days=said["photo_days"],
            warn_minutes=said["warn_minutes"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadSetting(f"config/governance.yml is malformed: {error!r}") from None
    numbers = (made.per_minute, made.quiet_days, made.photo_days, made.warn_minutes)
    faults = {
        "the last rule must fit every report": not made.rules
        or (made.rules[-1].category, made.rules[-1].area) != ("", ""),
        "a rule says no code of the platform's or not why": any(
            not one.outside or not one.why for one in made.rules
        ),
        "a state means nothing that is known": any(one.means not in MEANINGS for one in made.states.values()),
        "a state is there twice": len(made.states) != len(said["states"]),
        "a number is not positive": min(numbers) < 1,
    }
    wrong = [fault for fault, there in faults.items() if there]
    if wrong:
        raise BadSetting(f"config/governance.yml: {'; '.join(wrong)}")
    return made


def _rule(*, category: str, area: str, send: bool, why: str, **named: str) -> Rule:
    return Rule(category, area, send, named["as"], why)
