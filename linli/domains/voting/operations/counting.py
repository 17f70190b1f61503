"""Fixing a count: the sums of the sealed box, decided on by the rule, written down as a version of the result."""

from datetime import datetime

from linli.domains.voting.models import Vote, VoteResult
from linli.domains.voting.queries import ballots, rolls, secrecy, sums, votes
from linli.domains.voting.rules.chain import canonical, sha256
from linli.domains.voting.rules.deciding import beside, decide
from linli.kernel.ids import new_id
from linli.platform.db import db


def fix_count(*, vote: Vote, now: datetime) -> VoteResult:
    """Count the box by the roll in force, as the next version of the result; ballots are only read."""
    counted = counted_now(vote=vote, now=now)
    db.session.add(counted)
    db.session.flush()
    return counted


def counted_now(*, vote: Vote, now: datetime) -> VoteResult:
    """What a count of the box comes to at this moment, not yet written down."""
    roll, box, earlier = rolls.current(vote), ballots.box(vote), votes.result(vote)
    if roll is None or box is None:
        raise TypeError("a vote that was open has a roll and a box")
    question = votes.question(vote, now=now)
    made = (secrecy if secrecy.is_secret(vote) else sums).tallies(vote, question, roll=roll)
    result = decide(question, made, last_hash=box.hash)
    return VoteResult(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        version=earlier.version + 1 if earlier else 1,
        roll_id=roll.id,
        result=result,
        beside=beside(question, made),
        result_hash=sha256(canonical(result)),
        last_hash=box.hash,
        root=ballots.root(vote),
        counted_at=now,
    )
