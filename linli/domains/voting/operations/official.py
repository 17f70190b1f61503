"""The city's own system decides (Beijing, Hangzhou): what it needs goes out, its signed result comes back (NN-18)."""

from datetime import date, datetime
from typing import Any

from linli.domains.voting.errors import NotAdvisory, WrongStep
from linli.domains.voting.models import OfficialResult, Vote
from linli.domains.voting.operations.filing import keep_file
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import officials, votes
from linli.domains.voting.rules.course import AWAITING_RESULT, WITH_RESULT
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.db import db


def record_result(
    *,
    actor: Actor,
    vote: Vote,
    document_no: str,
    signed_by: str,
    signed_on: date,
    passed: dict[int, bool],
    document: Any,
    now: datetime,
) -> OfficialResult:
    """Take in the result of the city's system, with its signed paper; a corrected one is the next version.

    `passed` says of each item's number whether it passed there. Raises NotAdvisory, WrongStep before the close and
    where an item is missing, and the refusals of an upload.
    """
    lock(vote)
    if not vote.advisory:
        raise NotAdvisory
    if votes.state(vote, now=now) not in AWAITING_RESULT | WITH_RESULT:
        raise WrongStep("投票截止以后才能登记系统结果。")
    system = votes.rules_of(vote, now=now).official_system
    made = OfficialResult(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        version=len(officials.results(vote)) + 1,
        system=system or "城市业主表决系统",
        document_no=document_no,
        signed_by=signed_by,
        signed_on=signed_on,
        outcomes=_outcomes(vote, passed),
        recorded_by=actor.account_id,
        recorded_at=now,
    )
    made.attachment_id = keep_file(
        upload=document,
        estate_id=vote.estate_id,
        object_kind="official_result",
        object_id=made.id,
        made_by=actor.account_id,
        now=now,
    ).id
    db.session.add(made)
    db.session.flush()
    _note(made)
    return made


def _note(made: OfficialResult) -> None:
    audit.record(
        "voting:official_result:record",
        object_kind="vote",
        object_id=made.vote_id,
        estate_id=made.estate_id,
        document_no=made.document_no,
        version=made.version,
    )


def _outcomes(vote: Vote, passed: dict[int, bool]) -> list[dict[str, Any]]:
    asked = votes.items(vote)
    if set(passed) != {one.number for one in asked}:
        raise WrongStep("请给每一项都写明系统的结果。")
    return [{"number": one.number, "title": one.title, "passed": passed[one.number]} for one in asked]
