"""Votes put together for whoever looks at them: for the wire and for the pages."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.domains.voting.models import RollVersion, Vote, VoteItem, VoteResult
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import ballots, elections, officials, rolls, timings, votes
from linli.domains.voting.rules import plans
from linli.domains.voting.rules.candidacy import ElectionKind
from linli.domains.voting.rules.casting import offered
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.election_wording import ElectionReading, election_formula, read_election
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.kinds import Timing, VoteKind
from linli.domains.voting.rules.matters import Matter, Threshold
from linli.domains.voting.rules.wording import Reading, formula, read_resolution
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.ports import use

TONES = {
    State.DRAFT: "",
    State.LEGALITY_REVIEW: "wait",
    State.ANNOUNCED: "info",
    State.OPEN: "good",
    State.CLOSED: "wait",
    State.COUNTED: "wait",
    State.PUBLISHED: "info",
    State.FINAL: "",
    State.VOID: "bad",
}


_PLAIN = (
    *("id", "estate_id", "title", "meeting", "kind", "mode", "audience", "advisory", "extension_days"),
    *("early_end", "notice_text", "edition", "scope_kind", "opens_at", "closes_at", "announced_at"),
    *("published_at", "objections_until", "text_hash"),
)


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item with its words, what can be said to it, and how it came out."""

    item: VoteItem
    threshold: Threshold
    formula: str
    matter: Matter
    options: list[dict[str, str]]
    reading: Reading | None
    election: ElectionReading | None
    outcome: dict[str, Any] | None


def plain(vote: Vote, *, now: datetime) -> dict[str, Any]:
    """A vote for the wire."""
    return {name: getattr(vote, name) for name in _PLAIN} | {
        "binding": votes.binds(vote),
        "state": votes.state(vote, now=now).value,
        "opening_confirmed": vote.confirmed_at is not None,
        "roll": rolls.current(vote),
        "items": votes.items(vote),
    }


def listed(vote: Vote, *, now: datetime) -> dict[str, Any]:
    """A vote as one line of a list."""
    state = votes.state(vote, now=now)
    tone = "bad" if vote.revoked_at is not None else TONES[state]
    return {"vote": vote, "state": state, "title": state_title(vote, now=now), "tone": tone}


def effect(vote: Vote, *, now: datetime) -> str:
    """What the result is worth, where it decides nothing; "" where the owners decide by it (NN-18)."""
    if vote.advisory:
        system = votes.rules_of(vote, now=now).official_system or "城市业主表决系统"
        return f"本平台的计票只供参考，没有法律效力，以{system}的结果为准。"
    return "" if votes.binds(vote) else "本次只征求意见，结果没有法律效力。"


def course(vote: Vote, *, now: datetime) -> dict[str, Any]:
    """What every page of a vote says of its course: what the result is worth, how the close was moved."""
    return {
        "kind": VoteKind(vote.kind),
        "terms": votes.terms(vote),
        "effect": effect(vote, now=now),
        "timings": [(Timing(one.kind).title, one) for one in timings.changes(vote)],
        "officials": officials.results(vote) if vote.advisory else [],
    }


def state_title(vote: Vote, *, now: datetime) -> str:
    """Where a vote stands, as people read it."""
    state = votes.state(vote, now=now)
    if state is State.ANNOUNCED and now >= vote.closes_at:
        return "已过期，未投票"
    if state is State.FINAL and not votes.binds(vote):
        return "已结束，仅供参考"
    if vote.revoked_at is not None:
        return "已撤销"
    return state.title


def items(vote: Vote, counted: VoteResult | None) -> list[ItemShown]:
    """The items of a vote; with their outcome where the result is published."""
    outcomes = {one["item_id"]: one for one in counted.result["items"]} if counted else {}
    kinds = {one.id: ElectionKind(one.kind) for one in elections.elections_of(vote).values()}
    rules = votes.rules_of(vote, now=clock.now())
    return [
        _election(one, outcomes.get(str(one.number)), kinds.get(one.id, ElectionKind.GENERAL), rules)
        if one.kind == ItemKind.ELECTION
        else _item(one, outcomes.get(str(one.number)))
        for one in votes.items(vote)
    ]


def _election(
    item: VoteItem, outcome: dict[str, Any] | None, kind: ElectionKind, rules: VotingRules
) -> ItemShown:
    return ItemShown(
        item=item,
        threshold=Threshold(item.threshold),
        matter=Matter(item.matter),
        formula=election_formula(seats=item.seats, rules=rules),
        options=[],
        reading=None,
        election=read_election(outcome, elections.names_of(item), seats=item.seats, kind=kind, rules=rules)
        if outcome
        else None,
        outcome=outcome,
    )


def _item(item: VoteItem, outcome: dict[str, Any] | None) -> ItemShown:
    matter, threshold = Matter(item.matter), Threshold(item.threshold)
    return ItemShown(
        item=item,
        threshold=threshold,
        matter=matter,
        formula=formula(matter, threshold),
        options=[{"value": one.value, "label": one.title} for one in offered(votes.as_item(item))],
        reading=read_resolution(outcome, matter, threshold) if outcome else None,
        election=None,
        outcome=outcome,
    )


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """Plans for one question, asked as one: which of them, or none (VO-19)."""

    words: str
    field: str
    options: list[dict[str, str]]
    value: str
    numbers: list[int]

    @property
    def last(self) -> int:
        """The number of the item below which it is asked."""
        return self.numbers[-1]


def questions(vote: Vote, typed: Mapping[str, Any]) -> list[QuestionShown]:
    """The questions of a vote that have several plans, with what was chosen before."""
    titles = {one.number: one.title for one in votes.items(vote)}
    found = []
    for words, group in plans.grouped(votes.plans(vote)).items():
        chosen = ",".join(f"{one.number}={typed.get(f'choice-{one.number}', '')}" for one in group)
        labels = [*(f"同意第 {one.number} 项：{titles[one.number]}" for one in group), plans.NONE, "弃权"]
        options = [
            {"value": value, "label": label}
            for (value, _), label in zip(plans.answers(group), labels, strict=True)
        ]
        numbers = [one.number for one in group]
        found.append(QuestionShown(words, f"plan-{numbers[0]}", options, chosen, numbers))
    return found


def result(vote: Vote, actor: Actor) -> dict[str, Any]:
    """The published result for the wire. Raises Unknown where there is none for this actor."""
    counted, roll = votes.result(vote), rolls.current(vote)
    if counted is None or roll is None or not rolls.may_read_result(vote, actor):
        raise Unknown
    return {
        "vote_id": vote.id,
        "version": counted.version,
        "binding": votes.binds(vote),
        "result": counted.result,
        "readings": [said.why for one in items(vote, counted) if (said := one.reading or one.election)],
        "result_hash": counted.result_hash,
        "last_hash": counted.last_hash,
        "root": counted.root,
        "nonce": ballots.nonce(vote),
        "roll": roll,
        "public_key": public_key(),
    }


def proof_of(counted: VoteResult, roll: RollVersion | None) -> list[tuple[str, str]]:
    """What anyone needs to check a published result against the bundle."""
    vote = votes.vote(estate_id=counted.estate_id, vote_id=counted.vote_id)
    return [
        ("名册指纹", roll.fingerprint if roll else ""),
        ("最后一票哈希", counted.last_hash),
        ("选票树根", counted.root),
        ("打开承诺的随机数", ballots.nonce(vote) or ""),
        ("结果指纹", counted.result_hash),
        ("签名公钥", public_key()),
    ]


def public_key() -> str:
    """The public half of the key that signs the bundles."""
    return base64.b64encode(use(BundleSigner).public_key()).decode()
