"""Which days are worked, by the State Council's yearly lists in holidays.yml; read once."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import BadSetting
from linli.kernel.workdays import Calendar

HERE = Path(__file__).parent


@cache
def calendar() -> Calendar:
    """The calendar of every year that has a list. Raises BadSetting for a list that cannot be read."""
    return read(yaml.safe_load((HERE / "holidays.yml").read_text(encoding="utf-8")))


def read(years: dict[int, dict[str, list[Any]]]) -> Calendar:
    """The parsed lists as a calendar. Raises BadSetting."""
    try:
        off = {
            year: frozenset(day for entry in lists["holidays"] for day in _days(entry))
            for year, lists in years.items()
        }
        on = {
            year: frozenset(day for entry in lists["workdays"] for day in _days(entry))
            for year, lists in years.items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSetting(f"config/holidays.yml is malformed: {error!r}") from None
    strange = [day for days in (off, on) for year, some in days.items() for day in some if day.year != year]
    if strange:
        raise BadSetting(f"config/holidays.yml names days under another year: {sorted(strange)}")
    return Calendar(off, on)


def _days(entry: Any) -> list[date]:
    if isinstance(entry, date):
        return [entry]
    first, last = (date.fromisoformat(part) for part in str(entry).split(".."))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
