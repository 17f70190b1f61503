"""The owners' committee as answers and pages show it; the names of those in office are public in the estate."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from linli.domains.people.models import CommitteeMember, CommitteeTerm
from linli.domains.people.queries import committee
from linli.domains.people.rules import Post
from linli.kernel.times import day_of
from linli.platform import clock


def terms(estate_id: UUID) -> list[dict[str, Any]]:
    """Every term with its members, the newest first."""
    return [term(one.term, one.members) for one in committee.register(estate_id)]


def term(one: CommitteeTerm, members: Sequence[CommitteeMember]) -> dict[str, Any]:
    """A term, and whether it runs today."""
    on = day_of(clock.now())
    named = ("id", "number", "since_on", "until_on")
    return {name: getattr(one, name) for name in named} | {
        "current": one.since_on <= on <= one.until_on,
        "members": [member(each) for each in members],
    }


def member(one: CommitteeMember) -> dict[str, Any]:
    """Somebody in a post, and whether they hold it today."""
    named = ("id", "owner_id", "name", "post", "since_on", "until_on")
    return {name: getattr(one, name) for name in named} | {
        "post_title": Post(one.post).title,
        "holding": committee.holding(one, on=day_of(clock.now())),
    }
