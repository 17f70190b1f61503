"""The sums of a vote made by the database: one statement however many ballots there are, in constant memory.

It adds up as rules.tallying does; a test holds the two to each other on random votes. What is decided on the
sums is said in rules.deciding and nowhere else.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import CTE, Select, case, func, literal, null, select, union_all

from linli.domains.voting.models import Ballot, RollEntry, RollVersion, Vote
from linli.domains.voting.rules.asked import Channel, Choice, Item, ItemKind, Question
from linli.domains.voting.rules.estate_rules import BallotChange, Conflict, Uncast
from linli.domains.voting.rules.majority import NOBODY, Weight
from linli.domains.voting.rules.tallying import ItemTally, Tallies
from linli.platform.db import db

_WANTED = {Conflict.ONLINE_WINS: Channel.ONLINE, Conflict.PAPER_WINS: Channel.PAPER}
_RECEIVED, _VALID, _CHANNEL, _SILENT, _SAID = "received", "valid", "channel", "silent", "said"


def tallies(found: Vote, question: Question, *, roll: RollVersion) -> Tallies:
    """What the ballots add up to, weighed by a version of the roll."""
    sums: dict[str, Weight] = {}
    items = {item.item_id: _Adding(item) for item in question.items}
    for part, key, said, weight in _rows(_statement(found, question, roll)):
        if part == _SAID:
            items[key].add(said, weight)
        else:
            sums[f"{part}{key}"] = weight
    channels = {channel: sums.get(f"{_CHANNEL}{channel}", NOBODY) for channel in Channel}
    made = Tallies(
        roll=Weight(roll.heads, roll.area),
        received=sums[_RECEIVED].heads,
        void=sums[_RECEIVED].heads - sums[_VALID].heads,
        channels=channels,
        silent=sums.get(_SILENT, NOBODY),
    )
    done: Mapping[str, ItemTally] = {key: one.done(made.effective) for key, one in items.items()}
    return Tallies(made.roll, made.received, made.void, made.channels, made.silent, done)


class _Adding:
    """One item while its rows come in; what says nothing to it is blank."""

    def __init__(self, item: Item) -> None:
        self.item = item
        options = Choice if item.kind is ItemKind.RESOLUTION else item.candidates
        self.said: dict[str, Weight] = dict.fromkeys(options, NOBODY)
        self.answered = self.invalid = NOBODY

    def add(self, said: str | None, weight: Weight) -> None:
        """So many said this: a choice, or a list of candidates as JSON."""
        names = self._names(said)
        if self.item.kind is ItemKind.ELECTION and len(names) > self.item.seats:
            self.invalid += weight
        elif names:
            self.answered += weight
            for name in names:
                self.said[name] += weight

    def _names(self, said: str | None) -> list[str]:
        if said is None:
            return []
        return [Choice(said)] if self.item.kind is ItemKind.RESOLUTION else json.loads(said)

    def done(self, effective: Weight) -> ItemTally:
        """The item's tally among all the ballots that count."""
        blank = effective - self.answered - self.invalid
        return ItemTally(self.item.item_id, self.said, self.answered, blank, self.invalid)


def _rows(statement: Any) -> Iterator[tuple[str, str, str | None, Weight]]:
    for part, key, said, heads, area in db.session.execute(statement, execution_options={"yield_per": 1000}):
        yield part, key or "", said, Weight(heads, int(area or 0))


def _statement(found: Vote, question: Question, roll: RollVersion) -> Any:
    here = (Ballot.estate_id == found.estate_id, Ballot.vote_id == found.id)
    valid = _valid(found, question, roll)
    effective = _effective(valid, question.rules.conflict)
    parts: list[Select[Any]] = [
        _sum(_RECEIVED, area=literal(0)).select_from(Ballot).where(*here),
        _sum(_VALID, area=literal(0)).select_from(valid),
        _sum(_CHANNEL, effective.c.channel, area=effective.c.area).group_by(effective.c.channel),
    ]
    if question.rules.uncast is Uncast.DELIVERED_FOLLOWS_MAJORITY:
        parts.append(
            _sum(_SILENT, area=RollEntry.area).where(
                RollEntry.estate_id == roll.estate_id,
                RollEntry.roll_id == roll.id,
                RollEntry.delivered.is_(True),
                RollEntry.voter_no.not_in(select(effective.c.voter_no)),
            )
        )
    each = func.jsonb_each_text if db.engine.dialect.name == "postgresql" else func.json_each
    said = each(effective.c.choices).table_valued("key", "value", joins_implicitly=True)
    parts.append(
        _sum(_SAID, said.c.key, said.c.value, area=effective.c.area)
        .select_from(effective, said)
        .where(said.c.key.in_([item.item_id for item in question.items]))
        .group_by(said.c.key, said.c.value)
    )
    return union_all(*parts)


def _sum(part: str, key: Any = None, said: Any = None, *, area: Any) -> Select[Any]:
    return select(
        literal(part),
        null() if key is None else key,
        null() if said is None else said,
        func.count(),
        func.sum(area),
    )


def _valid(found: Vote, question: Question, roll: RollVersion) -> CTE:
    """The ballots of voters of the roll, in time; `place` 1 is the one that stands within its channel."""
    last_wins = question.rules.ballot_change is BallotChange.LAST_WINS
    within = func.row_number().over(
        partition_by=(Ballot.voter_no, Ballot.channel),
        order_by=Ballot.seq.desc() if last_wins else Ballot.seq,
    )
    columns = (Ballot.voter_no, Ballot.channel, Ballot.cast_at, Ballot.seq, Ballot.choices, RollEntry.area)
    return (
        select(*columns, within.label("place"))
        .join(
            RollEntry,
            (RollEntry.estate_id == Ballot.estate_id)
            & (RollEntry.roll_id == roll.id)
            & (RollEntry.voter_no == Ballot.voter_no),
        )
        .where(
            Ballot.estate_id == found.estate_id,
            Ballot.vote_id == found.id,
            Ballot.cast_at >= question.opens_at,
            Ballot.cast_at < question.closes_at,
        )
        .cte("valid")
    )


def _effective(valid: CTE, conflict: Conflict) -> CTE:
    """One ballot a voter: `conflict` decides between the channels."""
    wanted = _WANTED.get(conflict)
    preferred = [case((valid.c.channel == wanted, 0), else_=1)] if wanted else []
    between = func.row_number().over(
        partition_by=valid.c.voter_no, order_by=(*preferred, valid.c.cast_at, valid.c.seq)
    )
    ranked = select(valid, between.label("rank")).where(valid.c.place == 1).cte("ranked")
    names = (ranked.c.voter_no, ranked.c.channel, ranked.c.area, ranked.c.choices)
    return select(*names).where(ranked.c.rank == 1).cte("effective")
