"""A case with the governance platform in each way that a page can show."""

from datetime import timedelta

from linli.domains.governance.models import (
    GovernanceCategory,
    GovernanceDifference,
    GovernanceParcel,
    GovernanceTry,
    GovernanceUpdate,
)
from linli.domains.governance.operations import cases, sending
from linli.domains.governance.rules.pairing import What
from linli.domains.governance.rules.states import Kind, Parcel, Sending
from linli.platform.db import db


def some(ticket, *, now):
    """A message that failed after an hour, an update with a state nobody agreed on, and a difference."""
    found = cases.consider(ticket=ticket, now=now)
    found.state, found.sent_at, found.heard_at, found.reason = (
        Sending.SENDING,
        now,
        now,
        "居民反映多次，社区要求上报",
    )
    done = cases.put(found, Kind.CASE, {"photos": []}, now)
    dead = cases.put(found, Kind.URGE, {"at": now.isoformat()}, now)
    done.state, done.tries, done.done_at, done.due_at = Parcel.DONE, 2, now, None
    dead.state, dead.tries, dead.due_at, dead.last_error = Parcel.DEAD, 1, None, "400 字段不符合要求"
    for parcel, arrived, reason in (
        (done, False, "503"),
        (done, True, ""),
        (dead, False, "400 字段不符合要求"),
    ):
        db.session.add(
            GovernanceTry(
                estate_id=found.estate_id, parcel_id=parcel.id, at=now - timedelta(hours=1) if reason == "503" else now,
                arrived=arrived, status=int(reason[:3]) if reason else 200, reason=reason,
            )
        )  # fmt: skip
    sending.number(found, f"QZ{ticket.id.hex[-10:]}", now=now)
    for version, (state, words) in enumerate((("20", ""), ("40", "已派员到现场"), ("93", "移送上级部门")), 1):
        db.session.add(
            GovernanceUpdate(
                estate_id=found.estate_id, case_id=found.id, update_id=f"{found.external_id}-{version}",
                version=version, state=state, number=found.number, words=words, said_at=now, heard_at=now, way="fetch",
            )
        )  # fmt: skip
    found.version, found.meaning, found.outside_title, found.unknown_state = 3, "handling", "处置中", "93"
    db.session.add(
        GovernanceDifference(
            estate_id=found.estate_id, ticket_id=found.ticket_id, what=What.MISSING_THERE,
            external_id=found.external_id, detail=found.number, found_at=now,
        )
    )  # fmt: skip
    db.session.add(
        GovernanceDifference(
            estate_id=None, what=What.MISSING_HERE, external_id="LL-陌生", detail="XZ-7", found_at=now
        )
    )
    db.session.merge(
        GovernanceCategory(code="0777", title="无人机扰民", first_seen_at=now, seen_at=now, gone_at=None)
    )
    db.session.flush()
    return found, db.session.get_one(GovernanceParcel, (found.estate_id, dead.id))
