"""The smallest places a test can stand on."""

import itertools
from datetime import date

from linli.domains.estates import operations
from linli.domains.estates.rules import AreaSource, Delivery, RegionLevel, UnitKind
from linli.platform import clock

_count = itertools.count(1)


def region(name=None, *, level=RegionLevel.COMMUNITY, parent_id=None):
    """A region with everything above it."""
    order = list(RegionLevel)
    if parent_id is None and level is not RegionLevel.CITY:
        parent_id = region(level=order[order.index(level) - 1]).id
    return operations.add_region(
        name=name or f"{level.title}{next(_count)}", level=level, parent_id=parent_id
    )


def estate(name=None, *, community=None):
    """An estate in a community of its own, or in the one given."""
    community = community or region()
    return operations.add_estate(
        name=name or f"小区{next(_count)}", community_id=community.id, now=clock.now()
    )


def building(estate, name=None):
    return operations.add_building(estate_id=estate.id, name=name or f"{next(_count)}幢")


def unit(
    estate, label=None, *, area=10000, kind=UnitKind.RESIDENTIAL, delivery=Delivery.DELIVERED, building=None
):
    """A unit of 100.00 ㎡ by the register."""
    number = next(_count)
    return operations.add_unit(
        estate_id=estate.id,
        label=label or f"{number}室",
        room=str(number),
        kind=kind,
        delivery=delivery,
        floor_area=area,
        area_source=AreaSource.REGISTER if area else None,
        building_id=building.id if building else None,
    )


def company(name=None):
    return operations.add_company(name=name or f"物业公司{next(_count)}")


def contract(estate, company, *, since_on=date(2025, 1, 1), until_on=None):
    return operations.engage_company(
        estate_id=estate.id, company_id=company.id, since_on=since_on, until_on=until_on, now=clock.now()
    )
