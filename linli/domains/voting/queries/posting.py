"""The roll as it hangs on the board: every voter, in the order of the houses, with family names only."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from linli.domains.people.queries import register
from linli.domains.voting.models import RollEntry, RollOwner, Vote
from linli.kernel.text import in_order
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class RollLine:
    """One voter of a roll as it is posted: of the owners' names only the family name. Area in 0.01 ㎡."""

    voter_no: str
    label: str
    owners: str
    units: int
    area: int


def posted(found: Vote) -> list[RollLine]:
    """The whole roll in force in the order of the houses, for the board and for the file."""
    entries = db.session.scalars(
        select(RollEntry).where(RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id)
    ).all()
    names = register.owner_views(found.estate_id)
    owners: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in db.session.execute(
        select(RollOwner.entry_id, RollOwner.owner_id).filter_by(
            estate_id=found.estate_id, roll_id=found.roll_id
        )
    ):
        owners[row.entry_id].append(names[row.owner_id].shown)
    lines = [
        RollLine(one.voter_no, one.label, "、".join(sorted(owners[one.id])), one.units, one.area)
        for one in entries
    ]
    return sorted(lines, key=lambda line: in_order(line.label))
