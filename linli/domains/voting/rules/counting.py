"""From roll and ballots to the result, by vote-bundle.md: pure, so that anyone can do it again.

民法典第278条 says what it takes; domain rules 1.3 and 1.4 say what each ballot means. Two steps: `tallying`
adds up, `deciding` judges the sums.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from linli.domains.voting.rules.asked import (
    CastBallot,
    Channel,
    Choice,
    Item,
    ItemKind,
    Question,
    Voter,
)
from linli.domains.voting.rules.deciding import decide
from linli.domains.voting.rules.tallying import add_up


def count_votes(
    question: Question, roll: Sequence[Voter], ballots: Iterable[CastBallot], *, last_hash: str
) -> dict[str, Any]:
    """The whole result, as result.json has it. `ballots` come in their order."""
    tallies = add_up(question, {voter.voter_no: voter for voter in roll}, ballots)
    return decide(question, tallies, last_hash=last_hash)


__all__ = ["CastBallot", "Channel", "Choice", "Item", "ItemKind", "Question", "Voter", "count_votes"]
