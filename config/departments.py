"""The departments outside the estate and the "16+2" things they handle together, read once and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting
from config.tickets import Span

HERE = Path(__file__).parent
LOOPS = ("township", "county")
#: 十六件加两件: so many ordinary things and so many of extraordinary times.
ORDINARY, EXTRA = 16, 2


@dataclass(frozen=True, slots=True)
class Department:
    """A body of the township or of the county."""

    code: str
    title: str
    loop: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a body may hand a report back, and the law that says so."""

    code: str
    title: str
    law: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a clock may stand still."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the 16+2: who leads in the township, who in the county, and who cooperates there."""

    code: str
    title: str
    township: str
    county: str
    cooperating: tuple[str, ...]
    extra: bool = False

    def lead(self, loop: str) -> str:
        """The department that leads in a loop."""
        return self.county if loop == "county" else self.township


@dataclass(frozen=True, slots=True)
class Duties:
    """Who is there outside the estate, and what may be asked of whom."""

    departments: Mapping[str, Department]
    things: Mapping[str, Thing]
    grounds: Mapping[str, Ground]
    causes: Mapping[str, Cause]
    returns_most: int
    extensions_most: int
    county_after: Span

    def title(self, body: str) -> str:
        """A body as people read it: a department, or the company or community of the estate."""
        found = self.departments.get(body)
        return (
            found.title
            if found
            else {
                "company": "物业公司",
                "community": "社区",
                "township": "镇街值班",
                "county": "县级值班",
            }.get(body, body)
        )

    def of_loop(self, loop: str) -> tuple[Department, ...]:
        """The departments of the township, or of the county."""
        return tuple(one for one in self.departments.values() if one.loop == loop)


@cache
def duties() -> Duties:
    """What lies beside this file. Raises BadSetting naming what is wrong."""
    return read(_yaml("departments"), _yaml("dispatch"))


def read(departments: Any, dispatch: Any) -> Duties:
    """The two files, already parsed. Raises BadSetting."""
    try:
        made = Duties(
            departments={entry["code"]: Department(**entry) for entry in departments["departments"]},
            things={entry["code"]: _thing(entry) for entry in dispatch["things"]},
            grounds={entry["code"]: Ground(**entry) for entry in departments["grounds"]},
            causes={entry["code"]: Cause(**entry) for entry in departments["causes"]},
            returns_most=departments["returns_most"],
            extensions_most=departments["extensions_most"],
            county_after=Span(*next(iter(departments["county_after"].items()))),
        )
        named = {entry.get("thing", "") for entry in dispatch["rules"]} - {""}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSetting(f"config: departments or dispatch is malformed: {error!r}") from None
    _check(made, named, len(departments["departments"]))
    return made


def _yaml(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


def _thing(entry: dict[str, Any]) -> Thing:
    given = dict(entry)
    return Thing(cooperating=tuple(given.pop("with")), **given)


def _check(made: Duties, named: set[str], listed: int) -> None:
    loops = {code: one.loop for code, one in made.departments.items()}
    things = made.things.values()
    faults = {
        "a department is there twice": listed != len(made.departments),
        "a department has an unknown loop": not set(loops.values()) <= set(LOOPS),
        "a thing is not led by a department of its loop": any(
            loops.get(thing.lead(loop)) != loop for thing in things for loop in LOOPS
        ),
        "a thing names an unknown department": any(not set(t.cooperating) <= loops.keys() for t in things),
        "a lead cooperates with itself": any({t.township, t.county} & set(t.cooperating) for t in things),
        "a dispatch rule names an unknown thing": not named <= made.things.keys(),
        "the catalogue must have 16 + 2 things": [
            sum(not thing.extra for thing in things), sum(thing.extra for thing in things)
        ] != [ORDINARY, EXTRA],
        "a number is not positive": min(made.returns_most, made.extensions_most) < 1,
        "grounds and causes must be listed": not (made.grounds and made.causes),
    }  # fmt: skip
    wrong = [fault for fault, there in faults.items() if there]
    if wrong:
        raise BadSetting(f"config: {'; '.join(wrong)}")


__all__ = ["Cause", "Department", "Duties", "Ground", "Thing", "duties", "read"]
