"""Between a form's fields and answers: each question, and each box or line of it, has a field of its own."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from linli.domains.surveys.rules.questions import CHOOSING, SCORING, Kind, Option, Question, When

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,11})", re.ASCII)
_SEVERAL = CHOOSING - {Kind.SINGLE, Kind.RANK}


def answers_of(questions: Sequence[Question], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that a form's fields hold; what was left empty is left out."""
    found = {question.key: _answer(question, fields) for question in questions}
    return {key: answer for key, answer in found.items() if answer not in (None, "", [], {})}


def _answer(question: Question, fields: Mapping[str, Any]) -> Any:
    key = question.key
    if question.kind in _SEVERAL:
        return [one.key for one in question.options if fields.get(f"{key}.{one.key}")]
    if question.kind is Kind.MATRIX:
        given = {one.key: fields.get(f"{key}.{one.key}") for one in question.rows}
        return {row: _number(score) for row, score in given.items() if score}
    if question.kind is Kind.RANK:
        return _ranked(question, fields)
    value = fields.get(key)
    return _number(value) if question.kind in {Kind.SCALE, Kind.NUMBER} else value


def _ranked(question: Question, fields: Mapping[str, Any]) -> list[str]:
    """The options by the places typed; two in one place make a list that does not fit, and is refused."""
    places = {one.key: _number(fields.get(f"{question.key}.{one.key}")) for one in question.options}
    given = {key: place for key, place in places.items() if place not in (None, "")}
    if not all(isinstance(place, int) for place in given.values()):
        return ["?"]
    order = sorted(given, key=lambda key: given[key])
    return order if len(set(given.values())) == len(given) else [*order, order[0]]


def _number(value: Any) -> Any:
    text = value.strip() if isinstance(value, str) else value
    return int(text) if isinstance(text, str) and _WHOLE.fullmatch(text) else text


def fields_of(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """The fields that show answers again."""
    found: dict[str, str] = {}
    for question in questions:
        answer = answers.get(question.key)
        if isinstance(answer, dict):
            found |= {f"{question.key}.{row}": str(score) for row, score in answer.items()}
        elif isinstance(answer, list):
            ranked = question.kind is Kind.RANK
            found |= {f"{question.key}.{key}": str(n) if ranked else "yes" for n, key in enumerate(answer, 1)}
        elif answer is not None:
            found[question.key] = str(answer)
    return found


def question_of(key: str, body: Mapping[str, Any]) -> Question:
    """A question from its form. Options keep their keys by their place; the condition's ticks are of one question."""
    kind = Kind(body["kind"])
    ticks = [one.partition("=") for one in body["when"]]
    first = next((tick[0] for tick in ticks), "")
    most = body["most"] if body["most"] is not None or kind not in SCORING else 5
    return Question(
        key=key,
        kind=kind,
        title=body["title"],
        hint=body["hint"],
        required=body["required"],
        options=_lines(body["options"]) if kind in CHOOSING else (),
        rows=_lines(body["rows"]) if kind is Kind.MATRIX else (),
        least=body["least"] if kind in {Kind.MULTIPLE, Kind.NUMBER} else None,
        most=most if kind in {Kind.MULTIPLE, Kind.NUMBER, *SCORING} else None,
        unit=body["unit"] if kind is Kind.NUMBER else "",
        low=body["low"] if kind in SCORING else "",
        high=body["high"] if kind in SCORING else "",
        when=When(first, tuple(tick[2] for tick in ticks))
        if len({tick[0] for tick in ticks}) == 1
        else _bad(ticks),
    )


def _bad(ticks: Sequence[tuple[str, str, str]]) -> When | None:
    """Ticks at several questions: a condition that no question meets, so that it is refused where it stands."""
    return When("?", ("?",)) if ticks else None


def _lines(text: str) -> tuple[Option, ...]:
    words = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Option(str(number), word) for number, word in enumerate(words, 1))


def typed_question(question: Question) -> dict[str, Any]:
    """A question as its form shows it."""
    names = ("title", "hint", "unit", "low", "high")
    return {name: getattr(question, name) for name in names} | {
        "kind": question.kind.value,
        "required": "yes" if question.required else None,
        "options": "\n".join(one.text for one in question.options),
        "rows": "\n".join(one.text for one in question.rows),
        "least": "" if question.least is None else str(question.least),
        "most": "" if question.most is None else str(question.most),
        "when": [f"{question.when.question}={key}" for key in question.when.any_of] if question.when else [],
    }
