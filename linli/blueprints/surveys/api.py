"""Opinion polls for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.surveys import schemas, shapes, shown
from linli.domains.surveys.models import Survey
from linli.domains.surveys.operations import answering, closing, drafting, moderating
from linli.domains.surveys.permissions import GRANTS, Act
from linli.domains.surveys.queries import results, surveys, texts
from linli.domains.surveys.rules import questions
from linli.domains.surveys.rules.moderation import TextState
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("surveys_api", __name__, tag="surveys")
SURVEYS = "/estates/<uuid:estate_id>/surveys"
SURVEY = f"{SURVEYS}/<uuid:survey_id>"


@bp.get(SURVEYS)
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(shapes.SurveyOut))
@summary("本小区的问卷调查，新的在前；草稿只有社区和业委会看得到")
def list_surveys(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Any]:
    drafts = permits(GRANTS, actor, Act.DRAFT)
    found = surveys.surveys_page(estate_id, window=Window(**query), drafts=drafts)
    return Page([shown.plain(one, now=clock.now()) for one in found.items], found.next)


@bp.post(SURVEYS)
@allow(Act.DRAFT, GRANTS)
@takes(schemas.SettingsIn)
@gives(shapes.SurveyOut, 201)
@idempotent()
@summary("起草一份问卷")
def draft_survey(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    made = drafting.draft(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return shown.plain(made, now=clock.now())


@bp.get(SURVEY)
@allow(Act.READ, GRANTS, on=surveys.survey)
@gives(shapes.SurveyOut)
@summary("一份问卷：题目、问谁、时间、有什么结果")
def show_survey(actor: Actor, survey: Survey) -> Any:  # noqa: ARG001
    return shown.plain(survey, now=clock.now())


@bp.put(SURVEY)
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@takes(schemas.SettingsIn)
@gives(shapes.SurveyOut)
@summary("改草稿的标题、说明和设置")
def redraft_survey(actor: Actor, survey: Survey, body: dict[str, Any]) -> Any:  # noqa: ARG001
    drafting.redraft(survey=survey, **body)
    return shown.plain(survey, now=clock.now())


@bp.put(f"{SURVEY}/questions")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@takes(schemas.QuestionsIn)
@gives(shapes.SurveyOut)
@summary("整份替换草稿的题目，按所给的顺序")
def put_questions(actor: Actor, survey: Survey, body: dict[str, Any]) -> Any:  # noqa: ARG001
    drafting.ask(survey=survey, asked=questions.read_all(body["questions"]))
    return shown.plain(survey, now=clock.now())


@bp.post(f"{SURVEY}/copy")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@gives(shapes.SurveyOut, 201)
@idempotent()
@summary("复制成一份新草稿")
def copy_survey(actor: Actor, survey: Survey) -> Any:
    return shown.plain(drafting.copy(actor=actor, survey=survey, now=clock.now()), now=clock.now())


@bp.post(f"{SURVEY}/publication")
@allow(Act.PUBLISH, GRANTS, on=surveys.survey)
@gives(shapes.SurveyOut)
@summary("发布：题目和设置从此不能改")
def publish(actor: Actor, survey: Survey) -> Any:
    drafting.publish(actor=actor, survey=survey, now=clock.database_now())
    return shown.plain(survey, now=clock.now())


@bp.post(f"{SURVEY}/closing")
@allow(Act.CLOSE, GRANTS, on=surveys.survey)
@takes(schemas.ReasonIn)
@gives(shapes.SurveyOut)
@summary("提前结束，写明原因；到截止时间会自动结束")
def close(actor: Actor, survey: Survey, body: dict[str, Any]) -> Any:
    closing.close(actor=actor, survey=survey, now=clock.database_now(), **body)
    return shown.plain(survey, now=clock.now())


@bp.get(f"{SURVEY}/answers/mine")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@gives(shapes.MineOut)
@summary("我可以答几份、答过没有，以及没答完的草稿")
def show_mine(actor: Actor, survey: Survey) -> Any:
    return shown.mine(survey, actor)


# Not idempotent by key: the token is used up once anyway, and the key's row would join person and answer.
@bp.post(f"{SURVEY}/answers")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@takes(schemas.AnswerIn)
@gives(None, 204)
@summary("交一份回答；问卷允许修改的，再交一次就是修改")
def answer(actor: Actor, survey: Survey, body: dict[str, Any]) -> None:
    answering.answer(actor=actor, survey=survey, **body)


@bp.put(f"{SURVEY}/answers/draft")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@takes(schemas.DraftIn)
@gives(None, 204)
@summary("保存没答完的内容，以后接着答；只限实名问卷")
def keep_draft(actor: Actor, survey: Survey, body: dict[str, Any]) -> None:
    answering.keep_draft(actor=actor, survey=survey, now=clock.database_now(), **body)


@bp.get(f"{SURVEY}/results")
@allow(Act.READ_RESULT, GRANTS, on=surveys.survey)
@takes(schemas.SplitIn, where="query")
@gives(shapes.ResultsOut)
@summary("结果：每题多少人答、各选项多少；不足 5 份不显示")
def show_results(actor: Actor, survey: Survey, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return shown.outcome(survey, now=clock.now(), **query)


@bp.get(f"{SURVEY}/answers")
@allow(Act.READ_ANSWERS, GRANTS, on=surveys.survey)
@takes(WindowIn, where="query")
@gives(page_of(shapes.NamedOut))
@summary("实名问卷里谁答了什么")
def list_answers(actor: Actor, survey: Survey, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    found = results.answers_page(survey, window=Window(**query))
    return Page(shown.named(survey, found.items), found.next)


@bp.get(f"{SURVEY}/texts")
@allow(Act.MODERATE, GRANTS, on=surveys.survey)
@takes(schemas.TextsIn, where="query")
@gives(page_of(shapes.TextOut))
@summary("住户写的文字：待审核、已公开、不公开")
def list_texts(actor: Actor, survey: Survey, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    state = TextState(query.pop("state"))
    return texts.texts_page(survey, state=state, window=Window(**query))


@bp.post(f"{SURVEY}/texts/<uuid:text_id>")
@allow(Act.MODERATE, GRANTS, on=surveys.survey)
@takes(schemas.DecisionIn)
@gives(shapes.TextOut)
@summary("公开或不公开一段文字")
def decide_text(actor: Actor, survey: Survey, text_id: UUID, body: dict[str, Any]) -> Any:
    return moderating.decide(actor=actor, survey=survey, text_id=text_id, now=clock.now(), **body)


@bp.post(f"{SURVEY}/outcome")
@allow(Act.STATE_OUTCOME, GRANTS, on=surveys.survey)
@takes(schemas.OutcomeIn)
@gives(shapes.OutcomeOut, 201)
@idempotent()
@summary("写明问卷之后怎么办，发消息告诉参加的人")
def state_outcome(actor: Actor, survey: Survey, body: dict[str, Any]) -> Any:
    return closing.state_outcome(actor=actor, survey=survey, now=clock.now(), **body)
