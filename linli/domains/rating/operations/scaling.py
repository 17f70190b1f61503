"""Filling in another scale for a community: the same grading words, the same engine, another catalogue."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linli.domains.rating.errors import BadEntry
from linli.domains.rating.models import ScaleReading
from linli.domains.rating.queries import scales
from linli.domains.rating.queries.scales import Spot
from linli.domains.rating.rules import states
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def fill(*, actor: Actor, of: Spot, typed: Mapping[str, Typed], now: datetime) -> ScaleReading:
    """Write down a community's year on a scale; what is open is not zero: there is no colour yet. Raises BadEntry."""
    entries = _read(of, typed)
    made_of = scales.result(of.scale.catalogue, entries)
    band = scales.band(of.scale.catalogue, made_of.stars)
    made = ScaleReading(
        scale=of.scale.name,
        version=of.scale.catalogue.version,
        region_id=of.region_id,
        year=of.year,
        entries=entries,
        result={
            "total": made_of.total,
            "stars": made_of.stars,
            "kind": "" if made_of.open else made_of.kind,
            "colour": "" if made_of.open else band.colour,
            "open": len(made_of.open),
            "areas": [
                {"code": area.code, "name": area.name, "score": area.score, "max": area.max}
                for area in made_of.areas
            ],
            "points": dict(made_of.points),
        },
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "rating:scale:fill", object_kind="scale_reading", object_id=made.id, scale=made.scale, year=made.year
    )
    return made


def _read(of: Spot, typed: Mapping[str, Typed]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for code, one in typed.items():
        indicator = of.scale.catalogue.indicator(code)
        if indicator is None:
            errors[code] = ["指标目录里没有这一项。"]
        elif not one.blank:
            try:
                found = states.read(indicator, one)
            except BadEntry as no:
                errors |= no.field_errors
                continue
            entries[code] = {
                "values": dict(found.values),
                "zeroed": found.zeroed,
                "applies": found.applies,
                "evidence": one.evidence,
            }
    if errors:
        raise BadEntry(field_errors=errors)
    return entries
