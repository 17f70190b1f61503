"""The questions that a category asks of its own: which answers count, and what is missing (TK-04)."""

from collections.abc import Mapping, Sequence

from config.tickets import Category, Question
from linli.domains.tickets.errors import AnswersWanted

LONGEST = 100


def checked(category: Category, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that count, in the order of the questions. What was left empty is no answer.

    Raises AnswersWanted with a sentence beside each question that is unanswered or answered with something
    that is not offered, and for an answer to a question that the category does not ask.
    """
    asked = {question.code: question for question in category.questions}
    wrong = {code: ["这类报事没有这个问题，请刷新页面后再填。"] for code in answers if code not in asked}
    kept: dict[str, str] = {}
    for code, question in asked.items():
        answer = answers.get(code, "").strip()
        fault = _fault(question, answer)
        if fault:
            wrong[code] = [fault]
        elif answer:
            kept[code] = answer
    if wrong:
        raise AnswersWanted(field_errors={f"answers.{code}": said for code, said in wrong.items()})
    return kept


def _fault(question: Question, answer: str) -> str:
    if not answer:
        choose = "选一项" if question.options else "填写"
        return f"请{choose}：{question.text}。" if question.required else ""
    if question.options and answer not in question.options:
        return f"请从列出的里面选：{question.text}。"
    return f"最多 {LONGEST} 个字。" if len(answer) > LONGEST else ""


def spoken(category: Category, answers: Mapping[str, str] | None) -> Sequence[tuple[str, str]]:
    """Question and answer as people read them, in the order in which they were asked; also to questions that
    the category no longer asks.
    """
    given = dict(answers or {})
    said = [(one.text, given.pop(one.code)) for one in category.questions if one.code in given]
    return said + list(given.items())
