"""Who is elected to the committee: double majority for each candidate, rank, run-off, alternates (domain rules 1.6)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from linli.domains.voting.rules.asked import Item
from linli.domains.voting.rules.estate_rules import RankBy, VotingRules
from linli.domains.voting.rules.majority import Weight, consents, quorum
from linli.domains.voting.rules.tallying import ItemTally


class Outcome(StrEnum):
    """What became of a candidate."""

    ELECTED = "elected"
    ALTERNATE = "alternate"
    RUNOFF = "runoff"
    NOT_ELECTED = "not_elected"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"elected": "当选", "alternate": "候补", "runoff": "须另行投票", "not_elected": "未当选"}[self]


def elect(item: Item, tally: ItemTally, *, roll: Weight, rules: VotingRules) -> dict[str, Any]:
    """Decide one election, as result.json has it. A ballot with more names than seats does not take part."""
    taking_part, got = tally.taking_part, tally.said
    quorate = quorum(taking_part, roll)
    passed = [one for one in item.candidates if quorate and consents(got[one], taking_part, item.threshold)]
    outcome, runoff_seats = seat(item, passed, got, taking_part, rules)
    elected = list(outcome.values()).count(Outcome.ELECTED)
    return {
        "item_id": item.item_id,
        "roll": roll.plain(),
        "participating": taking_part.plain(),
        "quorum": quorate,
        "candidates": [
            {
                "candidate_id": one,
                **got[one].plain(),
                "passed": one in passed,
                "outcome": outcome.get(one, Outcome.NOT_ELECTED),
            }
            for one in item.candidates
        ],
        "runoff_seats": runoff_seats,
        "formed": formed(elected, seats=item.seats, rules=rules),
    }


def in_rank(outcome: Mapping[str, Any], by: RankBy) -> list[Mapping[str, Any]]:
    """The candidates of an election in result.json, the first of the rank first; equals in the order of the notice."""
    whole = Weight(**outcome["participating"])
    return sorted(
        outcome["candidates"],
        key=lambda one: _rank(Weight(one["heads"], one["area"]), whole, by),
        reverse=True,
    )


def formed(elected: int, *, seats: int, rules: VotingRules) -> bool:
    """Whether a committee stands: the legal minimum, and more than half of the agreed number."""
    return elected >= rules.legal_min_members and 2 * elected > seats


def seat(
    item: Item, passed: Sequence[str], got: Mapping[str, Weight], taking_part: Weight, rules: VotingRules
) -> tuple[dict[str, Outcome], int]:
    """Give out the seats: outcomes of those who passed, and the seats left to a run-off.

    Exact equals across the last seat run off against each other; never the name or the draw order decides.
    """
    rank = {one: _rank(got[one], taking_part, rules.rank_by) for one in passed}
    order = sorted(passed, key=rank.__getitem__, reverse=True)
    inside, outside = order[: item.seats], order[item.seats :]
    if outside and inside and rank[inside[-1]] == rank[outside[0]]:
        line = rank[outside[0]]
        sure = [one for one in inside if rank[one] > line]
        return (
            dict.fromkeys(sure, Outcome.ELECTED)
            | {one: Outcome.RUNOFF for one in order if rank[one] == line},
            item.seats - len(sure),
        )
    places, outcome = item.alternates, dict.fromkeys(inside, Outcome.ELECTED)
    if rules.keep_odd and inside and len(inside) % 2 == 0:
        outcome[inside[-1]] = Outcome.ALTERNATE
        places = max(0, places - 1)
    following = outside[:places]
    if len(outside) > places:
        following = [one for one in following if rank[one] > rank[outside[places]]]
    return outcome | dict.fromkeys(following, Outcome.ALTERNATE), 0


def _rank(got: Weight, whole: Weight, by: RankBy) -> tuple[int, ...]:
    if by is RankBy.SUM_OF_SHARES:
        return (got.heads * whole.area + got.area * whole.heads,)
    return (got.heads, got.area) if by is RankBy.HEADS_THEN_AREA else (got.area, got.heads)
