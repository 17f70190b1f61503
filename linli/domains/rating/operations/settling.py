"""The course writes the sheet: automatic values from the frozen data, the rest as the mean of the assessors."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from linli.domains.rating.errors import NotReady
from linli.domains.rating.models import RatingCourse, RatingPlan, ScoreEntry
from linli.domains.rating.queries import courses, datasets, sheets, visits
from linli.domains.rating.rules import means
from linli.domains.rating.rules.catalogue import Catalogue, Indicator
from linli.domains.rating.rules.scoring import Finding
from linli.kernel.actors import Actor
from linli.platform.db import db

TWO = 2
# Short words for lists of what is missing.
NO_ASSESSORS, NOT_SENT, NO_THIRD = "还没有两名测评员", "测评员还没交", "两名测评员相差过大，还缺第三名"


def not_assessed(some: Sequence[RatingCourse], catalogue: Catalogue) -> dict[UUID, str]:
    """Of these courses, those whose assessment is not complete, with what is missing."""
    people, found = visits.of_courses(some), visits.findings_of(some)
    lacking = {}
    for of in some:
        there = people.get(of.id, [])
        if len(there) < TWO:
            lacking[of.id] = NO_ASSESSORS
        elif any(one.sent_at is None for one in there):
            lacking[of.id] = NOT_SENT
        elif _open(catalogue, found.get(of.id, {})):
            lacking[of.id] = NO_THIRD
    return lacking


def disputed(of: RatingCourse, catalogue: Catalogue) -> list[str]:
    """The codes that still need a third look."""
    return _open(catalogue, visits.findings_of([of]).get(of.id, {}))


def write(*, actor: Actor, plan: RatingPlan, some: Sequence[RatingCourse], now: datetime) -> None:
    """Put into each sheet what the year came to: one entry an indicator, wherever something is known and new.

    What the data do not say and persons do not look at stays open, and blocks the publication (RA-09).
    """
    catalogue = sheets.catalogue(plan.catalogue)
    frozen = datasets.frozen(plan.year)
    if frozen is None:
        raise NotReady("这一年的数据还没有冻结。")
    by_data = datasets.findings_of_all(plan.year, catalogue)
    by_persons, standing = visits.findings_of(some), courses.entries_of(some)
    for of in some:
        made = entries(catalogue, by_data.get(of.estate_id, {}), by_persons.get(of.id, {}))
        before = standing.get(of.sheet_id, {})
        for code, (finding, words) in made.items():
            if code in before and sheets.finding(before[code]) == finding:
                continue
            db.session.add(entry(actor, of, code, finding, words or f"数据集 {frozen.digest[:12]}", now))
    db.session.flush()


def entries(
    catalogue: Catalogue, by_data: Mapping[str, Finding], by_persons: Mapping[str, Sequence[Finding]]
) -> dict[str, tuple[Finding, str]]:
    """What is known of each indicator, with words where persons had a part in it."""
    looked_at = {one.code for one in visits.assessed(catalogue)}
    made: dict[str, tuple[Finding, str]] = {}
    for one in catalogue.indicators:
        data = by_data.get(one.code)
        persons = means.settle(one, by_persons.get(one.code, ())) if one.code in looked_at else None
        if persons is not None:
            settled = means.combined(one, data, persons)
            values = data.values if data else {}
            finding = Finding(values, applies=settled.applies, settled=settled.points)
            made[one.code] = finding, words(one, data, by_persons[one.code])
        elif data is not None and one.code not in looked_at:
            made[one.code] = data, ""
    return made


def words(indicator: Indicator, data: Finding | None, persons: Sequence[Finding]) -> str:
    """How the points came about, for whoever reads the sheet."""
    said = "、".join(means.points_text(indicator, one) for one in persons)
    beside = f"；平台数据 {means.points_text(indicator, data)}" if data is not None else ""
    return f"测评员分别给 {said}{beside}"


def entry(
    actor: Actor, of: RatingCourse, code: str, finding: Finding, evidence: str, now: datetime
) -> ScoreEntry:
    """A line of the sheet as the course writes it."""
    return ScoreEntry(
        estate_id=of.estate_id,
        sheet_id=of.sheet_id,
        code=code,
        values=dict(finding.values),
        zeroed=finding.zeroed,
        applies=finding.applies,
        by_hand=False,
        evidence=evidence,
        points=finding.settled,
        made_by=actor.account_id,
        made_at=now,
    )


def _open(catalogue: Catalogue, found: Mapping[str, Sequence[Finding]]) -> list[str]:
    return [
        one.code for one in visits.assessed(catalogue) if means.settle(one, found.get(one.code, ())) is None
    ]
