"""What of the equipment waits for somebody: what is overdue, failed, or due in the next days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.equipment.shown import TONES
from linli.blueprints.work import home, today
from linli.domains.equipment import queries
from linli.domains.estates.rules import Feature
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of, start_of

_MOST = 20


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute(
        "equipment",
        feature=Feature.TICKETS,
        module=home.Module(label="电梯设备公示", icon="clipboard-check", way="equipment", position=62),
    )
    today.contribute("equipment", (Role.PROPERTY_MANAGER, Role.PROPERTY_WORKER), due, feature=Feature.TICKETS)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """The pieces whose inspection or round is to be done."""
    for one in queries.pressing(estate_id, today=day_of(now), most=_MOST):
        worst = one.worst
        yield today.Item(
            title=f"{one.name}：{worst.upkeep.title}",
            text=one.kind.title,
            chip=(worst.lamp.title, TONES[worst.lamp]),
            action="去登记",
            href=f"/work/e/{estate_id}/equipment/{one.piece.id}",
            due_at=start_of((worst.due_on or one.piece.entered_on) + timedelta(days=1)),
        )
