"""What this room holds of one person, for the person."""

import uuid
from collections import defaultdict
from typing import Any

from sqlalchemy import select

from linli.domains.surveys.models import Survey, SurveyAnswer, SurveyParticipation, SurveyText
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def answered(account_id: uuid.UUID) -> list[dict[str, Any]]:
    """The surveys a person took part in; with the answers where they were given by name."""
    with seeing_every_estate():
        rows = db.session.execute(
            select(SurveyParticipation, Survey.title, SurveyAnswer.id, SurveyAnswer.answers)
            .join(
                Survey,
                (Survey.estate_id == SurveyParticipation.estate_id)
                & (Survey.id == SurveyParticipation.survey_id),
            )
            .outerjoin(
                SurveyAnswer,
                (SurveyAnswer.estate_id == SurveyParticipation.estate_id)
                & (SurveyAnswer.participation_id == SurveyParticipation.id),
            )
            .where(SurveyParticipation.account_id == account_id)
        ).all()
        words: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
        ids = [row[2] for row in rows]
        for text in db.session.scalars(select(SurveyText).where(SurveyText.answer_id.in_(ids))):
            if text.answer_id is not None:
                words[text.answer_id][text.question] = text.words
        return [
            {
                "survey": title,
                "estate_id": str(taken.estate_id),
                "answered_on": taken.answered_on.isoformat(),
                "answers": None if answers is None else answers | words[answer_id],
            }
            for taken, title, answer_id, answers in rows
        ]
