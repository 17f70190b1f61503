"""A court or the street takes a decision back: flagged for good, with the document; nothing is erased (NN-20)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from linli.domains.voting.errors import AlreadyRevoked, DocumentMissing, WrongStep
from linli.domains.voting.events import VoteRevoked
from linli.domains.voting.models import Revocation, Vote, VoteItem
from linli.domains.voting.operations import closing
from linli.domains.voting.operations.filing import keep_file
from linli.domains.voting.operations.following_up import flag_tasks
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import results
from linli.domains.voting.rules.aftermath import Authority
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def revoke(
    *,
    actor: Actor,
    vote: Vote,
    item: VoteItem | None,
    authority: Authority,
    number: str,
    decided_on: date,
    words: str,
    documents: Sequence[Any],
    now: datetime,
) -> Revocation:
    """Write down that a decision was revoked, in all or in one item; what rests on it is flagged.

    Raises DocumentMissing, AlreadyRevoked, and WrongStep before the decision stood (it can be declared void).
    """
    lock(vote)
    closing.settle(vote=vote, now=now)
    _check(vote, item, documents)
    made = Revocation(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        item_id=item.id if item else None,
        authority=authority,
        number=number,
        decided_on=decided_on,
        words=words,
        recorded_by=actor.account_id,
        recorded_at=now,
    )
    db.session.add(made)
    if item is None:
        vote.revoked_at = now
    db.session.flush()
    _keep(made, documents, now=now)
    flag_tasks(vote=vote, item_id=made.item_id, now=now)
    audit.record(
        "voting:vote:revoke",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        revocation=str(made.id),
    )
    publish(VoteRevoked(at=now, estate_id=vote.estate_id, vote_id=vote.id, item_id=made.item_id))
    return made


def _check(vote: Vote, item: VoteItem | None, documents: Sequence[Any]) -> None:
    if not documents:
        raise DocumentMissing
    if vote.state != State.FINAL:
        raise WrongStep("结果生效以前不能登记撤销；公示期内发现问题的，请更正或作废。")
    if any(one.item_id in {None, item.id if item else None} for one in results.revocations(vote)):
        raise AlreadyRevoked


def _keep(made: Revocation, documents: Sequence[Any], *, now: datetime) -> None:
    for upload in documents:
        keep_file(
            upload=upload,
            estate_id=made.estate_id,
            object_kind=results.DOCUMENTS_OF,
            object_id=made.id,
            made_by=made.recorded_by,
            now=now,
        )
