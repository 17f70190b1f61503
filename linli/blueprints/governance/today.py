"""What of the exchange waits for an officer today: what is stuck, and what the books do not agree on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.work import today
from linli.domains.estates.rules import Feature
from linli.domains.governance.queries import cases
from linli.kernel.actors import Actor, Role


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterator[today.Item]:  # noqa: ARG001
    """One line for all that is stuck, one for all that differs: each is worked off on its page."""
    counts, href = cases.counts(estate_id, now=now), f"/work/e/{estate_id}/governance"
    until = now + timedelta(hours=8)
    if counts["stuck"]:
        yield today.Item(
            title=f"上报四平台卡住 {counts['stuck']} 件",
            action="去处理",
            href=href,
            due_at=until,
            chip=("卡住", "bad"),
        )
    differing = len(cases.differences(estate_id))
    if differing:
        title = f"与四平台核对有 {differing} 条差异"
        yield today.Item(title=title, action="去核对", href=href, due_at=until, chip=("差异", "wait"))


today.contribute("governance", (Role.COMMUNITY_OFFICER,), due, feature=Feature.TICKETS)
