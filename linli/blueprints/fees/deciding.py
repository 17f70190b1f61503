"""A price change may rest on a vote: which votes passed, the room of fees cannot ask itself."""

from typing import Any
from uuid import UUID

from linli.domains.fees.errors import DecisionMissing
from linli.domains.fees.models import FeeChange
from linli.domains.fees.operations import changes
from linli.domains.voting.queries import results
from linli.platform import clock
from linli.platform.paging import Window


def passed_votes(estate_id: UUID) -> list[tuple[str, str]]:
    """The newest votes in which something passed that still holds: id and title."""
    found = results.register_page(estate_id, search="", window=Window())
    return [
        (str(one.vote.id), one.vote.title)
        for one in found.items
        if any(item.passed and item.revoked is None for item in one.items)
    ]


def note_decision(change: FeeChange, body: dict[str, Any]) -> FeeChange:
    """Note the owners' decision. Raises DecisionMissing for a vote that did not pass."""
    vote_id = body["vote_id"]
    if vote_id is not None and str(vote_id) not in dict(passed_votes(change.estate_id)):
        raise DecisionMissing(field_errors={"vote_id": [DecisionMissing.sentence]})
    return changes.decide(change=change, now=clock.now(), **body)
