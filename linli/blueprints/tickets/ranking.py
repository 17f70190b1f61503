"""The leaderboards (口碑榜) of workers and companies, as a page and for programs."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import render_template

from linli.blueprints.tickets import figures_schemas as schemas
from linli.domains.people.queries import identity
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import figures, ranking
from linli.domains.tickets.queries.figures import By
from linli.domains.tickets.queries.ranking import Leader
from linli.domains.tickets.rules.ratings import RANKED_FROM
from linli.kernel.actors import EVERYWHERE as ALL
from linli.kernel.actors import Actor, Role
from linli.platform import clock
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Api, Pages, allow, gives, summary, takes

pages = Pages("tickets_ranking", __name__)
api = Api("tickets_ranking_api", __name__, tag="tickets")
_MONTH = timedelta(days=30)
_COMPANY = {Role.PROPERTY_MANAGER, Role.COMPANY_HEAD}


@pages.get("/work/e/<uuid:estate_id>/tickets/ranking")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.RankingIn, where="query")
def show(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    lines = leaders(actor, estate_id, by=By.WORKER, months=query["months"], now=clock.now())
    return _page(lines, By.WORKER, [By.WORKER], query["months"], f"/work/e/{estate_id}/tickets/ranking")


@pages.get("/work/tickets/ranking")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.RankingIn, where="query")
def show_everywhere(actor: Actor, query: dict[str, Any]) -> str:
    by, months = _by(actor, query["by"]), query["months"]
    with seeing_every_estate():
        lines = leaders(actor, None, by=by, months=months, now=clock.now())
    ways = [By.WORKER] if actor.role in _COMPANY else [By.COMPANY, By.WORKER]
    return _page(lines, by, ways, months, "/work/tickets/ranking")


@api.get("/estates/<uuid:estate_id>/ticket-ranking")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.RankingIn, where="query")
@gives(schemas.RankingOut)
@summary("小区师傅口碑榜：按威尔逊下限排，样本少的不排名，可疑评价剔除并写明原因")
def read(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    lines = leaders(actor, estate_id, by=By.WORKER, months=query["months"], now=clock.now())
    return {"items": [_plain(*line) for line in lines]}


@api.get("/ticket-ranking")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.RankingIn, where="query")
@gives(schemas.RankingOut)
@summary("辖区物业公司或师傅口碑榜")
def read_everywhere(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    with seeing_every_estate():
        lines = leaders(actor, None, by=_by(actor, query["by"]), months=query["months"], now=clock.now())
    return {"items": [_plain(*line) for line in lines]}


def leaders(
    actor: Actor, estate_id: UUID | None, *, by: By, months: int, now: datetime
) -> list[tuple[str, Leader]]:
    """The lines of a leaderboard with their names."""
    found = ranking.leaders(actor, by, estate_id=estate_id, since=now - months * _MONTH, until=now)
    keys = [one.ranked.key for one in found]
    names: Any = identity.names(keys) if by is By.WORKER else figures.names(by, list(keys), scope=ALL)
    return [(names.get(one.ranked.key, "") or "其他", one) for one in found]


def _by(actor: Actor, asked: By) -> By:
    """A company compares its own workers, not companies."""
    return asked if asked is By.COMPANY and actor.role not in _COMPANY else By.WORKER


def _page(lines: list[tuple[str, Leader]], by: By, ways: list[By], months: int, base: str) -> str:
    return render_template(
        "tickets/ranking.html",
        lines=lines,
        by=by,
        least=RANKED_FROM,
        base=base,
        options=[
            {"label": way.title, "href": f"{base}?by={way}&months={months}", "current": way is by}
            for way in ways
        ],
        spans=[
            {"label": f"近 {one} 个月", "href": f"{base}?by={by}&months={one}", "current": one == months}
            for one in (1, 3, 12)
        ],
    )


def _plain(name: str, one: Leader) -> dict[str, Any]:
    ranked = one.ranked
    return {
        "key": ranked.key,
        "name": name,
        "rank": ranked.rank,
        "satisfied": ranked.satisfied.part,
        "rated": ranked.satisfied.whole,
        "bound": ranked.bound,
        "left_out": [
            {"cause": cause, "reason": cause.title, "count": count} for cause, count in one.left_out.items()
        ],
    }
