"""Handing an answer in: once for each token, in time by the database's clock, anonymous ones with no trace."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from linli.domains.surveys.errors import (
    AlreadyAnswered,
    NoServerDraft,
    NotAsked,
    NotOpen,
    Over,
    QuotaFull,
    TextChanged,
    WrongAnswers,
)
from linli.domains.surveys.models import (
    Survey,
    SurveyAnswer,
    SurveyDraft,
    SurveyEnvelope,
    SurveyParticipation,
    SurveyText,
)
from linli.domains.surveys.operations.locking import lock
from linli.domains.surveys.queries import surveys, taking_part
from linli.domains.surveys.queries.taking_part import Ticket
from linli.domains.surveys.rules import answering, course
from linli.domains.surveys.rules.course import Mode, Per, State
from linli.domains.surveys.rules.moderation import TextState
from linli.domains.surveys.rules.questions import Kind
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import before_commit


def answer(
    *,
    actor: Actor,
    survey: Survey,
    answers: Mapping[str, Any],
    unit_id: uuid.UUID | None = None,
    text_hash: str | None = None,
) -> None:
    """Hand in an answer, or change one where the survey allows it; only now is the token used up (VO-67).

    `unit_id` names the household where somebody has several. Raises TextChanged, NotOpen, Over, NotAsked,
    AlreadyAnswered, QuotaFull, and WrongAnswers beside each question.
    """
    if text_hash is not None and text_hash != survey.text_hash:
        raise TextChanged
    lock(survey, shared=not survey.quotas)
    now = clock.database_now()
    check_open(survey, now)
    ticket = ticket_of(actor, survey, unit_id)
    settled = answering.settle(surveys.asked(survey), answers)
    if settled.faults:
        raise WrongAnswers(field_errors={key: [said] for key, said in settled.faults.items()})
    if ticket.taken is not None:
        _change(survey, actor, ticket.taken, settled.kept, now)
    else:
        _take(survey, actor, ticket, settled.kept, now)
    _forget_draft(survey, actor.account_id)
    before_commit(lambda: _check_in_time(survey))


def _check_in_time(survey: Survey) -> None:
    """The last thing before the commit: the close may have passed while this answer was written down."""
    if clock.database_now() >= survey.closes_at:
        raise Over


def check_open(survey: Survey, now: datetime) -> None:
    """Answers are taken from the opening moment up to, not including, the close. Raises NotOpen, Over."""
    stands = surveys.state(survey, now=now)
    if stands in {State.DRAFT, State.SCHEDULED}:
        raise NotOpen
    if stands is not State.OPEN:
        raise Over


def ticket_of(actor: Actor, survey: Survey, unit_id: uuid.UUID | None) -> Ticket:
    """The answer that is meant: of the household named, else the first that is not given yet. Raises NotAsked."""
    mine = taking_part.tickets(survey, actor)
    if unit_id is not None and survey.per == Per.HOUSEHOLD:
        mine = [one for one in mine if one.unit.id == unit_id]
    if not mine:
        raise NotAsked
    return next((one for one in mine if one.taken is None), mine[0])


def _take(survey: Survey, actor: Actor, ticket: Ticket, kept: dict[str, Any], now: datetime) -> None:
    if survey.quotas and (
        full := course.full(survey.quotas, taking_part.taken_of(survey, ticket), tie=ticket.tie)
    ):
        raise QuotaFull(full)
    taken = SurveyParticipation(
        id=uuid.uuid4(),
        estate_id=survey.estate_id,
        survey_id=survey.id,
        token=ticket.token,
        account_id=actor.account_id,
        unit_id=ticket.unit.id,
        building_id=ticket.unit.building_id,
        tie=ticket.tie.value,
        answered_on=day_of(now),
    )
    db.session.add(taken)
    try:
        db.session.flush()
    except IntegrityError:  # the token's constraint decides between two at one moment
        raise AlreadyAnswered(_already(survey)) from None
    if survey.mode == Mode.ANONYMOUS:
        content = json.dumps(kept, ensure_ascii=False)
        db.session.add(
            SurveyEnvelope(id=uuid.uuid4(), estate_id=survey.estate_id, survey_id=survey.id, content=content)
        )
    else:
        _write(survey, taken, kept, now)
    db.session.flush()


def _write(survey: Survey, taken: SurveyParticipation, kept: dict[str, Any], now: datetime) -> None:
    texts = words_of(survey, kept)
    made = SurveyAnswer(
        id=uuid.uuid4(),
        estate_id=survey.estate_id,
        survey_id=survey.id,
        answers=kept | dict.fromkeys(texts, True),
        participation_id=taken.id,
        building_id=taken.building_id,
        tie=taken.tie,
        answered_at=now,
    )
    db.session.add(made)
    db.session.flush()
    add_texts(survey, texts, answer_id=made.id)


def _change(
    survey: Survey, actor: Actor, taken: SurveyParticipation, kept: dict[str, Any], now: datetime
) -> None:
    """The last answer counts; a household's is changed by whoever gave it."""
    if not survey.changeable or taken.account_id != actor.account_id:
        raise AlreadyAnswered(_already(survey))
    made = taking_part.own_answer(taken)
    if made is None:
        raise AlreadyAnswered(_already(survey))
    texts = words_of(survey, kept)
    made.answers, made.answered_at, made.revision = kept | dict.fromkeys(texts, True), now, made.revision + 1
    db.session.execute(
        delete(SurveyText).where(SurveyText.estate_id == survey.estate_id, SurveyText.answer_id == made.id)
    )
    add_texts(survey, texts, answer_id=made.id)


