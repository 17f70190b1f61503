"""Putting a ballot into the box: once for each voter, in time by the database's clock."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.domains.people.queries import register
from linli.domains.voting.errors import (
    AlreadyClosed,
    AlreadyVoted,
    NotOnRoll,
    NotOpen,
    NotRepresentative,
    TextChanged,
)
from linli.domains.voting.events import BallotCast
from linli.domains.voting.models import Ballot, BallotBox, RollEntry, SecretBallot, Vote, VoteProxy
from linli.domains.voting.operations import boxing, paper_conflicts, sealing
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.operations.opening import open_if_due
from linli.domains.voting.queries import ballots, proxies, rolls, votes
from linli.domains.voting.rules.casting import check_choices
from linli.domains.voting.rules.counting import Channel
from linli.domains.voting.rules.course import UNANNOUNCED, State
from linli.domains.voting.rules.estate_rules import BallotChange
from linli.domains.voting.rules.plans import check_plans
from linli.kernel.actors import Actor
from linli.kernel.times import day_of, shanghai
from linli.platform import audit, clock
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import before_commit


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter keeps: it shows that a ballot is in, and no choice. `commitment` is to its hash (rules.chain)."""

    ballot_id: uuid.UUID
    vote_id: uuid.UUID
    estate_id: uuid.UUID
    receipt_no: str
    voter_no: str
    seq: int
    commitment: str
    cast_at: datetime


def cast(
    *,
    actor: Actor,
    vote: Vote,
    choices: Mapping[str, Any],
    voter_no: str | None = None,
    text_hash: str | None = None,
) -> Receipt:
    """Cast a voter's ballot online: one's own, or by a written proxy. Without `voter_no` the only voter is meant.

    Raises TextChanged, NotOpen, AlreadyClosed, NotOnRoll, NotRepresentative, WrongChoice, OnlyOnePlan, and AlreadyVoted
    with the time of the ballot that is in; of a proxy also ProxyOver and BeyondInstructions.
    """
    if text_hash is not None and text_hash != vote.text_hash:
        raise TextChanged
    now = clock.database_now()
    if open_if_due(vote=vote, now=now):
        now = clock.database_now()  # freezing the roll took its time
    _check_open(vote, now)
    entry, proxy = _entry(actor, vote, voter_no, now)
    asked = votes.items(vote)
    items = [votes.as_item(item) for item in asked]
    chosen = check_choices(items, choices)
    check_plans(votes.plans_of(asked), chosen)
    sealed = sealing.seal(vote=vote, items=items, choices=chosen, entry=entry)
    box = boxing.hold(vote)
    cast_at = clock.database_now()
    db.session.refresh(vote, ["state", "closes_at", "roll_id"])  # as they stand while the box is held
    _check_open(vote, cast_at)
    if entry.roll_id != vote.roll_id:
        raise NotOnRoll("名册刚刚有变动，请刷新页面再投。")
    if proxy is not None:
        proxying.check_use(vote=vote, proxy=proxy, choices=chosen, now=cast_at)
    ballot = _put_in(actor, vote, entry, box, chosen, sealed, cast_at)
    if proxy is not None:
        proxying.note_use(vote=vote, proxy=proxy, ballot=ballot)
    else:
        proxying.end_by_own_vote(actor=actor, vote=vote, entry=entry, now=cast_at)
    _tell(actor, vote, ballot, cast_at)
    before_commit(lambda: _check_open(vote, clock.database_now()))  # the last thing: check D-7, D-9
    return receipt(ballot)


def _tell(actor: Actor, vote: Vote, ballot: Ballot | SecretBallot, cast_at: datetime) -> None:
    audit.record(
        "voting:ballot:cast",
        object_kind="ballot",
        object_id=ballot.id,
        estate_id=vote.estate_id,
        vote_id=str(vote.id),
        voter_no=ballot.voter_no,
    )
    publish(
        BallotCast(
            at=cast_at,
            estate_id=vote.estate_id,
            vote_id=vote.id,
            ballot_id=ballot.id,
            account_id=actor.account_id,
        )
    )


