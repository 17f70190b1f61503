"""Tables of surveys: the questions, who took part, what was said; nothing joins the two where it is anonymous."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.surveys.rules.course import State
from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.sealed import Sealed

# Kept by their key and not in the order of writing, so that two tables cannot be laid side by side (SQLite).
_WITHOUT_ORDER = {"sqlite_with_rowid": False}


class Survey(OfEstate, Model):
    """A questionnaire and how it is asked. `questions` are plain values (rules.questions); once published they are
    frozen, and `text_hash` is over every word and setting.
    """

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        Index("ix_survey_state", "state", "closes_at"),
    )

    title: Mapped[str]
    intro: Mapped[str] = mapped_column(default="")
    mode: Mapped[str]
    per: Mapped[str]
    showing: Mapped[str]
    changeable: Mapped[bool] = mapped_column(default=False)
    ties: Mapped[list[Any]]
    building_ids: Mapped[list[Any]]
    quotas: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    questions: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(default=State.DRAFT)
    text_hash: Mapped[str | None]
    drafted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str] = mapped_column(default="")


class SurveyParticipation(OfEstate, Model):
    """A token that was used up: this person, or this household, has answered. Never what.

    The id is random and the day coarse, so that neither leads to an answer.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "survey_id", "token"),
        estate_fk("survey", "survey_id"),
        Index("ix_survey_participation_account", "account_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID]
    token: Mapped[str]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[uuid.UUID | None]
    building_id: Mapped[uuid.UUID | None]
    tie: Mapped[str]
    answered_on: Mapped[date]


class SurveyEnvelope(OfEstate, Model):
    """An anonymous answer until the close: sealed, with a random id. At the close all are opened in random order."""

    __table_args__ = (estate_fk("survey", "survey_id"), _WITHOUT_ORDER)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(index=True)
    content: Mapped[str] = mapped_column(Sealed)


class SurveyAnswer(OfEstate, Model):
    """What was said, without free words. Named: of which participation, when, where from. Anonymous: nothing else."""

    __table_args__ = (
        CheckConstraint(
            "participation_id IS NOT NULL OR (building_id IS NULL AND tie IS NULL AND answered_at IS NULL)",
            name="named_or_nothing",
        ),
        UniqueConstraint("estate_id", "participation_id"),
        estate_fk("survey", "survey_id"),
        estate_fk("survey_participation", "participation_id"),
        Index("ix_survey_answer_survey", "estate_id", "survey_id"),
        _WITHOUT_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID]
    answers: Mapped[dict[str, Any]]
    participation_id: Mapped[uuid.UUID | None]
    building_id: Mapped[uuid.UUID | None]
    tie: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class SurveyText(OfEstate, Model):
    """Free words in answer to one question: read by a moderator first, shown when released (VO-70).

    Of a named survey it hangs on its answer; of an anonymous one on nothing, not even on the other answers.
    """

    __table_args__ = (
        estate_fk("survey", "survey_id"),
        estate_fk("survey_answer", "answer_id"),
        Index("ix_survey_text_state", "estate_id", "survey_id", "state"),
        Index("ix_survey_text_answer", "estate_id", "answer_id"),
        _WITHOUT_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID]
    question: Mapped[str]
    words: Mapped[str]
    answer_id: Mapped[uuid.UUID | None]
    state: Mapped[str]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]


class SurveyDraft(OfEstate, Model):
    """Half-filled answers to a named survey, found again on the same account; gone with the submission or the close."""

    __table_args__ = (
        UniqueConstraint("estate_id", "survey_id", "account_id"),
        estate_fk("survey", "survey_id"),
    )

    survey_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    content: Mapped[str] = mapped_column(Sealed)
    saved_at: Mapped[datetime]


class SurveyOutcome(OfEstate, Model):
    """What comes of a survey, told to those who took part; the newest one stands (DL-09)."""

    __table_args__ = (
        estate_fk("survey", "survey_id"),
        Index("ix_survey_outcome_survey", "estate_id", "survey_id"),
    )
    __append_only__ = True

    survey_id: Mapped[uuid.UUID]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
