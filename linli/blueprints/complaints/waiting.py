"""What of the complaints waits for somebody: an answer, a review, a statement, a word whether one is content."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.work import home, today
from linli.domains.complaints import queries
from linli.domains.complaints.rules import State, Subject
from linli.kernel.actors import Actor, Role

_MOST = 20


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute(
        "complaints",
        ask=to_judge,
        module=home.Module(label="投诉物业", icon="speakerphone", way="complaints", position=60),
    )
    today.contribute("complaints", (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER), due)
    today.contribute("complaints_company", (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD), asked)


def to_judge(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:  # noqa: ARG001
    """My complaints that were answered."""
    for one in queries.to_judge(actor, estate_id):
        yield home.Awaiting(
            kind="complaint",
            title=f"投诉 {one.number} 号有答复了",
            text="满意不满意，请说一声",
            action="去看答复",
            href=f"/e/{estate_id}/complaints/{one.id}",
        )


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """What the community has to answer; for the street what it reviews, and what the community has let pass."""
    street = actor.role is Role.STREET_OFFICER
    for one in queries.at_work(estate_id, most=_MOST):
        escalated = one.standing is State.ESCALATED
        late = one.standing is State.OPEN and one.due_at < now
        if street != escalated and not (street and late):
            continue
        yield today.Item(
            title=f"投诉物业：{Subject(one.subject).title}",
            text=f"{one.number} 号",
            chip=(one.standing.title, "bad" if late else "info"),
            action="去复核" if escalated else "去督办" if street else "去办理",
            href=f"/work/e/{estate_id}/complaints/{one.id}",
            due_at=(one.review_due_at if escalated else one.due_at) or one.due_at,
        )


def asked(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """What the company has to say something to."""
    for one in queries.unanswered(actor, estate_id, most=_MOST):
        yield today.Item(
            title="社区请你们说明情况",
            text="关于一件投诉",
            action="去说明",
            href=f"/work/e/{estate_id}/company-statements/{one.id}",
            due_at=one.due_at,
        )
