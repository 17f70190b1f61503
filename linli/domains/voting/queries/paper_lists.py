"""Lists of sheets: those to print, those of a pack, those two clerks read differently, and the doubles (NN-09)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from linli.domains.estates import queries as estates
from linli.domains.voting.models import (
    Ballot,
    PaperBallot,
    PaperBatch,
    PaperConflict,
    PaperEntry,
    RollEntry,
    RollUnit,
    Vote,
)
from linli.domains.voting.rules.asked import Channel
from linli.domains.voting.rules.course import WITH_RESULT
from linli.domains.voting.rules.estate_rules import Conflict
from linli.domains.voting.rules.paper import SheetState
from linli.kernel.text import in_order
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet with the voter it is for, and how often it was keyed; the voter may have left the roll."""

    sheet: PaperBallot
    entry: RollEntry | None
    keyed: int

    @property
    def state(self) -> SheetState:
        """How far it has come."""
        return SheetState(self.sheet.state)

    @property
    def label(self) -> str:
        """The house, as people name it."""
        return self.entry.label if self.entry else self.sheet.voter_no


@dataclass(frozen=True, slots=True)
class ToPrint:
    """The sheets of a building that have not been printed yet, and how many there are in all."""

    building_id: uuid.UUID | None
    name: str
    waiting: int
    sheets: int


@dataclass(frozen=True, slots=True)
class Double:
    """A voter with two ballots. What they say is None before the result is published; `counts` is which one does."""

    conflict: PaperConflict
    sheet: PaperBallot
    label: str
    rule: Conflict
    counts: Channel
    paper: Mapping[str, Any] | None
    online: Mapping[str, Any] | None
    online_at: datetime


def sheets_page(
    found: Vote, *, window: Window, state: SheetState | None = None, batch: PaperBatch | None = None
) -> Page[SheetShown]:
    """The sheets of a vote, the newest first; of one state, or of one pack."""
    query = select(PaperBallot).where(
        PaperBallot.estate_id == found.estate_id, PaperBallot.vote_id == found.id
    )
    if state is not None:
        query = query.where(PaperBallot.state == state)
    if batch is not None:
        query = query.where(PaperBallot.batch_id == batch.id)
    page = by_id(query, PaperBallot.id, window=window)
    return Page(shown(found, page.items), page.next)


def shown(found: Vote, sheets: Sequence[PaperBallot]) -> list[SheetShown]:
    """These sheets with their voters."""
    entries = _entries(found, [one.voter_no for one in sheets])
    keyed: dict[uuid.UUID, int] = {
        row[0]: row[1]
        for row in db.session.execute(
            select(PaperEntry.paper_id, func.count())
            .where(
                PaperEntry.estate_id == found.estate_id, PaperEntry.paper_id.in_([one.id for one in sheets])
            )
            .group_by(PaperEntry.paper_id)
        )
    }
    return [SheetShown(one, entries.get(one.voter_no), keyed.get(one.id, 0)) for one in sheets]


def _entries(found: Vote, numbers: Sequence[str]) -> dict[str, RollEntry]:
    rows = db.session.scalars(
        select(RollEntry).where(
            RollEntry.estate_id == found.estate_id,
            RollEntry.roll_id == found.roll_id,
            RollEntry.voter_no.in_(numbers),
        )
    )
    return {one.voter_no: one for one in rows}


def _on_paper(found: Vote) -> Sequence[tuple[PaperBallot, uuid.UUID | None, str]]:
    """Every sheet that is still good and not handed in, with its voter's first building and house."""
    rows = db.session.execute(
        select(PaperBallot, RollUnit.building_id, RollEntry.label)
        .join(
            RollEntry,
            and_(
                RollEntry.estate_id == PaperBallot.estate_id,
                RollEntry.roll_id == found.roll_id,
                RollEntry.voter_no == PaperBallot.voter_no,
            ),
        )
        .outerjoin(
            RollUnit, and_(RollUnit.estate_id == RollEntry.estate_id, RollUnit.entry_id == RollEntry.id)
        )
        .where(
            PaperBallot.estate_id == found.estate_id,
            PaperBallot.vote_id == found.id,
            PaperBallot.state == SheetState.ISSUED,
        )
        .order_by(PaperBallot.id, RollUnit.building_id)
    ).all()
    first: dict[uuid.UUID, tuple[PaperBallot, uuid.UUID | None, str]] = {}
    for sheet, building_id, label in rows:
        first.setdefault(sheet.id, (sheet, building_id, label))
    return list(first.values())


