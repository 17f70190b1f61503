"""Adding up: which ballot counts for each voter, and how many heads and how much area said what.

Nothing is judged here. What comes out is small however many ballots there are, so that a database may add up
in its own way and hand over the same sums (queries.sums): one rule then decides on them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from linli.domains.voting.rules.asked import CastBallot, Channel, Choice, Item, ItemKind, Question, Voter
from linli.domains.voting.rules.estate_rules import BallotChange, Conflict, Uncast
from linli.domains.voting.rules.majority import NOBODY, Weight, total


@dataclass(frozen=True, slots=True)
class ItemTally:
    """What the ballots that count say to one item: by choice, or by candidate.

    `answered` are the ballots that say something, `blank` those that leave the item open (on paper only),
    `invalid` those that mark more names than there are seats.
    """

    item_id: str
    said: Mapping[str, Weight]
    answered: Weight
    blank: Weight = NOBODY
    invalid: Weight = NOBODY

    @property
    def taking_part(self) -> Weight:
        """Whoever returned a valid or a blank ballot: blank is an abstention (domain rules 1.4)."""
        return self.answered + self.blank


@dataclass(frozen=True, slots=True)
class Tallies:
    """All sums of one vote. `silent`: voters without a ballot whom the adopted rules let follow the majority."""

    roll: Weight
    received: int
    void: int
    channels: Mapping[Channel, Weight]
    silent: Weight
    items: Mapping[str, ItemTally] = field(default_factory=dict)

    @property
    def effective(self) -> Weight:
        """The voters who have a ballot that counts."""
        return total(self.channels.values())

    @property
    def superseded(self) -> int:
        """Valid ballots for which another one of the same voter counts."""
        return self.received - self.void - self.effective.heads


@dataclass(frozen=True, slots=True)
class Count:
    """The ballots sorted: which one counts for each voter, and how many do not."""

    received: int
    void: int
    superseded: int
    effective: Mapping[str, CastBallot]


def add_up(question: Question, roll: Mapping[str, Voter], ballots: Iterable[CastBallot]) -> Tallies:
    """The sums of a roll and its ballots, which come in their order."""
    count = sort_out(question, roll, ballots)
    channels = dict.fromkeys(Channel, NOBODY)
    for voter_no, ballot in count.effective.items():
        channels[ballot.channel] += roll[voter_no].weight
    return Tallies(
        roll=total(voter.weight for voter in roll.values()),
        received=count.received,
        void=count.void,
        channels=channels,
        silent=_silent(question, roll, count),
        items={item.item_id: _add_up(item, roll, count) for item in question.items},
    )


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


def _silent(question: Question, roll: Mapping[str, Voter], count: Count) -> Weight:
    """Voters who got their ballot and said nothing, where the adopted rules let silence follow the majority."""
    if question.rules.uncast is not Uncast.DELIVERED_FOLLOWS_MAJORITY:
        return NOBODY
    return total(
        voter.weight for voter in roll.values() if voter.delivered and voter.voter_no not in count.effective
    )


def _add_up(item: Item, roll: Mapping[str, Voter], count: Count) -> ItemTally:
    options = Choice if item.kind is ItemKind.RESOLUTION else item.candidates
    said = dict.fromkeys(options, NOBODY)
    answered = blank = invalid = NOBODY
    for voter_no, ballot in count.effective.items():
        weight, chosen = roll[voter_no].weight, ballot.choices.get(item.item_id) or ()
        names = (Choice(chosen),) if isinstance(chosen, str) else tuple(chosen)
        if not names:
            blank += weight
        elif item.kind is ItemKind.ELECTION and len(names) > item.seats:
            invalid += weight
        else:
            answered += weight
            for name in names:
                said[name] += weight
    return ItemTally(item.item_id, said, answered, blank, invalid)
