"""What people hear of their estate's year: the published result, the answer to an appeal, the star, the prize."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from linli.domains.notices.operations import board, messages
from linli.domains.notices.queries.board import of_source
from linli.domains.notices.rules import Kind
from linli.domains.notices.rules.board import TERMS, BoardKind, last_day
from linli.domains.people.queries import staff
from linli.domains.rating.events import (
    AppealAnswered,
    PreliminaryPublished,
    PreliminaryWithdrawn,
    PrizePaid,
    StarConfirmed,
)
from linli.domains.rating.rules.course import public_until
from linli.kernel.actors import Role
from linli.kernel.times import day_of

_CONCERNED = (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER)
Told = PreliminaryPublished | PreliminaryWithdrawn | AppealAnswered | StarConfirmed | PrizePaid


def tell_published(event: PreliminaryPublished) -> None:
    """Those who may appeal hear of the result; for everybody it hangs on the board for its seven days."""
    place = _place(event)
    _tell(event, "rating_preliminary", _concerned(event))
    board.put(
        estate_id=place,
        kind=BoardKind.OTHER,
        title=f"{event.year} 年有礼小区初评公示",
        words="各项得分和依据见公示页。",
        starts_on=day_of(event.at),
        ends_on=day_of(public_until(event.at)) - timedelta(days=1),
        source=_source(event),
        href=f"/p/estates/{place}/ratings/{event.year}",
        now=event.at,
    )


def take_down(event: PreliminaryWithdrawn) -> None:
    """A result that was taken back comes down."""
    found = of_source(_place(event), _source(event))
    if found is not None and found.taken_down_at is None:
        board.take_down(item=found, why="初评已退回，重新审核。", now=event.at)


def tell_answer(event: AppealAnswered) -> None:
    """Whoever appealed hears the answer."""
    _tell(event, "rating_appeal", [event.account_id], about=event.appeal_id)


def tell_star(event: StarConfirmed) -> None:
    """Those concerned hear of the star; for everybody it hangs on the board."""
    place, starts_on = _place(event), day_of(event.at)
    _tell(event, "rating_confirmed", _concerned(event), stars=event.stars)
    board.put(
        estate_id=place,
        kind=BoardKind.OTHER,
        title=f"{event.year} 年有礼小区星级：{event.stars} 星",
        words="总分、各方面得分和与上年的比较见小区公开页。",
        starts_on=starts_on,
        ends_on=last_day(starts_on, TERMS[BoardKind.OTHER].days),
        source=f"star:{event.year}",
        href=f"/p/estates/{place}",
        now=event.at,
    )


def tell_paid(event: PrizePaid) -> None:
    """Those concerned hear that the prize money is on its way."""
    _tell(event, "prize_paid", _concerned(event))


def _place(event: Told) -> UUID:
    assert event.estate_id is not None
    return event.estate_id


def _source(event: PreliminaryPublished | PreliminaryWithdrawn) -> str:
    return f"rating:{event.year}"


def _concerned(event: Told) -> list[UUID]:
    people = staff.staff_of(_place(event), roles=_CONCERNED, on=day_of(event.at), now=event.at)
    return [one.account_id for one in people]


def _tell(
    event: Told, template: str, account_ids: Collection[UUID], *, about: UUID | None = None, **more: int
) -> None:
    place = _place(event)
    messages.tell(
        account_ids=account_ids,
        kind=Kind.ANNOUNCEMENT,
        template=template,
        about=f"{template}:{about or place}:{event.year}:{event.at:%Y%m%d%H%M%S}",
        params={"estate_id": str(place), "year": event.year} | more,
        estate_id=place,
        now=event.at,
    )
