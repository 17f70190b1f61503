"""Places as answers and pages show them."""

from typing import Any
from uuid import UUID

from linli.domains.estates import queries
from linli.domains.estates.rules import Feature
from linli.kernel.times import day_of
from linli.platform import clock

_ESTATE = ("id", "name", "address", "community_id", "street_id", "county_id", "city_id")


def estate(estate_id: UUID) -> dict[str, Any]:
    """An estate with the names round it, the company in charge and how many units it has."""
    found, today = queries.estate(estate_id=estate_id), day_of(clock.now())
    round_it, company = queries.surroundings(estate_id), queries.company_serving(estate_id, on=today)
    return {
        **{name: getattr(found, name) for name in _ESTATE},
        "city": round_it.city,
        "county": round_it.county,
        "street": round_it.street,
        "community": round_it.community,
        "company_id": company.id if company else None,
        "company": company.name if company else "",
        "units": queries.count_units(estate_id),
        "features_off": sorted(queries.features_off(estate_id, on=today)),
    }


def buildings(estate_id: UUID) -> list[dict[str, Any]]:
    """The buildings in their order, each with its stairwells."""
    entrances = queries.entrances(estate_id)
    return [
        {
            "id": one.id,
            "name": one.name,
            "phase": one.phase,
            "position": one.position,
            "entrances": [door for door in entrances if door.building_id == one.id],
        }
        for one in queries.buildings(estate_id)
    ]


def contracts(estate_id: UUID) -> list[dict[str, Any]]:
    """The contracts with the companies' names."""
    return [
        {
            "id": contract.id,
            "company_id": contract.company_id,
            "company": name,
            "since_on": contract.since_on,
            "until_on": contract.until_on,
        }
        for contract, name in queries.contracts(estate_id)
    ]


def features(estate_id: UUID) -> list[dict[str, Any]]:
    """Every part of the platform that can be switched off, and whether it is on today."""
    off = queries.features_off(estate_id, on=day_of(clock.now()))
    return [{"name": str(one), "title": one.title, "on": one not in off} for one in Feature]
