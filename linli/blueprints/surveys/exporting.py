"""Results as a workbook, and named answers as a list; no cell of them is ever taken for a formula."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.blueprints.surveys import shown
from linli.domains.estates import queries as estates
from linli.domains.surveys.models import Survey
from linli.domains.surveys.permissions import GRANTS, Act
from linli.domains.surveys.queries import results, surveys
from linli.domains.surveys.queries.results import Compared
from linli.domains.surveys.rules.course import WITHOUT_EFFECT, Mode
from linli.domains.surveys.rules.tallying import Figure
from linli.kernel.actors import Actor
from linli.kernel.times import shanghai
from linli.platform import exports
from linli.platform.paging import MOST, Window
from linli.platform.spreadsheets import SheetOut, Value, write_xlsx

ANSWERS = "survey_answers"
Row = Sequence[Value]


def workbook(survey: Survey, *, now: datetime) -> bytes:
    """What was asked of whom, each figure with its denominator, groups, released words. Raises ResultsSealed."""
    whole = shown.outcome(survey, split=None, now=now)
    sheets = [
        SheetOut("说明", _about(survey, whole), header_rows=1, widths={0: 16, 1: 60}),
        SheetOut(
            "结果",
            [_HEAD, *(row for one in whole["questions"] for row in _lines(one.figure))],
            widths={0: 40, 2: 30},
        ),
    ]
    for split in shown.splits(survey):
        found = shown.outcome(survey, split=split, now=now)["questions"]
        rows = [row for one in found for row in _groups(one)]
        if rows:
            sheets.append(SheetOut(split.title, [(split.title, *_HEAD), *rows], widths={0: 24, 1: 40, 3: 30}))
    titles = {one.key: one.title for one in surveys.asked(survey)}
    words = [(titles.get(key, ""), text) for key, some in whole["texts"].items() for text in some]
    sheets.append(SheetOut("公开的文字", [("题目", "文字"), *words], widths={0: 40, 1: 60}))
    return write_xlsx(sheets)


_HEAD: Row = (
    "题目",
    "事项",
    "答案",
    "份数",
    "占回答者的百分比",
    "问到多少份",
    "回答多少份",
    "平均",
    "中位数",
    "说明",
)


def _about(survey: Survey, whole: dict[str, Any]) -> list[Row]:
    ends = survey.closed_at or survey.closes_at
    few = "不足 5 份，为保护隐私不公布结果。" if whole["too_few"] else ""
    return [
        ("问卷", survey.title),
        ("小区", estates.estate(estate_id=survey.estate_id).name),
        ("效力", WITHOUT_EFFECT),
        *shown.pairs(survey),
        ("时间", f"{shanghai(survey.opens_at):%Y-%m-%d %H:%M} 至 {shanghai(ends):%Y-%m-%d %H:%M}"),
        ("参加", f"应答 {whole['asked']} {whole['unit']}，收到 {whole['answered']} 份。{few}"),
        ("问卷指纹", survey.text_hash),
    ]


def _lines(figure: Figure, of: str = "") -> Iterator[Row]:
    title, asked, answered = of or figure.question.title, figure.asked, figure.answered
    mean, median = figure.mean_said, figure.median_said
    for row in figure.rows:
        yield from _lines(row, figure.question.title)
    for bar in figure.bars:
        yield (
            title,
            figure.title,
            bar.label,
            bar.number,
            bar.percent,
            asked,
            answered,
            mean,
            median,
            figure.method,
        )
    if not figure.bars and not figure.rows:
        yield (title, figure.title, "", None, "", asked, answered, mean, median, figure.method)


def _groups(one: Compared) -> Iterator[Row]:
    for group in one.groups:
        for row in _lines(group.figure):
            yield (group.label, *row)


def _answers(actor: Actor, estate_id: UUID, parameters: dict[str, Any]) -> Iterator[list[Row]]:  # noqa: ARG001
    """Named answers one line a question: of one survey, or of all that there are."""
    if wanted := parameters.get("survey_id"):
        yield from _of_one(surveys.survey(estate_id=estate_id, survey_id=UUID(wanted)))
        return
    cursor = None
    while True:
        found = surveys.surveys_page(estate_id, window=Window(MOST, cursor))
        for survey in found.items:
            yield from _of_one(survey)
        cursor = found.next
        if cursor is None:
            return


def _of_one(survey: Survey) -> Iterator[list[Row]]:
    title, asked, cursor = survey.title, surveys.asked(survey), None
    while survey.mode == Mode.NAMED:
        found = results.answers_page(survey, window=Window(MOST, cursor))
        yield [
            (title, one["name"], one["home"], one["tie"], _moment(one["answered_at"]), question.title, said)
            for one in shown.named(survey, found.items)
            for _, question, said in shown.read_over(asked, one["answers"])
        ]
        cursor = found.next
        if cursor is None:
            return


def _moment(at: datetime | None) -> str:
    return f"{shanghai(at):%Y-%m-%d %H:%M}" if at else ""


def offer() -> None:
    """Register the list."""
    exports.offer(
        exports.Kind(
            ANSWERS, "问卷回答（实名问卷）", Act.READ_ANSWERS, GRANTS,
            ("问卷", "姓名", "房屋", "身份", "时间", "题目", "回答"), _answers,
        )
    )  # fmt: skip


offer()
