"""Secret ballots: sealed before the box is touched, chained into it, and added up without being read."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from linli.domains.voting.errors import AlreadyVoted
from linli.domains.voting.models import BallotBox, RollEntry, SecretBallot, SecretSums, Vote
from linli.domains.voting.operations.boxing import receipt_no
from linli.domains.voting.queries import rolls, secrecy, votes
from linli.domains.voting.rules import chain
from linli.domains.voting.rules.bundle import moment
from linli.domains.voting.rules.counting import Item
from linli.domains.voting.rules.secret.answers import seal_answers
from linli.domains.voting.rules.secret.group import GROUP
from linli.kernel.ids import new_id
from linli.platform.db import db


def seal(
    *, vote: Vote, items: list[Item], choices: Mapping[str, Any], entry: RollEntry
) -> dict[str, Any] | None:
    """The checked choices as ciphertexts, in a secret vote; None in a named one.

    This is the slow step, a tenth of a second; nothing is locked meanwhile, and the choices go no further.
    """
    if not secrecy.is_secret(vote):
        return None
    return seal_answers(secrecy.key(vote), items, choices, voter_no=entry.voter_no)


def put_in(
    *,
    box: BallotBox,
    entry: RollEntry,
    answers: dict[str, Any],
    cast_at: datetime,
    cast_by: uuid.UUID,
    revision: int,
) -> SecretBallot:
    """Chain a sealed ballot to the last one of a box that is held. Raises AlreadyVoted."""
    line = chain.chained_secret(
        seq=box.seq + 1, prev=box.hash, voter_no=entry.voter_no, cast_at=moment(cast_at), answers=answers
    )
    ballot = SecretBallot(
        id=new_id(),
        estate_id=box.estate_id,
        vote_id=box.id,
        entry_id=entry.id,
        seq=box.seq + 1,
        voter_no=entry.voter_no,
        revision=revision,
        answers=answers,
        cast_at=cast_at,
        prev=box.hash,
        hash=line["hash"],
        receipt_no=receipt_no(),
        cast_by=cast_by,
    )
    db.session.add(ballot)
    box.seq, box.hash = ballot.seq, ballot.hash
    try:
        db.session.flush()  # the constraint has the last word
    except IntegrityError:
        raise AlreadyVoted from None
    return ballot


def seal_box(*, vote: Vote, box: BallotBox, now: datetime) -> None:
    """No ballot comes in any more: fix the encrypted totals, which the holders of the key then open."""
    box.sealed_at = now
    roll = rolls.current(vote)
    if roll is None:
        raise TypeError("a vote that was open has a roll")
    made = secrecy.add_up(vote, votes.question(vote, now=now), roll)
    written = [
        {"item_id": item_id, "option": option, "axis": axis} | one.written(GROUP)
        for (item_id, option, axis), one in made.items()
    ]
    db.session.add(
        SecretSums(estate_id=vote.estate_id, id=vote.id, roll_id=roll.id, totals=written, made_at=now)
    )
    db.session.flush()
