"""The committee as answers and pages show it; the names of those in office are public in the estate."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from linli.domains.committees.models import (
    CommitteeMeeting,
    CommitteeMember,
    CommitteeTask,
    CommitteeTerm,
    Disclosure,
)
from linli.domains.committees.queries import meetings
from linli.domains.committees.queries import terms as queries
from linli.domains.committees.rules import Account, Answer, Leaving, Post, Side, Task
from linli.kernel.times import day_of
from linli.platform import attachments, clock


def terms(estate_id: UUID) -> list[dict[str, Any]]:
    """Every term with its members, the newest first."""
    return [term(one.term, one.members) for one in queries.register(estate_id)]


def revoked(estate_id: UUID) -> list[dict[str, Any]]:
    """The elections of committees that were taken back, by whom and why."""
    return [
        {"title": formation.title, "term_id": formation.term_id, "said": mark.said, "at": mark.at}
        for formation, mark in queries.revocations(estate_id)
    ]


def term(one: CommitteeTerm, members: Sequence[CommitteeMember]) -> dict[str, Any]:
    """A term, and whether it runs today."""
    on = day_of(clock.now())
    named = ("id", "estate_id", "number", "since_on", "until_on", "agreed_seats", "least_members")
    return {name: getattr(one, name) for name in named} | {
        "current": one.since_on <= on <= one.until_on,
        "members": [member(each) for each in members],
    }


def member(one: CommitteeMember) -> dict[str, Any]:
    """Somebody in a post, and whether they hold it today."""
    named = ("id", "owner_id", "name", "post", "since_on", "until_on", "party", "leaving")
    return {name: getattr(one, name) for name in named} | {
        "post_title": Post(one.post).title,
        "leaving_title": Leaving(one.leaving).title if one.leaving else "",
        "holding": queries.holds(one, on=day_of(clock.now())),
    }


def task(one: CommitteeTask) -> dict[str, Any]:
    """Something to be done, with its rule."""
    kind = Task(one.kind)
    return {
        "id": one.id,
        "kind": kind,
        "title": kind.title,
        "source": kind.source,
        "due_on": one.due_on,
        "done_at": one.done_at,
        "late": one.done_at is None and one.due_on < day_of(clock.now()),
    }


def meeting(found: CommitteeMeeting) -> dict[str, Any]:
    """A meeting with who was called and came, and what was decided."""
    named = ("id", "estate_id", "term_id", "number", "title", "agenda", "place", "meets_at", "minutes")
    called = meetings.attendance(found)
    names = {str(who.id): who.name for _, who in called}
    voting = [(one, who) for one, who in called if who.post != Post.SUBSTITUTE]
    return {
        name: getattr(found, name) for name in (*named, "published_at", "cancelled_at", "cancelled_why")
    } | {
        "attendance": [
            {
                "member_id": who.id,
                "name": who.name,
                "post": Post(who.post),
                "post_title": Post(who.post).title,
                "coming": one.coming,
                "present": one.present,
            }
            for one, who in called
        ],
        "members": len(voting),
        "came": sum(one.present is True for one, _ in voting),
        "recorded": all(one.present is not None for one, _ in called),
        "decisions": [
            {
                "number": one.number,
                "title": one.title,
                "answers": one.answers,
                "said": _said(one.answers, names),
                "members": one.members,
                "passed": one.passed,
            }
            for one in meetings.decisions(found)
        ],
    }


def _said(answers: dict[str, Any], names: dict[str, str]) -> list[tuple[str, int, str]]:
    """For each answer how many members gave it, and who."""
    who = {
        answer: [names.get(one, "") for one, said in answers.items() if said == answer] for answer in Answer
    }
    return [(answer.title, len(people), "、".join(people)) for answer, people in who.items()]


def disclosure(found: Disclosure) -> dict[str, Any]:
    """A disclosure with its lines, vouchers and sums."""
    named = ("id", "estate_id", "title", "since_on", "until_on", "plan", "ground", "settlement", "share")
    lines = meetings.lines(found)
    photos = attachments.of_objects(
        estate_id=found.estate_id, object_kind=meetings.VOUCHER, object_ids=[one.id for one in lines]
    )
    return {name: getattr(found, name) for name in (*named, "account", "published_at", "shown_until")} | {
        "account_title": Account(found.account).title,
        "lines": [
            {
                "id": one.id,
                "side": Side(one.side),
                "title": one.title,
                "amount_fen": one.amount_fen,
                "document": one.document,
                "photos": [
                    f"/e/{found.estate_id}/committee/vouchers/{one.id}/{photo.id}"
                    for photo in photos.get(one.id, [])
                ],
            }
            for one in lines
        ],
        "source_fen": sum(one.amount_fen for one in lines if one.side == Side.SOURCE),
        "use_fen": sum(one.amount_fen for one in lines if one.side == Side.USE),
    }
