"""What of the yearly round waits for somebody: an answer from a household."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.account import own_data
from linli.blueprints.work import home
from linli.domains.satisfaction.queries import households, own, rounds
from linli.domains.satisfaction.rules.course import State
from linli.kernel.actors import RESIDENTS, Actor


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute("satisfaction", ask=unanswered)
    own_data.contribute("satisfaction", own.answered)


def unanswered(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:
    """The open round, while a home of the actor has not answered."""
    one = rounds.newest(estate_id)
    if actor.role not in RESIDENTS or one is None or rounds.state(one, now=now) is not State.OPEN:
        return
    if any(not home_.answered for home_ in households.of_actor(one, estate_id, actor, now=now)):
        yield home.Awaiting(
            kind="survey",
            title=f"{one.year} 年满意物业万户评",
            text="每户一份，十道题",
            chip=("评价", "info"),
            action="去评价",
            href=f"/e/{estate_id}/satisfaction",
            until=one.closes_at,
        )
