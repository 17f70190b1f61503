"""Filling in an estate's sheet, submitting and confirming it. Every verb takes its moment as `now`."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from linli.domains.rating.errors import (
    BadEntry,
    ComputedByPlatform,
    Incomplete,
    InCourse,
    JumpUnexplained,
    SamePerson,
    SheetExists,
    SheetLocked,
    TooManyNotApplicable,
    WrongState,
)
from linli.domains.rating.events import StarConfirmed
from linli.domains.rating.models import ScoreEntry, ScoreSheet
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules import states
from linli.domains.rating.rules.keeping import kept
from linli.domains.rating.rules.scoring import Finding, Result
from linli.domains.rating.rules.states import State, Typed
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def begin(*, actor: Actor, estate_id: uuid.UUID, year: int, now: datetime) -> ScoreSheet:
    """Open an estate's sheet for a year, by the catalogue in force then. Raises NoCatalogue, SheetExists."""
    name = sheets.catalogue_for(year)
    made = ScoreSheet(
        estate_id=estate_id,
        year=year,
        catalogue=name,
        version=sheets.catalogue(name).version,
        state=State.DRAFT,
        vetoes=[],
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise SheetExists from None
    _record("begin", made)
    return made


def enter(*, actor: Actor, sheet: ScoreSheet, typed: Mapping[str, Typed], now: datetime) -> int:
    """Enter what was found for some indicators; all of it or, where a field is wrong, none.

    What stands there already is not entered again; returns how many lines changed. What the platform's data are
    meant to fill is refused: nobody types over them (RA-03, NN-35). Raises SheetLocked and BadEntry, whose field
    errors are named "A01.value", "A01.evidence".
    """
    _check_by_hand(sheet)
    standing = sheets.entries(sheet)
    errors: dict[str, list[str]] = {}
    changed = []
    for code, one in typed.items():
        indicator = sheets.catalogue(sheet.catalogue).indicator(code)
        if indicator is None:
            errors[code] = ["指标目录里没有这一项。"]
            continue
        if indicator.automatic:
            errors[code] = [ComputedByPlatform.sentence]
            continue
        if one.blank and code not in standing:
            continue
        try:
            found = states.read(indicator, one)
        except BadEntry as no:
            errors |= no.field_errors
            continue
        if not _same(standing.get(code), found, one.evidence):
            changed.append(_entry(actor, sheet, code, found, one.evidence, now))
    if errors:
        raise BadEntry(field_errors=errors)
    db.session.add_all(changed)
    db.session.flush()
    if changed:
        _record("enter", sheet, codes=[entry.code for entry in changed])
    return len(changed)


def set_vetoes(*, sheet: ScoreSheet, codes: Collection[str]) -> None:
    """Say which of the catalogue's vetoes were established this year. Raises SheetLocked, BadEntry."""
    _check_draft(sheet)
    known = [code for code, _ in sheets.catalogue(sheet.catalogue).vetoes]
    if set(codes) - set(known):
        raise BadEntry(field_errors={"vetoes": ["请从列出的情形里选。"]})
    before, sheet.vetoes = sheet.vetoes, [code for code in known if code in codes]
    if before != sheet.vetoes:
        _record("veto", sheet, before=before, after=sheet.vetoes)


def submit(*, actor: Actor, sheet: ScoreSheet, decision: str, now: datetime) -> Result:
    """Settle what the sheet comes to, as preliminary.

    Raises SheetLocked, Incomplete, TooManyNotApplicable, JumpUnexplained.
    """
    _check_by_hand(sheet)
    result = sheets.preview(sheet)
    if result.open:
        raise Incomplete(
            f"还有 {len(result.open)} 项没有填：{'、'.join(result.open[:8])}{'等' if result.open[8:] else ''}。"
        )
    if any(area.too_many_not_applicable for area in result.areas) and not decision:
        raise TooManyNotApplicable(field_errors={"decision": [TooManyNotApplicable.sentence]})
    jumps = datasets.jumps(sheet.estate_id, sheet.year, sheets.catalogue(sheet.catalogue))
    if any(not jump.comment for jump in jumps):
        raise JumpUnexplained
    sheet.state, sheet.decision, sheet.sent_back_for = State.PRELIMINARY, decision, ""
    sheet.result = kept(sheets.catalogue(sheet.catalogue), result)
    sheet.submitted_by, sheet.submitted_at = actor.account_id, now
    _record("submit", sheet, stars=result.stars, total=result.total)
    return result


def send_back(*, sheet: ScoreSheet, reason: str) -> None:
    """Return a preliminary sheet to be corrected; its result is dropped. Raises WrongState, InCourse."""
    if sheet.plan_id is not None:
        raise InCourse
    if sheet.state != State.PRELIMINARY:
        raise WrongState
    sheet.state, sheet.result, sheet.sent_back_for = State.DRAFT, None, reason
    _record("send_back", sheet)


def confirm(*, actor: Actor, sheet: ScoreSheet, now: datetime) -> None:
    """Publish the star; by somebody other than who submitted it. Raises WrongState, SamePerson, InCourse."""
    if sheet.plan_id is not None:
        raise InCourse
    if sheet.state != State.PRELIMINARY:
        raise WrongState
    if sheet.submitted_by == actor.account_id:
        raise SamePerson
    if sheet.result != kept(sheets.catalogue(sheet.catalogue), sheets.preview(sheet)):
        raise WrongState(
            "评分表和提交时算出的结果不一致，请退回重新提交。"
        )  # cannot happen short of a changed catalogue
    sheet.state, sheet.confirmed_by, sheet.confirmed_at = State.CONFIRMED, actor.account_id, now
    _record("confirm", sheet)
    publish(StarConfirmed(at=now, estate_id=sheet.estate_id, year=sheet.year, stars=sheet.result["stars"]))


def _check_by_hand(sheet: ScoreSheet) -> None:
    """A year that is assessed by plan is nobody's to fill in: its sheet follows from the course."""
    if sheet.plan_id is not None:
        raise InCourse
    _check_draft(sheet)


def _check_draft(sheet: ScoreSheet) -> None:
    if sheet.state != State.DRAFT:
        raise SheetLocked


def _same(entry: ScoreEntry | None, found: Finding, evidence: str) -> bool:
    return entry is not None and (sheets.finding(entry), entry.evidence) == (found, evidence)


def _entry(
    actor: Actor, sheet: ScoreSheet, code: str, found: Finding, evidence: str, now: datetime
) -> ScoreEntry:
    return ScoreEntry(
        estate_id=sheet.estate_id,
        sheet_id=sheet.id,
        code=code,
        values=dict(found.values),
        zeroed=found.zeroed,
        applies=found.applies,
        by_hand=True,
        evidence=evidence,
        made_by=actor.account_id,
        made_at=now,
    )


def _record(verb: str, sheet: ScoreSheet, **details: Any) -> None:
    audit.record(
        f"rating:sheet:{verb}",
        object_kind="score_sheet",
        object_id=sheet.id,
        estate_id=sheet.estate_id,
        year=sheet.year,
        **details,
    )
