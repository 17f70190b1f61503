"""What fits a questionnaire: which questions somebody is asked, and which answers are kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linli.domains.surveys.rules.questions import BIGGEST, LONGEST_TEXT, SCORING, Kind, Question
from linli.kernel.text import BadText, clean

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers that count, and beside each question what is wrong with its answer."""

    kept: dict[str, Any]
    faults: dict[str, str]


class _Wrong(Exception):
    """The answer does not fit; the sentence says why."""


def asked(question: Question, kept: Answers) -> bool:
    """Whether a question is put to somebody with these answers to the earlier ones (VO-66)."""
    when = question.when
    return when is None or bool(_chosen(kept.get(when.question)) & set(when.any_of))


def visible(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """The questions that somebody with these answers is asked. What depends on a hidden one is hidden too."""
    kept: dict[str, Any] = {}
    found = []
    for question in questions:
        if asked(question, kept):
            found.append(question)
            if question.key in answers:
                kept[question.key] = answers[question.key]
    return found


def settle(questions: Sequence[Question], given: Answers) -> Settled:
    """Keep what fits. A hidden question is never required, and an answer to it is dropped (VO-66)."""
    kept: dict[str, Any] = {}
    faults = {key: "没有这道题。" for key in given if key not in {one.key for one in questions}}
    for question in questions:
        if not asked(question, kept):
            continue
        try:
            value = fitting(question, given.get(question.key))
        except _Wrong as wrong:
            faults[question.key] = str(wrong)
            continue
        if value is not None:
            kept[question.key] = value
    return Settled(kept, faults)


def rough(questions: Sequence[Question], given: Answers) -> dict[str, Any]:
    """What of half-filled answers can be kept to go on later: what fits, and of the rest the parts that do (VO-69)."""
    kept: dict[str, Any] = {}
    for question in questions:
        value = given.get(question.key)
        try:
            found = fitting(question, value)
        except _Wrong:
            found = _parts(question, value)
        if not _is_empty(found):
            kept[question.key] = found
    return kept


def _parts(question: Question, value: Any) -> Any:
    keys = [one.key for one in (*question.options, *question.rows)]
    if isinstance(value, list):
        return list(dict.fromkeys(one for one in value if isinstance(one, str) and one in keys))
    if isinstance(value, dict):
        return {key: value[key] for key in keys if not fault(_one_score(question), value.get(key))}
    if isinstance(value, str) and question.kind is Kind.TEXT:
        return "" if fault(question, value[:LONGEST_TEXT]) else value[:LONGEST_TEXT].strip()
    return None


def _one_score(question: Question) -> Question:
    return replace(question, kind=Kind.SCALE, required=True)


def fault(question: Question, value: Any) -> str:
    """What is wrong with one answer; empty where it fits."""
    try:
        fitting(question, value)
    except _Wrong as wrong:
        return str(wrong)
    return ""


def fitting(question: Question, value: Any) -> Any:
    """The answer as it is kept; None where an optional question was left out."""
    if _is_empty(value):
        if question.required:
            raise _Wrong("请回答这道题。")
        return None
    return _READ[question.kind](question, value)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _chosen(answer: Any) -> set[str]:
    if isinstance(answer, list):
        return set(answer)
    return set() if answer is None or isinstance(answer, dict) else {str(answer)}


def _single(question: Question, value: Any) -> str:
    if not isinstance(value, str) or value not in {one.key for one in question.options}:
        raise _Wrong("请从列出的答案里选一个。")
    return value


def _several(question: Question, value: Any) -> list[str]:
    keys = [one.key for one in question.options]
    if not isinstance(value, list) or not all(isinstance(one, str) and one in keys for one in value):
        raise _Wrong("请从列出的答案里选。")
    chosen = [key for key in keys if key in set(value)]
    least, most = question.least or 1, question.most or len(keys)
    if question.kind is Kind.MULTIPLE and not least <= len(chosen) <= most:
        raise _Wrong(f"请选 {least} 到 {most} 个。" if least < most else f"请选 {most} 个。")
    return chosen


def _score(question: Question, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= question.points:
        raise _Wrong(f"请在 1 到 {question.points} 分里选。")
    return value


def _matrix(question: Question, value: Any) -> dict[str, int]:
    keys = [one.key for one in question.rows]
    if not isinstance(value, dict) or not set(value) <= set(keys):
        raise _Wrong("请给列出的每一项打分。")
    if question.required and len(value) < len(keys):
        raise _Wrong("还有没打分的，请给每一项都打分。")
    return {key: _score(question, value[key]) for key in keys if key in value}


def _text(_: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong("请填写文字。")
    try:
        text = clean(value)
    except BadText as no:
        raise _Wrong(no.sentence) from None
    if not text:
        raise _Wrong("请填写文字。")
    if len(text) > LONGEST_TEXT:
        raise _Wrong(f"最多 {LONGEST_TEXT} 个字，现在有 {len(text)} 个。")
    return text


def _number(question: Question, value: Any) -> int:
    least = -BIGGEST if question.least is None else question.least
    most = BIGGEST if question.most is None else question.most
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong("请填写整数。")
    if not least <= value <= most:
        bounded = question.least is not None or question.most is not None
        raise _Wrong(f"请填写 {least} 到 {most} 之间的整数。" if bounded else "这个数太大了。")
    return value


def _rank(question: Question, value: Any) -> list[str]:
    keys = {one.key for one in question.options}
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Wrong("请给每一项排出先后。")
    if len(value) != len(keys) or set(value) != keys:
        raise _Wrong(f"请给每一项排出先后，从 1 到 {len(keys)}，不重复。")
    return value


_READ: Mapping[Kind, Callable[[Question, Any], Any]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _several,
    Kind.DATE: _several,
    Kind.SCALE: _score,
    Kind.MATRIX: _matrix,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.RANK: _rank,
}


def said(question: Question, answer: Any) -> str:
    """An answer in words, for reading it over before it is sent."""
    if answer is None:
        return "没有回答"
    if isinstance(answer, dict):
        return "；".join(
            f"{one.text}：{question.said(str(answer[one.key]))}" for one in question.rows if one.key in answer
        )
    if isinstance(answer, list):
        mark = " → " if question.kind is Kind.RANK else "、"
        return mark.join(question.said(key) for key in answer)
    if question.kind in SCORING or question.kind is Kind.SINGLE:
        return question.said(str(answer))
    return f"{answer} {question.unit}".strip()


def beside(questions: Sequence[Question], answers: Answers, at: Question, *, back: bool) -> Question | None:
    """The question that is asked after this one, or before it; None at the end, the first stays the first."""
    path = visible(questions, answers)
    place = next((number for number, one in enumerate(path) if one.key == at.key), 0)
    if back:
        return path[max(0, place - 1)]
    return path[place + 1] if place + 1 < len(path) else None
