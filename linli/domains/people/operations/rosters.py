"""Bringing a roster in: take the file, mend its rows, hand it in, have a second person confirm it."""

import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from linli.domains.people.errors import (
    DayMissing,
    NoSuchRow,
    NothingToChange,
    RosterClosed,
    RowsWaiting,
    SecondPersonNeeded,
    SeenIsOld,
    WrongDay,
)
from linli.domains.people.events import RosterApplied
from linli.domains.people.models import Roster
from linli.domains.people.operations.roster_writing import Writing
from linli.domains.people.queries import rosters
from linli.domains.people.queries.rosters import Outlook
from linli.domains.people.roster.decisions import Decisions
from linli.domains.people.roster.error_sheet import read_corrections
from linli.domains.people.roster.lines import Corrections, Field, RosterReading, Treatment, Weight
from linli.domains.people.roster.matching import Merge
from linli.domains.people.roster.reading import read_roster
from linli.domains.people.rules import RosterState
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.spreadsheets import XLSX

FILE = "roster"


def take_in(
    *, actor: Actor | None, estate_id: uuid.UUID, content: bytes, filename: str, now: datetime
) -> Roster:
    """Take a file for preview; nothing of it is in the register before it is confirmed (EI-04).

    The same file again leads to the draft that is there. `actor` is None for the operator at the command
    line. Raises a RosterRefused for a file that cannot be read.
    """
    workbook = read_roster(content, filename)
    for known in rosters.waiting(estate_id):
        if known.digest == workbook.digest:
            return known
    roster = Roster(estate_id=estate_id, id=new_id(), filename=workbook.filename, digest=workbook.digest)
    roster.state, roster.decisions, roster.counts = RosterState.DRAFT, Decisions().text(), {}
    account_id = actor.account_id if actor else None
    roster.uploaded_by, roster.uploaded_at = account_id, now
    kept = attachments.store_sealed(
        estate_id=estate_id,
        content=content,
        media_type=XLSX,
        object_kind=FILE,
        object_id=roster.id,
        made_by=account_id,
        now=now,
    )
    roster.attachment_id = kept.id
    db.session.add(roster)
    db.session.flush()
    roster.counts = _counts(rosters.reading(roster))
    _note(roster, "take_in", **roster.counts)
    return roster


def correct(*, roster: Roster, corrections: Corrections) -> RosterReading:
    """Put the officer's words in the place of cells. Raises RosterClosed, NoSuchRow."""
    places = {(row.sheet, row.row) for row in rosters.reading(roster).rows}
    if set(corrections) - places:
        raise NoSuchRow
    return _decide(roster, _decisions(roster).corrected(corrections), "correct", rows=len(corrections))


def correct_by_sheet(*, roster: Roster, content: bytes, filename: str) -> int:
    """Take the corrections of a filled error sheet; how many rows it corrected.

    Raises NotAnErrorSheet, OtherFile, RosterClosed, and a RosterRefused for a file that cannot be read.
    """
    found = read_corrections(read_roster(content, filename), rosters.reading(roster))
    if found:
        correct(roster=roster, corrections=found)
    return len(found)


def accept_alike(*, roster: Roster, code: str) -> int:
    """Import all the rows that are doubtful for this reason as they were read; how many they are.

    Rows with a doubt besides that only a correction can mend stay doubtful.
    """
    alike = [
        row
        for row in rosters.reading(roster).open_rows
        if any(one.code == code for one in row.reasons)
        and all(one.acceptable for one in row.reasons if one.weight in {Weight.DOUBT, Weight.REFUSAL})
    ]
    accepted = {Field.TREATMENT: Treatment.ACCEPT.value}
    correct(roster=roster, corrections={(row.sheet, row.row): accepted for row in alike})
    return len(alike)


def take_over(*, roster: Roster, decisions: Decisions) -> RosterReading:
    """Decide everything at once, as the operator at the command line does with a filled error sheet."""
    return _decide(roster, decisions, "correct", rows=len(decisions.rows))


def name_developer(*, roster: Roster, name: str) -> RosterReading:
    """Say which company holds the unsold units that the file leaves unnamed."""
    return _decide(roster, replace(_decisions(roster), developer=name), "name_developer")


def say_one_person(*, roster: Roster, merge: Merge) -> None:
    """Say that several mentions of one name are one person, which decides how many heads vote (司法解释第9条)."""
    decisions = _decisions(roster)
    others = tuple(one for one in decisions.merges if not one & merge)
    joined = merge.union(*(one for one in decisions.merges if one & merge))
    _decide(roster, replace(decisions, merges=(*others, joined)), "merge", mentions=len(joined))


def say_apart(*, roster: Roster, merge: Merge) -> None:
    """Take back that mentions are one person."""
    decisions = _decisions(roster)
    left = tuple(one for one in decisions.merges if not one & merge)
    _decide(roster, replace(decisions, merges=left), "unmerge")


