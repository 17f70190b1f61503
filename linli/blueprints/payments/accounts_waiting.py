"""What of the accountant's work waits for somebody: owners' questions with their day."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.work import home, today
from linli.domains.estates.rules import Feature
from linli.domains.payments.queries import commons
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of, end_of

_ANSWERERS = (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMMITTEE_MEMBER)


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute(
        "common_income",
        feature=Feature.FEES,
        module=home.Module(
            label="公共收益", icon="coin-yuan", way="common-income", tone="amber", position=35
        ),
    )
    today.contribute("common_income", _ANSWERERS, due, feature=Feature.FEES)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """The owners' questions about their common income that have no answer."""
    for one in commons.unanswered(estate_id, most=20):
        late = one.question.due_on < day_of(now)
        yield today.Item(
            title=f"业主问公共收益：{one.entry.title}",
            text=one.question.words[:40],
            action="去答复",
            href=f"/work/e/{estate_id}/common-income/{one.entry.id}",
            due_at=end_of(one.question.due_on),
            chip=("已过期限", "bad") if late else None,
        )
