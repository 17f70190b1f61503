"""Surveys put together for whoever looks at them: for the wire and for the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.surveys.models import Survey
from linli.domains.surveys.queries import results, surveys, taking_part, texts
from linli.domains.surveys.queries.results import Split
from linli.domains.surveys.rules import answering, questions
from linli.domains.surveys.rules.course import TIES, WITHOUT_EFFECT, Mode, Per, Showing, State
from linli.domains.surveys.rules.questions import Question
from linli.kernel.actors import Actor, Tie
from linli.kernel.times import day_of

TONES = {
    State.DRAFT: "",
    State.SCHEDULED: "info",
    State.OPEN: "good",
    State.ENDED: "wait",
    State.CLOSED: "",
}
MOST_TEXTS = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A survey as one line of a list."""

    survey: Survey
    state: State
    tone: str


def listed(survey: Survey, *, now: datetime) -> Listed:
    """A survey with where it stands."""
    state = surveys.state(survey, now=now)
    return Listed(survey, state, TONES[state])


def plain(survey: Survey, *, now: datetime) -> dict[str, Any]:
    """A survey for the wire."""
    names = (
        *(
            "id",
            "estate_id",
            "title",
            "intro",
            "mode",
            "per",
            "showing",
            "changeable",
            "ties",
            "building_ids",
        ),
        *("quotas", "opens_at", "closes_at", "closed_at", "closed_why", "text_hash"),
    )
    told = surveys.outcomes(survey)
    state = surveys.state(survey, now=now)
    return {name: getattr(survey, name) for name in names} | {
        "state": state.value,
        "effect": WITHOUT_EFFECT,
        "questions": [questions.plain(one) for one in surveys.asked(survey)],
        "lacks": surveys.lacks(survey, now=now) if state is State.DRAFT else [],
        "outcome": told[0].words if told else None,
    }


def mine(survey: Survey, actor: Actor) -> dict[str, Any]:
    """What an actor may answer, and what is half filled, for the wire."""
    drafted = taking_part.drafted(survey, actor.account_id)
    return {
        "items": [
            {"unit": one.unit, "tie": one.tie, "answered": one.taken is not None}
            for one in taking_part.tickets(survey, actor)
        ],
        "draft": drafted[0] if drafted else None,
        "saved_at": drafted[1] if drafted else None,
    }


def aim(survey: Survey) -> str:
    """Whom a survey asks, in one line."""
    who = "、".join(TIES[Tie(one)] for one in survey.ties)
    names = (
        {str(one.id): one.name for one in estates.buildings(survey.estate_id)} if survey.building_ids else {}
    )
    where = "、".join(names.get(one, "") for one in survey.building_ids) or "全小区"
    return f"{where}的{who}"


def pairs(survey: Survey) -> list[tuple[str, str]]:
    """The settings as people read them before they answer."""
    return [
        ("问谁", aim(survey)),
        ("每份", Per(survey.per).title),
        ("记名", f"{Mode(survey.mode).title}：{Mode(survey.mode).hint}"),
        ("结果", Showing(survey.showing).title),
        ("修改", "截止前可以改" if survey.changeable else "交了不能改"),
    ]


def outcome(survey: Survey, *, split: Split | None, now: datetime) -> dict[str, Any]:
    """Results with their denominators and the words that may be read, for pages and the wire."""
    found = results.results(survey, split=split, now=now)
    reach = taking_part.reach(survey, on=day_of(min(now, survey.closed_at or now)))
    return {
        "survey_id": survey.id,
        "effect": WITHOUT_EFFECT,
        "asked": reach.asked,
        "answered": found.answered,
        "unit": reach.unit,
        "too_few": found.too_few,
        "questions": found.compared,
        "texts": {} if found.too_few else texts.released(survey, most=MOST_TEXTS),
    }


def splits(survey: Survey) -> list[Split]:
    """By what the results of a survey can be laid side by side."""
    return list(Split) if survey.mode == Mode.NAMED else []


def read_over(asked: Sequence[Question], kept: Mapping[str, Any]) -> list[tuple[int, Question, str]]:
    """Every question that was put with what was said, numbered as on the questionnaire."""
    seen = {one.key for one in answering.visible(asked, kept)}
    return [
        (number, one, answering.said(one, kept.get(one.key)))
        for number, one in enumerate(asked, 1)
        if one.key in seen
    ]


def condition(question: Question, asked: Sequence[Question]) -> str:
    """Under which answers a question is put, in words; empty where it is put to everybody."""
    if question.when is None:
        return ""
    for number, one in enumerate(asked, 1):
        if one.key == question.when.question:
            return f"第 {number} 题答“{'”“'.join(one.said(key) for key in question.when.any_of)}”的，请回答这题。"
    return ""


def named(survey: Survey, found: Sequence[results.Named]) -> list[dict[str, Any]]:
    """Who answered what, with names and homes: three questions however many rows."""
    names = identity.names([one.account_id for one in found])
    units = estates.unit_views(survey.estate_id, [one.unit_id for one in found if one.unit_id])
    labels = {unit.id: unit.label for unit in units}
    words = texts.of_answers(survey, [one.answer.id for one in found])
    return [
        {
            "name": names.get(one.account_id, ""),
            "home": labels.get(one.unit_id, "") if one.unit_id else "",
            "tie": TIES[Tie(one.answer.tie or Tie.OWNER)],
            "answered_at": one.answer.answered_at,
            "revision": one.answer.revision,
            "answers": one.answer.answers | words.get(one.answer.id, {}),
        }
        for one in found
    ]
