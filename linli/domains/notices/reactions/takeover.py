"""What people hear when the state-owned company steps in for their estate, and when it steps back."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import living, staff
from linli.domains.takeover.events import TakenOver, TakeoverEnded
from linli.kernel.actors import Role, Tie
from linli.kernel.times import day_of
from linli.platform.db import db

_AT_WORK = (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER)


def tell_taken_over(event: TakenOver) -> None:
    """Everybody of the estate hears who looks after it from which day until which."""
    days = {"since": f"{event.since_on:%Y-%m-%d}", "until": f"{event.until_on:%Y-%m-%d}"}
    _tell_all(event, "taken_over", days)


def tell_ended(event: TakeoverEnded) -> None:
    """Everybody of the estate hears of the last day."""
    _tell_all(event, "takeover_ended", {"ended": f"{event.ended_on:%Y-%m-%d}"})


def _tell_all(event: TakenOver | TakeoverEnded, template: str, days: dict[str, str]) -> None:
    assert event.estate_id is not None
    on = day_of(event.at)
    home = db.session.scalars(living.accounts(event.estate_id, ties=tuple(Tie), units=None, on=on))
    work = staff.staff_of(event.estate_id, roles=_AT_WORK, on=on, now=event.at)
    messages.tell(
        account_ids={*home, *(one.account_id for one in work)},
        kind=Kind.ANNOUNCEMENT,
        template=template,
        about=f"{template}:{event.takeover_id}",
        params={"estate_id": str(event.estate_id)} | days,
        estate_id=event.estate_id,
        now=event.at,
    )
