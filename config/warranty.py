"""What the developer repairs for nothing and for how long, read once from warranty.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from config import BadSetting
from config.tickets import catalogue

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """A part of the building and its years of warranty, with the law that says so."""

    code: str
    title: str
    years: int
    law: str
    categories: tuple[str, ...] = ()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


@cache
def terms() -> tuple[Term, ...]:
    """The terms as they lie beside this file. Raises BadSetting."""
    return read(yaml.safe_load((HERE / "warranty.yml").read_text(encoding="utf-8")))


def read(parsed: Any) -> tuple[Term, ...]:
    """The parsed file as terms. Raises BadSetting naming what is wrong."""
    try:
        made = tuple(_term(**entry) for entry in parsed["terms"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSetting(f"config/warranty.yml is malformed: {error!r}") from None
    known = [category.code for group in catalogue().groups for category in group.categories]
    named = [code for term in made for code in (*term.categories, *term.answers)]
    strange = [one for one in named if not any(code.startswith(one) for code in known)]
    if strange or any(term.years <= 0 for term in made):
        raise BadSetting(f"config/warranty.yml: unknown categories {strange}, or a term without years")
    return made


def _term(*, categories: Any = (), answers: Any = MappingProxyType({}), **said: Any) -> Term:
    return Term(**said, categories=tuple(categories), answers=MappingProxyType(dict(answers)))
