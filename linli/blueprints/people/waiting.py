"""What of the register waits for somebody: claims to look at, changes to confirm, my own claims."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.work import home, today
from linli.domains.people.queries import homes, register, rosters
from linli.domains.people.rules import ClaimState, RosterState
from linli.kernel.actors import Actor, Role
from linli.platform.paging import Window
from linli.platform.web.show import day

REVIEW_WITHIN = timedelta(days=3)
_MOST = 20


def contribute() -> None:
    """Add this room's part to the first pages."""
    today.contribute("people.claims", (Role.COMMUNITY_OFFICER,), claims)
    today.contribute("people.rosters", (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER), handed_in)
    today.contribute("people.changes", (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER), changes)
    home.contribute(
        "people.home",
        module=home.Module(label="我的房屋", icon="key", way="/me", position=90),
    )


def claims(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """The claims that wait for a look; the oldest is due first."""
    found = register.claims_page(estate_id, window=Window(limit=_MOST), state=ClaimState.PENDING)
    for one in found.items:
        yield today.Item(
            title="核实房屋认证",
            text=f"{day(one.made_at)}提交",
            action="去核实",
            href=f"/work/e/{estate_id}/claims/{one.id}",
            due_at=one.made_at + REVIEW_WITHIN,
        )


def changes(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """The changes of the register that somebody else proposed."""
    found = homes.changes_page(estate_id, window=Window(limit=_MOST), state=ClaimState.PENDING)
    for one in found.items:
        if one.proposed_by != actor.account_id:
            yield today.Item(
                title="确认名册变更",
                action="去确认",
                href=f"/work/e/{estate_id}/changes",
                due_at=one.proposed_at + REVIEW_WITHIN,
            )


def handed_in(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """The rosters that a second person has to confirm."""
    for one in rosters.waiting(estate_id):
        if one.state == RosterState.PROPOSED and one.proposed_at and actor.account_id != one.proposed_by:
            yield today.Item(
                title="确认导入的名册",
                text=one.filename,
                action="去核对",
                href=f"/work/e/{estate_id}/rosters/{one.id}/changes",
                due_at=one.proposed_at + REVIEW_WITHIN,
            )
