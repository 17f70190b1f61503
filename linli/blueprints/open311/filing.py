"""Filing a request over Open311, as the resident or the officer whose key comes along."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.account.doorkeeper import account_at_the_door
from linli.blueprints.open311 import schemas, shown
from linli.blueprints.open311.protocol import NoSuchKind, bp
from linli.blueprints.open311.words import answer
from linli.domains.tickets import queries
from linli.domains.tickets.errors import UnknownCategory
from linli.domains.tickets.operations import outside
from linli.domains.tickets.operations.reporting import Behalf, Report
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.rules.clocks import Urgency
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.limits import Limit
from linli.platform.web import allow, limited, takes

FILED = Limit("open311-filed", times=600, period=timedelta(hours=1))


@bp.post("/v2/requests.<any(xml, json):form>")
@allow(Act.FILE_OUTSIDE, GRANTS)
@limited(FILED, by=account_at_the_door)
@takes(schemas.RequestIn, files=True)
def file_request(actor: Actor, estate_id: UUID, form: str, body: dict[str, Any]) -> Response:
    try:
        category = queries.category(body["service_code"])
    except UnknownCategory:
        raise NoSuchKind from None
    made = outside.file(
        actor=actor,
        estate_id=estate_id,
        report=_report(body, category.title),
        behalf=Behalf(name=_name(body) or "其他平台", phone=body["phone"]),
        photos=body["media"],
        now=clock.now(),
    )
    return answer(form, "service_requests", [shown.filed(made, category)])


def _report(body: dict[str, Any], title: str) -> Report:
    """The report; a picture elsewhere is named in it, and never fetched."""
    words = body["description"] or title
    spot = f"坐标 {body['lat']}, {body['long']}" if body["lat"] else ""
    return Report(
        category=body["service_code"],
        words=f"{words}\n附图：{body['media_url']}" if body["media_url"] else words,
        unit_id=body["address_id"],
        place=" ".join(part for part in (body["address_string"], spot) if part),
        urgency=Urgency(body["urgency"]),
        anonymous=body["anonymous"],
    )


def _name(body: dict[str, Any]) -> str:
    """The reporter's name in the order in which it is said: 张三, but Ada Lovelace."""
    first, last = body["first_name"], body["last_name"]
    return f"{first} {last}".strip() if f"{first}{last}".isascii() else f"{last}{first}"
