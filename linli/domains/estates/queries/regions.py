"""The way up the tree of regions."""

import uuid

from linli.domains.estates.models import Region
from linli.platform.db import db


def above(region_id: uuid.UUID | None) -> list[uuid.UUID]:
    """A region and those above it, up to the city; nothing where it is none."""
    found = []
    while region_id is not None and (one := db.session.get(Region, region_id)) is not None:
        found.append(one.id)
        region_id = one.parent_id
    return found
