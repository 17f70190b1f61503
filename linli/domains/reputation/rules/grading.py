"""From effective items to scores and grades: 80 to begin with, good up to 20, bad without a floor.

Scores are hundredths of a point. C needs a bad record (浙江省物业服务企业信用等级, 2020).
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.domains.reputation.rules.kinds import Weight

BEGINNING, MOST_GOOD, FULL = 8000, 2000, 10_000


class Grade(StrEnum):
    """信用等级."""

    AAA = "AAA"
    AA = "AA"
    A = "A"
    B = "B"
    C = "C"


_BANDS = ((9500, Grade.AAA), (9000, Grade.AA), (8000, Grade.A), (6000, Grade.B))


@dataclass(frozen=True, slots=True)
class Counted:
    """An item as the sums see it: of a company, and of one of its projects where it happened there.

    It counts from its first to its last day, both included; no first day: it has no effect (yet).
    """

    company_id: uuid.UUID
    project_id: uuid.UUID | None
    weight: Weight
    points: int
    first_on: date | None
    last_on: date | None

    def counts(self, on: date) -> bool:
        """Whether it has effect on a day."""
        return (
            self.first_on is not None and self.first_on <= on and (self.last_on is None or on <= self.last_on)
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A company served a project from a day until a day, both included."""

    project_id: uuid.UUID
    company_id: uuid.UUID
    since_on: date
    until_on: date | None

    def holds(self, on: date) -> bool:
        """Whether it did on a day."""
        return self.since_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Score:
    """How a project or a company stands."""

    hundredths: int
    bad: bool = False
    veto: bool = False

    @property
    def grade(self) -> Grade:
        """The grade of this score."""
        return grade(self.hundredths, bad=self.bad, veto=self.veto)


def grade(hundredths: int, *, bad: bool, veto: bool = False) -> Grade:
    """A veto is C; below 60 it is C only with a bad record, otherwise B."""
    if veto:
        return Grade.C
    for floor, found in _BANDS:
        if hundredths >= floor:
            return found
    return Grade.C if bad else Grade.B


def score(items: Iterable[Counted], *, on: date, beginning: int = BEGINNING) -> Score:
    """The score of what counts on a day: good items add up to 20 at most, bad ones have no floor."""
    some = [one for one in items if one.counts(on)]
    good = min(MOST_GOOD, 100 * sum(one.points for one in some if not one.weight.bad))
    bad = 100 * sum(one.points for one in some if one.weight.bad)
    return Score(
        min(FULL, beginning + good - bad),
        bad=any(one.weight.bad for one in some),
        veto=any(one.weight is Weight.VETO for one in some),
    )


def mean(weighted: Sequence[tuple[int, int]]) -> int:
    """The mean of scores weighted by areas, half up; where no area is known, each counts the same."""
    whole = sum(area for area, _ in weighted)
    if whole <= 0:
        weighted, whole = [(1, value) for _, value in weighted], len(weighted)
    return (2 * sum(area * value for area, value in weighted) + whole) // (2 * whole)


@dataclass(frozen=True)
class Ground:
    """All that scores are made of, read once: who served where, what is on record, how large the projects are."""

    spans: Sequence[Span]
    items: Sequence[Counted]
    areas: Mapping[uuid.UUID, int]

    def projects(self, on: date) -> dict[uuid.UUID, uuid.UUID]:
        """Each project served on a day, with its company."""
        return {one.project_id: one.company_id for one in self.spans if one.holds(on)}

    def project_scores(self, on: date) -> dict[uuid.UUID, Score]:
        """Of each project served on a day: its company's items there, not those of a company before it."""
        kept = self._by_place()
        return {
            project_id: score(kept[company_id, project_id], on=on)
            for project_id, company_id in self.projects(on).items()
        }

    def company_scores(self, on: date) -> dict[uuid.UUID, Score]:
        """Of each company on a day: the area-weighted mean of its projects, and its own items.

        A project that it left stays in the mean while something there still counts: nobody leaves a record behind.
        """
        kept = self._by_place()
        those: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        for project_id, company_id in self.projects(on).items():
            those[company_id].add(project_id)
        for item in self.items:
            if item.counts(on):
                those[item.company_id] |= {item.project_id} if item.project_id else set()
        return {
            company_id: self._company(
                kept[company_id, None],
                {project_id: score(kept[company_id, project_id], on=on) for project_id in projects},
                on,
            )
            for company_id, projects in those.items()
        }

    def _by_place(self) -> dict[tuple[uuid.UUID, uuid.UUID | None], list[Counted]]:
        kept: dict[tuple[uuid.UUID, uuid.UUID | None], list[Counted]] = defaultdict(list)
        for item in self.items:
            kept[item.company_id, item.project_id].append(item)
        return kept

    def _company(self, own: list[Counted], projects: Mapping[uuid.UUID, Score], on: date) -> Score:
        beginning = BEGINNING
        if projects:
            beginning = mean([(self.areas.get(one, 0), found.hundredths) for one, found in projects.items()])
        alone = score(own, on=on, beginning=beginning)
        every = [alone, *projects.values()]
        return Score(alone.hundredths, bad=any(one.bad for one in every), veto=any(one.veto for one in every))


def days_by_grade(ground: Ground, *, since_on: date, until_on: date) -> dict[uuid.UUID, dict[Grade, int]]:
    """For each project, on how many of these days it was served by a company of which grade.

    A company's grade for its days is the one it had on the last of them: a change of company splits the year.
    """
    found: dict[uuid.UUID, dict[Grade, int]] = defaultdict(lambda: defaultdict(int))
    at: dict[date, dict[uuid.UUID, Score]] = {}
    for span in ground.spans:
        first, last = max(span.since_on, since_on), min(span.until_on or until_on, until_on)
        if first > last:
            continue
        if last not in at:
            at[last] = ground.company_scores(last)
        found[span.project_id][at[last][span.company_id].grade] += (last - first).days + 1
    return {project_id: dict(days) for project_id, days in found.items()}
