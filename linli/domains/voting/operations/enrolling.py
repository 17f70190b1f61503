"""Writing the roll down: in a new version whenever anything in it has changed, never over an old one."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from linli.domains.voting.errors import RollInDoubt
from linli.domains.voting.models import RollEntry, RollOwner, RollUnit, RollVersion, Vote
from linli.domains.voting.queries import deliveries, rolls
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.roll import Doubt, Head, Roll, with_deliveries
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform.db import db

_SHOWN = 20


def enroll(
    *,
    vote: Vote,
    rules: VotingRules,
    reason: str,
    now: datetime,
    on: date | None = None,
    made_by: uuid.UUID | None = None,
) -> RollVersion:
    """The roll of today, or of another day, as the vote's roll in force. Raises RollInDoubt (NN-04)."""
    roll = rolls.preview(vote, rules, on=on or day_of(now))
    check_certain(roll.doubts)
    return keep(vote=vote, roll=roll, reason=reason, now=now, made_by=made_by)


def keep(
    *, vote: Vote, roll: Roll, reason: str, now: datetime, made_by: uuid.UUID | None = None
) -> RollVersion:
    """A roll as the vote's roll in force; one that says the same as the last makes no new version.

    Whatever it was made from, it says who has the ballot in hand by the ledger of delivery.
    """
    roll, earlier = with_deliveries(roll, deliveries.delivered(vote)), rolls.versions(vote)
    if earlier and earlier[0].content_hash == roll.content_hash:
        return earlier[0]
    version = RollVersion(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        version=earlier[0].version + 1 if earlier else 1,
        reason=reason,
        made_at=now,
        heads=roll.weight.heads,
        area=roll.weight.area,
        fingerprint=roll.fingerprint,
        content_hash=roll.content_hash,
        warnings=list(roll.warnings),
        made_by=made_by,
    )
    db.session.add(version)
    db.session.flush()
    _write(version, roll)
    vote.roll_id = version.id
    db.session.flush()
    return version


def enter_deliveries(*, vote: Vote, now: datetime) -> None:
    """At the close: what was delivered while the vote was open goes into the roll's last version (NN-06)."""
    if deliveries.delivered(vote):
        keep(vote=vote, roll=rolls.frozen(vote), reason="截止时写入送达登记", now=now)


def check_certain(doubts: tuple[Doubt, ...]) -> None:
    """Raises RollInDoubt where any unit is in doubt."""
    if doubts:
        named = "；".join(f"{one.label}{one.reason}" for one in doubts[:_SHOWN])
        raise RollInDoubt(f"名册里有 {len(doubts)} 套房屋不确定，请先补齐：{named}。")


def _write(version: RollVersion, roll: Roll) -> None:
    entries: list[dict[str, Any]] = []
    owners: list[dict[str, Any]] = []
    units: list[dict[str, Any]] = []
    for head in roll.heads:
        entry_id = new_id()
        shared: dict[str, Any] = {"estate_id": version.estate_id, "roll_id": version.id}
        entries.append(shared | {"id": entry_id} | _row(head))
        owners += [shared | {"id": new_id(), "entry_id": entry_id, "owner_id": one} for one in head.owner_ids]
        units += [
            shared
            | {
                "id": new_id(),
                "entry_id": entry_id,
                "unit_id": unit.unit_id,
                "building_id": unit.building_id,
                "area": unit.floor_area,
            }
            for unit in head.units
        ]
    for kind, rows in ((RollEntry, entries), (RollOwner, owners), (RollUnit, units)):
        if rows:
            db.session.execute(insert(kind), rows)


def _row(head: Head) -> dict[str, Any]:
    return {
        "voter_no": head.voter_no,
        "area": head.area,
        "delivered": head.delivered,
        "developer": head.developer,
        "label": head.label,
        "units": len(head.units),
    }
