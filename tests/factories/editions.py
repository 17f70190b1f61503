"""What the city's office makes for a rating: a catalogue in drafting, a community on another scale."""

from linli.domains.estates import queries as estates
from linli.domains.rating.operations import drafting, scaling
from linli.domains.rating.queries import catalogues, datasets, scales
from linli.domains.rating.rules.editions import Line
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform import clock


def everything(estate_id, *, city_officer_id):
    """A copy of the catalogue for years to come with a line changed, and a filled-in index; their ids."""
    place, now = estates.estate(estate_id=estate_id), clock.now()
    officer = Actor(city_officer_id, Role.CITY_OFFICER, Scope(ScopeKind.CITY, place.city_id))
    since = (
        max([day_of(now).year + 2, *(one.since for one in catalogues.editions())]) + 1
    )  # two years are planned
    of = drafting.copy_year(
        actor=officer, of_year=day_of(now).year, since=since, version=f"{since} 年版", now=now
    )
    line = Line(max="2", grades={"value": "LIN(60→0, 95→2)"})
    drafting.change_line(of=of, code="B04", line=line, now=now)
    spot = scales.spot(officer, scale="silver_2024", region_id=place.community_id, year=day_of(now).year)
    scaling.fill(actor=officer, of=spot, typed={"H1": Typed(values={"value": "88"})}, now=now)
    return {"edition": of.id, "community": place.community_id, "data_set": datasets.runs()[0].id}
