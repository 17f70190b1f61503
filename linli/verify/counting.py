"""Counts the vote again from its ballots, by the words of the format alone. Integers only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linli.verify.reading import Ballot, Item, Vote, Voter

Clear = Mapping[tuple[str, str, str], int]  # totals of a secret vote, by item, option, and heads or area

NO_HASH = "0" * 64
FOR, AGAINST, ABSTAIN, FOLLOW = "for", "against", "abstain", "follow_majority"
_CHOICES = (FOR, AGAINST, ABSTAIN, FOLLOW)


@dataclass(slots=True)
class Sum:
    """Heads and area (0.01 ㎡), added up."""

    heads: int = 0
    area: int = 0

    def add(self, voter: Voter) -> None:
        """One head more, with its area."""
        self.heads += 1
        self.area += voter.area

    def json(self) -> dict[str, int]:
        """As result.json spells it."""
        return {"heads": self.heads, "area": self.area}


@dataclass(slots=True)
class Sorted:
    """Which ballots count, and what became of the others."""

    effective: dict[str, Ballot] = field(default_factory=dict)
    received: int = 0
    void: int = 0

    def json(self, last_hash: str) -> dict[str, Any]:
        """As result.json spells it."""
        effective = len(self.effective)
        return {
            "received": self.received,
            "void": self.void,
            "superseded": self.received - self.void - effective,
            "effective": effective,
            "last_hash": last_hash,
        }


def choice_fault(vote: Vote, ballot: Ballot) -> str | None:
    """Why a ballot's choices cannot be ones of this vote; None where they can."""
    items = {item.item_id: item for item in vote.items}
    for item_id, choice in ballot.choices.items():
        item = items.get(item_id)
        if item is None:
            return "选了表决里没有的事项"
        if item.elects != isinstance(choice, list):
            return "选项的形式与事项不符"
        if not _known(item, choice):
            return "选了事项里没有的选项"
    if ballot.channel == "online" and len(ballot.choices) != len(items):
        return "是线上票，却没有答完所有事项"
    return None


def _known(item: Item, choice: str | list[str]) -> bool:
    if isinstance(choice, list):
        return len(set(choice)) == len(choice) and set(choice) <= set(item.candidates)
    return choice in _CHOICES and (choice != FOLLOW or item.follow_majority)


def sort_ballots(vote: Vote, roll: Iterable[Voter], ballots: Iterable[Ballot]) -> Sorted:
    """The one ballot of each voter that counts: first within a channel, then between the channels."""
    known = {voter.voter_no for voter in roll}
    kept: dict[str, dict[str, Ballot]] = {}
    done = Sorted()
    for ballot in ballots:
        done.received += 1
        if ballot.voter_no not in known or not vote.opens <= ballot.cast < vote.closes:
            done.void += 1
            continue
        of_voter = kept.setdefault(ballot.voter_no, {})
        if ballot.channel not in of_voter or vote.ballot_change == "last_wins":
            of_voter[ballot.channel] = ballot
    done.effective = {voter_no: _winner(vote.conflict, found) for voter_no, found in kept.items()}
    return done


def _winner(conflict: str, found: dict[str, Ballot]) -> Ballot:
    if len(found) == 1:
        return next(iter(found.values()))
    if conflict == "first_wins":
        return min(found.values(), key=lambda ballot: (ballot.cast, ballot.line))
    return found["online" if conflict == "online_wins" else "paper"]


def recount(
    vote: Vote, roll: Sequence[Voter], ballots: Sequence[Ballot], clear: Clear | None = None
) -> dict[str, Any]:
    """What result.json has to say. The caller has checked chain, roll and choices, or the decryption of `clear`."""
    done = sort_ballots(vote, roll, ballots)
    total = Sum()
    for voter in roll:
        total.add(voter)
    last_hash = ballots[-1].hash if ballots else NO_HASH
    count = {True: _election, False: _resolution}
    cast = Cast(roll, done.effective, clear)
    items = [count[item.elects](vote, item, cast, total) for item in vote.items]
    return {"items": items, "ballots": done.json(last_hash)}


def _quorum(part: Sum, roll: Sum) -> bool:
    return part.heads > 0 and 3 * part.heads >= 2 * roll.heads and 3 * part.area >= 2 * roll.area


def _consents(special: bool, agreed: Sum, part: Sum) -> bool:  # noqa: FBT001 - one of two thresholds
    if special:
        return 4 * agreed.heads >= 3 * part.heads and 4 * agreed.area >= 3 * part.area
    return 2 * agreed.heads > part.heads and 2 * agreed.area > part.area


