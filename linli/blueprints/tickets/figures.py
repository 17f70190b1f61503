"""The figures of work orders as a page and for programs: of one estate, or of everything in reach."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import figures_schemas as schemas
from linli.blueprints.tickets import figures_shown as showing
from linli.blueprints.tickets import later
from linli.blueprints.tickets.figures_shown import Shown
from linli.blueprints.tickets.figures_table import workbook
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import figures
from linli.domains.tickets.queries.figures import Figures
from linli.domains.tickets.rules.figures import Measure
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.spreadsheets import XLSX
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Api, Pages, allow, gives, page_of, summary, takes
from linli.platform.web.papers import download

pages = Pages("tickets_figures", __name__)
api = Api("tickets_figures_api", __name__, tag="tickets")
HERE, EVERYWHERE = "/work/e/<uuid:estate_id>/tickets/figures", "/work/tickets/figures"


@pages.get(HERE)
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.FiguresIn, where="query")
def show(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    found = showing.shown(actor, estate_id, now=clock.now(), **query)
    after = later.figure(actor, estate_id, query["month"])
    return _page(found, f"/work/e/{estate_id}/tickets/figures", after)


@pages.get(EVERYWHERE)
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.FiguresIn, where="query")
def show_everywhere(actor: Actor, query: dict[str, Any]) -> str:
    with seeing_every_estate():
        found = showing.shown(actor, None, now=clock.now(), **query)
        after = later.figure(actor, None, query["month"])
    return _page(found, "/work/tickets/figures", after)


@pages.get(f"{HERE}.xlsx")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.FiguresIn, where="query")
def download_table(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _table(showing.shown(actor, estate_id, now=clock.now(), **query))


@pages.get(f"{EVERYWHERE}.xlsx")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.FiguresIn, where="query")
def download_table_everywhere(actor: Actor, query: dict[str, Any]) -> ResponseReturnValue:
    with seeing_every_estate():
        return _table(showing.shown(actor, None, now=clock.now(), **query))


@pages.get(f"{HERE}/tickets")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.BehindIn, where="query")
def show_behind(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    return _behind_page(query, behind(actor, estate_id, query), f"/work/e/{estate_id}/tickets/figures")


@pages.get(f"{EVERYWHERE}/tickets")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.BehindIn, where="query")
def show_behind_everywhere(actor: Actor, query: dict[str, Any]) -> str:
    with seeing_every_estate():
        return _behind_page(query, behind(actor, None, query), "/work/tickets/figures")


@api.get("/estates/<uuid:estate_id>/ticket-figures")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.FiguresIn, where="query")
@gives(schemas.FiguresOut)
@summary("小区一个月的工单指标，每个都带分子分母")
def read(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    return _plain(showing.shown(actor, estate_id, now=clock.now(), **query))


@api.get("/ticket-figures")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.FiguresIn, where="query")
@gives(schemas.FiguresOut)
@summary("辖区或公司一个月的工单指标，可按街道、小区、公司、类别拆分")
def read_everywhere(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    with seeing_every_estate():
        return _plain(showing.shown(actor, None, now=clock.now(), **query))


@api.get("/estates/<uuid:estate_id>/ticket-figures/tickets")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.BehindIn, where="query")
@gives(page_of(schemas.BehindOut))
@summary("一个指标背后的工单，件数和指标一致")
def read_behind(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Ticket]:
    return behind(actor, estate_id, query)


@api.get("/ticket-figures/tickets")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.BehindIn, where="query")
@gives(page_of(schemas.BehindOut))
@summary("辖区一个指标背后的工单")
def read_behind_everywhere(actor: Actor, query: dict[str, Any]) -> Page[Ticket]:
    with seeing_every_estate():
        return behind(actor, None, query)


def behind(actor: Actor, estate_id: UUID | None, query: dict[str, Any]) -> Page[Ticket]:
    """The tickets that a number of one month counts."""
    by = query["by"] if query["by"] in showing.ways_of(actor, estate_id) else None
    only = {by: showing.key_of(by, query["key"])} if by else {}
    cut = showing.cut_of(actor, estate_id, month=query["month"], now=clock.now(), months=1, only=only)
    window = Window(query["limit"], query["cursor"])
    return figures.behind(cut, query["measure"], query["side"], window=window)


def _table(found: Shown) -> ResponseReturnValue:
    return download(workbook(found), XLSX, f"工单指标-{found.month:%Y-%m}.xlsx")


def _page(found: Shown, base: str, later_on: dict[str, Any]) -> str:
    before, after = showing.neighbours(found.month)
    return render_template(
        "tickets/figures.html",
        found=found,
        later=later_on,
        base=base,
        measures=list(Measure),
        columns=showing.SHOWN,
        drawn=showing.DRAWN,
        options=[
            {
                "label": f"按{way.title}",
                "href": f"{base}?month={found.month:%Y-%m}&by={way}",
                "current": way is found.by,
            }
            for way in found.ways
        ],
        before=f"{base}?month={before}&by={found.by}",
        after=f"{base}?month={after}&by={found.by}" if found.past else None,
        link=showing.link,
    )


def _behind_page(query: dict[str, Any], found: Page[Ticket], base: str) -> str:
    asked = {name: str(value) for name, value in query.items() if value and name not in {"cursor", "limit"}}
    return render_template(
        "tickets/figures_behind.html",
        tickets=showing.across(found.items),
        measure=query["measure"],
        side=query["side"],
        base=base,
        back=f"{base}?{urlencode([(name, asked[name]) for name in ('month', 'by') if name in asked])}",
        next=found.next and f"{base}/tickets?{urlencode(asked | {'cursor': found.next})}",
    )


def _plain(found: Shown) -> dict[str, Any]:
    return {
        "month": f"{found.month:%Y-%m}",
        "as_of": found.as_of,
        "by": found.by,
        "total": _shares(found.total),
        "parts": [
            {"key": part.key, "name": part.name, "figures": _shares(part.figures)} for part in found.parts
        ],
    }


def _shares(counted: Figures) -> list[dict[str, Any]]:
    return [
        {
            "measure": measure,
            "title": measure.title,
            "part": share.part,
            "whole": share.whole,
            "percent": share.percent,
        }
        for measure, share in counted.items()
    ]
