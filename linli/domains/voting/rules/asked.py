"""What is put to the owners, who they are, and what a ballot says, before anything is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.majority import Weight
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
