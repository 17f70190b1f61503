"""Returned sheets, in packs: scanned one after another, and as many as were counted by hand."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from linli.domains.voting.errors import AlreadyClosed, BatchFull, NotOnRoll, SheetSpent, WrongTotal
from linli.domains.voting.models import PaperBallot, PaperBatch, Vote
from linli.domains.voting.operations import paper_desk
from linli.domains.voting.operations.filing import keep_file
from linli.domains.voting.queries import deliveries, paper
from linli.domains.voting.rules import paper as rule
from linli.domains.voting.rules.paper import SheetState
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import shanghai
from linli.platform import audit, clock
from linli.platform.db import db

_LATE = "投票已经截止，不能再收票。截止前收到并清点过的，请登记到当时的那一批。"


def open_batch(*, actor: Actor, vote: Vote, name: str, expected: int | None = None) -> PaperBatch:
    """Begin a pack of returned sheets, counted by hand already or to be counted later. Only while voting goes on.

    Raises NotOpen, AlreadyClosed.
    """
    paper_desk.hold(vote)
    if not paper_desk.is_open(vote):
        raise AlreadyClosed(_LATE)
    now = clock.database_now()
    last = db.session.scalar(
        select(func.max(PaperBatch.number)).filter_by(estate_id=vote.estate_id, vote_id=vote.id)
    )
    made = PaperBatch(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        number=(last or 0) + 1,
        name=name,
        expected=expected,
        counted_at=None if expected is None else now,
        counted_by=None if expected is None else actor.account_id,
        opened_by=actor.account_id,
        opened_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("voting:batch:open", made, expected=expected)
    paper_desk.stay_open(vote)
    return made


def register(*, actor: Actor, vote: Vote, batch: PaperBatch, serial: str) -> PaperBallot:
    """A returned sheet is scanned into a pack: received now, or after the close when its pack was counted.

    Raises WrongSerial, SheetSpent, BatchFull, NotOnRoll, NotOpen, AlreadyClosed.
    """
    paper_desk.hold(vote)
    found = paper_desk.held(paper.by_serial(vote, rule.serial_of(serial)))
    if found.received_at is not None:
        raise SheetSpent(_received_said(vote, found))
    found.state = rule.step(SheetState(found.state), SheetState.RETURNED)
    if batch.expected is not None and paper.registered_in(batch) >= batch.expected:
        raise BatchFull(f"这一批清点数是 {batch.expected} 张，已经登记满了。多出的请先核对清点数。")
    if deliveries.entry_of(vote, found.voter_no) is None:
        raise NotOnRoll("这一户的房屋已经过户给买方，名册上没有这一票了。")
    found.received_at = _received_at(vote, batch)
    found.received_by, found.batch_id = actor.account_id, batch.id
    db.session.flush()
    paper_desk.record("voting:paper:receive", found, batch=batch.number)
    return found


def _received_at(vote: Vote, batch: PaperBatch) -> datetime:
    if paper_desk.is_open(vote):
        paper_desk.stay_open(vote)
        return clock.database_now()
    if batch.expected is None or batch.counted_at is None or batch.counted_at >= vote.closes_at:
        raise AlreadyClosed(_LATE)
    return batch.counted_at


def _received_said(vote: Vote, found: PaperBallot) -> str:
    number = next((one.batch.number for one in paper.batches(vote) if one.batch.id == found.batch_id), 0)
    at = f"{shanghai(found.received_at):%m月%d日 %H:%M}" if found.received_at else ""
    return f"这张选票 {at} 已经登记在第 {number} 批，不用再扫。"


def unregister(*, vote: Vote, sheet: PaperBallot) -> PaperBallot:
    """A sheet was scanned by mistake, or into the wrong pack: before anybody keyed it. Raises SheetSpent."""
    paper_desk.hold(vote)
    found = paper_desk.held(sheet)
    if found.received_at is None or paper.entries(found):
        raise SheetSpent("只有登记了、还没有录入的选票才能退出这一批。")
    found.state = rule.step(SheetState(found.state), SheetState.ISSUED)
    found.received_at = found.received_by = found.batch_id = None
    db.session.flush()
    paper_desk.record("voting:paper:unregister", found)
    return found


def count_by_hand(
    *, actor: Actor, vote: Vote, batch: PaperBatch, expected: int, reason: str = ""
) -> PaperBatch:
    """Write down how many sheets a pack holds, counted by hand; changing the number needs a reason.

    After the close it is set to what is registered, or lowered to it, never raised: no sheet comes in late.
    Raises WrongTotal, AlreadyClosed once the box is sealed.
    """
    paper_desk.hold(vote)
    db.session.refresh(batch, with_for_update=True)
    registered, before = paper.registered_in(batch), batch.expected
    if before is not None and not reason:
        raise WrongTotal("清点数已经填过。要改的，请写明原因。")
    if expected < registered:
        raise WrongTotal(f"已经登记了 {registered} 张，清点数不能比它少。登记错的请先退出这一批。")
    if not paper_desk.is_open(vote) and expected > (registered if before is None else before):
        raise WrongTotal("投票已经截止，清点数只能改少，不能改多。")
    batch.expected, batch.reason = expected, reason
    if before is None:
        batch.counted_at = clock.database_now()
    batch.counted_by = actor.account_id
    db.session.flush()
    _record("voting:batch:count", batch, before=before, expected=expected)
    return batch


def add_scan(*, actor: Actor, vote: Vote, batch: PaperBatch, scan: Any, now: datetime) -> None:
    """Keep the scan of a whole pack, a PDF from the feeder or a photo. Raises the refusals of files."""
    paper_desk.hold(vote)
    keep_file(
        upload=scan,
        estate_id=batch.estate_id,
        object_kind=paper.BATCH_SCANS_OF,
        object_id=batch.id,
        made_by=actor.account_id,
        now=now,
    )
    db.session.flush()
    _record("voting:batch:scan", batch)


def _record(act: str, batch: PaperBatch, **details: Any) -> None:
    audit.record(
        act,
        object_kind="paper_batch",
        object_id=batch.id,
        estate_id=batch.estate_id,
        vote_id=str(batch.vote_id),
        number=batch.number,
        **details,
    )
