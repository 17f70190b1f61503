"""What of elections waits for somebody: candidates to review, a list to put up, objections; being put forward."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from linli.blueprints.work import home, today
from linli.domains.estates.rules import Feature
from linli.domains.voting.queries import elections
from linli.domains.voting.rules.candidacy import Standing
from linli.domains.voting.rules.course import UNANNOUNCED
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of, end_of

REVIEW_WITHIN = timedelta(days=3)


def contribute() -> None:
    """Add this subject's part to the first pages."""
    today.contribute("voting.elections", (Role.COMMUNITY_OFFICER,), due, feature=Feature.VOTING)
    home.contribute("voting.elections", feature=Feature.VOTING, ask=mine)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """Reviews, lists and objections of elections that are not announced yet."""
    for one in elections.open_elections(estate_id):
        if elections.vote_of(one).state not in UNANNOUNCED:
            continue
        href, until = f"/work/e/{estate_id}/elections/{one.id}", one.nominations_until
        waiting = [who for who in elections.candidacies(one) if who.state == Standing.ACCEPTED]
        if waiting:
            yield today.Item(
                title="审查候选人资格",
                text=f"{len(waiting)} 人待审查",
                action="去审查",
                href=href,
                due_at=min(who.accepted_at or now for who in waiting) + REVIEW_WITHIN,
            )
        elif until is not None and day_of(now) > until and not elections.lists(one):
            yield today.Item(
                title="公布候选人名单", action="去公布", href=href, due_at=end_of(until) + REVIEW_WITHIN
            )
        for objection in elections.objections(one):
            if objection.answered_at is None:
                yield today.Item(
                    title="答复对候选人的异议",
                    action="去答复",
                    href=href,
                    due_at=objection.made_at + REVIEW_WITHIN,
                )


def mine(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:
    """Somebody was put forward and has not answered; names are being taken."""
    if actor.role is not Role.OWNER:
        return
    for one in elections.open_elections(estate_id):
        if not elections.taking_names(one, on=day_of(now)) or one.nominations_until is None:
            continue
        own = elections.own(one, actor.account_id)
        if own is not None and own.state == Standing.PROPOSED:
            yield home.Awaiting(
                kind="election",
                title="您被推荐为业委会候选人",
                text="请答复是否参选",
                chip=("待答复", "wait"),
                action="去答复",
                href=f"/e/{estate_id}/candidacies/{own.id}",
                until=end_of(one.nominations_until),
            )
