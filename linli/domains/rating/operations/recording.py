"""Facts that no room offers, recorded by hand; signed corrections beside frozen figures; words about a jump.

Nobody ever types over what the platform computes (RA-03, NN-35): before the freeze it is refused, after it only a
signed line stands beside the figure. Every verb takes its moment as `now`.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linli.domains.people.queries import identity
from linli.domains.rating.errors import AlreadyFrozen, BadEntry, ComputedByPlatform, NotFrozen, SheetLocked
from linli.domains.rating.models import FigureComment, FigureCorrection, RecordedFact
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules import figures
from linli.domains.rating.rules.catalogue import Catalogue, Indicator, Part
from linli.domains.rating.rules.figures import RunState, TypedValue, Value
from linli.domains.rating.rules.states import NEEDS_EVIDENCE, State
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import audit, facts
from linli.platform.db import db


def asked(year: int, fact: str) -> tuple[Indicator, Part]:
    """Which indicator and part of the year's catalogue ask for a fact. Raises NoCatalogue, Unknown."""
    return _asked(sheets.catalogue(datasets.catalogue_name(year)), fact)


def _asked(catalogue: Catalogue, fact: str) -> tuple[Indicator, Part]:
    indicator = catalogue.asking(fact)
    if indicator is None:
        raise Unknown
    return indicator, catalogue.facts[fact]


def may_record(estate_id: uuid.UUID, year: int, fact: str) -> bool:
    """Whether the fact is anybody's to record: not frozen, and the platform knows nothing of it here."""
    run = datasets.current(year)
    if run is not None and run.state == RunState.FROZEN:
        return False
    if facts.offered(fact) is None:
        return True
    return (
        run is not None and run.state == RunState.COMPUTED and not datasets.has_figure(run, estate_id, fact)
    )


def record(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    year: int,
    fact: str,
    typed: TypedValue,
    evidence: str,
    now: datetime,
) -> RecordedFact:
    """Record a fact with its evidence; the newest holds until the freeze.

    Raises ComputedByPlatform where the platform computes it, AlreadyFrozen, BadEntry beside the field.
    """
    asked(year, fact)
    if datasets.frozen(year) is None and not may_record(estate_id, year, fact):
        raise ComputedByPlatform
    (made,) = record_all(
        actor=actor, estate_id=estate_id, year=year, typed={fact: typed}, evidence=evidence, now=now
    )
    return made


def record_all(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    year: int,
    typed: Mapping[str, TypedValue],
    evidence: str,
    now: datetime,
) -> list[RecordedFact]:
    """Record several facts that rest on the same evidence; all of them or none. Raises as `record` does."""
    run = datasets.current(year)
    if run is not None and run.state == RunState.FROZEN:
        raise AlreadyFrozen
    known = datasets.computed(run, estate_id) if run is not None and run.state == RunState.COMPUTED else None
    catalogue, made = sheets.catalogue(datasets.catalogue_name(year)), []
    for fact, one in typed.items():
        if facts.offered(fact) is not None and (known is None or fact in known):
            raise ComputedByPlatform
        value = _read(*_asked(catalogue, fact), one, evidence, "evidence")
        made.append(
            RecordedFact(
                estate_id=estate_id,
                year=year,
                fact=fact,
                evidence=evidence,
                made_by=actor.account_id,
                made_at=now,
                **_columns(value),
            )
        )
    db.session.add_all(made)
    db.session.flush()
    for one_made in made:
        _note("record", "recorded_fact", one_made, year=year, fact=one_made.fact)
    return made


def correct(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    year: int,
    fact: str,
    typed: TypedValue,
    reason: str,
    evidence: str,
    now: datetime,
) -> FigureCorrection:
    """Sign a line beside a frozen figure; the figure stays as it is, the newest line holds.

    Raises NotFrozen, SheetLocked once the sheet has left its draft, BadEntry beside the field.
    """
    indicator, part = asked(year, fact)
    if datasets.frozen(year) is None:
        raise NotFrozen
    _check_open(estate_id, year)
    value = _read(indicator, part, typed, reason, "reason")
    made = FigureCorrection(
        estate_id=estate_id,
        year=year,
        fact=fact,
        reason=reason,
        evidence=evidence,
        signed_name=identity.names([actor.account_id]).get(actor.account_id, ""),
        signed_by=actor.account_id,
        signed_at=now,
        **_columns(value),
    )
    db.session.add(made)
    db.session.flush()
    _note("correct", "figure_correction", made, year=year, fact=fact, reason=reason)
    return made


def comment(
    *, actor: Actor, estate_id: uuid.UUID, year: int, fact: str, words: str, now: datetime
) -> FigureComment:
    """Say why a figure jumped against last year's (RA-18)."""
    asked(year, fact)
    made = FigureComment(
        estate_id=estate_id, year=year, fact=fact, words=words, made_by=actor.account_id, made_at=now
    )
    db.session.add(made)
    db.session.flush()
    _note("comment", "figure_comment", made, year=year, fact=fact)
    return made


def _check_open(estate_id: uuid.UUID, year: int) -> None:
    if any(one.year == year and one.state != State.DRAFT for one in sheets.sheets(estate_id)):
        raise SheetLocked


def _read(indicator: Indicator, part: Part, typed: TypedValue, said: str, field: str) -> Value:
    errors: dict[str, list[str]] = {} if said else {field: [NEEDS_EVIDENCE]}
    try:
        value = figures.read(indicator, part, typed)
    except BadEntry as no:
        raise BadEntry(field_errors=dict(no.field_errors) | errors) from None
    if errors:
        raise BadEntry(field_errors=errors)
    return value


def _columns(value: Value) -> dict[str, Any]:
    return {
        "numerator": value.numerator,
        "denominator": value.denominator,
        "said": value.said,
        "applies": value.applies,
        "zeroed": value.zeroed,
    }


def _note(
    verb: str, kind: str, made: RecordedFact | FigureCorrection | FigureComment, **details: Any
) -> None:
    audit.record(
        f"rating:fact:{verb}", object_kind=kind, object_id=made.id, estate_id=made.estate_id, **details
    )
