"""Surveys: which there are, what they ask, what a draft still lacks."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from linli.domains.surveys.models import Survey, SurveyOutcome
from linli.domains.surveys.rules import course, questions
from linli.domains.surveys.rules.course import Mode, Per, Settings, Showing, State
from linli.domains.surveys.rules.questions import Question
from linli.kernel.actors import Tie
from linli.kernel.canonical import canonical, sha256
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


def survey(*, estate_id: uuid.UUID, survey_id: uuid.UUID, **_: object) -> Survey:
    """The survey, if it is this estate's; otherwise Unknown, as though it never was."""
    found = db.session.get(Survey, (estate_id, survey_id))
    if found is None:
        raise Unknown
    return found


def surveys_page(estate_id: uuid.UUID, *, window: Window, drafts: bool = False) -> Page[Survey]:
    """The surveys of an estate, newest first."""
    query = select(Survey).where(Survey.estate_id == estate_id)
    if not drafts:
        query = query.where(Survey.state != State.DRAFT)
    return by_id(query, Survey.id, window=window)


def open_surveys(estate_id: uuid.UUID, *, now: datetime) -> Sequence[Survey]:
    """The surveys of an estate that take answers at this moment, the first to end first."""
    return db.session.scalars(
        select(Survey)
        .where(
            Survey.estate_id == estate_id,
            Survey.state == State.PUBLISHED,
            Survey.opens_at <= now,
            Survey.closes_at > now,
        )
        .order_by(Survey.closes_at)
    ).all()


def without_outcome(estate_id: uuid.UUID, *, since: datetime) -> Sequence[Survey]:
    """The surveys that ended since a moment and whose takers have not heard what comes of them."""
    told = (
        select(SurveyOutcome.id)
        .where(SurveyOutcome.estate_id == Survey.estate_id, SurveyOutcome.survey_id == Survey.id)
        .exists()
    )
    return db.session.scalars(
        select(Survey)
        .where(Survey.estate_id == estate_id, Survey.state == State.CLOSED, Survey.closed_at >= since, ~told)
        .order_by(Survey.closed_at)
    ).all()


def due_to_close(*, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Published surveys whose close has passed."""
    query = select(Survey.estate_id, Survey.id).where(
        Survey.state == State.PUBLISHED, Survey.closes_at <= now
    )
    return [(row.estate_id, row.id) for row in db.session.execute(query)]


def state(found: Survey, *, now: datetime) -> State:
    """Where the survey stands by the clock."""
    return course.state(found.state, found.opens_at, found.closes_at, now=now)


def asked(found: Survey) -> tuple[Question, ...]:
    """The questions, in their order."""
    return questions.read_all(found.questions)


def question(found: Survey, key: str) -> Question:
    """One of the questions, or Unknown."""
    for one in asked(found):
        if one.key == key:
            return one
    raise Unknown


def settings(found: Survey) -> Settings:
    """What is decided about the survey beside its questions."""
    return Settings(
        mode=Mode(found.mode),
        per=Per(found.per),
        showing=Showing(found.showing),
        changeable=found.changeable,
        ties=tuple(Tie(one) for one in found.ties),
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        quotas=found.quotas,
    )


def lacks(found: Survey, *, now: datetime) -> list[str]:
    """What keeps a draft from being published now."""
    return course.lacks(asked(found), settings(found), [found.title, found.intro], now=now)


def text_hash(found: Survey) -> str:
    """The hash over every word and setting that is published."""
    return sha256(canonical(_published(found)))


def _published(found: Survey) -> Mapping[str, Any]:
    names = (
        "title",
        "intro",
        "mode",
        "per",
        "showing",
        "changeable",
        "ties",
        "building_ids",
        "quotas",
        "questions",
    )
    return {name: getattr(found, name) for name in names} | {
        "opens_at": found.opens_at.isoformat(),
        "closes_at": found.closes_at.isoformat(),
    }


def outcomes(found: Survey) -> Sequence[SurveyOutcome]:
    """What was said to come of a survey, the newest first."""
    return db.session.scalars(
        select(SurveyOutcome)
        .filter_by(estate_id=found.estate_id, survey_id=found.id)
        .order_by(SurveyOutcome.id.desc())
    ).all()
