"""The result as it is printed, the register of decisions, and what became of them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.voting.models import (
    OutcomeStatement,
    ResolutionTask,
    Revocation,
    RollVersion,
    Vote,
    VoteItem,
    VoteResult,
)
from linli.domains.voting.queries import rolls, sums, tasks, votes
from linli.domains.voting.rules.aftermath import Authority
from linli.domains.voting.rules.course import WITH_RESULT, Meeting, State
from linli.domains.voting.rules.deciding import beside
from linli.domains.voting.rules.kinds import Audience, VoteKind
from linli.domains.voting.rules.majority import Weight
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.sheet import ItemSheet, ResultSheet, Revoked, item_sheet
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

DOCUMENTS_OF = "revocation"


def result_sheet(found: Vote, *, now: datetime, version: int | None = None) -> ResultSheet:
    """The published result with every field that is printed, in its newest version or an older one. Raises Unknown."""
    if found.state not in WITH_RESULT:
        raise Unknown
    newest, counted = counted_version(found), counted_version(found, version=version)
    roll = db.session.get_one(RollVersion, (found.estate_id, counted.roll_id))
    more = counted.beside or _beside_now(found, roll, now=now)
    taken_back = revocations(found)
    names = identity.names([one for one in (found.announced_by, found.published_by) if one])
    ballots = counted.result["ballots"]
    rules = votes.rules_of(found, now=now)
    return ResultSheet(
        estate=estates.estate(estate_id=found.estate_id).name,
        title=found.title,
        meeting=Meeting(found.meeting).title,
        scope=scope_said(found),
        initiator=names.get(found.announced_by, "") if found.announced_by else "",
        announced_at=found.announced_at,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        released_by=names.get(found.published_by, "") if found.published_by else "",
        released_at=found.published_at,
        objections_until=found.objections_until,
        version=counted.version,
        newest=newest.version,
        roll_version=roll.version,
        roll=Weight(roll.heads, roll.area),
        roll_hash=roll.fingerprint,
        received=ballots["received"],
        void=ballots["void"],
        superseded=ballots["superseded"],
        effective=ballots["effective"],
        online=Weight(**more["channels"]["online"]),
        paper=Weight(**more["channels"]["paper"]),
        clause=rules.clause,
        items=_items(found, counted, more, taken_back),
        result_hash=counted.result_hash,
        last_hash=counted.last_hash,
        root=counted.root,
        revoked=next((_revoked(one) for one in taken_back if one.item_id is None), None),
    )


def _items(
    found: Vote, counted: VoteResult, more: Mapping[str, Any], taken_back: Sequence[Revocation]
) -> list[ItemSheet]:
    outcomes = {one["item_id"]: one for one in counted.result["items"]}
    besides = {one["item_id"]: one for one in more["items"]}
    revoked = {one.item_id: _revoked(one) for one in taken_back}
    return [
        item_sheet(
            number=item.number,
            title=item.title,
            matter=Matter(item.matter),
            item=votes.as_item(item),
            outcome=outcomes[str(item.number)],
            beside=besides[str(item.number)],
            silent=Weight(**more["silent"]),
            names={one["candidate_id"]: one["name"] for one in item.candidates},
            revoked=revoked.get(item.id) or revoked.get(None),
        )
        for item in votes.items(found)
    ]


def counted_version(found: Vote, *, version: int | None = None) -> VoteResult:
    """The newest count, or the one of this number. Raises Unknown."""
    query = select(VoteResult).filter_by(estate_id=found.estate_id, vote_id=found.id, version=version)
    counted = votes.result(found) if version is None else db.session.scalar(query)
    if counted is None:
        raise Unknown
    return counted


def _beside_now(found: Vote, roll: RollVersion, *, now: datetime) -> Mapping[str, Any]:
    question = votes.question(found, now=now)
    return beside(question, sums.tallies(found, question, roll=roll))


def scope_said(found: Vote) -> str:
    """What the vote is of, by name."""
    if found.scope_kind == rolls.ESTATE:
        return "全小区"
    places = (
        estates.buildings(found.estate_id)
        if found.scope_kind == rolls.BUILDING
        else estates.entrances(found.estate_id)
    )
    return "、".join(one.name for one in places if str(one.id) in found.scope_ids)


def revocations(found: Vote) -> Sequence[Revocation]:
    """What of a vote was taken back."""
    return db.session.scalars(
        select(Revocation).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(Revocation.id)
    ).all()


def said(one: Revocation) -> str:
    """By whom, on which day and by which document something was taken back."""
    on = one.decided_on
    return f"{Authority(one.authority).title} {on.year}年{on.month}月{on.day}日，文号 {one.number}"


def document(found: Vote, file_id: uuid.UUID) -> Attachment:
    """A document by which something of the vote was taken back, or Unknown."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=file_id)
    if kept.object_kind != DOCUMENTS_OF or kept.object_id not in {one.id for one in revocations(found)}:
        raise Unknown
    return kept


