"""Collection rates over the estates of a company or a region: the sum, the regions below, each estate (NN-30)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields

from linli.blueprints.fees import rates_table
from linli.blueprints.fees.arrears_api import term_asked
from linli.blueprints.fees.arrears_schemas import RatesFileQueryIn, RatesOut, RatesQueryIn
from linli.domains.estates import queries as estates
from linli.domains.fees.permissions import GRANTS, OVERSEERS, READERS, Act
from linli.domains.fees.queries import rates
from linli.domains.fees.queries.rates import Term
from linli.domains.fees.rules.arrears import LEAST_SHOWN, Rates
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Api, Form, Out, Pages, WindowIn, allow, gives, summary, takes

bp = Pages("fees_rates", __name__)
api = Api("fees_rates_api", __name__, tag="fees")
HERE = "/work/collection-rates"
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """An estate with its rates; none for outsiders where so few households are counted that one is told apart."""

    id: UUID
    name: str
    rates: Rates | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All estates of a scope together, the regions below, and one page of the estates."""

    total: Rates
    regions: list[tuple[str, Rates]]
    estates: Page[Place]


class CompareQueryIn(RatesQueryIn, WindowIn):
    """Which days, which page."""


class ComparePageIn(RatesFileQueryIn, WindowIn):
    """The same, as a page or as a table."""


class PlaceOut(Out):
    """An estate's rates; none where too few households are counted."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    rates = fields.Nested(RatesOut, required=True, allow_none=True)


class RegionOut(Out):
    """A region's rates."""

    name = fields.String(required=True)
    rates = fields.Nested(RatesOut, required=True)


class ComparisonOut(Out):
    """Rates of all, of the regions below, and of one page of estates."""

    total = fields.Nested(RatesOut, required=True)
    regions = fields.List(fields.Nested(RegionOut), required=True)
    estates = fields.List(fields.Nested(PlaceOut), required=True)
    next = fields.String(required=True, allow_none=True)


@api.get("/collection-rates")
@allow(Act.COMPARE_RATES, GRANTS)
@takes(CompareQueryIn, where="query")
@gives(ComparisonOut)
@summary("公司或辖区内各小区的收缴率，按金额和按户数")
def read_rates(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    found = compared(actor, term_asked(query), Window(query["limit"], query["cursor"]))
    return {
        "total": found.total,
        "regions": [{"name": name, "rates": one} for name, one in found.regions],
        "estates": found.estates.items,
        "next": found.estates.next,
    }


@bp.get(HERE)
@allow(Act.COMPARE_RATES, GRANTS)
@takes(ComparePageIn, where="query")
def show_rates(actor: Actor, query: dict[str, Any]) -> ResponseReturnValue:
    term = term_asked(query)
    if query["file"]:
        whole = compared(actor, term, Window(_MOST))
        rows: list[tuple[str, Rates | None]] = [("合计", whole.total)]
        rows += [(f"{name}（小计）", one) for name, one in whole.regions]
        rows += [(one.name, one.rates) for one in whole.estates.items]
        return rates_table.file(term, "小区", rows)
    found = compared(actor, term, Window(query["limit"], query["cursor"]))
    days = {"since_on": term.since_on, "until_on": term.until_on}
    return render_template(
        "fees/rates_compared.html",
        found=found,
        term=term,
        form=Form({name: day.isoformat() for name, day in days.items()}),
        days=urlencode(days),
        may_open=actor.role in READERS,
        next=found.estates.next and f"{HERE}?{urlencode(days | {'cursor': found.estates.next})}",
    )


def compared(actor: Actor, term: Term, window: Window) -> Comparison:
    """The rates of everything the actor's scope covers today."""
    assert actor.role in OVERSEERS
    on = day_of(clock.now())
    with seeing_every_estate():  # the door has let in whoever answers for these estates
        some = estates.estates_page(actor.scope, on=on, window=window)
        of_each = rates.of_estates(term, [one.id for one in some.items])
        return Comparison(
            total=rates.of_scope(term, actor.scope, on=on),
            regions=rates.of_regions(term, actor.scope, on=on),
            estates=Page(
                [Place(one.id, one.name, _told(actor, of_each.get(one.id, Rates()))) for one in some.items],
                some.next,
            ),
        )


def _told(actor: Actor, found: Rates) -> Rates | None:
    few = 0 < max(found.current.households, found.overdue.households) < LEAST_SHOWN
    return None if few and actor.role not in READERS else found
