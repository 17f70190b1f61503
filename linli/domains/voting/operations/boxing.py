"""The box itself: one place where a ballot, from whichever channel, is chained to the one before it.

The box is held from the look at the clock to the commit, so that ballots stand in one order and none can slip
in behind the count. Locks are always taken in the order vote, box, audit.
"""

import secrets
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from linli.domains.voting.errors import AlreadyClosed, AlreadyVoted, OnlineOnly
from linli.domains.voting.models import Ballot, BallotBox, RollEntry, Vote
from linli.domains.voting.operations.locking import lock_box
from linli.domains.voting.rules import chain
from linli.domains.voting.rules.bundle import moment
from linli.domains.voting.rules.counting import Channel
from linli.domains.voting.rules.kinds import Mode
from linli.kernel.ids import new_id
from linli.platform.db import db

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another when read aloud


def hold(vote: Vote) -> BallotBox:
    """The vote's box, held until the transaction ends. Raises AlreadyClosed where it is sealed."""
    box = lock_box(vote)
    if box is None or box.sealed_at is not None:
        raise AlreadyClosed
    box.nonce = box.nonce or chain.fresh_nonce()  # of a box that was open before there were nonces
    return box


def put_in(
    *,
    box: BallotBox,
    entry: RollEntry,
    channel: Channel,
    choices: dict[str, Any],
    cast_at: datetime,
    cast_by: uuid.UUID,
    revision: int = 1,
    receipt: str | None = None,
) -> Ballot:
    """Chain a ballot to the last one of a box that is held. Raises AlreadyVoted where the voter has one like it.

    `choices` were checked before; `revision` counts the ballots of one voter in one channel; `receipt` is the
    number of a paper ballot's stub. Raises OnlineOnly in a secret vote, see operations.sealing.
    """
    _refuse_secret(box)
    line = chain.chained(
        seq=box.seq + 1,
        prev=box.hash,
        voter_no=entry.voter_no,
        channel=channel,
        cast_at=moment(cast_at),
        choices=choices,
    )
    ballot = Ballot(
        id=new_id(),
        estate_id=box.estate_id,
        vote_id=box.id,
        entry_id=entry.id,
        seq=box.seq + 1,
        voter_no=entry.voter_no,
        channel=channel,
        revision=revision,
        choices=choices,
        cast_at=cast_at,
        prev=box.hash,
        hash=line["hash"],
        receipt_no=receipt or receipt_no(),
        cast_by=cast_by,
    )
    db.session.add(ballot)
    box.seq, box.hash = ballot.seq, ballot.hash
    try:
        db.session.flush()  # the constraint has the last word
    except IntegrityError:
        raise AlreadyVoted from None
    return ballot


def _refuse_secret(box: BallotBox) -> None:
    if db.session.get_one(Vote, (box.estate_id, box.id)).mode == Mode.SECRET:
        raise OnlineOnly


def receipt_no() -> str:
    """A fresh number to read aloud; it says nothing about voter or choice."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