def to_print(found: Vote) -> list[ToPrint]:
    """What is to be printed, building by building."""
    counts: dict[uuid.UUID | None, list[int]] = {}
    for sheet, building_id, _ in _on_paper(found):
        sums = counts.setdefault(building_id, [0, 0])
        sums[0] += sheet.printed_at is None
        sums[1] += 1
    names = [(one.id, one.name) for one in estates.buildings(found.estate_id)]
    return [
        ToPrint(building_id, name, *counts[building_id])
        for building_id, name in [*names, (None, "未分楼幢")]
        if building_id in counts
    ]


def printing(
    found: Vote, *, building_id: uuid.UUID | None, again: bool = False, only: uuid.UUID | None = None
) -> list[SheetShown]:
    """The sheets of a building in the order of the houses: those not printed yet, or with `again` all; or one alone."""
    chosen = [
        (sheet, label)
        for sheet, place, label in _on_paper(found)
        if (sheet.id == only if only else place == building_id and (again or sheet.printed_at is None))
    ]
    chosen.sort(key=lambda one: in_order(one[1]))
    return shown(found, [sheet for sheet, _ in chosen])


def conflicts_page(found: Vote, *, window: Window) -> Page[Double]:
    """The voters with two ballots, the newest first, each with the rule; the choices once the result is published."""
    query = select(PaperConflict).where(
        PaperConflict.estate_id == found.estate_id, PaperConflict.vote_id == found.id
    )
    page = by_id(query, PaperConflict.id, window=window)
    ids = [one.paper_id for one in page.items]
    here = PaperBallot.estate_id == found.estate_id
    sheets = {
        one.id: one for one in db.session.scalars(select(PaperBallot).where(here, PaperBallot.id.in_(ids)))
    }
    said = _said(found, ids)
    online = {
        one.id: one
        for one in db.session.scalars(
            select(Ballot).where(
                Ballot.estate_id == found.estate_id,
                Ballot.id.in_([one.online_ballot_id for one in page.items]),
            )
        )
    }
    labels = _entries(found, [one.voter_no for one in page.items])
    open_now = found.state in WITH_RESULT
    return Page(
        [
            Double(
                conflict=one,
                sheet=sheets[one.paper_id],
                label=labels[one.voter_no].label if one.voter_no in labels else one.voter_no,
                rule=Conflict(one.rule),
                counts=_counts(one, sheets[one.paper_id], online[one.online_ballot_id]),
                paper=said.get(one.paper_id, {}) if open_now else None,
                online=online[one.online_ballot_id].choices if open_now else None,
                online_at=online[one.online_ballot_id].cast_at,
            )
            for one in page.items
        ],
        page.next,
    )


def _said(found: Vote, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, Any]]:
    """What was last keyed from each of these sheets."""
    rows = db.session.scalars(
        select(PaperEntry)
        .where(PaperEntry.estate_id == found.estate_id, PaperEntry.paper_id.in_(ids))
        .order_by(PaperEntry.place)
    )
    return {one.paper_id: one.choices for one in rows}


def _counts(one: PaperConflict, sheet: PaperBallot, online: Ballot) -> Channel:
    rule = Conflict(one.rule)
    if rule is Conflict.FIRST_WINS:
        early = sheet.received_at is not None and sheet.received_at < online.cast_at
        return Channel.PAPER if early else Channel.ONLINE
    return Channel.ONLINE if rule is Conflict.ONLINE_WINS else Channel.PAPER
