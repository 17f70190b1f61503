"""From roll and ballots to the result, by vote-bundle.md: pure, so that anyone can do it again.

民法典第278条 says what it takes; domain rules 1.3 and 1.4 say what each ballot means.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from linli.domains.voting.rules.estate_rules import BallotChange, Conflict, RankBy, Uncast, VotingRules
from linli.domains.voting.rules.majority import NOBODY, Weight, consents, quorum, total
from linli.domains.voting.rules.matters import Threshold

Choices = Mapping[str, Any]


class Choice(StrEnum):
    """What a voter can say to a resolution."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    FOLLOW = "follow_majority"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"for": "同意", "against": "反对", "abstain": "弃权", "follow_majority": "随多数"}[self]


class Channel(StrEnum):
    """How a ballot came in."""

    ONLINE = "online"
    PAPER = "paper"


class ItemKind(StrEnum):
    """What is put to the owners."""

    RESOLUTION = "resolution"
    ELECTION = "election"


@dataclass(frozen=True, slots=True)
class Voter:
    """One row of the roll: one head with an area in 0.01 ㎡; `delivered`: the ballot paper reached an owner."""

    voter_no: str
    area: int
    delivered: bool = False

    @property
    def weight(self) -> Weight:
        """One head, and the area."""
        return Weight(1, self.area)


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A ballot as it was received; nothing is judged yet."""

    seq: int
    voter_no: str
    channel: Channel
    cast_at: datetime
    choices: Choices


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide. Elections name their candidates' ids in the order of the notice."""

    item_id: str
    kind: ItemKind
    threshold: Threshold
    follow_majority: bool = False
    seats: int = 0
    alternates: int = 0
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """All that the count depends on beside the roll and the ballots."""

    items: tuple[Item, ...]
    opens_at: datetime
    closes_at: datetime
    rules: VotingRules = field(default_factory=VotingRules)


@dataclass(frozen=True, slots=True)
class Resolved:
    """How one resolution came out. `followed` is contained in `agreed` or `refused`."""

    item_id: str
    roll: Weight
    agreed: Weight
    refused: Weight
    abstained: Weight
    followed: Weight
    threshold: Threshold

    @property
    def taking_part(self) -> Weight:
        """Whoever said anything, abstentions too."""
        return self.agreed + self.refused + self.abstained

    @property
    def quorate(self) -> bool:
        """Whether enough took part."""
        return quorum(self.taking_part, self.roll)

    @property
    def passed(self) -> bool:
        """Whether it is decided."""
        return self.quorate and consents(self.agreed, self.taking_part, self.threshold)

    def plain(self) -> dict[str, Any]:
        """As result.json has it."""
        return {
            "item_id": self.item_id,
            "roll": self.roll.plain(),
            "participating": self.taking_part.plain(),
            "for": self.agreed.plain(),
            "against": self.refused.plain(),
            "abstain": self.abstained.plain(),
            "followed": self.followed.plain(),
            "quorum": self.quorate,
            "passed": self.passed,
        }


@dataclass(frozen=True, slots=True)
class Count:
    """The ballots sorted: which one counts for each voter, and how many do not."""

    received: int
    void: int
    superseded: int
    effective: Mapping[str, CastBallot]


def sort_out(question: Question, roll: Mapping[str, Voter], ballots: Iterable[CastBallot]) -> Count:
    """Which ballot counts for each voter. `ballots` come in their order.

    Void is what comes from nobody on the roll, or outside of the time; `ballot_change` decides within a
    channel, then `conflict` between the channels.
    """
    received = void = 0
    standing: dict[str, dict[Channel, CastBallot]] = {}
    for ballot in ballots:
        received += 1
        if ballot.voter_no not in roll or not question.opens_at <= ballot.cast_at < question.closes_at:
            void += 1
            continue
        mine = standing.setdefault(ballot.voter_no, {})
        if ballot.channel not in mine or question.rules.ballot_change is BallotChange.LAST_WINS:
            mine[ballot.channel] = ballot
    effective = {voter_no: _between(mine, question.rules.conflict) for voter_no, mine in standing.items()}
    return Count(received, void, received - void - len(effective), effective)


def _between(mine: Mapping[Channel, CastBallot], conflict: Conflict) -> CastBallot:
    if conflict is Conflict.FIRST_WINS:
        return min(mine.values(), key=lambda ballot: (ballot.cast_at, ballot.seq))
    wanted = Channel.ONLINE if conflict is Conflict.ONLINE_WINS else Channel.PAPER
    return mine.get(wanted) or next(iter(mine.values()))


def silent_followers(question: Question, roll: Mapping[str, Voter], count: Count) -> Weight:
    """Voters who got their ballot and said nothing, where the adopted rules let silence follow the majority."""
    if question.rules.uncast is not Uncast.DELIVERED_FOLLOWS_MAJORITY:
        return NOBODY
    return total(
        voter.weight for voter in roll.values() if voter.delivered and voter.voter_no not in count.effective
    )


def resolve(item: Item, roll: Mapping[str, Voter], count: Count, silent: Weight = NOBODY) -> Resolved:
    """Count one resolution. A blank item of a returned paper ballot is an abstention (domain rules 1.4)."""
    said = dict.fromkeys(Choice, NOBODY)
    for voter_no, ballot in count.effective.items():
        choice = Choice(ballot.choices.get(item.item_id, Choice.ABSTAIN))
        said[choice] += roll[voter_no].weight
    following = said[Choice.FOLLOW] + silent
    leader = leading(said[Choice.FOR], said[Choice.AGAINST])
    said[leader or Choice.ABSTAIN] += following
    return Resolved(
        item_id=item.item_id,
        roll=total(voter.weight for voter in roll.values()),
        agreed=said[Choice.FOR],
        refused=said[Choice.AGAINST],
        abstained=said[Choice.ABSTAIN],
        followed=following if leader else NOBODY,
        threshold=item.threshold,
    )


def leading(agreed: Weight, refused: Weight) -> Choice | None:
    """The side that is ahead on both axes; where they differ or tie nobody is, and nothing is guessed."""
    ahead = agreed - refused
    if ahead.heads > 0 and ahead.area > 0:
        return Choice.FOR
    return Choice.AGAINST if ahead.heads < 0 and ahead.area < 0 else None


def count_votes(
    question: Question, roll: Sequence[Voter], ballots: Iterable[CastBallot], *, last_hash: str
) -> dict[str, Any]:
    """The whole result, as result.json has it."""
    from linli.domains.voting.rules.election import elect

    by_number = {voter.voter_no: voter for voter in roll}
    count = sort_out(question, by_number, ballots)
    silent = silent_followers(question, by_number, count)
    items = [
        resolve(item, by_number, count, silent).plain()
        if item.kind is ItemKind.RESOLUTION
        else elect(item, by_number, count, question.rules)
        for item in question.items
    ]
    return {
        "items": items,
        "ballots": {
            "received": count.received,
            "void": count.void,
            "superseded": count.superseded,
            "effective": len(count.effective),
            "last_hash": last_hash,
        },
    }


__all__ = ["BallotChange", "CastBallot", "Choice", "Item", "Question", "RankBy", "Resolved", "Voter"]
