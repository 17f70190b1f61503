"""Questionnaires to begin with, one file each: an officer takes one and changes what does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Template:
    """A questionnaire as its file has it; `questions` are plain values as a survey stores them."""

    name: str
    title: str
    intro: str
    mode: str
    per: str
    questions: tuple[Mapping[str, Any], ...]


@cache
def templates() -> tuple[Template, ...]:
    """Every template, by file name. Raises BadSetting for a file that cannot be read."""
    return tuple(read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml")))


def read(name: str, text: str) -> Template:
    """One file. Options and rows are lists of words; their keys are their numbers. Raises BadSetting."""
    try:
        plain = yaml.safe_load(text)
        asked = tuple(_question(number, one) for number, one in enumerate(plain["questions"], 1))
        return Template(name, plain["title"], plain["intro"].strip(), plain["mode"], plain["per"], asked)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise BadSetting(f"config/surveys/{name}.yml is malformed: {error!r}") from None


def _question(number: int, plain: dict[str, Any]) -> dict[str, Any]:
    when = plain.get("when")
    return plain | {
        "key": f"q{number}",
        "options": _keyed(plain.get("options", [])),
        "rows": _keyed(plain.get("rows", [])),
        "when": {"question": f"q{when['question']}", "any_of": [str(one) for one in when["any_of"]]}
        if when
        else None,
    }


def _keyed(words: list[Any]) -> list[dict[str, str]]:
    return [{"key": str(number), "text": str(word)} for number, word in enumerate(words, 1)]
