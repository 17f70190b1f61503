"""What was said, added up: for everybody in bars, in groups that are large enough, and by name for those who asked."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from linli.domains.estates import queries as estates
from linli.domains.surveys.errors import ResultsSealed
from linli.domains.surveys.models import Survey, SurveyAnswer, SurveyParticipation
from linli.domains.surveys.queries import surveys
from linli.domains.surveys.rules.course import TIES, Mode, Showing, State
from linli.domains.surveys.rules.questions import Kind, Question
from linli.domains.surveys.rules.tallying import LEAST, Count, Figure, count, figure, joined
from linli.kernel.actors import Tie
from linli.platform.db import db
from linli.platform.paging import Page, Window, page

_AT_ONCE = 500


class Split(StrEnum):
    """What results can be laid side by side by."""

    BUILDING = "building"
    TIE = "tie"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"building": "按楼幢", "tie": "按住户类别"}[self]


@dataclass(frozen=True, slots=True)
class Group:
    """One group's figure of a question."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Compared:
    """A question with the figures of the groups; none where they would be too small to be shown."""

    figure: Figure
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """How a survey came out. `too_few`: so few answered that nothing is shown."""

    answered: int
    too_few: bool
    split: Split | None
    compared: tuple[Compared, ...]


def check_shown(survey: Survey, *, now: datetime) -> None:
    """Raises ResultsSealed before results may be seen by anybody."""
    stands = surveys.state(survey, now=now)
    live = survey.showing == Showing.LIVE and stands in {State.OPEN, State.ENDED}
    if stands is not State.CLOSED and not live:
        raise ResultsSealed


def results(survey: Survey, *, split: Split | None = None, now: datetime) -> Results:
    """The figures of every question, in the order of the questionnaire. Raises ResultsSealed.

    Anonymous answers know neither building nor kind of resident, so they have no groups.
    """
    check_shown(survey, now=now)
    split = split if survey.mode == Mode.NAMED else None
    answered = _count(survey)
    if answered < LEAST:
        return Results(answered, too_few=True, split=None, compared=())
    asked = surveys.asked(survey)
    if split is None:
        counts = count(asked, (one for _, one in _answers(survey, None)))
        return Results(
            answered, False, None, tuple(Compared(figure(one, counts[one.key]), ()) for one in asked)
        )
    by_group = _by_group(survey, asked, split)
    labels = _labels(survey.estate_id, split)
    return Results(answered, False, split, tuple(_compared(one, by_group, labels) for one in asked))


def _by_group(survey: Survey, asked: tuple[Question, ...], split: Split) -> dict[str, dict[str, Count]]:
    """Counts of each group, by question: one reading of the answers, sorted by group."""
    given: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for group, one in _answers(survey, split):
        given[group].append(one)
    return {group: count(asked, answers) for group, answers in given.items()}


def _compared(
    question: Question, by_group: Mapping[str, Mapping[str, Count]], labels: Mapping[str, str]
) -> Compared:
    counts = {group: counted[question.key] for group, counted in by_group.items()}
    order = [*(one for one in labels if one in counts), *(one for one in counts if one not in labels)]
    whole = sum(counts.values(), Count())
    shown = []
    for some in joined({group: counts[group].answered for group in order}):
        label = (
            labels.get(some[0], "其他")
            if len(some) == 1
            else f"其余合并（{'、'.join(labels.get(one, '其他') for one in some)}）"
        )
        shown.append(Group(label, figure(question, sum((counts[one] for one in some), Count()))))
    return Compared(figure(question, whole), () if question.kind is Kind.TEXT else tuple(shown))


def _labels(estate_id: uuid.UUID, split: Split) -> dict[str, str]:
    if split is Split.TIE:
        return {tie.value: TIES[tie] for tie in Tie}
    return {str(one.id): one.name for one in estates.buildings(estate_id)}


def _answers(survey: Survey, split: Split | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    query = (
        select(SurveyAnswer.building_id, SurveyAnswer.tie, SurveyAnswer.answers)
        .filter_by(estate_id=survey.estate_id, survey_id=survey.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for building_id, tie, answers in db.session.execute(query):
        yield str((building_id if split is Split.BUILDING else tie) or ""), answers


def _count(survey: Survey) -> int:
    query = select(func.count()).select_from(SurveyAnswer)
    return db.session.scalar(query.filter_by(estate_id=survey.estate_id, survey_id=survey.id)) or 0


@dataclass(frozen=True, slots=True)
class Named:
    """One answer with whoever gave it. Only of named surveys, only for those who asked."""

    answer: SurveyAnswer
    account_id: uuid.UUID
    unit_id: uuid.UUID | None


def answers_page(survey: Survey, *, window: Window) -> Page[Named]:
    """Who answered what, in the order of the answers' random ids; empty for an anonymous survey."""
    found = page(
        select(SurveyAnswer).where(
            SurveyAnswer.estate_id == survey.estate_id,
            SurveyAnswer.survey_id == survey.id,
            SurveyAnswer.participation_id.is_not(None),
        ),
        by=((SurveyAnswer.id, uuid.UUID),),
        window=window,
    )
    ids = [one.participation_id for one in found.items]
    rows = select(SurveyParticipation).where(
        SurveyParticipation.estate_id == survey.estate_id, SurveyParticipation.id.in_(ids)
    )
    by_id = {one.id: one for one in db.session.scalars(rows)}
    return Page(
        [
            Named(one, by_id[one.participation_id].account_id, by_id[one.participation_id].unit_id)
            for one in found.items
        ],
        found.next,
    )
