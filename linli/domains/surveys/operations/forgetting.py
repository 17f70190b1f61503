"""Removing what is over its term from surveys; the sums stay (config/retention.yml)."""

from datetime import datetime

from sqlalchemy import delete, select, update

from linli.domains.surveys.models import Survey, SurveyAnswer, SurveyParticipation, SurveyText
from linli.domains.surveys.rules.moderation import TextState
from linli.platform.db import db


def takers(before: datetime, most: int) -> int:
    """Who took part in a survey that ended long ago; named answers lose their name and place with it."""
    over = (
        select(SurveyParticipation.id)
        .join(
            Survey,
            (Survey.estate_id == SurveyParticipation.estate_id)
            & (Survey.id == SurveyParticipation.survey_id),
        )
        .where(Survey.closed_at < before)
        .limit(most)
    )
    ids = list(db.session.scalars(over))
    db.session.execute(
        update(SurveyAnswer)
        .where(SurveyAnswer.participation_id.in_(ids))
        .values(participation_id=None, building_id=None, tie=None, answered_at=None)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        delete(SurveyParticipation)
        .where(SurveyParticipation.id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    return len(ids)


def withheld_texts(before: datetime, most: int) -> int:
    """Free words that were not released, or never decided about, of a survey that ended long ago."""
    over = (
        select(SurveyText.id)
        .join(Survey, (Survey.estate_id == SurveyText.estate_id) & (Survey.id == SurveyText.survey_id))
        .where(Survey.closed_at < before, SurveyText.state != TextState.RELEASED)
        .limit(most)
    )
    ids = list(db.session.scalars(over))
    db.session.execute(
        delete(SurveyText).where(SurveyText.id.in_(ids)).execution_options(synchronize_session=False)
    )
    return len(ids)