def say_day(*, roster: Roster, label: str, day: date | None, now: datetime) -> None:
    """Say since when a unit is its new owners' (label EVERY_UNIT: all those without a day of their own).

    Raises WrongDay for a day ahead: the register speaks of today.
    """
    if day is not None and day > day_of(now):
        raise WrongDay(field_errors={"day": [WrongDay.sentence]})
    decisions = _decisions(roster)
    days = {known: said for known, said in decisions.days.items() if known != label}
    if day is not None:
        days[label] = day
    _decide(roster, replace(decisions, days=days), "say_day")


def hand_in(*, actor: Actor | None, roster: Roster, seen: str, now: datetime) -> Roster:
    """Confirm what was seen: an empty register is filled at once, a change waits for a second person (B-13).

    Raises RosterClosed, RowsWaiting, NothingToChange, DayMissing, SeenIsOld.
    """
    _lock(roster)
    if roster.state != RosterState.DRAFT:
        raise RosterClosed
    outlook = _checked(roster, seen, now)
    roster.proposed_by, roster.proposed_at = actor.account_id if actor else None, now
    if outlook.first:
        _apply(roster, outlook, by=roster.proposed_by, now=now)
    else:
        roster.state, roster.counts = RosterState.PROPOSED, roster.counts | outlook.counts()
        _note(roster, "hand_in", **outlook.counts())
    db.session.flush()
    return roster


def decide(*, actor: Actor, roster: Roster, approved: bool, reason: str, seen: str, now: datetime) -> Roster:
    """Another officer applies a handed-in roster, or gives it back to be mended.

    Raises RosterClosed, SecondPersonNeeded, and what `hand_in` raises where the register has changed since.
    """
    _lock(roster)
    if roster.state != RosterState.PROPOSED:
        raise RosterClosed
    if not approved:
        roster.state, roster.returned_why = RosterState.DRAFT, reason
        _note(roster, "give_back")
        db.session.flush()
        return roster
    if actor.account_id in {roster.uploaded_by, roster.proposed_by}:
        raise SecondPersonNeeded
    _apply(roster, _checked(roster, seen, now), by=actor.account_id, now=now)
    db.session.flush()
    return roster


def discard(*, roster: Roster, now: datetime) -> None:
    """Give a roster up; its file goes with the next month. Raises RosterClosed once it is applied."""
    if roster.state not in {RosterState.DRAFT, RosterState.PROPOSED}:
        raise RosterClosed
    roster.state = RosterState.DISCARDED
    _forget_file(roster, now)
    _note(roster, "discard")
    db.session.flush()


def _checked(roster: Roster, seen: str, now: datetime) -> Outlook:
    if not rosters.reading(roster).importable:
        raise RowsWaiting
    outlook = rosters.outlook(roster, on=day_of(now))
    if not outlook.differences.applicable:
        raise NothingToChange
    if outlook.undated:
        raise DayMissing(field_errors={"day": [DayMissing.sentence]})
    if outlook.seen != seen:
        raise SeenIsOld
    return outlook


def _apply(roster: Roster, outlook: Outlook, *, by: uuid.UUID | None, now: datetime) -> None:
    Writing(roster.estate_id, outlook, _decisions(roster)).write()
    roster.state, roster.applied_by, roster.applied_at = RosterState.APPLIED, by, now
    roster.counts = roster.counts | outlook.counts()
    _forget_file(roster, now)
    _note(roster, "apply", proposed_by=str(roster.proposed_by or ""), **outlook.counts())
    publish(RosterApplied(at=now, estate_id=roster.estate_id, roster_id=roster.id))


def _forget_file(roster: Roster, now: datetime) -> None:
    """What was needed of the file is in the register now; the rest is only a risk (PIPL §47)."""
    kept = attachments.attachment(estate_id=roster.estate_id, attachment_id=roster.attachment_id)
    attachments.delete(kept, now=now)
    roster.decisions = Decisions().text()


def _lock(roster: Roster) -> None:
    """One roster of an estate at a time: two that are confirmed at once would write the same people twice."""
    rows = select(Roster).where(Roster.estate_id == roster.estate_id).order_by(Roster.id)
    db.session.scalars(rows.with_for_update().execution_options(populate_existing=True)).all()


def _decisions(roster: Roster) -> Decisions:
    return Decisions.of(roster.decisions)


def _decide(roster: Roster, decisions: Decisions, act: str, **details: int) -> RosterReading:
    if roster.state != RosterState.DRAFT:
        raise RosterClosed
    roster.decisions = decisions.text()
    reading = rosters.reading(roster)
    roster.counts = _counts(reading)
    db.session.flush()
    _note(roster, act, **details)
    return reading


def _counts(reading: RosterReading) -> dict[str, int]:
    found = {verdict.value: count for verdict, count in reading.counts.items()}
    return found | {"rows": reading.row_count, "units": len(reading.units)}


def _note(roster: Roster, act: str, **details: Any) -> None:
    audit.record(
        f"people:roster:{act}",
        object_kind="roster",
        object_id=roster.id,
        estate_id=roster.estate_id,
        **details,
    )
