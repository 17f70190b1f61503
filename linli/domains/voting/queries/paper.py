"""Sheets of paper: one by its serial, what was keyed from it, and whether any still keep the box open."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from linli.domains.voting.errors import WrongSerial
from linli.domains.voting.models import PaperBallot, PaperBatch, PaperConflict, PaperEntry, PaperHelp, Vote
from linli.domains.voting.rules.paper import GONE, UNSETTLED, SheetState
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.prepared import prepared

SCANS_OF, BATCH_SCANS_OF, HELP_OF, DELIVERIES_OF = (
    "paper_ballot",
    "paper_batch",
    "paper_help",
    "ballot_delivery",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the paper of a vote has come. Sheets only; nobody's choice is in it."""

    issued: int
    printed: int
    returned: int
    keyed_once: int
    differing: int
    settled: int
    conflicts: int
    mine: int

    @property
    def left(self) -> int:
        """How many sheets wait for any keying."""
        return self.returned - self.settled


@dataclass(frozen=True, slots=True)
class BatchShown:
    """A pack with how many sheets are registered in it, and how many of them are settled."""

    batch: PaperBatch
    registered: int
    settled: int

    @property
    def balanced(self) -> bool:
        """Whether as many sheets are registered as were counted by hand."""
        return self.batch.expected == self.registered


def sheet(found: Vote, sheet_id: uuid.UUID) -> PaperBallot:
    """A sheet of the vote, or Unknown."""
    one = db.session.get(PaperBallot, (found.estate_id, sheet_id))
    if one is None or one.vote_id != found.id:
        raise Unknown
    return one


def by_serial(found: Vote, serial: str) -> PaperBallot:
    """The sheet with a serial. Raises WrongSerial where this vote has none."""
    one = db.session.scalar(_sheets(found).where(PaperBallot.serial == serial))
    if one is None:
        raise WrongSerial
    return one


def batch(found: Vote, batch_id: uuid.UUID) -> PaperBatch:
    """A pack of the vote, or Unknown."""
    one = db.session.get(PaperBatch, (found.estate_id, batch_id))
    if one is None or one.vote_id != found.id:
        raise Unknown
    return one


def newest(found: Vote, voter_no: str) -> PaperBallot | None:
    """A voter's last sheet, good or spent."""
    query = _sheets(found).where(PaperBallot.voter_no == voter_no)
    return db.session.scalar(query.order_by(PaperBallot.issue.desc()).limit(1))


def of_voters(found: Vote, voter_nos: Sequence[str]) -> dict[str, PaperBallot]:
    """The last sheet of each of these voters who has one."""
    query = _sheets(found).where(PaperBallot.voter_no.in_(voter_nos)).order_by(PaperBallot.issue)
    return {one.voter_no: one for one in db.session.scalars(query)}


def in_box(found: Vote, voter_no: str) -> PaperBallot | None:
    """The voter's sheet that is in the box."""
    asked = _in_box(estate_id=found.estate_id, vote_id=found.id, voter_no=voter_no)
    sheet: PaperBallot | None = db.session.scalar(*asked)
    return sheet


@prepared
def _in_box(estate_id: Any, vote_id: Any, voter_no: Any) -> Select[PaperBallot]:
    of_vote = select(PaperBallot).where(PaperBallot.estate_id == estate_id, PaperBallot.vote_id == vote_id)
    return of_vote.where(PaperBallot.voter_no == voter_no, PaperBallot.state == SheetState.IN_BOX)


def entries(one: PaperBallot) -> Sequence[PaperEntry]:
    """What was keyed from a sheet, in order. Only whoever settles it sees this."""
    return db.session.scalars(
        select(PaperEntry)
        .filter_by(estate_id=one.estate_id, paper_id=one.id)
        .order_by(PaperEntry.place)
        .execution_options(populate_existing=True)
    ).all()


def help_of(one: PaperBallot) -> PaperHelp | None:
    """Which officers helped to fill in a sheet."""
    return db.session.get(PaperHelp, (one.estate_id, one.id))


def outstanding(found: Vote) -> bool:
    """Whether paper that came in before the close is not settled, so that the box has to wait for it."""
    return bool(lacks(found))


def lacks(found: Vote) -> list[str]:
    """What of the paper is still to be done before the box is sealed, in sentences."""
    said = []
    counts = states(found)
    if waiting := counts.get(SheetState.RETURNED, 0):
        said.append(f"还有 {waiting} 张纸质选票没有录完。")
    if differing := counts.get(SheetState.DIFFERING, 0):
        said.append(f"还有 {differing} 张两次录入不一致，等第三人核对。")
    said += [_unbalanced_said(one) for one in batches(found) if not one.balanced]
    return said


def _unbalanced_said(one: BatchShown) -> str:
    counted = "还没有清点" if one.batch.expected is None else f"清点 {one.batch.expected} 张"
    return f"第 {one.batch.number} 批{counted}，登记 {one.registered} 张，对不上。"


