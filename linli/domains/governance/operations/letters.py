"""The daily letter: whoever is responsible hears once a day that something failed, and nothing when nothing did."""

import uuid
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.governance.models import GovernanceParcel
from linli.domains.governance.ports import Letters
from linli.domains.governance.rules.states import Parcel
from linli.domains.people.queries import staff
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.ports import use


def write_letters(*, now: datetime) -> int:
    """One letter to each officer with failed messages in their estates (GI-19). Returns how many got one."""
    rows = db.session.execute(
        select(GovernanceParcel.estate_id, func.count())
        .where(GovernanceParcel.state == Parcel.DEAD)
        .group_by(GovernanceParcel.estate_id)
        .order_by(GovernanceParcel.estate_id)
    ).all()
    failed: dict[uuid.UUID, tuple[uuid.UUID, int]] = {}
    for estate_id, count in rows:
        people = staff.staff_of(estate_id, roles=(Role.COMMUNITY_OFFICER,), on=day_of(now), now=now)
        for account_id in {person.account_id for person in people}:
            first, before = failed.get(account_id, (estate_id, 0))
            failed[account_id] = (first, before + count)
    for account_id, (estate_id, count) in failed.items():
        use(Letters).failures(estate_id=estate_id, account_ids=[account_id], count=count, now=now)
    return len(failed)
