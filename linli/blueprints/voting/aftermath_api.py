"""What follows a result, for programs: objections, recounts, versions, revocation, tasks, the sheet, the register."""

from typing import Any
from uuid import UUID

from linli.blueprints.voting import aftermath_schemas as schemas
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import following_up, objecting, recounting, revoking, stating
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import corrections, objections, results, tasks, votes
from linli.domains.voting.queries.objections import Heard
from linli.domains.voting.queries.tasks import TaskShown
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("voting_aftermath_api", __name__, tag="voting")
VOTE = "/estates/<uuid:estate_id>/votes/<uuid:vote_id>"
TASK = f"{VOTE}/tasks/<uuid:task_id>"


@bp.get(f"{VOTE}/objections")
@allow(Act.READ_OBJECTIONS, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ObjectionOut))
@summary("对结果的异议和答复")
def list_objections(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Heard]:  # noqa: ARG001
    return objections.objections_page(vote, window=Window(**query))


@bp.get(f"{VOTE}/objections/mine")
@allow(Act.OBJECT, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ObjectionOut))
@summary("我提出的异议和答复")
def my_objections(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Heard]:
    return objections.objections_page(vote, window=Window(**query), made_by=actor.account_id)


@bp.post(f"{VOTE}/objections")
@allow(Act.OBJECT, GRANTS, on=votes.vote)
@takes(schemas.ObjectionIn)
@gives(schemas.ObjectionOut, 201)
@idempotent()
@summary("公示期内对结果提出异议")
def file_objection(actor: Actor, vote: Vote, body: dict[str, Any]) -> Heard:
    made = objecting.file_objection(actor=actor, vote=vote, now=clock.now(), **body)
    return objections.heard(vote.estate_id, [made])[0]


@bp.post(f"{VOTE}/objections/<uuid:objection_id>/answer")
@allow(Act.ANSWER, GRANTS, on=votes.vote)
@takes(schemas.AnswerIn)
@gives(schemas.ObjectionOut)
@summary("答复一件异议；答复后不能再改")
def answer_objection(actor: Actor, vote: Vote, objection_id: UUID, body: dict[str, Any]) -> Heard:
    one = objections.objection(vote, objection_id)
    objecting.answer_objection(actor=actor, vote=vote, objection=one, now=clock.now(), **body)
    return objections.heard(vote.estate_id, [one])[0]


