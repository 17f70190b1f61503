"""What the Open311 service tells of itself, and which words it hands out; read once and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from config import BadSetting
from config.tickets import Category, catalogue

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Terms:
    """`open_words` are the categories whose words everybody may read, where they came in over Open311."""

    changeset: str
    contact: str
    key_service: str
    open_words: frozenset[str]
    keywords: Mapping[str, str]


@cache
def terms() -> Terms:
    """The terms as they lie beside this file. Raises BadSetting naming what is wrong."""
    said = yaml.safe_load((HERE / "open311.yml").read_text(encoding="utf-8"))
    try:
        made = Terms(
            changeset=str(said["changeset"]),
            contact=said["contact"],
            key_service=said["key_service"],
            open_words=frozenset(said["open_words"]),
            keywords=said["keywords"],
        )
    except (KeyError, TypeError) as error:
        raise BadSetting(f"config: open311 is malformed: {error!r}") from None
    strange = {code for code in made.open_words if not _common(catalogue().category(code))}
    if strange or any(catalogue().category(code) is None for code in made.keywords):
        raise BadSetting(f"config: open311 names categories that are none, or not common: {sorted(strange)}")
    return made


def readable(category: Category) -> bool:
    """Whether everybody may read that such a report was made: no private matter, and nobody's home."""
    return not category.private and category.place != "unit"


def _common(category: Category | None) -> bool:
    return category is not None and readable(category)