def receipt(ballot: Ballot | SecretBallot) -> Receipt:
    """The receipt of a ballot."""
    return Receipt(
        ballot_id=ballot.id,
        vote_id=ballot.vote_id,
        estate_id=ballot.estate_id,
        receipt_no=ballot.receipt_no,
        voter_no=ballot.voter_no,
        seq=ballot.seq,
        commitment=ballots.commitment(ballot),
        cast_at=ballot.cast_at,
    )


def _check_open(vote: Vote, now: datetime) -> None:
    """Ballots are taken from the opening moment up to, not including, the close."""
    if now >= vote.closes_at or vote.state not in {State.ANNOUNCED, State.OPEN}:
        raise AlreadyClosed if vote.state not in UNANNOUNCED else NotOpen
    if vote.state != State.OPEN or now < vote.opens_at:
        raise NotOpen


def _entry(
    actor: Actor, vote: Vote, voter_no: str | None, now: datetime
) -> tuple[RollEntry, VoteProxy | None]:
    """The voter who is meant, and the proxy by which the actor votes where it is another's."""
    mine: dict[str, tuple[RollEntry, VoteProxy | None]]
    mine = {one.voter_no: (one, None) for one in rolls.my_entries(vote, actor.account_id)}
    if voter_no not in mine:
        for one in proxies.held(vote, actor.account_id, now=now):
            mine[one.entry.voter_no] = (one.entry, one.proxy)
    if voter_no is None and len(mine) > 1:
        raise NotOnRoll("您能投的不止一票，请先选择替哪一户投。")
    meant = mine.get(voter_no) if voter_no is not None else next(iter(mine.values()), None)
    if meant is None:
        raise NotOnRoll
    entry, proxy = meant
    if proxy is not None:
        return entry, proxy
    chosen = rolls.representatives(entry, on=day_of(clock.now()))
    if chosen and not chosen & set(register.owners_of_account(vote.estate_id, actor.account_id)):
        raise NotRepresentative
    return entry, None


def _put_in(
    actor: Actor,
    vote: Vote,
    entry: RollEntry,
    box: BallotBox,
    choices: dict[str, Any],
    sealed: dict[str, Any] | None,
    cast_at: datetime,
) -> Ballot | SecretBallot:
    earlier, rules = rolls.standing(vote, entry), votes.rules_of(vote, now=cast_at)
    if earlier is not None and rules.ballot_change is BallotChange.FINAL:
        raise AlreadyVoted(_said(earlier, actor), cast_at=earlier.cast_at.isoformat())
    revision = earlier.revision + 1 if earlier else 1
    if sealed is not None:
        return sealing.put_in(
            box=box,
            entry=entry,
            answers=sealed,
            cast_at=cast_at,
            cast_by=actor.account_id,
            revision=revision,
        )
    on_paper = paper_conflicts.check_free(vote=vote, entry=entry, rules=rules)
    ballot = boxing.put_in(
        box=box,
        entry=entry,
        channel=Channel.ONLINE,
        choices=choices,
        cast_at=cast_at,
        cast_by=actor.account_id,
        revision=revision,
    )
    if on_paper is not None:
        paper_conflicts.note(sheet=on_paper, online=ballot, rule=rules.conflict, now=cast_at)
    return ballot


def _said(earlier: Ballot | SecretBallot, actor: Actor) -> str:
    local = shanghai(earlier.cast_at)
    at = f"{local.month}月{local.day}日 {local:%H:%M:%S}"
    if earlier.cast_by == actor.account_id:
        return f"您已在 {at} 投过票，每户只能投一次。回执号 {earlier.receipt_no}。"
    return f"这一户的票已由共有人在 {at} 投出，每户只能投一次。"