def documents(found: Vote) -> Mapping[uuid.UUID, Sequence[Attachment]]:
    """The documents of a vote's revocations, by the revocation."""
    ids = [one.id for one in revocations(found)]
    return attachments.of_objects(estate_id=found.estate_id, object_kind=DOCUMENTS_OF, object_ids=ids)


def statement(found: Vote) -> OutcomeStatement | None:
    """What those who took part were told last."""
    return db.session.scalar(
        select(OutcomeStatement)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(OutcomeStatement.id.desc())
        .limit(1)
    )


def without_statement(estate_id: uuid.UUID) -> Sequence[Vote]:
    """The votes whose result stands and of which nobody has said what comes of it."""
    told = exists().where(OutcomeStatement.estate_id == Vote.estate_id, OutcomeStatement.vote_id == Vote.id)
    return db.session.scalars(
        select(Vote).where(Vote.estate_id == estate_id, Vote.state == State.FINAL, ~told).limit(20)
    ).all()


@dataclass(frozen=True, slots=True)
class Decided:
    """One item of a vote in the register: how it came out, and whether it is still in force."""

    item: VoteItem
    passed: bool
    revoked: Revoked | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One vote in the register, with its items and what is done about them."""

    vote: Vote
    items: Sequence[Decided]
    tasks: Sequence[ResolutionTask]


def register_page(estate_id: uuid.UUID, *, search: str, window: Window, public: bool = False) -> Page[Entry]:
    """The decisions of an estate, the newest first; a search looks into titles and words (scenario 21).

    Only what binds, and only what the notice lets all residents read, or with `public` everybody.
    """
    readers = [Audience.PUBLIC] if public else [Audience.PUBLIC, Audience.RESIDENTS]
    query = select(Vote).where(
        Vote.estate_id == estate_id,
        Vote.state.in_(WITH_RESULT),
        Vote.advisory.is_(False),
        Vote.kind != VoteKind.CONSULTATION,
        Vote.audience.in_(readers),
    )
    if search:
        inside = exists().where(
            VoteItem.estate_id == Vote.estate_id,
            VoteItem.vote_id == Vote.id,
            or_(
                VoteItem.title.contains(search, autoescape=True),
                VoteItem.words.contains(search, autoescape=True),
            ),
        )
        query = query.where(or_(Vote.title.contains(search, autoescape=True), inside))
    page = by_id(query, Vote.id, window=window)
    return Page(_entries(estate_id, page.items), page.next)


def _entries(estate_id: uuid.UUID, found: Sequence[Vote]) -> list[Entry]:
    ids = [one.id for one in found]
    passed = _passed(estate_id, ids)
    taken_back = {
        (one.vote_id, one.item_id): _revoked(one)
        for one in db.session.scalars(
            select(Revocation).where(Revocation.estate_id == estate_id, Revocation.vote_id.in_(ids))
        )
    }
    items: dict[uuid.UUID, list[Decided]] = {}
    for item in db.session.scalars(
        select(VoteItem)
        .where(VoteItem.estate_id == estate_id, VoteItem.vote_id.in_(ids))
        .order_by(VoteItem.number)
    ):
        revoked = taken_back.get((item.vote_id, item.id)) or taken_back.get((item.vote_id, None))
        decided = Decided(item, (item.vote_id, str(item.number)) in passed, revoked)
        items.setdefault(item.vote_id, []).append(decided)
    of_votes = tasks.of_votes(estate_id, ids)
    return [Entry(one, items.get(one.id, []), of_votes.get(one.id, [])) for one in found]


def all_passed(estate_id: uuid.UUID, vote_id: uuid.UUID) -> bool:
    """Whether every item of a published vote passed, by its newest count."""
    numbers = db.session.scalars(
        select(VoteItem.number).where(VoteItem.estate_id == estate_id, VoteItem.vote_id == vote_id)
    ).all()
    return {(vote_id, str(number)) for number in numbers} <= _passed(estate_id, [vote_id])


def _passed(estate_id: uuid.UUID, vote_ids: Sequence[uuid.UUID]) -> set[tuple[uuid.UUID, str]]:
    """The items that passed, by the newest count of each vote."""
    newest = (
        select(VoteResult.vote_id, func.max(VoteResult.version).label("version"))
        .where(VoteResult.estate_id == estate_id, VoteResult.vote_id.in_(vote_ids))
        .group_by(VoteResult.vote_id)
        .subquery()
    )
    rows = db.session.execute(
        select(VoteResult.vote_id, VoteResult.result).join(
            newest, (newest.c.vote_id == VoteResult.vote_id) & (newest.c.version == VoteResult.version)
        )
    )
    return {
        (vote_id, item["item_id"])
        for vote_id, result in rows
        for item in result["items"]
        if item.get("passed", item.get("formed"))
    }


def _revoked(one: Revocation) -> Revoked:
    return Revoked(Authority(one.authority), one.number, one.decided_on, one.words)
