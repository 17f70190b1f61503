"""What everybody may read about stars, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.rating import explained as explaining
from linli.blueprints.rating import plots, public_schemas, ranked
from linli.domains.rating.queries import improving
from linli.kernel.actors import Actor
from linli.platform.transactions import narrow
from linli.platform.web import Api, gives, public, summary, takes

bp = Api("rating_public_api", __name__, tag="rating")
YEAR = "/public/estates/<uuid:estate_id>/stars/<int:year>"


@bp.get("/public/stars")
@public
@takes(public_schemas.RankingIn, where="query")
@gives(public_schemas.RankingOut)
@summary("一年的星级榜：市、县区、街道各级排名，同分同名次")
def show_ranking(actor: Actor | None, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    found = ranked.ranking(query)
    moved = found.movement
    return {
        "year": found.year,
        "rated": len(found.rated),
        "rose": found.rose,
        "stars": plots.columns(moved.stars, moved.stars_before) if moved else [],
        "items": found.shown,
        "next": found.next,
    }


@bp.get(YEAR)
@public
@gives(public_schemas.YearOut)
@summary("小区一年已公布的全部指标，每一项都写明算法、来源、时间和负责人")
def show_year(actor: Actor | None, estate_id: UUID, year: int) -> dict[str, Any]:  # noqa: ARG001
    of = improving.confirmed(estate_id=estate_id, year=year)
    narrow(estate_id)
    assert of.result is not None
    full = explaining.explained(of)
    return {
        "year": of.year,
        "stars": of.result["stars"],
        "total": of.result["total"],
        "star_how": full.star,
        "total_how": full.total,
        "lines": full.rows,
    }


@bp.get(f"{YEAR}/ways")
@public
@gives(public_schemas.WaysOut)
@summary("离下一星还差什么，容易做的在前")
def show_ways(actor: Actor | None, estate_id: UUID, year: int) -> dict[str, Any]:  # noqa: ARG001
    of = improving.confirmed(estate_id=estate_id, year=year)
    narrow(estate_id)
    plan = improving.plan(of)
    return {
        "stars": plan.stars if plan else None,
        "short": plan.short if plan else 0,
        "enough": plan.enough if plan else 0,
        "items": plan.ways if plan else improving.ways(of),
    }
