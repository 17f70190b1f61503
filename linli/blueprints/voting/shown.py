"""Votes put together for whoever looks at them: for the wire and for the pages."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.domains.voting.models import RollVersion, Vote, VoteItem, VoteResult
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import elections, rolls, votes
from linli.domains.voting.rules.candidacy import ElectionKind
from linli.domains.voting.rules.casting import offered
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.election_wording import ElectionReading, election_formula, read_election
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.matters import Matter, Threshold
from linli.domains.voting.rules.wording import Reading, formula, read_resolution
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


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item with its words, what can be said to it, and how it came out."""

    item: VoteItem
    threshold: Threshold
    formula: str
    options: list[dict[str, str]]
    reading: Reading | None
    election: ElectionReading | None
    outcome: dict[str, Any] | None


def plain(vote: Vote, *, now: datetime) -> dict[str, Any]:
    """A vote for the wire."""
    names = ("id", "estate_id", "title", "meeting", "scope_kind", "opens_at", "closes_at", "announced_at")
    return {
        name: getattr(vote, name) for name in (*names, "published_at", "objections_until", "text_hash")
    } | {
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


def state_title(vote: Vote, *, now: datetime) -> str:
    """Where a vote stands, as people read it."""
    state = votes.state(vote, now=now)
    if state is State.ANNOUNCED and now >= vote.closes_at:
        return "已过期，未投票"
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
        formula=formula(matter, threshold),
        options=[{"value": one.value, "label": one.title} for one in offered(votes.as_item(item))],
        reading=read_resolution(outcome, matter, threshold) if outcome else None,
        election=None,
        outcome=outcome,
    )


def result(vote: Vote) -> dict[str, Any]:
    """The published result for the wire. Raises Unknown where there is none."""
    counted, roll = votes.result(vote), rolls.current(vote)
    if counted is None or roll is None:
        raise Unknown
    return {
        "vote_id": vote.id,
        "version": counted.version,
        "result": counted.result,
        "readings": [said.why for one in items(vote, counted) if (said := one.reading or one.election)],
        "result_hash": counted.result_hash,
        "last_hash": counted.last_hash,
        "root": counted.root,
        "roll": roll,
        "public_key": public_key(),
    }


def proof_of(counted: VoteResult, roll: RollVersion | None) -> list[tuple[str, str]]:
    """What anyone needs to check the result against the bundle."""
    return [
        ("名册指纹", roll.fingerprint if roll else ""),
        ("最后一票哈希", counted.last_hash),
        ("选票树根", counted.root),
        ("结果指纹", counted.result_hash),
        ("签名公钥", public_key()),
    ]


def public_key() -> str:
    """The public half of the key that signs the bundles."""
    return base64.b64encode(use(BundleSigner).public_key()).decode()
