"""Handing a vote's full bundle to an owner who asks, on record and once.

The roll's areas can point at a household even without names, so the bundle is not simply public; but owners may
see what was decided and how (司法解释[2009]7号 第13条). Who was given which file stands in the log.
"""

import secrets
from datetime import datetime
from typing import Any

from linli.domains.voting.errors import AlreadyAnswered, AlreadyRequested, AlreadyTaken
from linli.domains.voting.models import Inspection, Vote
from linli.domains.voting.operations import closing
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import inspections
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.db import db
from linli.platform.ports import use


def ask(*, actor: Actor, vote: Vote, reason: str, now: datetime) -> Inspection:
    """An owner asks for the bundle. Raises AlreadyRequested while an earlier request waits or was not used."""
    lock(vote)
    earlier = inspections.mine(vote, actor.account_id)
    if earlier is not None and earlier.granted is not False and earlier.taken_at is None:
        raise AlreadyRequested
    asked = Inspection(
        estate_id=vote.estate_id, vote_id=vote.id, asked_by=actor.account_id, asked_at=now, reason=reason
    )
    db.session.add(asked)
    db.session.flush()
    _record("voting:inspection:ask", asked)
    return asked


def decide(
    *, actor: Actor, vote: Vote, inspection: Inspection, granted: bool, answer: str, now: datetime
) -> Inspection:
    """Grant or refuse a request, with words either way. Raises AlreadyAnswered."""
    lock(vote)
    if inspection.granted is not None:
        raise AlreadyAnswered("这件申请已经答复过了。")
    inspection.granted, inspection.answer = granted, answer
    inspection.decided_by, inspection.decided_at = actor.account_id, now
    inspection.watermark = secrets.token_hex(6) if granted else None
    db.session.flush()
    _record("voting:inspection:decide", inspection, granted=granted)
    return inspection


def take(*, actor: Actor, vote: Vote, now: datetime) -> tuple[str, bytes]:
    """The granted bundle and its file's name, once. Raises Unknown, AlreadyTaken."""
    lock(vote)
    asked = inspections.mine(vote, actor.account_id)
    if asked is None or not asked.granted:
        raise Unknown
    if asked.taken_at is not None:
        raise AlreadyTaken
    packed = closing.export(vote=vote, signature=use(BundleSigner), now=now)
    asked.taken_at = now
    db.session.flush()
    _record("voting:inspection:take", asked, watermark=asked.watermark)
    return f"vote-{vote.id}-{asked.watermark}.zip", packed


def _record(act: str, asked: Inspection, **details: Any) -> None:
    audit.record(
        act,
        object_kind="inspection",
        object_id=asked.id,
        estate_id=asked.estate_id,
        vote_id=str(asked.vote_id),
        **details,
    )
