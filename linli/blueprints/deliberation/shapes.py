"""What is answered of topics, comments, moderation and answers."""

from marshmallow import fields

from linli.platform.web import Out
from linli.platform.web.schemas import Moment


class NameOut(Out):
    """How somebody is called here."""

    shown = fields.String(required=True)
    honorific = fields.String(required=True)
    nickname = fields.String(required=True)
    style = fields.String(required=True)


class FileOut(Out):
    """An image or a document; its address asks for the same rights as the post."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    href = fields.String(required=True)


class AnswerOut(Out):
    """An official answer with its signature."""

    id = fields.UUID(required=True)
    verdict = fields.String(required=True)
    verdict_title = fields.String(required=True)
    words = fields.String(required=True)
    signed_name = fields.String(required=True)
    signed_post = fields.String(required=True)
    signed_for = fields.String(required=True)
    made_at = Moment(required=True)


class OutcomeOut(Out):
    """The vote that something became part of; `passed` once that may be known."""

    vote_id = fields.UUID(required=True)
    title = fields.String(required=True)
    announced = fields.Boolean(required=True)
    state_title = fields.String(required=True)
    passed = fields.Boolean(required=True, allow_none=True)


class TopicOut(Out):
    """A topic in a list."""

    id = fields.UUID(required=True)
    category = fields.String(required=True)
    category_title = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    author = fields.String(required=True)
    mine = fields.Boolean(required=True)
    hidden = fields.Boolean(required=True)
    made_at = Moment(required=True)
    comments = fields.Integer(required=True)
    supports = fields.Integer(required=True)
    reads = fields.Integer(required=True)


class TopicDetailOut(TopicOut):
    """A topic with all that belongs to it but its comments."""

    conclusion = fields.String(required=True)
    closed_by = fields.String(required=True)
    closed_at = Moment(required=True, allow_none=True)
    hidden_reason = fields.String(required=True)
    hidden_case_id = fields.UUID(required=True, allow_none=True)
    supported = fields.Boolean(required=True)
    followed = fields.Boolean(required=True)
    alignments = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    answers = fields.List(fields.Nested(AnswerOut), required=True)
    outcome = fields.Nested(OutcomeOut, required=True, allow_none=True)
    files = fields.List(fields.Nested(FileOut), required=True)


class RemarkOut(Out):
    """A comment or a reply; the words of a hidden one are empty for most."""

    id = fields.UUID(required=True)
    author = fields.String(required=True)
    author_key = fields.UUID(required=True)
    official = fields.Boolean(required=True)
    mine = fields.Boolean(required=True)
    alignment = fields.String(required=True)
    words = fields.String(required=True)
    hidden = fields.Boolean(required=True)
    hidden_reason = fields.String(required=True)
    made_at = Moment(required=True)
    files = fields.List(fields.Nested(FileOut), required=True)


class CommentOut(RemarkOut):
    """A comment with its replies."""

    replies = fields.List(fields.Nested(RemarkOut), required=True)


class AlikeOut(Out):
    """Topics that say nearly the same."""

    items = fields.List(fields.Nested(TopicOut), required=True)


class ReportOut(Out):
    """Who found what wrong."""

    reporter = fields.String(required=True)
    ground = fields.String(required=True)
    ground_title = fields.String(required=True)
    words = fields.String(required=True)
    made_at = Moment(required=True)


class CaseOut(Out):
    """One post that was reported or hidden, as its author or whoever reported it may know."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    topic_id = fields.UUID(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    opened_at = Moment(required=True)
    due_at = Moment(required=True)
    reason = fields.String(required=True)
    decided_at = Moment(required=True, allow_none=True)
    appeal = fields.String(required=True)
    appeal_answer = fields.String(required=True)
    appeal_decided_at = Moment(required=True, allow_none=True)


class CaseInsideOut(CaseOut):
    """The same for moderators and auditors, with the words of the post."""

    late = fields.Boolean(required=True)
    post_id = fields.UUID(required=True)
    author = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    reports = fields.List(fields.Nested(ReportOut), required=True)


class ConvertedOut(Out):
    """The vote on which something now stands."""

    vote_id = fields.UUID(required=True)
