"""What of the repairs from the fund waits for somebody: to put to the vote, to review, to confirm."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.work import today
from linli.domains.estates.rules import Feature
from linli.domains.fund import queries
from linli.domains.fund.models import FundProject
from linli.domains.fund.permissions import GRANTS, Act
from linli.domains.fund.rules import Ground, Stage
from linli.kernel.actors import Actor, Role
from linli.kernel.fen import format_fen
from linli.kernel.grants import permits


def contribute() -> None:
    """Add this room's part to the first pages."""
    roles = (Role.COMMUNITY_OFFICER, Role.COMMITTEE_MEMBER, Role.STREET_OFFICER)
    today.contribute("fund", roles, due, feature=Feature.VOTING)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """The repairs for which the next word is this person's; nobody answers what is their own."""
    for one in queries.waiting(estate_id):
        step = _step(actor, one)
        if step:
            yield today.Item(
                title=one.title,
                text=f"维修资金 {format_fen(one.plan_fen)} 元，{one.scope_name}",
                chip=(f"应急：{Ground(one.ground).title}", "bad") if one.ground else None,
                action=step,
                href=f"/work/e/{estate_id}/fund/{one.id}",
                due_at=now,
            )


def _step(actor: Actor, one: FundProject) -> str:
    """What this person may do with it now, in the words of a button."""
    mine = actor.account_id in (one.asked_by, one.reviewed_by)
    if one.state == Stage.REVIEWED:
        return "去确认" if permits(GRANTS, actor, Act.CONFIRM) and not mine else ""
    if one.ground:
        return "去审核" if permits(GRANTS, actor, Act.REVIEW) and not mine else ""
    return "提请表决" if permits(GRANTS, actor, Act.PUT_TO_VOTE) else ""
