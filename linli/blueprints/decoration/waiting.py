"""What of the decorations waits for somebody: to tell the owner, to look again, to inspect; to put right."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from config.decoration import decorating
from linli.blueprints.decoration.shown import TONES, heads
from linli.blueprints.work import home, today
from linli.domains.decoration import queries
from linli.domains.decoration.models import Decoration
from linli.domains.decoration.rules import State
from linli.domains.estates.rules import Feature
from linli.kernel.actors import Actor, Role

_MOST = 20
_ACTIONS = {State.REGISTERED: "去告知", State.UNDER_WAY: "去巡查", State.ENDED: "去验收"}


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute(
        "decoration",
        feature=Feature.TICKETS,
        ask=to_put_right,
        module=home.Module(label="装修登记", icon="hammer", way="decorations", position=61),
    )
    today.contribute(
        "decoration", (Role.PROPERTY_MANAGER, Role.PROPERTY_WORKER), due, feature=Feature.TICKETS
    )


def to_put_right(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:  # noqa: ARG001
    """What the patrol found in my home."""
    for one in heads(queries.of_units(estate_id, list(actor.units))):
        if one["open_findings"]:
            yield home.Awaiting(
                kind="decoration",
                title=f"{one['unit_label']}的装修有违规",
                text=f"{one['open_findings']} 处要整改",
                chip=("要整改", "bad"),
                action="去看看",
                href=f"/e/{estate_id}/decorations/{one['id']}",
            )


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """Owners to tell, sites to look at, ends to inspect; a worker looks at sites only."""
    found = queries.waiting(estate_id, now=now, most=_MOST)
    for one, head in zip(found, heads(found), strict=True):
        if actor.role is Role.PROPERTY_WORKER and one.standing is not State.UNDER_WAY:
            continue
        yield today.Item(
            title=f"{head['unit_label']}装修",
            text=one.firm,
            chip=(one.standing.title, TONES[one.standing]),
            action=_ACTIONS[one.standing],
            href=f"/work/e/{estate_id}/decorations/{one.id}",
            due_at=_due_at(one),
        )


def _due_at(one: Decoration) -> datetime:
    rules = decorating()
    if one.standing is State.UNDER_WAY:
        return (one.visited_at or one.acknowledged_at or one.registered_at) + timedelta(
            rules.visit_every_days
        )
    return (one.ended_at or one.registered_at) + timedelta(rules.answer_days)
