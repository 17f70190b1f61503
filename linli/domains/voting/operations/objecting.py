"""Objections to a published result: made by owners in their days, each answered once with words and a decision."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.domains.voting.errors import AlreadyAnswered, ObjectionsOver, TooManyObjections
from linli.domains.voting.events import ObjectionAnswered, ObjectionFiled
from linli.domains.voting.models import Objection, ObjectionAnswer, Vote
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import objections, votes
from linli.domains.voting.rules.aftermath import MOST_OPEN_OBJECTIONS, Decision, Ground
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import attachments, audit, clock
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db


def file_objection(
    *, actor: Actor, vote: Vote, ground: Ground, words: str, photos: Sequence[Readable] = (), now: datetime
) -> Objection:
    """An owner objects to the published count. Until it is answered the result does not stand.

    Raises ObjectionsOver outside of the days, TooManyObjections, and the refusals of a photo.
    """
    lock(vote)
    counted = votes.result(vote)
    if counted is None or not objections.can_be_made(vote, now=clock.database_now()):
        raise ObjectionsOver
    if objections.open_of(vote, actor.account_id) >= MOST_OPEN_OBJECTIONS:
        raise TooManyObjections
    made = Objection(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        version=counted.version,
        kind=ground,
        words=words,
        made_by=actor.account_id,
        made_at=now,
    )
    vote.objections_open += 1
    db.session.add(made)
    db.session.flush()
    for stream in photos:
        attachments.store_image(
            estate_id=vote.estate_id,
            stream=stream,
            object_kind=objections.PHOTOS_OF,
            object_id=made.id,
            made_by=actor.account_id,
            now=now,
        )
    _note("voting:objection:file", vote, made.id)
    publish(ObjectionFiled(at=now, estate_id=vote.estate_id, vote_id=vote.id, objection_id=made.id))
    return made


def answer_objection(
    *, actor: Actor, vote: Vote, objection: Objection, decision: Decision, words: str, now: datetime
) -> ObjectionAnswer:
    """Answer an objection, once and for all. Raises AlreadyAnswered."""
    lock(vote)
    if objections.heard(vote.estate_id, [objection])[0].answer is not None:
        raise AlreadyAnswered
    answer = ObjectionAnswer(
        id=new_id(),
        estate_id=vote.estate_id,
        objection_id=objection.id,
        decision=decision,
        words=words,
        answered_by=actor.account_id,
        answered_at=now,
    )
    vote.objections_open -= 1
    db.session.add(answer)
    db.session.flush()
    _note("voting:objection:answer", vote, objection.id)
    publish(
        ObjectionAnswered(
            at=now,
            estate_id=vote.estate_id,
            vote_id=vote.id,
            objection_id=objection.id,
            account_id=objection.made_by,
        )
    )
    return answer


def _note(act: str, vote: Vote, objection_id: uuid.UUID) -> None:
    audit.record(
        act, object_kind="vote", object_id=vote.id, estate_id=vote.estate_id, objection=str(objection_id)
    )
