"""What of the votes waits for somebody: a ballot to cast, a vote to count and publish."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.work import home, today
from linli.domains.estates.rules import Feature
from linli.domains.voting.queries import proxies, votes, waiting
from linli.domains.voting.rules.course import AWAITING_RESULT, State
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.platform.paging import Window

PUBLISH_WITHIN = timedelta(days=3)
_MOST = 20
_CANVASSERS = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY)


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
    today.contribute("voting_canvass", _CANVASSERS, doors, feature=Feature.VOTING)


def ballots(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:
    """The open votes in which the actor has still to vote, for his own home or for those who sent him."""
    if actor.role not in RESIDENTS:
        return
    for vote in votes.open_and_due(estate_id, now=now):
        left = proxies.still_to_cast(vote, actor.account_id, now=now)
        if left:
            yield home.Awaiting(
                kind="vote",
                title=vote.title,
                text="等您投票" if any(one.proxy is None for one in left) else "有人委托您投票",
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


def doors(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """The open votes for which the committee can go from door to door."""
    for vote in votes.open_and_due(estate_id, now=now):
        yield today.Item(
            title=vote.title,
            text=f"还有 {waiting.count_waiting(vote)} 户没有投票",
            action="去扫楼",
            href=f"/work/e/{estate_id}/votes/{vote.id}/canvass",
            due_at=vote.closes_at,
        )
