"""What the counting desk asks: which sheets somebody may key, which wait for a third person. Never what they say."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from linli.domains.voting.errors import HelpUnconfirmed, KeyedAlready, SheetSpent
from linli.domains.voting.models import PaperBallot, PaperBatch, PaperEntry, PaperHelp, RollEntry, Vote
from linli.domains.voting.queries import paper
from linli.domains.voting.rules.paper import SheetState, serial_of
from linli.kernel.refusals import Unknown
from linli.platform.attachments import Attachment, attachment, of_objects
from linli.platform.db import db

MOST = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that an operator may key next: its number and its house."""

    serial: str
    label: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Who keyed a sheet and when, in its place; not what."""

    place: int
    keyed_by: uuid.UUID
    keyed_at: datetime


def waiting(found: Vote, account_id: uuid.UUID, *, batch: PaperBatch | None = None) -> list[Waiting]:
    """The returned sheets that this account has not keyed, in the order they came in; at most 2,000."""
    query = (
        select(PaperBallot.serial, RollEntry.label, PaperBallot.voter_no)
        .outerjoin(
            RollEntry,
            and_(
                RollEntry.estate_id == PaperBallot.estate_id,
                RollEntry.roll_id == found.roll_id,
                RollEntry.voter_no == PaperBallot.voter_no,
            ),
        )
        .where(*_mine_to_key(found, account_id))
        .order_by(PaperBallot.received_at, PaperBallot.id)
        .limit(MOST)
    )
    if batch is not None:
        query = query.where(PaperBallot.batch_id == batch.id)
    return [Waiting(row[0], row[1] or row[2]) for row in db.session.execute(query)]


def count_waiting(found: Vote, account_id: uuid.UUID) -> int:
    """How many sheets this account may still key."""
    return (
        db.session.scalar(
            select(func.count()).select_from(PaperBallot).where(*_mine_to_key(found, account_id))
        )
        or 0
    )


def _mine_to_key(found: Vote, account_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    keyed_by_me = exists().where(
        PaperEntry.estate_id == PaperBallot.estate_id,
        PaperEntry.paper_id == PaperBallot.id,
        PaperEntry.keyed_by == account_id,
    )
    unconfirmed = exists().where(
        PaperHelp.estate_id == PaperBallot.estate_id,
        PaperHelp.id == PaperBallot.id,
        PaperHelp.second_at.is_(None),
    )
    return (
        PaperBallot.estate_id == found.estate_id,
        PaperBallot.vote_id == found.id,
        PaperBallot.state == SheetState.RETURNED,
        ~keyed_by_me,
        ~unconfirmed,
    )


def scanned(found: Vote, typed: str) -> PaperBallot:
    """The sheet whose serial was typed or scanned. Raises WrongSerial."""
    return paper.by_serial(found, serial_of(typed))


def to_key(found: Vote, typed: str, account_id: uuid.UUID) -> PaperBallot:
    """The sheet that was scanned, for somebody who may key it now.

    Raises WrongSerial, SheetSpent where it is not returned or settled, KeyedAlready, HelpUnconfirmed.
    """
    one = scanned(found, typed)
    state = SheetState(one.state)
    if state is SheetState.ISSUED:
        raise SheetSpent("这张选票还没有登记收回，请先到“收票”扫码。")
    if state is SheetState.DIFFERING:
        raise SheetSpent("这张选票两次录入不一致，请由第三位工作人员核对。")
    if state is not SheetState.RETURNED:
        raise SheetSpent(f"这张选票现在是“{state.title}”，不能录入。")
    if any(hand.keyed_by == account_id for hand in hands(one)):
        raise KeyedAlready
    helped = paper.help_of(one)
    if helped is not None and helped.second_at is None:
        raise HelpUnconfirmed
    return one


def hands(one: PaperBallot) -> list[Hand]:
    """Who keyed a sheet, in order."""
    return hands_of([one])[one.id]


def hands_of(sheets: Sequence[PaperBallot]) -> dict[uuid.UUID, list[Hand]]:
    """The same of several sheets, for lists."""
    made: dict[uuid.UUID, list[Hand]] = {one.id: [] for one in sheets}
    for each in db.session.scalars(
        select(PaperEntry)
        .where(
            PaperEntry.estate_id.in_({one.estate_id for one in sheets}), PaperEntry.paper_id.in_(list(made))
        )
        .order_by(PaperEntry.place)
    ):
        made[each.paper_id].append(Hand(each.place, each.keyed_by, each.keyed_at))
    return made


def differing(found: Vote) -> Sequence[PaperBallot]:
    """The sheets that two clerks read differently, the oldest first."""
    return db.session.scalars(_of(found).where(PaperBallot.state == SheetState.DIFFERING)).all()


def unconfirmed_help(found: Vote) -> Sequence[PaperBallot]:
    """The sheets filled in with help that wait for the second officer."""
    waiting_for = exists().where(
        PaperHelp.estate_id == PaperBallot.estate_id,
        PaperHelp.id == PaperBallot.id,
        PaperHelp.second_at.is_(None),
    )
    return db.session.scalars(_of(found).where(waiting_for)).all()


def _of(found: Vote) -> Select[PaperBallot]:
    return (
        select(PaperBallot)
        .where(PaperBallot.estate_id == found.estate_id, PaperBallot.vote_id == found.id)
        .order_by(PaperBallot.id)
        .limit(MOST)
    )


def files_of(one: PaperBallot) -> list[Attachment]:
    """The scans of a sheet and the photo of the sign on a helped voter's receipt."""
    found: list[Attachment] = []
    for kind in (paper.SCANS_OF, paper.HELP_OF):
        found += of_objects(estate_id=one.estate_id, object_kind=kind, object_ids=[one.id]).get(one.id, [])
    return found


def file(found: Vote, file_id: uuid.UUID) -> Attachment:
    """A scan or photo that hangs on a sheet, a pack or a delivery of this vote, or Unknown."""
    kept = attachment(estate_id=found.estate_id, attachment_id=file_id)
    if kept.object_kind in {paper.SCANS_OF, paper.HELP_OF}:
        paper.sheet(found, kept.object_id)
    elif kept.object_kind == paper.BATCH_SCANS_OF:
        paper.batch(found, kept.object_id)
    else:
        raise Unknown
    return kept


def scans_of(one: PaperBatch) -> list[Attachment]:
    """The scans of a whole pack."""
    kept = of_objects(estate_id=one.estate_id, object_kind=paper.BATCH_SCANS_OF, object_ids=[one.id])
    return kept.get(one.id, [])
