"""Decorations as their readers see them: the same words for programs and for pages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import g, url_for

from config.decoration import decorating
from linli.domains.decoration import queries
from linli.domains.decoration.models import Decoration, DecorationFinding
from linli.domains.decoration.operations import Look, Plan
from linli.domains.decoration.permissions import GRANTS, Act
from linli.domains.decoration.queries import Seen
from linli.domains.decoration.rules import AT_WORK, State
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform.paging import Page

TONES = {
    State.REGISTERED: "wait", State.UNDER_WAY: "info", State.ENDED: "wait", State.CLOSED: "good",
    State.CANCELLED: "",
}  # fmt: skip
_HEAD = ("id", "starts_on", "ends_on", "firm", "state")
_MORE = (
    "unit_id",
    "firm_phone",
    "words",
    "registered_at",
    "acknowledged_at",
    "visited_at",
    "closed_at",
    "result",
)


def found(**ids: UUID) -> Decoration:
    """What a door finds: the decoration, if whoever stands there may read all of it."""
    return queries.readable(g.actor, queries.decoration(**ids))


def page(some: Page[Decoration]) -> Page[dict[str, Any]]:
    """One page of a list."""
    return Page(heads(some.items), some.next)


def heads(some: Sequence[Decoration]) -> list[dict[str, Any]]:
    """Decorations of one estate with their units, in two questions however many there are."""
    if not some:
        return []
    estate_id = some[0].estate_id
    labels = {one.id: one.label for one in estates.unit_views(estate_id, [one.unit_id for one in some])}
    left = queries.open_findings(estate_id, [one.id for one in some])
    return [
        {name: getattr(one, name) for name in _HEAD}
        | {
            "unit_label": labels[one.unit_id],
            "state_title": one.standing.title,
            "tone": TONES[one.standing],
            "open_findings": left.get(one.id, 0),
        }
        for one in some
    ]


def detail(actor: Actor, one: Decoration) -> dict[str, Any]:
    """A decoration with its visits and what the reader may do."""
    (head,) = heads([one])
    seen = queries.visits(one)
    names = identity.names([each.visit.visited_by for each in seen])
    return head | {name: getattr(one, name) for name in _MORE} | {
        "items": [decorating().items.get(code, code) for code in one.items],
        "visits": [_visit(one, each, names) for each in seen],
        "may": sorted(_allowed(actor, one, left=head["open_findings"])),
    }  # fmt: skip


def plan(body: dict[str, Any]) -> Plan:
    """What a form or a program says will be done."""
    return Plan(**body)


def look(body: dict[str, Any]) -> Look:
    """What a form or a program says was seen."""
    return Look(**body)


def _visit(one: Decoration, seen: Seen, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "visited_at": seen.visit.visited_at,
        "who": names.get(seen.visit.visited_by, ""),
        "words": seen.visit.words,
        "findings": [_finding(each) for each in seen.findings],
        "photos": [
            {
                "id": photo.id,
                "src": url_for(
                    "decoration_api.show_photo", estate_id=one.estate_id, decoration_id=one.id,
                    photo_id=photo.id,
                ),
            }
            for photo in seen.photos
        ],
    }  # fmt: skip


def _finding(one: DecorationFinding) -> dict[str, Any]:
    forbidden = decorating().forbidden.get(one.code)
    return {
        name: getattr(one, name) for name in ("id", "code", "ticket_id", "settled_at", "settled_words")
    } | {
        "title": forbidden.title if forbidden else one.code,
        "law": forbidden.law if forbidden else "",
    }


def _allowed(actor: Actor, one: Decoration, *, left: int) -> set[str]:
    """What the actor may do with it as it stands."""
    state = one.standing
    when = {
        "acknowledge": (Act.ACKNOWLEDGE, state is State.REGISTERED),
        "visit": (Act.VISIT, state in AT_WORK),
        "settle": (Act.SETTLE, left > 0),
        "close": (Act.CLOSE, state is State.ENDED and not left),
        "prolong": (Act.CHANGE, state in {State.REGISTERED, State.UNDER_WAY}),
        "cancel": (Act.CHANGE, state is State.REGISTERED),
        "finish": (Act.CHANGE, state is State.UNDER_WAY),
    }
    return {name for name, (act, holds) in when.items() if holds and permits(GRANTS, actor, act, one)}
