"""A result as a sheet keeps it: plain whole numbers and texts that everybody may read."""

from typing import Any

from linli.domains.rating.rules import scoring
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.scoring import Result


def kept(catalogue: Catalogue, result: Result) -> dict[str, Any]:
    """The total, the areas, every indicator's points, and what the next star asks for; points in hundredths."""
    missing = scoring.missing(catalogue, result)
    return {
        "total": result.total,
        "stars": result.stars,
        "kind": result.kind,
        "vetoed": result.vetoed,
        "kept_up": result.kept_up,
        "satisfaction": result.satisfaction,
        "areas": [
            {"code": area.code, "name": area.name, "score": area.score, "max": area.max}
            for area in result.areas
        ],
        "points": dict(result.points),
        "missing": None
        if missing is None
        else {
            "stars": missing.stars,
            "points": missing.points,
            "satisfaction": missing.satisfaction,
            "vetoed": missing.vetoed,
            "losses": [{"code": one.code, "name": one.name, "points": lost} for one, lost in missing.losses],
        },
    }