def states(found: Vote) -> Mapping[str, int]:
    """How many sheets of a vote are in each state."""
    rows = db.session.execute(
        select(PaperBallot.state, func.count())
        .where(PaperBallot.estate_id == found.estate_id, PaperBallot.vote_id == found.id)
        .group_by(PaperBallot.state)
    )
    return {row[0]: row[1] for row in rows}


def batches(found: Vote) -> list[BatchShown]:
    """The packs of a vote, in their order."""
    unsettled = func.count().filter(PaperBallot.state.in_(UNSETTLED))
    counted = {
        row[0]: (row[1], row[2])
        for row in db.session.execute(
            select(PaperBallot.batch_id, func.count(), unsettled)
            .where(
                PaperBallot.estate_id == found.estate_id,
                PaperBallot.vote_id == found.id,
                PaperBallot.batch_id.is_not(None),
            )
            .group_by(PaperBallot.batch_id)
        )
    }
    rows = db.session.scalars(
        select(PaperBatch).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(PaperBatch.number)
    )
    made = []
    for one in rows:
        registered, waiting = counted.get(one.id, (0, 0))
        made.append(BatchShown(one, registered, registered - waiting))
    return made


def shown_batch(one: PaperBatch) -> BatchShown:
    """One pack with its totals."""
    registered, waiting = db.session.execute(
        select(func.count(), func.count().filter(PaperBallot.state.in_(UNSETTLED))).where(
            PaperBallot.estate_id == one.estate_id, PaperBallot.batch_id == one.id
        )
    ).one()
    return BatchShown(one, registered, registered - waiting)


def registered_in(one: PaperBatch) -> int:
    """How many sheets are registered in a pack."""
    return (
        db.session.scalar(
            select(func.count()).where(PaperBallot.estate_id == one.estate_id, PaperBallot.batch_id == one.id)
        )
        or 0
    )


def progress(found: Vote, account_id: uuid.UUID) -> Progress:
    """How far the paper has come, and how many sheets this account has keyed."""
    here = (PaperBallot.estate_id == found.estate_id, PaperBallot.vote_id == found.id)
    live = PaperBallot.state.not_in(GONE)
    returned = PaperBallot.received_at.is_not(None)
    unsettled = PaperBallot.state.in_(UNSETTLED)
    row = db.session.execute(
        select(
            func.count().filter(live),
            func.count().filter(live, PaperBallot.printed_at.is_not(None)),
            func.count().filter(returned),
            func.count().filter(PaperBallot.state == SheetState.DIFFERING),
            func.count().filter(returned, ~unsettled),
        ).where(*here)
    ).one()
    keyed = (
        select(PaperEntry.paper_id)
        .join(PaperBallot, _same_sheet())
        .where(*here, PaperBallot.state == SheetState.RETURNED)
    )
    mine = (
        select(PaperEntry.id).join(PaperBallot, _same_sheet()).where(*here, PaperEntry.keyed_by == account_id)
    )
    conflicts = select(PaperConflict.id).filter_by(estate_id=found.estate_id, vote_id=found.id)
    once, own, double = (
        db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        for query in (keyed, mine, conflicts)
    )
    return Progress(row[0], row[1], row[2], once, row[3], row[4], double, own)


def helped_count(found: Vote) -> int:
    """How many ballots in the box were filled in with the help of two officers (NN-22)."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(PaperHelp)
            .join(
                PaperBallot,
                (PaperBallot.estate_id == PaperHelp.estate_id) & (PaperBallot.id == PaperHelp.id),
            )
            .where(
                PaperBallot.estate_id == found.estate_id,
                PaperBallot.vote_id == found.id,
                PaperBallot.state == SheetState.IN_BOX,
            )
        )
        or 0
    )


def handed_in(found: Vote) -> set[str]:
    """The voters whose paper was received, whatever becomes of it. Who, never what."""
    query = _sheets(found).where(
        or_(PaperBallot.state.in_(UNSETTLED), PaperBallot.state == SheetState.IN_BOX)
    )
    return set(db.session.scalars(query.with_only_columns(PaperBallot.voter_no)))


def last_received_at(found: Vote) -> datetime | None:
    """When the newest sheet came in."""
    return db.session.scalar(
        select(func.max(PaperBallot.received_at)).where(
            PaperBallot.estate_id == found.estate_id, PaperBallot.vote_id == found.id
        )
    )


def _sheets(found: Vote) -> Select[PaperBallot]:
    return select(PaperBallot).where(
        PaperBallot.estate_id == found.estate_id, PaperBallot.vote_id == found.id
    )


def _same_sheet() -> ColumnElement[bool]:
    return (PaperBallot.estate_id == PaperEntry.estate_id) & (PaperBallot.id == PaperEntry.paper_id)
