"""Takeovers for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.takeover import schemas, shown
from linli.domains.takeover import operations, queries
from linli.domains.takeover.models import Takeover
from linli.domains.takeover.operations import Terms
from linli.domains.takeover.permissions import GRANTS, Act
from linli.domains.takeover.rules import End
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("takeover_api", __name__, tag="takeover")
HERE = "/estates/<uuid:estate_id>/takeovers"
ONE = f"{HERE}/<uuid:takeover_id>"


@bp.get("/takeovers")
@allow(Act.READ, GRANTS)
@takes(schemas.ListIn, where="query")
@gives(page_of(schemas.TakeoverOut))
@summary("辖区内的托底物业，新的在前")
def list_takeovers(actor: Actor, query: dict[str, Any]) -> Page[dict[str, Any]]:
    return shown.listed(actor, query)


@bp.get("/standby-companies")
@allow(Act.READ, GRANTS)
@gives(schemas.CompaniesOut)
@summary("本县区的国有托底物业名单")
def list_companies(actor: Actor) -> dict[str, Any]:
    return {"items": shown.companies(actor)}


@bp.post("/standby-companies")
@allow(Act.NAME_COMPANY, GRANTS)
@takes(schemas.CompanyIn)
@gives(schemas.CompaniesOut, 201)
@idempotent()
@summary("把一家国有物业公司列入托底名单")
def name_company(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    operations.name_company(actor=actor, county_id=shown.county_of(actor), now=clock.now(), **body)
    return {"items": shown.companies(actor)}


@bp.get(HERE)
@allow(Act.READ, GRANTS)
@gives(schemas.TakeoversOut)
@summary("小区历次托底")
def list_of_estate(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": shown.lines(queries.takeovers(estate_id))}


@bp.post(HERE)
@allow(Act.PROPOSE, GRANTS)
@takes(schemas.ProposeIn)
@gives(schemas.TakeoverDetailOut, 201)
@idempotent()
@summary("申请由国有托底物业接管没有物业的小区")
def propose(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    terms = Terms(**schemas.terms_of(body))
    made = operations.propose(actor=actor, estate_id=estate_id, terms=terms, now=clock.now())
    return shown.detail(made)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=queries.takeover)
@gives(schemas.TakeoverDetailOut)
@summary("一次托底：原因、起止、条件，托底期间的数据单独计算")
def show(actor: Actor, takeover: Takeover) -> dict[str, Any]:  # noqa: ARG001
    return shown.detail(takeover)


@bp.post(f"{ONE}/approval")
@allow(Act.DECIDE, GRANTS, on=queries.takeover)
@takes(schemas.WordsIn)
@gives(schemas.TakeoverDetailOut)
@idempotent()
@summary("同意托底；提出申请的人不能自己审批")
def approve(actor: Actor, takeover: Takeover, body: dict[str, Any]) -> dict[str, Any]:
    return shown.detail(operations.approve(actor=actor, takeover=takeover, now=clock.now(), **body))


@bp.post(f"{ONE}/refusal")
@allow(Act.DECIDE, GRANTS, on=queries.takeover)
@takes(schemas.WordsIn)
@gives(schemas.TakeoverDetailOut)
@idempotent()
@summary("不同意托底，写明理由")
def refuse(actor: Actor, takeover: Takeover, body: dict[str, Any]) -> dict[str, Any]:
    return shown.detail(operations.refuse(actor=actor, takeover=takeover, now=clock.now(), **body))


@bp.post(f"{ONE}/end")
@allow(Act.END, GRANTS, on=queries.takeover)
@takes(schemas.EndIn)
@gives(schemas.TakeoverDetailOut)
@idempotent()
@summary("结束托底：最后一天和原因")
def end(actor: Actor, takeover: Takeover, body: dict[str, Any]) -> dict[str, Any]:
    how = body | {"cause": End(body["cause"])}
    return shown.detail(operations.end(actor=actor, takeover=takeover, now=clock.now(), **how))
