"""What goes to the city's own system, and what came back from it (NN-18)."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.voting.models import OfficialResult, RollEntry, RollOwner, RollUnit, Vote
from linli.domains.voting.queries import votes
from linli.kernel.area import format_area
from linli.kernel.refusals import Unknown
from linli.kernel.times import shanghai
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db

ROLL_HEADER = ("序号", "投票人编号", "房号", "业主", "专有部分面积（㎡）", "是否建设单位")


def results(found: Vote) -> Sequence[OfficialResult]:
    """What the city's system decided, the newest version first."""
    return db.session.scalars(
        select(OfficialResult)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(OfficialResult.version.desc())
    ).all()


def waiting(estate_id: uuid.UUID) -> Sequence[Vote]:
    """The announced votes of an estate that the city's system decides, the newest first."""
    return db.session.scalars(
        select(Vote)
        .where(Vote.estate_id == estate_id, Vote.advisory.is_(True), Vote.roll_id.is_not(None))
        .order_by(Vote.id.desc())
    ).all()


def result(found: Vote) -> OfficialResult:
    """The newest of them, or Unknown."""
    newest = next(iter(results(found)), None)
    if newest is None:
        raise Unknown
    return newest


def vote_rows(found: Vote, *, now: datetime) -> Iterator[tuple[str, str]]:
    """The vote itself as the city's form asks: one field a line."""
    rules = votes.rules_of(found, now=now)
    yield "小区", estates.estate(estate_id=found.estate_id).name
    yield "表决名称", found.title
    yield "表决系统", rules.official_system
    yield "表决范围", "全小区" if found.scope_kind == "estate" else "部分楼幢"
    yield "投票开始", f"{shanghai(found.opens_at):%Y-%m-%d %H:%M}"
    yield "投票截止", f"{shanghai(found.closes_at):%Y-%m-%d %H:%M}"
    yield "公告文字指纹", found.text_hash or ""


def roll_rows(found: Vote) -> Iterator[tuple[str, ...]]:
    """The roll in force with owners' names, one unit a line; the city's system knows nobody by our numbers."""
    names = {one: view.name for one, view in register.owner_views(found.estate_id).items()}
    labels = {unit.id: unit.label for unit in estates.unit_views(found.estate_id)}
    owners: dict[object, list[str]] = {}
    for owner in db.session.scalars(
        select(RollOwner).filter_by(estate_id=found.estate_id, roll_id=found.roll_id)
    ):
        owners.setdefault(owner.entry_id, []).append(names.get(owner.owner_id, ""))
    rows = db.session.execute(
        select(RollEntry, RollUnit)
        .join(RollUnit, (RollUnit.estate_id == RollEntry.estate_id) & (RollUnit.entry_id == RollEntry.id))
        .where(RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id)
        .order_by(RollEntry.voter_no, RollUnit.unit_id)
    )
    for number, (entry, unit) in enumerate(rows, 1):
        yield (
            str(number),
            entry.voter_no,
            labels.get(unit.unit_id, ""),
            "、".join(owners.get(entry.id, [])),
            format_area(unit.area),
            "是" if entry.developer else "否",
        )


def document(found: Vote) -> Attachment:
    """The signed paper of the newest result, or Unknown."""
    return attachments.attachment(estate_id=found.estate_id, attachment_id=result(found).attachment_id)
