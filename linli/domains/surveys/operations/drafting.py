"""Making a questionnaire, question by question or all at once, and publishing it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.domains.estates import queries as estates
from linli.domains.surveys.errors import (
    BadQuestion,
    ClaimsEffect,
    NotReady,
    TextFrozen,
    WrongSettings,
    WrongStep,
)
from linli.domains.surveys.events import SurveyPublished
from linli.domains.surveys.models import Survey
from linli.domains.surveys.operations.locking import lock
from linli.domains.surveys.queries import surveys
from linli.domains.surveys.rules import course, questions
from linli.domains.surveys.rules.course import Settings, State
from linli.domains.surveys.rules.questions import Question
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.bus import publish as tell
from linli.platform.db import db


def draft(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    title: str,
    intro: str,
    settings: Settings,
    building_ids: Sequence[uuid.UUID] = (),
    asked: Sequence[Question] = (),
    now: datetime,
) -> Survey:
    """Begin a survey, of nothing or of the questions of a template. Raises ClaimsEffect, WrongSettings, BadQuestion."""
    survey = Survey(
        estate_id=estate_id, questions=[], state=State.DRAFT, drafted_by=actor.account_id, drafted_at=now
    )
    _settle(survey, title, intro, settings, building_ids)
    db.session.add(survey)
    ask(survey=survey, asked=asked)
    audit.record("surveys:survey:draft", object_kind="survey", object_id=survey.id, estate_id=estate_id)
    return survey


def redraft(
    *,
    survey: Survey,
    title: str,
    intro: str,
    settings: Settings,
    building_ids: Sequence[uuid.UUID] = (),
) -> Survey:
    """Change a draft's words and settings. Raises TextFrozen, ClaimsEffect, WrongSettings."""
    _check_draft(survey)
    _settle(survey, title, intro, settings, building_ids)
    db.session.flush()
    return survey


def copy(*, actor: Actor, survey: Survey, now: datetime) -> Survey:
    """A new draft with the same questions and settings, beginning now and lasting as long."""
    made = Survey(
        **{name: getattr(survey, name) for name in _COPIED},
        title=f"{survey.title[:70]}（复制）",
        opens_at=now,
        closes_at=now + (survey.closes_at - survey.opens_at),
        state=State.DRAFT,
        drafted_by=actor.account_id,
        drafted_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "surveys:survey:draft",
        object_kind="survey",
        object_id=made.id,
        estate_id=made.estate_id,
        of=str(survey.id),
    )
    return made


_COPIED = (
    *("estate_id", "intro", "mode", "per", "showing", "changeable", "ties", "building_ids", "quotas"),
    "questions",
)


def ask(*, survey: Survey, asked: Sequence[Question]) -> None:
    """Put these questions on a draft, in this order. Raises TextFrozen, ClaimsEffect, BadQuestion naming each fault."""
    _check_draft(survey)
    keys = [one.key for one in asked]
    if len(set(keys)) < len(keys) or len(keys) > questions.MOST_QUESTIONS:
        raise BadQuestion(f"最多 {questions.MOST_QUESTIONS} 道题，题目的编号不能重复。")
    found = {
        f"questions.{number}.{name}": [said]
        for number, one in enumerate(asked)
        for name, said in questions.faults(one, asked[:number]).items()
    }
    if found:
        raise BadQuestion(field_errors=found)
    _check_words(questions.words_of(asked))
    _keep(survey, asked)


def put_question(*, survey: Survey, question: Question) -> None:
    """Add a question, or put another in place of the one with its key. Raises TextFrozen, ClaimsEffect, BadQuestion."""
    _check_draft(survey)
    standing = list(surveys.asked(survey))
    at = next((n for n, one in enumerate(standing) if one.key == question.key), len(standing))
    if at >= questions.MOST_QUESTIONS:
        raise BadQuestion(f"最多 {questions.MOST_QUESTIONS} 道题。")
    if found := questions.faults(question, standing[:at]):
        raise BadQuestion(field_errors={name: [said] for name, said in found.items()})
    _check_words(questions.words_of([question]))
    _keep(survey, [*standing[:at], question, *standing[at + 1 :]])


def move_question(*, survey: Survey, key: str, up: bool) -> None:
    """One place up or down. A condition before its question is named until it is mended. Raises TextFrozen."""
    _check_draft(survey)
    surveys.question(survey, key)
    _keep(survey, questions.moved(surveys.asked(survey), key, up=up))


def copy_question(*, survey: Survey, key: str) -> None:
    """A copy behind it. Raises TextFrozen, BadQuestion where there are too many."""
    _check_draft(survey)
    surveys.question(survey, key)
    made = questions.copied(surveys.asked(survey), key)
    if len(made) > questions.MOST_QUESTIONS:
        raise BadQuestion(f"最多 {questions.MOST_QUESTIONS} 道题。")
    _keep(survey, made)


def remove_question(*, survey: Survey, key: str) -> None:
    """Take a question off a draft. Raises TextFrozen."""
    _check_draft(survey)
    surveys.question(survey, key)
    _keep(survey, [one for one in surveys.asked(survey) if one.key != key])


def publish(*, actor: Actor, survey: Survey, now: datetime) -> Survey:
    """Ask people: words and settings are frozen from here on. Raises WrongStep, NotReady naming all that is missing."""
    lock(survey)
    if survey.state != State.DRAFT:
        raise WrongStep
    if missing := surveys.lacks(survey, now=now):
        raise NotReady(f"{NotReady.sentence}{''.join(missing)}")
    survey.text_hash = surveys.text_hash(survey)
    survey.state, survey.published_by, survey.published_at = State.PUBLISHED, actor.account_id, now
    audit.record(
        "surveys:survey:publish",
        object_kind="survey",
        object_id=survey.id,
        estate_id=survey.estate_id,
        text_hash=survey.text_hash,
    )
    tell(SurveyPublished(at=now, estate_id=survey.estate_id, survey_id=survey.id))
    return survey


def _settle(
    survey: Survey, title: str, intro: str, settings: Settings, building_ids: Sequence[uuid.UUID]
) -> None:
    if found := course.setting_faults(settings):
        raise WrongSettings(field_errors={name: [said] for name, said in found.items()})
    _check_words([title, intro])
    survey.title, survey.intro = title, intro
    survey.mode, survey.per, survey.showing = settings.mode, settings.per, settings.showing
    survey.changeable, survey.quotas = settings.changeable, dict(settings.quotas)
    survey.ties = [one.value for one in settings.ties]
    survey.opens_at, survey.closes_at = settings.opens_at, settings.closes_at
    wanted = dict.fromkeys(building_ids)
    survey.building_ids = [
        str(estates.building(estate_id=survey.estate_id, building_id=one).id) for one in wanted
    ]


def _check_draft(survey: Survey) -> None:
    if survey.state != State.DRAFT:
        raise TextFrozen


def _check_words(texts: Sequence[str]) -> None:
    if any(course.claims_effect(text) for text in texts):
        raise ClaimsEffect


def _keep(survey: Survey, asked: Sequence[Question]) -> None:
    survey.questions = [questions.plain(one) for one in asked]
    db.session.flush()
