"""How the people who take part are named to one another."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from linli.domains.deliberation.models import Speaker
from linli.domains.deliberation.queries import settings
from linli.domains.deliberation.rules.naming import GONE, Byname, Honorific, NameStyle, shown_name
from linli.domains.people.queries import identity
from linli.kernel.actors import RESIDENTS, Role
from linli.platform.db import db

Author = tuple[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class Names:
    """The shown names of some authors, each in the role in which they spoke."""

    of_neighbours: Mapping[uuid.UUID, str]
    of_staff: Mapping[uuid.UUID, str]

    def of(self, account_id: uuid.UUID, role: str) -> str:
        """3 幢 李女士 for a neighbour; office and name for whoever spoke in an office."""
        if Role(role) in RESIDENTS:
            return self.of_neighbours.get(account_id, "邻居")
        return f"{Role(role).title} {self.of_staff.get(account_id, '')}".strip()


def speaker(estate_id: uuid.UUID, account_id: uuid.UUID) -> Speaker | None:
    """How somebody is named here; None who never said anything."""
    return db.session.scalar(select(Speaker).filter_by(estate_id=estate_id, account_id=account_id))


def names(estate_id: uuid.UUID, authors: Collection[Author], *, now: datetime) -> Names:
    """The names of several authors at once, by the estate's rule of today (DL-20)."""
    style = settings.rules(estate_id, now=now).names
    neighbours = {account_id for account_id, role in authors if Role(role) in RESIDENTS}
    staff = {account_id for account_id, role in authors if Role(role) not in RESIDENTS}
    found = db.session.scalars(
        select(Speaker).where(Speaker.estate_id == estate_id, Speaker.account_id.in_(neighbours))
    )
    return Names(
        {one.account_id: name_of(one, style) for one in found}, identity.names(sorted(staff)) if staff else {}
    )


def name_of(found: Speaker, style: NameStyle) -> str:
    """One neighbour's name in a style."""
    if found.gone:
        return GONE
    byname = Byname(found.building, found.surname, Honorific(found.honorific), found.tie, found.nickname)
    return shown_name(byname, style)
