"""Regions, companies and estates, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.estates import schemas, shown
from linli.domains.estates import operations, queries
from linli.domains.estates.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("estates_api", __name__, tag="estates")


@bp.get("/regions")
@allow(Act.READ_REGIONS, GRANTS)
@takes(schemas.RegionsIn, where="query")
@gives(page_of(schemas.RegionOut))
@summary("区划：某一级下面的，或最上面的市")
def list_regions(actor: Actor, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return queries.regions_page(window=Window(query["limit"], query["cursor"]), parent_id=query["parent_id"])


@bp.post("/regions")
@allow(Act.ADD_REGION, GRANTS)
@takes(schemas.RegionIn)
@gives(schemas.RegionOut, 201)
@idempotent()
@summary("新增区划")
def add_region(actor: Actor, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return operations.add_region(**body)


@bp.get("/companies")
@allow(Act.READ_REGIONS, GRANTS)
@takes(schemas.SearchIn, where="query")
@gives(page_of(schemas.CompanyOut))
@summary("物业公司")
def list_companies(actor: Actor, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return queries.companies_page(window=Window(query["limit"], query["cursor"]), search=query["search"])


@bp.post("/companies")
@allow(Act.ADD_COMPANY, GRANTS)
@takes(schemas.CompanyIn)
@gives(schemas.CompanyOut, 201)
@idempotent()
@summary("登记一家物业公司")
def add_company(actor: Actor, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return operations.add_company(**body)


@bp.get("/estates")
@allow(Act.READ_ESTATE, GRANTS)
@takes(schemas.SearchIn, where="query")
@gives(page_of(schemas.EstateOut))
@summary("当前身份能管到的小区")
def list_estates(actor: Actor, query: dict[str, Any]) -> Any:
    window = Window(query["limit"], query["cursor"])
    with seeing_every_estate():  # which estates a company serves is written in the estates' rows
        return queries.estates_page(
            actor.scope, on=day_of(clock.now()), window=window, search=query["search"]
        )


@bp.post("/estates")
@allow(Act.ADD_ESTATE, GRANTS)
@takes(schemas.EstateIn)
@gives(schemas.EstateOut, 201)
@idempotent()
@summary("新增小区")
def add_estate(actor: Actor, body: dict[str, Any]) -> Any:
    return operations.add_estate(within=actor.scope, now=clock.now(), **body)


@bp.get("/estates/<uuid:estate_id>")
@allow(Act.READ_ESTATE, GRANTS)
@gives(schemas.EstateDetailOut)
@summary("一个小区：所在区划、物业公司、房屋数")
def show_estate(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return shown.estate(estate_id)
