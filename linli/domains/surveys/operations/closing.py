"""Ending a survey: no more answers, the envelopes opened in random order, and later what comes of it."""

import json
import secrets
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from linli.domains.surveys.errors import WrongStep
from linli.domains.surveys.events import SurveyClosed, SurveyOutcomeStated
from linli.domains.surveys.models import Survey, SurveyAnswer, SurveyDraft, SurveyEnvelope, SurveyOutcome
from linli.domains.surveys.operations import answering
from linli.domains.surveys.operations.locking import lock
from linli.domains.surveys.rules.course import State
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def close_if_due(*, survey: Survey, now: datetime) -> bool:
    """End a survey whose hour has come; whether it did."""
    lock(survey)
    if survey.state != State.PUBLISHED or now < survey.closes_at:
        return False
    _close(survey, None, "", now)
    return True


def close(*, actor: Actor, survey: Survey, reason: str, now: datetime) -> Survey:
    """End a survey, before its hour with a reason that everybody can read. Raises WrongStep."""
    lock(survey)
    if survey.state != State.PUBLISHED:
        raise WrongStep
    _close(survey, actor, reason if now < survey.closes_at else "", now)
    return survey


def _close(survey: Survey, actor: Actor | None, reason: str, now: datetime) -> None:
    survey.state, survey.closed_at, survey.closed_why = State.CLOSED, now, reason
    survey.closed_by = actor.account_id if actor else None
    db.session.flush()
    _open_envelopes(survey)
    db.session.execute(
        delete(SurveyDraft).where(
            SurveyDraft.estate_id == survey.estate_id, SurveyDraft.survey_id == survey.id
        )
    )
    audit.record(
        "surveys:survey:close", object_kind="survey", object_id=survey.id, estate_id=survey.estate_id
    )
    publish(SurveyClosed(at=now, estate_id=survey.estate_id, survey_id=survey.id))


def _open_envelopes(survey: Survey) -> None:
    """All at once and in random order: afterwards neither ids, nor the order of rows, nor the transaction that
    wrote them says which answer came when (VO-68). Free words part from their answers here for good.
    """
    wanted = select(SurveyEnvelope).filter_by(estate_id=survey.estate_id, survey_id=survey.id)
    opened = [json.loads(one.content) for one in db.session.scalars(wanted)]
    answers, texts = [], []
    for kept in opened:
        words = answering.words_of(survey, kept)
        answers.append(kept | dict.fromkeys(words, True))
        texts += list(words.items())
    for kept in shuffled(answers):
        db.session.add(
            SurveyAnswer(id=uuid.uuid4(), estate_id=survey.estate_id, survey_id=survey.id, answers=kept)
        )
    db.session.flush()
    for key, words in shuffled(texts):
        answering.add_texts(survey, {key: words}, answer_id=None)
    db.session.execute(
        delete(SurveyEnvelope).where(
            SurveyEnvelope.estate_id == survey.estate_id, SurveyEnvelope.survey_id == survey.id
        )
    )


def shuffled(things: list[Any]) -> Iterator[Any]:
    """The same things in an order that nobody can guess."""
    order = list(things)
    secrets.SystemRandom().shuffle(order)
    return iter(order)


def state_outcome(*, actor: Actor, survey: Survey, words: str, now: datetime) -> SurveyOutcome:
    """Say what comes of a survey, to everybody and by message to those who took part (DL-09). Raises WrongStep."""
    if survey.state != State.CLOSED:
        raise WrongStep
    made = SurveyOutcome(
        estate_id=survey.estate_id, survey_id=survey.id, words=words, made_by=actor.account_id, made_at=now
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "surveys:outcome:state", object_kind="survey", object_id=survey.id, estate_id=survey.estate_id
    )
    publish(SurveyOutcomeStated(at=now, estate_id=survey.estate_id, survey_id=survey.id, outcome_id=made.id))
    return made