def words_of(survey: Survey, kept: Mapping[str, Any]) -> dict[str, str]:
    """The free words of an answer, by question."""
    keys = {one.key for one in surveys.asked(survey) if one.kind is Kind.TEXT}
    return {key: value for key, value in kept.items() if key in keys}


def add_texts(survey: Survey, texts: Mapping[str, str], *, answer_id: uuid.UUID | None) -> None:
    """Keep free words apart, to be read by a moderator first."""
    db.session.add_all(
        SurveyText(
            id=uuid.uuid4(),
            estate_id=survey.estate_id,
            survey_id=survey.id,
            question=key,
            words=words,
            answer_id=answer_id,
            state=TextState.PENDING,
        )
        for key, words in texts.items()
    )
    db.session.flush()


def _already(survey: Survey) -> str:
    if survey.per == Per.HOUSEHOLD:
        return "您家已经有人答过这份问卷，每户只能答一次。"
    return AlreadyAnswered.sentence


def keep_draft(*, actor: Actor, survey: Survey, answers: Mapping[str, Any], now: datetime) -> None:
    """Keep half-filled answers on the account, to go on later (VO-69); nothing is required, no token is used.

    Raises NoServerDraft for an anonymous survey, NotOpen, Over, NotAsked.
    """
    if survey.mode == Mode.ANONYMOUS:
        raise NoServerDraft
    check_open(survey, now)
    ticket_of(actor, survey, None)
    content = json.dumps(answering.rough(surveys.asked(survey), answers), ensure_ascii=False)
    standing = taking_part.draft(survey, actor.account_id)
    if standing is None:
        standing = SurveyDraft(estate_id=survey.estate_id, survey_id=survey.id, account_id=actor.account_id)
        db.session.add(standing)
    standing.content, standing.saved_at = content, now
    db.session.flush()


def _forget_draft(survey: Survey, account_id: uuid.UUID) -> None:
    db.session.execute(
        delete(SurveyDraft).where(
            SurveyDraft.estate_id == survey.estate_id,
            SurveyDraft.survey_id == survey.id,
            SurveyDraft.account_id == account_id,
        )
    )