@dataclass(frozen=True, slots=True)
class Cast:
    """The roll, the ballot of each voter that counts, and in a secret vote the totals, as the ballots show nothing."""

    roll: Sequence[Voter]
    effective: dict[str, Ballot]
    clear: Clear | None

    def opened(self, item: Item, option: str) -> Sum:
        """A secret vote's total for one option."""
        clear = self.clear or {}
        return Sum(
            clear.get((item.item_id, option, "heads"), 0), clear.get((item.item_id, option, "area"), 0)
        )


def _resolution(vote: Vote, item: Item, cast: Cast, total: Sum) -> dict[str, Any]:
    sums = {choice: cast.opened(item, choice) for choice in _CHOICES}
    part = Sum()
    for voter in cast.roll:
        ballot = cast.effective.get(voter.voter_no)
        if ballot is None and not (vote.uncast == "delivered_follows_majority" and voter.delivered):
            continue
        part.add(voter)
        if ballot is None:
            sums[FOLLOW].add(voter)
        elif cast.clear is None:
            sums[str(ballot.choices.get(item.item_id, ABSTAIN))].add(voter)
    following = sums.pop(FOLLOW)
    leader = _leader(sums[FOR], sums[AGAINST])
    sums[leader].heads += following.heads
    sums[leader].area += following.area
    quorum = _quorum(part, total)
    return {
        "item_id": item.item_id,
        "roll": total.json(),
        "participating": part.json(),
        **{choice: found.json() for choice, found in sums.items()},
        "followed": Sum().json() if leader == ABSTAIN else following.json(),
        "quorum": quorum,
        "passed": quorum and _consents(item.special, sums[FOR], part),
    }


def _leader(agreed: Sum, refused: Sum) -> str:
    if agreed.heads > refused.heads and agreed.area > refused.area:
        return FOR
    if refused.heads > agreed.heads and refused.area > agreed.area:
        return AGAINST
    return ABSTAIN


def _election(vote: Vote, item: Item, cast: Cast, total: Sum) -> dict[str, Any]:
    sums = {candidate: cast.opened(item, candidate) for candidate in item.candidates}
    part = Sum()
    for voter in cast.roll:
        ballot = cast.effective.get(voter.voter_no)
        if ballot is None or len(marked := ballot.choices.get(item.item_id, [])) > item.seats:
            continue
        part.add(voter)
        for candidate in marked:
            sums[candidate].add(voter)
    quorum = _quorum(part, total)
    passed = [name for name in item.candidates if quorum and _consents(item.special, sums[name], part)]
    outcomes, runoff_seats = _seat(
        vote, item, passed, {name: _rank(vote.rank_by, sums[name], part) for name in passed}
    )
    elected = list(outcomes.values()).count("elected")
    return {
        "item_id": item.item_id,
        "roll": total.json(),
        "participating": part.json(),
        "quorum": quorum,
        "candidates": [
            {
                "candidate_id": name,
                **sums[name].json(),
                "passed": name in passed,
                "outcome": outcomes.get(name, "not_elected"),
            }
            for name in item.candidates
        ],
        "runoff_seats": runoff_seats,
        "formed": elected >= vote.legal_min_members and 2 * elected > item.seats,
    }


def _rank(rank_by: str, votes: Sum, part: Sum) -> tuple[int, int]:
    if rank_by == "heads_then_area":
        return votes.heads, votes.area
    if rank_by == "area_then_heads":
        return votes.area, votes.heads
    return votes.heads * part.area + votes.area * part.heads, 0


def _seat(
    vote: Vote, item: Item, passed: list[str], rank: dict[str, tuple[int, int]]
) -> tuple[dict[str, str], int]:
    """The outcome of those that passed, and the seats left for a run-off."""
    order = sorted(passed, key=lambda name: rank[name], reverse=True)
    elected, rest = order[: item.seats], order[item.seats :]
    if rest and rank[rest[0]] == rank[elected[-1]]:
        tied = [name for name in order if rank[name] == rank[rest[0]]]
        elected = [name for name in elected if name not in tied]
        outcomes = dict.fromkeys(elected, "elected") | dict.fromkeys(tied, "runoff")
        return outcomes, item.seats - len(elected)
    moved = [elected.pop()] if vote.keep_odd and elected and len(elected) % 2 == 0 else []
    places = max(0, item.alternates - len(moved))
    named, left = rest[:places], rest[places:]
    if named and left and rank[named[-1]] == rank[left[0]]:
        named = [name for name in named if rank[name] != rank[left[0]]]
    return dict.fromkeys(elected, "elected") | dict.fromkeys(moved + named, "alternate"), 0
