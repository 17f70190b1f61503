"""The result sheet: every figure that a street office asks for, on one page (domain rules 1.5, last paragraph).

Plain and complete, so that a page, a PDF and a spreadsheet print the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linli.domains.voting.rules.aftermath import Authority
from linli.domains.voting.rules.asked import Item, ItemKind
from linli.domains.voting.rules.election import Outcome
from linli.domains.voting.rules.majority import Weight
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.wording import Reading, formula, percent, read_resolution


@dataclass(frozen=True, slots=True)
class Revoked:
    """By whom a decision was taken back, by which document, of which day, and why."""

    authority: Authority
    number: str
    decided_on: date
    words: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate's figures."""

    name: str
    got: Weight
    heads_share: str
    area_share: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """One item: what was returned and how it came out. `explicit` is there where anything was joined to the majority.

    `valid`, `blank` and `invalid` make up `returned` (VO-62). `chosen_follow` chose 随多数, `silent` was counted
    by the adopted clause; `followed` of both went to the leading side.
    """

    number: int
    title: str
    matter: Matter
    formula: str
    verdict: str
    roll: Weight
    participating: Weight
    agreed: Weight
    refused: Weight
    abstained: Weight
    followed: Weight
    returned: Weight
    valid: Weight
    blank: Weight
    invalid: Weight
    chosen_follow: Weight
    silent: Weight
    reading: Reading | None
    explicit: Reading | None
    candidates: Sequence[CandidateLine]
    revoked: Revoked | None

    @property
    def participating_shares(self) -> tuple[str, str]:
        """The shares of the roll that took part, heads and area."""
        return _shares(self.participating, self.roll)

    @property
    def agreed_shares(self) -> tuple[str, str]:
        """The shares of those taking part that agreed, heads and area."""
        return _shares(self.agreed, self.participating)


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """One version of a vote's result. `roll_hash` is over roll.csv, the other fingerprints as in the bundle."""

    estate: str
    title: str
    meeting: str
    scope: str
    initiator: str
    announced_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    released_by: str
    released_at: datetime | None
    objections_until: date | None
    version: int
    newest: int
    roll_version: int
    roll: Weight
    roll_hash: str
    received: int
    void: int
    superseded: int
    effective: int
    online: Weight
    paper: Weight
    clause: str
    items: Sequence[ItemSheet]
    result_hash: str
    last_hash: str
    root: str
    revoked: Revoked | None


def item_sheet(
    *,
    number: int,
    title: str,
    matter: Matter,
    item: Item,
    outcome: Mapping[str, Any],
    beside: Mapping[str, Any],
    silent: Weight,
    names: Mapping[str, str],
    revoked: Revoked | None,
) -> ItemSheet:
    """One item's part of the sheet, from result.json and what stands beside it. `names`: of candidates by id."""
    elects = item.kind is ItemKind.ELECTION
    reading = None if elects else read_resolution(outcome, matter, item.threshold)
    explicit = beside.get("explicit", {})
    follow = _weight(explicit.get("follow"))
    joined = follow.heads + silent.heads > 0
    return ItemSheet(
        number=number,
        title=title,
        matter=matter,
        formula=formula(matter, item.threshold),
        verdict=reading.verdict if reading else ("委员会成立" if outcome["formed"] else "委员会未成立"),
        roll=_weight(outcome["roll"]),
        participating=_weight(outcome["participating"]),
        agreed=_weight(outcome.get("for")),
        refused=_weight(outcome.get("against")),
        abstained=_weight(outcome.get("abstain")),
        followed=_weight(outcome.get("followed")),
        returned=_weight(beside["returned"]),
        valid=_weight(beside["valid"]),
        blank=_weight(beside["blank"]),
        invalid=_weight(beside["invalid"]),
        chosen_follow=follow,
        silent=Weight() if elects else silent,
        reading=reading,
        explicit=read_resolution({"roll": outcome["roll"], **explicit}, matter, item.threshold)
        if joined and not elects
        else None,
        candidates=_candidates(outcome, names) if elects else (),
        revoked=revoked,
    )


def _candidates(outcome: Mapping[str, Any], names: Mapping[str, str]) -> Sequence[CandidateLine]:
    whole = _weight(outcome["participating"])
    return [
        CandidateLine(
            names.get(one["candidate_id"], one["candidate_id"]),
            Weight(one["heads"], one["area"]),
            *_shares(Weight(one["heads"], one["area"]), whole),
            Outcome(one["outcome"]).title,
        )
        for one in outcome["candidates"]
    ]


def _weight(found: Mapping[str, int] | None) -> Weight:
    return Weight(**found) if found else Weight()


def _shares(part: Weight, whole: Weight) -> tuple[str, str]:
    return percent(part.heads, whole.heads), percent(part.area, whole.area)
