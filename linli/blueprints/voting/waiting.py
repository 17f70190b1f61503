"""What of the votes waits for somebody: a ballot to cast, a vote to count and publish."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.work import home, today
from linli.domains.estates.rules import Feature
from linli.domains.people.queries import register
from linli.domains.voting.queries import rolls, votes
from linli.domains.voting.rules.course import AWAITING_RESULT, State
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform.paging import Window

PUBLISH_WITHIN = timedelta(days=3)
_MOST = 20


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute(
        "voting",
        feature=Feature.VOTING,
        ask=ballots,
        module=home.Module(label="业主议事", icon="messages", way="votes", position=20),
        counted=("votes",),
    )
    today.contribute("voting", (Role.COMMUNITY_OFFICER,), due, feature=Feature.VOTING)


def ballots(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:
    """The open votes in which the actor's home has not voted yet; not where a co-owner speaks for it (EI-09)."""
    if actor.role is not Role.OWNER:
        return
    mine = set(register.owners_of_account(estate_id, actor.account_id))
    for vote in votes.open_and_due(estate_id, now=now):
        waiting = [one.entry for one in rolls.my_voters(vote, actor.account_id) if one.ballot is None]
        spoken = [rolls.representatives(entry, on=day_of(now)) for entry in waiting]
        if any(not chosen or chosen & mine for chosen in spoken):
            yield home.Awaiting(
                kind="vote",
                title=vote.title,
                text="等您投票",
                chip=("表决中", "info"),
                action="去投票",
                href=f"/e/{estate_id}/votes/{vote.id}",
                until=vote.closes_at,
            )


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """The votes that end soon, and those that have ended and wait for their result."""
    for vote in votes.votes_page(estate_id, window=Window(limit=_MOST)).items:
        state = votes.state(vote, now=now)
        href = f"/work/e/{estate_id}/votes/{vote.id}"
        if state is State.OPEN:
            yield today.Item(
                title=vote.title, text="表决截止", action="看进度", href=href, due_at=vote.closes_at
            )
        elif state in AWAITING_RESULT:
            until = vote.closes_at + PUBLISH_WITHIN
            action = "去公布" if state is State.COUNTED else "去计票"
            yield today.Item(title=vote.title, text=state.title, action=action, href=href, due_at=until)
