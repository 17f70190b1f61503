"""The terms of retention.yml, read once: how long which personal field is kept, and why."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """Some fields, as `table.column`, and what becomes of them: removed by a rule after a while, or kept."""

    fields: tuple[str, ...]
    title: str
    rule: str | None
    after: timedelta | None
    ends: str
    basis: str


@cache
def terms() -> tuple[Term, ...]:
    """Every row of the list. Raises BadSetting for a list that cannot be read."""
    return read(yaml.safe_load((HERE / "retention.yml").read_text(encoding="utf-8")))


def read(rows: list[dict[str, Any]]) -> tuple[Term, ...]:
    """The parsed list as terms. Raises BadSetting."""
    try:
        return tuple(_term(row) for row in rows)
    except (KeyError, TypeError, ValueError) as error:
        raise BadSetting(f"config/retention.yml is malformed: {error!r}") from None


def _term(row: dict[str, Any]) -> Term:
    fields, title = tuple(row["fields"]), row["title"]
    if "kept" in row:
        return Term(fields, title, None, None, "保存", row["kept"])
    if not isinstance(row["days"], int) or row["days"] < 1:
        raise ValueError(f"{row['rule']}: days")
    return Term(fields, title, row["rule"], timedelta(days=row["days"]), row["ends"], row["basis"])
