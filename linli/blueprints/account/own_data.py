"""Everything that the platform holds of one person: each room adds its part."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from linli.domains.estates import queries as estates
from linli.domains.people.models import Account, SignedIn
from linli.domains.people.operations import sign_in
from linli.domains.people.queries import own
from linli.kernel.actors import Actor, Tie
from linli.kernel.area import format_area
from linli.kernel.refusals import Unknown
from linli.platform import qr

Part = Callable[[uuid.UUID], Any]
_parts: dict[str, Part] = {}


def contribute(name: str, part: Part) -> None:
    """Let a room add its part to a person's own data, under a name."""
    _parts[name] = part


def everything(account_id: uuid.UUID, *, now: datetime) -> dict[str, Any]:
    """All and only this person's data, readable by machines (PIPL §45; check I-4)."""
    base = {"made_at": now.isoformat(), **own.data(account_id, now=now)}
    return base | {name: part(account_id) for name, part in sorted(_parts.items())}


def homes(actor: Actor) -> list[dict[str, Any]]:
    """The units that the actor belongs to in the estate they act for, as cells of a page."""
    if not actor.units or actor.scope.id is None:
        return []
    names = {Tie.OWNER: "业主", Tie.FAMILY: "家人", Tie.TENANT: "租客"}
    return [
        {
            "label": unit.label,
            "tie": names[actor.units[unit.id]],
            "href": f"/e/{unit.estate_id}/units/{unit.id}",
            "text": f"建筑面积 {format_area(unit.floor_area)} ㎡" if unit.floor_area else "",
        }
        for unit in estates.unit_views(actor.scope.id, list(actor.units))
    ]


def second_factor_svg(account: Account) -> bytes:
    """The picture that an authenticator app reads the secret from; only until it is confirmed."""
    if account.totp_confirmed or account.totp_secret is None:
        raise Unknown
    return qr.svg(sign_in.provisioning_uri(account), scale=5).encode()


def make_token(
    *, actor: Actor, session: SignedIn, label: str, read_only: bool, days: int, now: datetime
) -> sign_in.Entry:
    """A token that acts as its maker acts now."""
    return sign_in.make_token(
        account_id=actor.account_id,
        label=label,
        read_only=read_only,
        acting=session.acting,
        second_factor=session.second_factor,
        lives=timedelta(days=days),
        now=now,
    )