@bp.post(f"{VOTE}/recounts")
@allow(Act.RECOUNT, GRANTS, on=votes.vote)
@takes(schemas.RecountIn)
@gives(schemas.RecountOut, 201)
@idempotent()
@summary("按一件异议（或由街道写明理由）重新计票；不改任何选票")
def recount(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return recounting.recount(actor=actor, vote=vote, now=clock.now(), **ground(vote, body))


@bp.post(f"{VOTE}/corrections")
@allow(Act.RECOUNT, GRANTS, on=votes.vote)
@takes(schemas.RecountIn)
@gives(schemas.RecountOut, 201)
@idempotent()
@summary("提出更正名册；须另一人确认")
def ask_correction(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return recounting.ask_correction(actor=actor, vote=vote, now=clock.now(), **ground(vote, body))


@bp.post(f"{VOTE}/corrections/confirmation")
@allow(Act.CONFIRM_CORRECTION, GRANTS, on=votes.vote)
@gives(schemas.VersionsOut)
@summary("另一人确认更正：生成新版名册和新版结果，旧版仍可查")
def confirm_correction(actor: Actor, vote: Vote) -> dict[str, Any]:
    recounting.confirm_correction(actor=actor, vote=vote, now=clock.now())
    return {"items": corrections.versions(vote)}


def ground(vote: Vote, body: dict[str, Any]) -> dict[str, Any]:
    """Why a vote is counted again, with the objection itself in place of its id. Raises Unknown."""
    one = objections.objection(vote, body["objection_id"]) if body["objection_id"] else None
    return {"reason": body["reason"], "objection": one}


@bp.get(f"{VOTE}/result/versions")
@allow(Act.READ_RESULT, GRANTS, on=votes.vote)
@gives(schemas.VersionsOut)
@summary("结果的各个版本，以及每一版改了什么")
def list_versions(actor: Actor, vote: Vote) -> dict[str, Any]:  # noqa: ARG001
    return {"items": corrections.versions(vote)}


@bp.get(f"{VOTE}/result/sheet")
@allow(Act.READ_RESULT, GRANTS, on=votes.vote)
@takes(schemas.VersionIn, where="query")
@gives(schemas.SheetOut)
@summary("结果单：范围、人数面积、比例、算法和结论；可查旧版")
def show_sheet(actor: Actor, vote: Vote, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return results.result_sheet(vote, now=clock.now(), **query)


@bp.post(f"{VOTE}/revocations")
@allow(Act.REVOKE, GRANTS, on=votes.vote)
@takes(schemas.RevocationForm, files=True)
@gives(schemas.SheetOut, 201)
@idempotent()
@summary("登记法院或街道的撤销，附文书；原结果仍可查")
def revoke(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    revoking.revoke(actor=actor, vote=vote, now=clock.now(), **with_item(vote, body))
    return results.result_sheet(vote, now=clock.now())


def with_item(vote: Vote, body: dict[str, Any]) -> dict[str, Any]:
    """What was sent, with the item itself in place of its id; None is all of them. Raises Unknown."""
    named = body["item_id"]
    item = votes.item(estate_id=vote.estate_id, vote_id=vote.id, item_id=named) if named else None
    return {name: value for name, value in body.items() if name != "item_id"} | {"item": item}


@bp.post(f"{VOTE}/outcome")
@allow(Act.STATE_OUTCOME, GRANTS, on=votes.vote)
@takes(schemas.OutcomeIn)
@gives(None, 204)
@idempotent()
@summary("写结果说明，发给参与表决的业主")
def state_outcome(actor: Actor, vote: Vote, body: dict[str, Any]) -> None:
    stating.state_outcome(actor=actor, vote=vote, now=clock.now(), **body)


@bp.get(f"{VOTE}/tasks")
@allow(Act.READ_RESULT, GRANTS, on=votes.vote)
@gives(schemas.TasksOut)
@summary("决定的落实：每件事的期限、进度和经过")
def list_tasks(actor: Actor, vote: Vote) -> dict[str, Any]:  # noqa: ARG001
    return {"items": tasks.of_vote(vote, today=day_of(clock.now()))}


@bp.post(f"{VOTE}/tasks")
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
@takes(schemas.TaskIn)
@gives(schemas.TaskOut, 201)
@idempotent()
@summary("加一件要落实的事")
def add_task(actor: Actor, vote: Vote, body: dict[str, Any]) -> TaskShown:
    made = following_up.add_task(actor=actor, vote=vote, now=clock.now(), **with_item(vote, body))
    return tasks.shown([made], today=day_of(clock.now()))[0]


@bp.put(TASK)
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
@takes(schemas.TaskChangeIn)
@gives(schemas.TaskOut)
@summary("改一件事的名称和期限；原期限留在操作记录里")
def change_task(actor: Actor, vote: Vote, task_id: UUID, body: dict[str, Any]) -> TaskShown:  # noqa: ARG001
    one = tasks.task(vote, task_id)
    following_up.change_task(vote=vote, task=one, **body)
    return tasks.shown([one], today=day_of(clock.now()))[0]


@bp.post(f"{TASK}/reports")
@allow(Act.FOLLOW_UP, GRANTS, on=votes.vote)
@takes(schemas.ReportIn)
@gives(schemas.TaskOut, 201)
@idempotent()
@summary("报进度；100 即办结")
def report_task(actor: Actor, vote: Vote, task_id: UUID, body: dict[str, Any]) -> TaskShown:
    one = tasks.task(vote, task_id)
    following_up.report(actor=actor, vote=vote, task=one, now=clock.now(), **body)
    return tasks.shown([one], today=day_of(clock.now()))[0]


@bp.get("/estates/<uuid:estate_id>/decisions")
@allow(Act.READ_REGISTER, GRANTS)
@takes(schemas.RegisterIn, where="query")
@gives(page_of(schemas.DecisionOut))
@summary("业主大会决定的登记簿，可搜索")
def list_decisions(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    return results.register_page(estate_id, search=query["q"], window=window)
