"""Telling those who took part what comes of a vote (DL-09)."""

from datetime import datetime

from linli.domains.voting.errors import WrongStep
from linli.domains.voting.events import OutcomeStated
from linli.domains.voting.models import OutcomeStatement, Vote
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.rules.course import WITH_RESULT
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def state_outcome(*, actor: Actor, vote: Vote, words: str, now: datetime) -> OutcomeStatement:
    """Say what comes of the vote; everybody who took part hears it. Raises WrongStep before the publication."""
    lock(vote)
    if vote.state not in WITH_RESULT:
        raise WrongStep("结果公布以后才能发送结果说明。")
    made = OutcomeStatement(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        words=words,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "voting:outcome:state",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        statement=str(made.id),
    )
    publish(OutcomeStated(at=now, estate_id=vote.estate_id, vote_id=vote.id, statement_id=made.id))
    return made
