"""Services, requests and their changes in the specification's own fields."""

from typing import Any

from flask import request, url_for

from config.open311 import readable, terms
from config.tickets import Category, Clock, Span, catalogue
from linli.domains.estates.models import Estate
from linli.domains.tickets.models import Ticket, TicketEvent
from linli.domains.tickets.queries.outside import Known
from linli.domains.tickets.rules import clocks
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.routing import Addressee, Channel
from linli.domains.tickets.rules.steps import SETTLED, Kind, State

_UNITS = {
    "minutes": "分钟",
    "hours": "小时",
    "working_hours": "工作小时",
    "working_days": "个工作日",
    "days": "天",
}


def codes() -> list[str]:
    """The kinds of reports that everybody may know of."""
    return [one.code for group in catalogue().groups for one in group.categories if readable(one)]


def services() -> list[dict[str, Any]]:
    """Everything that can be reported. What nobody may read afterwards gives no id: a "blackbox"."""
    return [
        {
            "service_code": one.code,
            "service_name": one.title,
            "description": _about(one),
            "metadata": True,
            "type": "realtime" if readable(one) else "blackbox",
            "keywords": terms().keywords.get(one.code, group.title),
            "group": group.title,
        }
        for group in catalogue().groups
        for one in group.categories
    ]


def definition(category: Category) -> dict[str, Any]:
    """What more can be said with a report of this kind."""
    asked = [
        _attribute(
            "urgency",
            "有多急",
            [(Urgency.NORMAL.value, "一般"), (Urgency.URGENT.value, "着急")],
        ),
        _attribute(
            "anonymous", "不公开：邻居和公开接口都看不到这件报事", [("false", "公开"), ("true", "不公开")]
        ),
    ]
    if category.stop:
        told = _attribute("first", category.stop, [])
        asked.insert(0, told | {"variable": False, "datatype": "text"})
    return {
        "service_code": category.code,
        "attributes": [one | {"order": place} for place, one in enumerate(asked, start=1)],
    }


def _attribute(code: str, text: str, values: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": 0,
        "description": text,
        "values": [{"key": key, "name": name} for key, name in values],
    }


def ticket(known: Known, estate: Estate) -> dict[str, Any]:
    """A request as everybody may read it: the reporter's words and photo only where they were sent to be read."""
    one = known.ticket
    open_words = one.channel == Channel.OPEN311 and one.category in terms().open_words
    settled = one.standing in SETTLED
    return {
        "service_request_id": one.id,
        "status": status(one.standing),
        "status_notes": one.standing.title,
        "service_name": _title(one),
        "service_code": one.category,
        "description": one.words if open_words else None,
        "agency_responsible": Addressee(one.addressee).title,
        "service_notice": None,
        "requested_datetime": one.reported_at,
        "updated_datetime": (one.closed_at or one.settled_at or known.updated_at)
        if settled
        else known.updated_at,
        "expected_datetime": one.due_at,
        "address": "，".join(
            part for part in (one.place if open_words else "", estate.name, estate.address) if part
        ),
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": _media(known) if open_words else None,
    }


def filed(made: Ticket, category: Category) -> dict[str, Any]:
    """What whoever filed a request is told. Of what nobody may read there is no id."""
    clock = catalogue().clocks[made.clock]
    open_to_all = readable(category) and not made.anonymous
    return {
        "service_request_id": made.id if open_to_all else None,
        "service_notice": f"已登记，编号 {made.number}，{_within(clock)}办理。",
        "account_id": None,
    }


def change(event: TicketEvent) -> dict[str, Any]:
    """A step as everybody may read it: what was done, never by whom or in which words."""
    return {
        "update_id": event.id,
        "service_request_id": event.ticket_id,
        "status": status(State(event.state)),
        "updated_datetime": event.at,
        "description": Kind(event.kind).title,
        "media_url": None,
    }


def status(state: State) -> str:
    """The two that the specification knows; our own word stands in status_notes."""
    return "closed" if state in SETTLED else "open"


def _title(one: Ticket) -> str:
    category = catalogue().category(one.category)
    return category.title if category else one.category


def _media(known: Known) -> str | None:
    if known.photo_id is None:
        return None
    one = known.ticket
    path = url_for(
        ".show_media", estate_id=one.estate_id, ticket_id=one.id, photo_id=known.photo_id, _external=False
    )
    return request.host_url.rstrip("/") + path


def _about(category: Category) -> str:
    clock = catalogue().clocks[clocks.clock_of(category, clocks.urgency_of(category, Urgency.NORMAL))]
    return f"{category.title}。{_within(clock)}办理。"


def _within(clock: Clock) -> str:
    return f"{_span(clock.finish)}内"


def _span(span: Span) -> str:
    return f"{span.amount} {_UNITS[span.unit]}"
