"""Named facts of companies' credit, for all estates at once; three queries, whatever their number."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.domains.reputation.queries import scores
from linli.domains.reputation.rules.grading import Grade, days_by_grade


@dataclass(frozen=True, slots=True)
class CreditDays:
    """On how many days of a year an estate was served by a company of which grade."""

    estate_id: uuid.UUID
    days: Mapping[Grade, int]


def credit_days(*, year: int, as_of: date | None = None) -> list[CreditDays]:
    """信用等级 of each estate's companies by days (indicator B18); `as_of` ends the year early, that day included.

    A company's grade for its days is the one it had on the last of them. An estate without a company is left out.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_of or date(year, 12, 31))
    found = days_by_grade(scores.ground(since_on=first, until_on=last), since_on=first, until_on=last)
    return [CreditDays(estate_id, days) for estate_id, days in sorted(found.items())]
