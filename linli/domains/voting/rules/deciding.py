"""From the sums to the decision, by 民法典第278条 and vote-bundle.md; the only place where a result is made."""

from dataclasses import dataclass
from typing import Any

from linli.domains.voting.rules.asked import Choice, Item, ItemKind, Question
from linli.domains.voting.rules.election import elect
from linli.domains.voting.rules.majority import NOBODY, Weight, consents, quorum
from linli.domains.voting.rules.matters import Threshold
from linli.domains.voting.rules.tallying import ItemTally, Tallies


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


def decide(question: Question, tallies: Tallies, *, last_hash: str) -> dict[str, Any]:
    """The whole result, as result.json has it."""
    return {
        "items": [_decide(item, question, tallies) for item in question.items],
        "ballots": {
            "received": tallies.received,
            "void": tallies.void,
            "superseded": tallies.superseded,
            "effective": tallies.effective.heads,
            "last_hash": last_hash,
        },
    }


def _decide(item: Item, question: Question, tallies: Tallies) -> dict[str, Any]:
    tally = tallies.items[item.item_id]
    if item.kind is ItemKind.RESOLUTION:
        return resolve(item, tally, roll=tallies.roll, silent=tallies.silent).plain()
    return elect(item, tally, roll=tallies.roll, rules=question.rules)


def resolve(item: Item, tally: ItemTally, *, roll: Weight, silent: Weight = NOBODY) -> Resolved:
    """Decide one resolution. A blank item of a returned paper ballot is an abstention (domain rules 1.4)."""
    agreed, refused = tally.said[Choice.FOR], tally.said[Choice.AGAINST]
    abstained = tally.said[Choice.ABSTAIN] + tally.blank
    following = tally.said[Choice.FOLLOW] + silent
    leader = leading(agreed, refused)
    return Resolved(
        item_id=item.item_id,
        roll=roll,
        agreed=agreed + (following if leader is Choice.FOR else NOBODY),
        refused=refused + (following if leader is Choice.AGAINST else NOBODY),
        abstained=abstained + (following if leader is None else NOBODY),
        followed=following if leader else NOBODY,
        threshold=item.threshold,
    )


def leading(agreed: Weight, refused: Weight) -> Choice | None:
    """The side that is ahead on both axes; where they differ or tie nobody is, and nothing is guessed."""
    ahead = agreed - refused
    if ahead.heads > 0 and ahead.area > 0:
        return Choice.FOR
    return Choice.AGAINST if ahead.heads < 0 and ahead.area < 0 else None


def beside(question: Question, tallies: Tallies) -> dict[str, Any]:
    """What the sheet shows beside result.json: channels, blank and invalid apart, and the explicit figures (NN-05)."""
    return {
        "channels": {channel.value: weight.plain() for channel, weight in tallies.channels.items()},
        "silent": tallies.silent.plain(),
        "items": [_beside(item, tallies) for item in question.items],
    }


def _beside(item: Item, tallies: Tallies) -> dict[str, Any]:
    tally = tallies.items[item.item_id]
    told = {
        "item_id": item.item_id,
        "valid": tally.answered.plain(),
        "blank": tally.blank.plain(),
        "invalid": tally.invalid.plain(),
        "returned": (tally.taking_part + tally.invalid).plain(),
    }
    return told | (
        {"explicit": explicit(item, tally, tallies.roll)} if item.kind is ItemKind.RESOLUTION else {}
    )


def explicit(item: Item, tally: ItemTally, roll: Weight) -> dict[str, Any]:
    """The figures before anybody is joined to the majority: whoever chose 随多数 took part and said neither.

    Silence takes no part here at all. Shown beside the result wherever something was joined (domain rules 1.3).
    """
    agreed, taking_part = tally.said[Choice.FOR], tally.taking_part
    quorate = quorum(taking_part, roll)
    return {
        "participating": taking_part.plain(),
        "for": agreed.plain(),
        "against": tally.said[Choice.AGAINST].plain(),
        "abstain": (tally.said[Choice.ABSTAIN] + tally.blank).plain(),
        "follow": tally.said[Choice.FOLLOW].plain(),
        "quorum": quorate,
        "passed": quorate and consents(agreed, taking_part, item.threshold),
    }
