"""The roll as residents and the public see it: oneself in full, others masked; for the public by building only."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.voting.models import RollEntry, RollOwner, RollUnit, Vote
from linli.domains.voting.queries import rolls
from linli.domains.voting.rules.majority import Weight
from linli.domains.voting.rules.shielding import Part, shielded
from linli.platform.db import db
from linli.platform.paging import Page, Window


@dataclass(frozen=True, slots=True)
class Line:
    """One voter as the published roll shows it. Area in 0.01 ㎡."""

    voter_no: str
    label: str
    names: str
    area: int
    mine: bool


def lines_page(found: Vote, account_id: uuid.UUID, *, window: Window) -> Page[Line]:
    """A page of the roll in force: the account's own voters in full, of others a masked name and the area."""
    page = rolls.entries_page(found, window=window)
    return Page(_lines(found, page.items, account_id), page.next)


def own_lines(found: Vote, account_id: uuid.UUID) -> list[Line]:
    """The account's own voters, wherever in the roll they stand."""
    return _lines(found, rolls.my_entries(found, account_id), account_id)


def _lines(found: Vote, entries: Sequence[RollEntry], account_id: uuid.UUID) -> list[Line]:
    owners: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    rows = db.session.execute(
        select(RollOwner.entry_id, RollOwner.owner_id).where(
            RollOwner.estate_id == found.estate_id, RollOwner.entry_id.in_([one.id for one in entries])
        )
    )
    for row in rows:
        owners[row.entry_id].append(row.owner_id)
    views = register.owner_views(found.estate_id, sorted({one for ids in owners.values() for one in ids}))
    lines = []
    for entry in entries:
        known = [views[one] for one in owners[entry.id] if one in views]
        mine = any(view.account_id == account_id for view in known)
        names = [view.name if mine else view.shown for view in known]
        lines.append(Line(entry.voter_no, entry.label, "、".join(names), entry.area, mine))
    return lines


def by_building(found: Vote) -> Sequence[Part]:
    """Heads and area of each building, small ones joined so that none points at a household."""
    voters = (
        select(
            RollUnit.building_id,
            func.sum(RollUnit.area).label("area"),
            func.row_number()
            .over(partition_by=RollUnit.entry_id, order_by=RollUnit.building_id)
            .label("place"),
        )
        .where(RollUnit.estate_id == found.estate_id, RollUnit.roll_id == found.roll_id)
        .group_by(RollUnit.building_id, RollUnit.entry_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            voters.c.building_id,
            func.count(),
            func.sum(voters.c.area),
            func.sum(case((voters.c.place == 1, 1), else_=0)),
        ).group_by(voters.c.building_id)
    )
    sums = {row[0]: [int(one) for one in row[1:]] for row in rows}
    names = [(one.id, one.name) for one in estates.buildings(found.estate_id)]
    return shielded(
        [
            Part(name, Weight(), Weight(sums[building_id][0], sums[building_id][1]), sums[building_id][2])
            for building_id, name in [*names, (None, "未分楼幢")]
            if building_id in sums
        ]
    )
