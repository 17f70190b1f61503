"""A city's catalogues for programs: copied, edited, compared, tried on last year's data, published."""

from typing import Any

from linli.blueprints.rating import catalogue_schemas as schemas
from linli.domains.rating.models import CatalogueEdition
from linli.domains.rating.operations import drafting
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import catalogues, effects
from linli.domains.rating.queries.effects import Effects
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("rating_catalogue_api", __name__, tag="rating")
ALL = "/rating-catalogues"
ONE = f"{ALL}/<uuid:edition_id>"


@bp.get(ALL)
@allow(Act.READ_CATALOGUE, GRANTS)
@gives(schemas.CataloguesOut)
@summary("指标目录：哪一年起用哪一份，本市起草过哪些")
def list_editions(actor: Actor) -> dict[str, Any]:  # noqa: ARG001
    used = [
        {"since": since, "name": name, "version": one.version} for since, name, one in catalogues.in_force()
    ]
    return {"in_force": used, "editions": catalogues.editions()}


@bp.post(ALL)
@allow(Act.EDIT_CATALOGUE, GRANTS)
@takes(schemas.CopyIn)
@gives(schemas.EditionDetailOut, 201)
@idempotent()
@summary("照某一年的目录另起一份")
def copy_year(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    return detail(drafting.copy_year(actor=actor, now=clock.now(), **body))


def detail(of: CatalogueEdition) -> dict[str, Any]:
    """An edition as programs read it."""
    return {
        "edition": of,
        "content": of.content,
        "problem": catalogues.problem(of),
        "differences": catalogues.differences(of),
    }


@bp.get(ONE)
@allow(Act.READ_CATALOGUE, GRANTS, on=catalogues.edition)
@gives(schemas.EditionDetailOut)
@summary("一份目录：内容、和原来的差别、还不能发布的原因")
def show_edition(actor: Actor, of: CatalogueEdition) -> dict[str, Any]:  # noqa: ARG001
    return detail(of)


@bp.put(f"{ONE}/indicators/<code>")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@takes(schemas.LineIn)
@gives(schemas.EditionDetailOut)
@summary("改一项指标的满分、评分词、不适用情形")
def change_line(actor: Actor, of: CatalogueEdition, code: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    drafting.change_line(of=of, code=code, line=schemas.line(body), now=clock.now())
    return detail(of)


@bp.delete(f"{ONE}/indicators/<code>")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@gives(schemas.EditionDetailOut)
@summary("删去一项指标；代码以后也不能改作他用")
def drop_line(actor: Actor, of: CatalogueEdition, code: str) -> dict[str, Any]:  # noqa: ARG001
    drafting.drop_line(of=of, code=code, now=clock.now())
    return detail(of)


@bp.post(f"{ONE}/indicators")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@takes(schemas.NewLineIn)
@gives(schemas.EditionDetailOut, 201)
@idempotent()
@summary("新增一项指标，用没有用过的代码")
def add_line(actor: Actor, of: CatalogueEdition, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    drafting.add_line(of=of, line=schemas.new_line(body), now=clock.now())
    return detail(of)


@bp.put(f"{ONE}/areas/<code>")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@takes(schemas.AreaIn)
@gives(schemas.EditionDetailOut)
@summary("改一个方面的满分")
def change_area(actor: Actor, of: CatalogueEdition, code: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    drafting.change_area(of=of, code=code, most=body["max"], now=clock.now())
    return detail(of)


@bp.get(f"{ONE}/effect")
@allow(Act.READ_CATALOGUE, GRANTS, on=catalogues.edition)
@takes(schemas.EffectIn, where="query")
@gives(schemas.EffectsOut)
@summary("这份目录用在某一年的数据上，各小区的总分和星级会怎样")
def show_effect(actor: Actor, of: CatalogueEdition, query: dict[str, Any]) -> Effects:  # noqa: ARG001
    return effects.effects(catalogues.as_drafted(of), query["year"])


@bp.post(f"{ONE}/publication")
@allow(Act.PUBLISH_CATALOGUE, GRANTS, on=catalogues.edition)
@gives(schemas.EditionDetailOut)
@idempotent()
@summary("发布一份目录；起草的人不能自己发布")
def publish(actor: Actor, of: CatalogueEdition) -> dict[str, Any]:
    drafting.publish(actor=actor, of=of, now=clock.now())
    return detail(of)
