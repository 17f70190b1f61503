"""Good items that the platform's own figures show: five stars, satisfied households, orders done in time."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linli.domains.estates.queries import engagements
from linli.domains.reputation.models import CreditItem
from linli.domains.reputation.operations.recording import Finding, noted, plain, told
from linli.domains.reputation.queries import items
from linli.domains.reputation.rules.kinds import CONTENT, FIVE_STAR, KINDS, ON_TIME
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

CONTENT_FROM, ON_TIME_FROM, FEWEST_ORDERS = 9000, 9800, 10  # shares in basis points
FIVE = 5


@dataclass(frozen=True, slots=True)
class Achieved:
    """A share that a project reached in a year, in basis points."""

    project_id: uuid.UUID
    company_id: uuid.UUID
    share: int


def note_star(*, company_id: uuid.UUID, project_id: uuid.UUID, year: int, now: datetime) -> int:
    """Five stars of a project are +3 for the company that serves it."""
    fact, evidence = f"{year} 年度评为五星有礼小区。", f"{year} 年度有礼小区评分结果，见小区公示页。"
    finding = _finding(FIVE_STAR, company_id, project_id, fact, evidence, "有礼小区评定", now)
    return note_all(findings=[(f"star:{project_id}:{year}", finding)], now=now)


def note_content(*, reached: Iterable[Achieved], year: int, now: datetime) -> int:
    """满意率 of 90 % and more is +3."""
    evidence = f"{year} 年满意物业万户评结果，见公示页。"
    findings = [
        (
            f"satisfaction:{one.project_id}:{year}",
            _finding(
                CONTENT,
                one.company_id,
                one.project_id,
                f"{year} 年万户评满意率 {_percent(one.share)}。",
                evidence,
                "满意物业万户评",
                now,
            ),
        )
        for one in reached
        if one.share >= CONTENT_FROM
    ]
    return note_all(findings=findings, now=now)


def note_on_time(*, orders: Mapping[uuid.UUID, tuple[int, int]], year: int, now: datetime) -> int:
    """报修按时办结率 of 98 % and more is +2; `orders` are those in time and all that were due, by project.

    It goes to the company that served the project on the last day of the year; fewer than ten orders tell nothing.
    """
    last = date(year, 12, 31)
    with seeing_every_estate():
        spans = db.session.execute(engagements.spans(since_on=last, until_on=last)).all()
    serving = {row[0]: row[1] for row in spans}
    reached = [
        Achieved(project_id, serving[project_id], part * 10_000 // whole)
        for project_id, (part, whole) in sorted(orders.items())
        if whole >= FEWEST_ORDERS and project_id in serving
    ]
    evidence = f"平台 {year} 年报修工单统计，到期工单中按时办结的占比。"
    findings = [
        (
            f"on_time:{one.project_id}:{year}",
            _finding(
                ON_TIME,
                one.company_id,
                one.project_id,
                f"{year} 年报修按时办结率 {_percent(one.share)}。",
                evidence,
                "平台工单统计",
                now,
            ),
        )
        for one in reached
        if one.share >= ON_TIME_FROM
    ]
    return note_all(findings=findings, now=now)


def note_all(*, findings: Sequence[tuple[str, Finding]], now: datetime) -> int:
    """Put on record what the platform's own figures show, each once by its source, and tell the companies.

    Also these have effect only after the company's five working days. Returns how many are new.
    """
    known = items.sources([source for source, _ in findings])
    made = [
        CreditItem(**plain(one), source=source, proposed_at=now)
        for source, one in findings
        if source not in known
    ]
    db.session.add_all(made)
    db.session.flush()
    for item in made:
        told(item, None, now)
        noted("note", item)
    return len(made)


def _finding(
    kind: str,
    company_id: uuid.UUID,
    project_id: uuid.UUID,
    fact: str,
    evidence: str,
    finder: str,
    now: datetime,
) -> Finding:
    return Finding(
        company_id=company_id,
        project_id=project_id,
        kind=kind,
        points=KINDS[kind].least,
        fact=fact,
        evidence=evidence,
        finder=finder,
        found_on=day_of(now),
    )


def _percent(share: int) -> str:
    return f"{share // 100}.{share % 100:02d}%"
