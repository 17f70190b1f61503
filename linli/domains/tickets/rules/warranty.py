"""Whether a report lies within the developer's warranty, and until when (TK-39; 建设工程质量管理条例第40条)."""

from collections.abc import Mapping, Sequence
from datetime import date

from config.warranty import Term

_LEAP_DAY = (2, 29)


def term_of(terms: Sequence[Term], *, category: str, answers: Mapping[str, str] | None) -> Term | None:
    """The term that a report falls under: by what was answered first, then by its category."""
    said = answers or {}
    by_answer = (
        term
        for term in terms
        for code, wanted in term.answers.items()
        if category.startswith(code) and all(said.get(name) == value for name, value in wanted.items())
    )
    by_category = (term for term in terms if any(category.startswith(code) for code in term.categories))
    return next(by_answer, None) or next(by_category, None)


def last_day(completed_on: date, years: int) -> date:
    """The last day of warranty: the day before the anniversary. A leap day's anniversary is 1 March."""
    year = completed_on.year + years
    if (completed_on.month, completed_on.day) == _LEAP_DAY and not _leaps(year):
        return date(year, 2, 28)
    return date.fromordinal(date(year, completed_on.month, completed_on.day).toordinal() - 1)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
