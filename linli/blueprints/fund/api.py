"""Repairs from the maintenance fund for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.fund import schemas, shown
from linli.domains.fund import operations, queries
from linli.domains.fund.models import FundProject
from linli.domains.fund.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("fund_api", __name__, tag="fund")
ALL = "/estates/<uuid:estate_id>/fund-projects"
ONE = f"{ALL}/<uuid:fund_project_id>"
OWN = "/estates/<uuid:estate_id>/own-fund-projects"


def _page(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    found = queries.projects_page(actor, estate_id, window=Window(query["limit"], query["cursor"]))
    return {"items": [shown.brief(one) for one in found.items], "next": found.next}


@bp.get(ALL)
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ProjectOut))
@summary("使用维修资金的项目")
def list_projects(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    return _page(actor, estate_id, query)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=queries.project)
@gives(schemas.WholeProjectOut)
@summary("一个维修项目：各户分摊、付款、方案与结算")
def show(actor: Actor, project: FundProject) -> dict[str, Any]:  # noqa: ARG001
    return shown.whole(project)


@bp.get(OWN)
@allow(Act.READ_OWN, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ProjectOut))
@summary("与我家有关的维修项目")
def list_own(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    return _page(actor, estate_id, query)


@bp.get(f"{OWN}/<uuid:fund_project_id>")
@allow(Act.READ_OWN, GRANTS)
@gives(schemas.WholeProjectOut)
@summary("与我家有关的一个维修项目：方案与结算对照")
def show_own(actor: Actor, estate_id: UUID, fund_project_id: UUID) -> dict[str, Any]:
    return shown.whole(queries.project_for(actor, estate_id=estate_id, fund_project_id=fund_project_id))


@bp.post(ALL)
@allow(Act.ASK, GRANTS)
@takes(schemas.ProjectIn)
@gives(schemas.WholeProjectOut, 201)
@idempotent(required=True)
@summary("申请使用维修资金：范围内各户按面积分摊到分")
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return shown.whole(shown.ask(actor, estate_id, body))


@bp.post(f"{ONE}/vote")
@allow(Act.PUT_TO_VOTE, GRANTS, on=queries.project)
@gives(schemas.WholeProjectOut)
@idempotent(required=True)
@summary("提请表决：只请范围内的业主")
def put_to_vote(actor: Actor, project: FundProject) -> dict[str, Any]:
    operations.put_to_vote(actor=actor, project=project, now=clock.now())
    return shown.whole(project)


@bp.post(f"{ONE}/review")
@allow(Act.REVIEW, GRANTS, on=queries.project)
@gives(schemas.WholeProjectOut)
@summary("审核应急维修")
def review(actor: Actor, project: FundProject) -> dict[str, Any]:
    return shown.whole(operations.review(actor=actor, project=project, now=clock.now()))


@bp.post(f"{ONE}/confirmation")
@allow(Act.CONFIRM, GRANTS, on=queries.project)
@takes(schemas.ConfirmIn)
@gives(schemas.WholeProjectOut)
@summary("街道确认应急维修，或不同意")
def confirm(actor: Actor, project: FundProject, body: dict[str, Any]) -> dict[str, Any]:
    return shown.whole(operations.confirm(actor=actor, project=project, now=clock.now(), **body))


@bp.post(f"{ONE}/payments")
@allow(Act.PAY, GRANTS, on=queries.project)
@takes(schemas.FundPaymentIn)
@gives(schemas.FundPaymentOut, 201)
@idempotent(required=True)
@summary("登记维修资金的一笔付款，累计不超过方案")
def pay(actor: Actor, project: FundProject, body: dict[str, Any]) -> Any:
    return shown.pay(actor, project, body)


@bp.post(f"{ONE}/settlement")
@allow(Act.SETTLE, GRANTS, on=queries.project)
@gives(schemas.WholeProjectOut)
@summary("结算：按实际付款分摊到户并公开")
def settle(actor: Actor, project: FundProject) -> dict[str, Any]:
    return shown.whole(operations.settle(actor=actor, project=project, now=clock.now()))
