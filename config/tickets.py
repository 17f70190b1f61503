"""The catalogue of reports: categories, deadlines and dispatch rules, read once and checked at the start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting

HERE = Path(__file__).parent
PLACES = ("unit", "common", "none")
ADDRESSEES = ("company", "community", "township")
LEVELS = ("normal", "urgent", "emergency")
UNITS = ("minutes", "hours", "working_hours", "working_days", "days")


@dataclass(frozen=True, slots=True)
class Question:
    """What the people who come to help must know beforehand; without `options` it is answered in words."""

    code: str
    text: str
    options: tuple[str, ...] = ()
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """One thing that people report; `stop` is what they must do first in an emergency.

    `dial` is the number to ring before anything else, `leads` a page of its own, `questions` are the category's.
    """

    code: str
    title: str
    icon: str
    place: str
    clock: str = ""
    emergency: bool = False
    stop: str = ""
    after_photo: bool = False
    private: bool = False
    dial: str = ""
    leads: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The upper level of the tree."""

    code: str
    title: str
    icon: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in one of UNITS."""

    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Clock:
    """How long may pass until a report is accepted, signed for by whoever got it, and finished."""

    name: str
    title: str
    accept: Span
    sign: Span
    finish: Span


@dataclass(frozen=True, slots=True)
class Ringing:
    """How the duty phone rings for an emergency: each so many minutes, and from which call on at everybody's."""

    every_minutes: int
    everybody_from: int


@dataclass(frozen=True, slots=True)
class Later:
    """When a closed report is asked about again, and how many days its reporter has for the answer."""

    after_days: int
    answer_days: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one person may report in a day, and for how long a phone may be kept from reporting."""

    reports_a_day: int
    block_days_most: int


@dataclass(frozen=True, slots=True)
class Route:
    """A rule of dispatch; `name` is shown to people as the reason.

    `place` and `level` narrow it; `thing` is the one of the 16+2 that names departments (config.departments).
    """

    name: str
    category: str
    to: str
    review: bool
    place: str = ""
    level: str = ""
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that people may change about reports without touching the code."""

    groups: tuple[Group, ...]
    hours: tuple[tuple[time, time], ...]
    clocks: Mapping[str, Clock]
    routes: tuple[Route, ...]
    remind_at_percent: int
    rating_days: int
    redo_most: int
    ringing: Ringing
    later: Later
    limits: Limits

    def category(self, code: str) -> Category | None:
        """The category of a code."""
        return next(
            (found for group in self.groups for found in group.categories if found.code == code), None
        )


@cache
def catalogue() -> Catalogue:
    """The catalogue as it lies beside this file. Raises BadSetting naming what is wrong."""
    return read(_yaml("categories"), _yaml("deadlines"), _yaml("dispatch"))


def read(categories: Any, deadlines: Any, dispatch: Any) -> Catalogue:
    """The three files, already parsed, as one catalogue. Raises BadSetting."""
    try:
        made = Catalogue(
            groups=tuple(_group(entry) for entry in categories["groups"]),
            hours=tuple(_hours(entry) for entry in deadlines["working_hours"]),
            clocks={name: _clock(name, entry) for name, entry in deadlines["clocks"].items()},
            routes=tuple(Route(**entry) for entry in dispatch["rules"]),
            remind_at_percent=deadlines["remind_at_percent"],
            rating_days=deadlines["rating_days"],
            redo_most=deadlines["redo_most"],
            ringing=Ringing(**deadlines["ringing"]),
            later=Later(**deadlines["later"]),
            limits=Limits(**deadlines["limits"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSetting(f"config: categories, deadlines or dispatch is malformed: {error!r}") from None
    _check(made)
    return made


def _yaml(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


def _group(entry: dict[str, Any]) -> Group:
    inside = tuple(_category(**category) for category in entry["categories"])
    return Group(entry["code"], entry["title"], entry["icon"], inside)


def _category(*, questions: Sequence[dict[str, Any]] = (), **said: Any) -> Category:
    return Category(**said, questions=tuple(_question(**one) for one in questions))


def _question(*, options: Sequence[Any] = (), **said: Any) -> Question:
    if not all(isinstance(option, str) for option in options):
        raise ValueError(f"{said.get('code')}: an option is no text")
    return Question(**said, options=tuple(options))


def _hours(text: str) -> tuple[time, time]:
    since, until = (time.fromisoformat(part) for part in text.split("-"))
    return since, until


def _clock(name: str, entry: dict[str, Any]) -> Clock:
    return Clock(name, entry["title"], _span(entry["accept"]), _span(entry["sign"]), _span(entry["finish"]))


def _span(entry: dict[str, Any]) -> Span:
    ((unit, amount),) = entry.items()
    if unit not in UNITS or not isinstance(amount, int) or amount <= 0:
        raise ValueError(f"{unit}: {amount}")
    return Span(unit, amount)


def _check(made: Catalogue) -> None:
    codes = [category.code for group in made.groups for category in group.categories]
    categories: Sequence[Category] = [category for group in made.groups for category in group.categories]
    ends = [moment for pair in made.hours for moment in pair]
    faults = {
        "a category is there twice": len(codes) != len(set(codes)),
        "a category has an unknown place": any(c.place not in PLACES for c in categories),
        "a category names an unknown clock": any(c.clock and c.clock not in made.clocks for c in categories),
        "an emergency says nothing to do first": any(c.emergency and not c.stop for c in categories),
        "the clocks emergency, urgent and normal must be there": not {"emergency", "urgent", "normal"}
        <= made.clocks.keys(),
        "an emergency names no number to dial": any(c.emergency and not c.dial.isdigit() for c in categories),
        "a question is there twice in its category": any(_twice(c) for c in categories),
        "a question offers fewer than two different options": any(
            q.options and (len(set(q.options)) < 2 or len(set(q.options)) < len(q.options))  # noqa: PLR2004
            for c in categories
            for q in c.questions
        ),
        "the duty phone never rings": min(made.ringing.every_minutes, made.ringing.everybody_from) < 1,
        "the working hours are not in order": not ends or ends != sorted(set(ends)),
        "a dispatch rule has an unknown addressee": any(route.to not in ADDRESSEES for route in made.routes),
        "a dispatch rule has an unknown place or level": any(
            route.place not in ("", *PLACES) or route.level not in ("", *LEVELS) for route in made.routes
        ),
        "the last dispatch rule must fit everything": not made.routes
        or any((made.routes[-1].category, made.routes[-1].place, made.routes[-1].level)),
        "remind_at_percent must lie between 1 and 99": not 1 <= made.remind_at_percent <= 99,  # noqa: PLR2004
        "a number of days or times is not positive": min(made.rating_days, made.redo_most) < 1,
    }
    wrong = [fault for fault, there in faults.items() if there]
    if wrong:
        raise BadSetting(f"config: {'; '.join(wrong)}")


def _twice(category: Category) -> bool:
    codes = [question.code for question in category.questions]
    return len(codes) != len(set(codes)) or not all(code.isidentifier() for code in codes)


__all__ = [
    "Catalogue",
    "Category",
    "Clock",
    "Group",
    "Question",
    "Ringing",
    "Route",
    "Span",
    "catalogue",
    "read",
]
