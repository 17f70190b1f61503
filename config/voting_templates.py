"""Common matters of owners' votes, ready to be filled in, as they lie in voting_templates.yml; read once."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Template:
    """One common matter: what a draft and its first item start from. 【】 marks what has to be written."""

    code: str
    title: str
    kind: str
    matter: str
    item: str
    words: str
    changes: str
    costs: str
    otherwise: str
    notice: str


@cache
def templates() -> Mapping[str, Template]:
    """The templates by code, in the order of the file. Raises BadSetting naming what is wrong."""
    return read(yaml.safe_load((HERE / "voting_templates.yml").read_text(encoding="utf-8")))


def read(entries: Any) -> Mapping[str, Template]:
    """The parsed file. Raises BadSetting."""
    names = [field.name for field in fields(Template)]
    try:
        made = [Template(**{name: str(entry[name]) for name in names}) for entry in entries]
    except (KeyError, TypeError) as error:
        raise BadSetting(f"config/voting_templates.yml is malformed: {error!r}") from None
    return {one.code: one for one in made}
