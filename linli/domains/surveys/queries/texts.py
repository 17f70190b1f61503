"""Free words: which wait for a moderator, and which everybody may read (VO-70)."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from linli.domains.surveys.models import Survey, SurveyText
from linli.domains.surveys.rules.moderation import TextState
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, page


def text(survey: Survey, text_id: uuid.UUID) -> SurveyText:
    """One of a survey's texts, or Unknown."""
    found = db.session.get(SurveyText, (survey.estate_id, text_id))
    if found is None or found.survey_id != survey.id:
        raise Unknown
    return found


def texts_page(
    survey: Survey, *, state: TextState, window: Window, question: str | None = None
) -> Page[SurveyText]:
    """Texts in one state, by their random ids: the order says nothing about who wrote first."""
    query = select(SurveyText).where(
        SurveyText.estate_id == survey.estate_id, SurveyText.survey_id == survey.id, SurveyText.state == state
    )
    if question is not None:
        query = query.where(SurveyText.question == question)
    return page(query, by=((SurveyText.id, uuid.UUID),), window=window)


def counts(survey: Survey) -> Mapping[str, int]:
    """How many texts are in each state."""
    query = select(SurveyText.state, func.count()).filter_by(estate_id=survey.estate_id, survey_id=survey.id)
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(SurveyText.state))}
    return {state.value: found.get(state.value, 0) for state in TextState}


def released(survey: Survey, *, most: int) -> Mapping[str, Sequence[str]]:
    """The words that may be read, at most so many of each question."""
    place = func.row_number().over(partition_by=SurveyText.question, order_by=SurveyText.id)
    rows = (
        select(SurveyText.question, SurveyText.words, place.label("place"))
        .where(
            SurveyText.estate_id == survey.estate_id,
            SurveyText.survey_id == survey.id,
            SurveyText.state == TextState.RELEASED,
        )
        .subquery()
    )
    found: dict[str, list[str]] = {}
    query = select(rows.c.question, rows.c.words).where(rows.c.place <= most)
    for key, words in db.session.execute(query.order_by(rows.c.question, rows.c.place)):
        found.setdefault(key, []).append(words)
    return found


def of_answers(survey: Survey, answer_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, dict[str, str]]:
    """The words that hang on these named answers, by question."""
    rows = select(SurveyText.answer_id, SurveyText.question, SurveyText.words).where(
        SurveyText.estate_id == survey.estate_id, SurveyText.answer_id.in_(answer_ids)
    )
    found: dict[uuid.UUID, dict[str, str]] = {}
    for row in db.session.execute(rows):
        if row.answer_id is not None:
            found.setdefault(row.answer_id, {})[row.question] = row.words
    return found
