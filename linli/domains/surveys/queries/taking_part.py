"""Who is asked, who has answered, and whether there is room for one more."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import UnitView
from linli.domains.estates.rules import UnitKind
from linli.domains.people.queries import living
from linli.domains.surveys.models import Survey, SurveyAnswer, SurveyDraft, SurveyParticipation, SurveyText
from linli.domains.surveys.rules.course import Per
from linli.kernel.actors import Actor, Tie
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Ticket:
    """One answer that an actor may give: as themselves, or for a household. `taken`: it is given already."""

    token: str
    unit: UnitView
    tie: Tie
    taken: SurveyParticipation | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many were asked and how many answered; `asked` are households, or people with an account here."""

    asked: int
    answered: int
    unit: str


def tickets(survey: Survey, actor: Actor) -> list[Ticket]:
    """The answers an actor may give, for a person one, for households one a flat; empty: others are asked (VO-67)."""
    ties = {unit_id: tie for unit_id, tie in actor.units.items() if tie.value in survey.ties}
    units = [unit for unit in estates.unit_views(survey.estate_id, list(ties)) if _aimed(survey, unit)]
    if survey.per == Per.PERSON:
        units.sort(key=lambda unit: (list(Tie).index(ties[unit.id]), unit.label))
        units = units[:1]
    token = {unit.id: str(actor.account_id if survey.per == Per.PERSON else unit.id) for unit in units}
    taken = _taken(survey, list(token.values()))
    return [Ticket(token[unit.id], unit, ties[unit.id], taken.get(token[unit.id])) for unit in units]


def _aimed(survey: Survey, unit: UnitView) -> bool:
    if survey.building_ids and str(unit.building_id) not in survey.building_ids:
        return False
    return survey.per == Per.PERSON or unit.kind == UnitKind.RESIDENTIAL  # a parking place is no household


def _taken(survey: Survey, tokens: Sequence[str]) -> dict[str, SurveyParticipation]:
    query = select(SurveyParticipation).filter_by(estate_id=survey.estate_id, survey_id=survey.id)
    return {one.token: one for one in db.session.scalars(query.where(SurveyParticipation.token.in_(tokens)))}


def reach(survey: Survey, *, on: date) -> Reach:
    """The denominators of a survey: whom it asks today, and how many of them have answered."""
    answered = _count(survey)
    if survey.per == Per.HOUSEHOLD:
        return Reach(len(aimed_units(survey)), answered, "户")
    return Reach(
        living.count_accounts(survey.estate_id, ties=_ties(survey), units=_unit_ids(survey), on=on),
        answered,
        "人",
    )


def aimed_units(survey: Survey) -> list[UnitView]:
    """The units a survey asks."""
    return [unit for unit in estates.unit_views(survey.estate_id) if _aimed(survey, unit)]


def invited(survey: Survey, *, on: date) -> set[uuid.UUID]:
    """The accounts of everybody a survey asks: whom its notice reaches."""
    found = living.accounts(survey.estate_id, ties=_ties(survey), units=_unit_ids(survey), on=on)
    return set(db.session.scalars(found))


def takers(survey: Survey) -> set[uuid.UUID]:
    """The accounts of those who took part."""
    query = select(SurveyParticipation.account_id)
    return set(db.session.scalars(query.filter_by(estate_id=survey.estate_id, survey_id=survey.id)))


def taken_of(survey: Survey, ticket: Ticket) -> Mapping[str, int]:
    """How many answers are in: in all, of the ticket's building, of its kind of resident. Hold the survey first."""
    found = {
        "total": _count(survey),
        ticket.tie.value: _count(survey, SurveyParticipation.tie == ticket.tie.value),
    }
    if ticket.unit.building_id is not None:
        found["building"] = _count(survey, SurveyParticipation.building_id == ticket.unit.building_id)
    return found


def _count(survey: Survey, *only: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(SurveyParticipation)
    return (
        db.session.scalar(query.filter_by(estate_id=survey.estate_id, survey_id=survey.id).where(*only)) or 0
    )


def own_answer(taken: SurveyParticipation) -> SurveyAnswer | None:
    """What was said with a token in a named survey; of an anonymous one nobody can tell."""
    return db.session.scalar(
        select(SurveyAnswer).filter_by(estate_id=taken.estate_id, participation_id=taken.id)
    )


def own_answers(answer: SurveyAnswer) -> dict[str, Any]:
    """An answer together with its free words, as it was given."""
    rows = select(SurveyText.question, SurveyText.words).filter_by(
        estate_id=answer.estate_id, answer_id=answer.id
    )
    return dict(answer.answers) | {row.question: row.words for row in db.session.execute(rows)}


def draft(survey: Survey, account_id: uuid.UUID) -> SurveyDraft | None:
    """What the account has half filled."""
    return db.session.scalar(
        select(SurveyDraft).filter_by(estate_id=survey.estate_id, survey_id=survey.id, account_id=account_id)
    )


def drafted(survey: Survey, account_id: uuid.UUID) -> tuple[dict[str, Any], datetime] | None:
    """The half-filled answers, and when they were kept."""
    found = draft(survey, account_id)
    return (json.loads(found.content), found.saved_at) if found else None


def _ties(survey: Survey) -> tuple[Tie, ...]:
    return tuple(Tie(one) for one in survey.ties)


def _unit_ids(survey: Survey) -> list[uuid.UUID] | None:
    return [unit.id for unit in aimed_units(survey)] if survey.building_ids else None
