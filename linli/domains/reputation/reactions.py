"""What this room does when something happens elsewhere: good results go on the company's record (see linli.wiring)."""

import uuid
from datetime import datetime
from typing import Protocol

from linli.domains.estates import queries as estates
from linli.domains.reputation.operations import noting
from linli.domains.reputation.operations.noting import FIVE, Achieved
from linli.domains.satisfaction.events import SatisfactionClosed
from linli.domains.satisfaction.queries import results, rounds
from linli.kernel.times import day_of


class Confirmed(Protocol):
    """A star as it is told by the room above that gives it."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def estate_id(self) -> uuid.UUID | None:
        """Whose."""

    @property
    def year(self) -> int:
        """Of which year."""

    @property
    def stars(self) -> int:
        """How many."""


def note_star(event: Confirmed) -> None:
    """A project with five stars is good for the company that serves it."""
    if event.stars != FIVE or event.estate_id is None:
        return
    company = estates.company_serving(event.estate_id, on=day_of(event.at))
    if company is not None:
        noting.note_star(company_id=company.id, project_id=event.estate_id, year=event.year, now=event.at)


def note_satisfaction(event: SatisfactionClosed) -> None:
    """A project whose households are satisfied, by a sound sample, is good for the company that served it."""
    found = rounds.round_(round_id=event.round_id)
    reached = [
        Achieved(one.estate_id, one.company_id, one.measure.rate)
        for one in results.served(found)
        if one.measure.rate is not None
    ]
    noting.note_content(reached=reached, year=event.year, now=event.at)
