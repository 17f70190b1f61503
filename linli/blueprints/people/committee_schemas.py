"""What operations on the owners' committee take and give."""

from marshmallow import fields

from linli.blueprints.people.schemas import CHOOSE
from linli.domains.people.rules import Post
from linli.platform.web.schemas import Day, In, Out, Whole


class MemberOut(Out):
    """Somebody in a post of a term; an empty last day means until the term ends."""

    id = fields.UUID(required=True)
    owner_id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    post_title = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True, allow_none=True)
    holding = fields.Boolean(required=True)


class TermOut(Out):
    """A term, its first and last day, and everybody who held a post in it."""

    id = fields.UUID(required=True)
    number = Whole(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    current = fields.Boolean(required=True)
    members = fields.List(fields.Nested(MemberOut), required=True)


class CommitteeOut(Out):
    """Every term of an estate's committee, the newest first."""

    items = fields.List(fields.Nested(TermOut), required=True)


class TermIn(In):
    """A new term: its first and last day."""

    since_on = Day(required=True)
    until_on = Day(required=True)


class SeatIn(In):
    """Which owner takes which post from which day."""

    owner_id = fields.UUID(required=True, error_messages=CHOOSE)
    post = fields.Enum(Post, by_value=True, required=True, error_messages=CHOOSE)
    since_on = Day(required=True)


class LeavingIn(In):
    """The last day in the post."""

    until_on = Day(required=True)
