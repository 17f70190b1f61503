"""Questions as plain values: the kinds there are, and what each needs before it can be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

MOST_QUESTIONS, MOST_OPTIONS, LONGEST_TEXT = 60, 30, 1000
LEAST_POINTS, MOST_POINTS = 2, 10
BIGGEST = 10**9


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    MATRIX = "matrix"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    RANK = "rank"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "single": "单选", "multiple": "多选", "scale": "打分", "matrix": "逐项打分", "text": "文字",
            "number": "填数字", "date": "选日期", "rank": "排序",
        }[self]  # fmt: skip

    @property
    def hint(self) -> str:
        """What it is good for, for whoever makes a questionnaire."""
        return {
            "single": "从几个答案里选一个", "multiple": "可以选几个", "scale": "例如 1 到 5 分，从很不满意到很满意",
            "matrix": "几件事用同一把尺打分", "text": "自己写，审核后才公开", "number": "例如几辆车、几口人",
            "date": "从几天里选出方便的日子", "rank": "按重要程度排先后",
        }[self]  # fmt: skip


CHOOSING = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.DATE, Kind.RANK})
SCORING = frozenset({Kind.SCALE, Kind.MATRIX})
DECIDING = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE})  # what a later question may depend on


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, or one line of a matrix; `key` is what an answer holds."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class When:
    """Ask only those whose answer to an earlier question is one of these."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `least` and `most`: choices for multiple, points for scores, bounds for numbers."""

    key: str
    kind: Kind
    title: str
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    least: int | None = None
    most: int | None = None
    unit: str = ""
    low: str = ""
    high: str = ""
    when: When | None = None

    @property
    def points(self) -> int:
        """How far a score goes: from 1 to this."""
        return self.most or 5

    def said(self, key: str) -> str:
        """An option, a line or a score as people read it."""
        if self.kind in SCORING and key.isdecimal():
            word = {"1": self.low, str(self.points): self.high}.get(key, "")
            return f"{key} 分（{word}）" if word else f"{key} 分"
        return next((one.text for one in (*self.options, *self.rows) if one.key == key), key)

    def deciding(self) -> tuple[Option, ...]:
        """The answers that a later question may depend on."""
        if self.kind is Kind.SCALE:
            return tuple(Option(str(point), self.said(str(point))) for point in range(1, self.points + 1))
        return self.options if self.kind in DECIDING else ()


def read(plain: Mapping[str, Any]) -> Question:
    """A question from its stored or sent form."""
    when = plain.get("when")
    return Question(
        key=plain["key"],
        kind=Kind(plain["kind"]),
        title=plain["title"],
        hint=plain.get("hint") or "",
        required=plain.get("required", True),
        options=_options(plain.get("options")),
        rows=_options(plain.get("rows")),
        least=plain.get("least"),
        most=plain.get("most"),
        unit=plain.get("unit") or "",
        low=plain.get("low") or "",
        high=plain.get("high") or "",
        when=When(when["question"], tuple(when["any_of"])) if when else None,
    )


def read_all(plain: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """A questionnaire from its stored or sent form."""
    return tuple(read(one) for one in plain)


def plain(question: Question) -> dict[str, Any]:
    """A question as it is stored, sent and hashed."""
    names = ("key", "title", "hint", "required", "least", "most", "unit", "low", "high")
    return {name: getattr(question, name) for name in names} | {
        "kind": question.kind.value,
        "options": [{"key": one.key, "text": one.text} for one in question.options],
        "rows": [{"key": one.key, "text": one.text} for one in question.rows],
        "when": {"question": question.when.question, "any_of": list(question.when.any_of)}
        if question.when
        else None,
    }


def _options(plain: Sequence[Mapping[str, Any]] | None) -> tuple[Option, ...]:
    return tuple(Option(one["key"], one["text"]) for one in plain or ())


def new_key(questions: Sequence[Question]) -> str:
    """A key for one more question; a key that was given is not given again while its question stands."""
    taken = {one.key for one in questions}
    return next(f"q{number}" for number in range(1, len(taken) + 2) if f"q{number}" not in taken)


def moved(questions: Sequence[Question], key: str, *, up: bool) -> tuple[Question, ...]:
    """The questionnaire with one question a place up or down."""
    order = list(questions)
    at = next(number for number, one in enumerate(order) if one.key == key)
    to = max(0, min(len(order) - 1, at - 1 if up else at + 1))
    order.insert(to, order.pop(at))
    return tuple(order)


def copied(questions: Sequence[Question], key: str) -> tuple[Question, ...]:
    """The questionnaire with a copy of one question right behind it."""
    order = list(questions)
    at = next(number for number, one in enumerate(order) if one.key == key)
    order.insert(at + 1, replace(order[at], key=new_key(order)))
    return tuple(order)


def words_of(questions: Sequence[Question]) -> list[str]:
    """Everything a questionnaire says."""
    return [
        text
        for one in questions
        for text in (one.title, one.hint, one.low, one.high, *(o.text for o in (*one.options, *one.rows)))
    ]


def faults(question: Question, earlier: Sequence[Question]) -> dict[str, str]:
    """What keeps a question from being asked, by the field where it is mended."""
    found = {"title": "请写出题目。"} if not question.title else {}
    if question.kind in CHOOSING:
        found |= _option_faults(question)
    if question.kind is Kind.MATRIX and not _sound(question.rows, least=1):
        found["rows"] = f"请写出要打分的事项，每行一件，不重复，最多 {MOST_OPTIONS} 件。"
    if question.kind in SCORING and not LEAST_POINTS <= question.points <= MOST_POINTS:
        found["most"] = f"最高分在 {LEAST_POINTS} 到 {MOST_POINTS} 之间。"
    if question.kind is Kind.NUMBER and not _bounds_sound(question, -BIGGEST, BIGGEST):
        found["most"] = "最大的数不能小于最小的数。"
    return found | _when_faults(question, earlier)


def _option_faults(question: Question) -> dict[str, str]:
    if not _sound(question.options, least=2):
        return {"options": f"请写出可选的答案，每行一个，不重复，2 到 {MOST_OPTIONS} 个。"}
    if question.kind is Kind.DATE and not all(_is_day(one.text) for one in question.options):
        return {"options": "每行写一个日期，例如 2026-03-08。"}
    if question.kind is Kind.MULTIPLE and not _bounds_sound(question, 1, len(question.options)):
        return {"most": f"最少、最多选几个，应在 1 到 {len(question.options)} 之间，最少不大于最多。"}
    return {}


def _when_faults(question: Question, earlier: Sequence[Question]) -> dict[str, str]:
    if question.when is None:
        return {}
    asked = next((one for one in earlier if one.key == question.when.question), None)
    if asked is None:
        return {"when": "这道题的条件要看前面一道题，那道题不在它前面了，请改条件或调整顺序。"}
    known = {one.key for one in asked.deciding()}
    if not question.when.any_of or not set(question.when.any_of) <= known:
        return {"when": "条件里的答案在前面那道题里已经没有了，请重新选。"}
    return {}


def _sound(options: Sequence[Option], *, least: int) -> bool:
    texts, keys = {one.text for one in options}, {one.key for one in options}
    return (
        least <= len(options) <= MOST_OPTIONS and len(texts) == len(keys) == len(options) and "" not in texts
    )


def _bounds_sound(question: Question, lowest: int, highest: int) -> bool:
    least = lowest if question.least is None else question.least
    most = highest if question.most is None else question.most
    return lowest <= least <= most <= highest


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
