"""Ballots brought to voters, on record: when, how, by whom, into whose hands; only an owner's count (1.3)."""

from datetime import datetime
from typing import Any

from linli.domains.voting.errors import SheetSpent
from linli.domains.voting.models import BallotDelivery, RollEntry, Vote
from linli.domains.voting.operations import paper_desk
from linli.domains.voting.queries import paper
from linli.domains.voting.rules.paper import Receiver, Way
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import attachments, audit
from linli.platform.db import db


def deliver(
    *,
    actor: Actor,
    vote: Vote,
    voter: RollEntry,
    way: Way,
    receiver: Receiver,
    name: str = "",
    note: str = "",
    photos: list[Any] | None = None,
    now: datetime,
) -> BallotDelivery:
    """Record a delivery, or a visit that found nobody. `now` is the database's: what is told later does not count.

    Raises WrongStep before the notice, AlreadyClosed from the close on.
    """
    paper_desk.check_before_close(vote, now=now)
    made = _add(
        vote,
        voter.voter_no,
        actor,
        now,
        way=way,
        receiver=receiver,
        counts=receiver.counts,
        name=name,
        note=note,
    )
    for photo in photos or ():
        attachments.store_image(
            estate_id=vote.estate_id,
            stream=photo,
            object_kind=paper.DELIVERIES_OF,
            object_id=made.id,
            made_by=actor.account_id,
            now=now,
        )
    db.session.flush()
    _record("voting:delivery:record", made, counts=made.counts)
    return made


def take_back(
    *, actor: Actor, vote: Vote, delivery: BallotDelivery, note: str, now: datetime
) -> BallotDelivery:
    """Say that a record was a mistake; it stays readable. Raises SheetSpent for such a word itself, AlreadyClosed."""
    paper_desk.check_before_close(vote, now=now)
    if delivery.takes_back is not None:
        raise SheetSpent("这一条就是更正，不能再更正。")
    made = _add(
        vote,
        delivery.voter_no,
        actor,
        now,
        way=delivery.way,
        receiver=delivery.receiver,
        counts=False,
        note=note,
        takes_back=delivery.id,
    )
    db.session.flush()
    _record("voting:delivery:take_back", made, of=str(delivery.id))
    return made


def _add(vote: Vote, voter_no: str, actor: Actor, now: datetime, **said: Any) -> BallotDelivery:
    made = BallotDelivery(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        voter_no=voter_no,
        delivered_by=actor.account_id,
        delivered_at=now,
        **said,
    )
    db.session.add(made)
    return made


def _record(act: str, made: BallotDelivery, **details: Any) -> None:
    audit.record(
        act,
        object_kind="ballot_delivery",
        object_id=made.id,
        estate_id=made.estate_id,
        vote_id=str(made.vote_id),
        voter_no=made.voter_no,
        **details,
    )
