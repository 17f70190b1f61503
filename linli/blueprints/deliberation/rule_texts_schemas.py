"""The shapes of the estate's own rules on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, validate

from linli.domains.deliberation.rules.rule_texts import RuleKind
from linli.kernel.times import end_of
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, one_of

LONGEST = 100_000


class RuleTextIn(In):
    """A text to begin; each line is a paragraph."""

    kind = one_of(RuleKind, required=True)
    title = Text(most=60, required=True)
    text = Text(most=LONGEST, required=True)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"kind": RuleKind(body["kind"])}


class RuleDraftIn(In):
    """What is written; each line is a paragraph."""

    title = Text(most=60, required=True)
    text = Text(most=LONGEST, required=True)


class VersionIn(In):
    """What a version changes, in a sentence."""

    note = Text(most=200, required=True)


class CommentsUntilIn(In):
    """The last day for comments; none: without end."""

    last_on = Day(load_default=None, allow_none=True)

    @post_load
    def _until(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"until": end_of(body["last_on"]) if body["last_on"] else None}


class CommentsUntilForm(CommentsUntilIn):
    """The same from the page, where an empty field is none."""

    last_on = Day(required=True)


class RuleCommentIn(In):
    """Something said to one paragraph."""

    paragraph_id = Text(most=12, required=True)
    words = Text(most=1000, required=True)


def _number() -> fields.Integer:
    return fields.Integer(load_default=None, validate=validate.Range(1, 100_000, error="没有这一版。"))


class CompareQuery(In):
    """Two versions; without, the newest and the one before it."""

    before = _number()
    after = _number()


class VersionQuery(In):
    """Which version; without, the newest."""

    version = _number()


class VersionOut(Out):
    """A published version."""

    number = fields.Integer(required=True)
    note = fields.String(required=True)
    published_by = fields.String(required=True)
    published_at = Moment(required=True)


class RuleTextOut(Out):
    """A text of the estate's own rules."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    kind_title = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.Integer(required=True)
    published_at = Moment(required=True, allow_none=True)
    comments = fields.Integer(required=True)
    comments_until = Moment(required=True, allow_none=True)
    open = fields.Boolean(required=True)


class RuleCommentOut(Out):
    """What somebody said to a paragraph, under which version."""

    id = fields.UUID(required=True)
    author = fields.String(required=True)
    official = fields.Boolean(required=True)
    words = fields.String(required=True)
    version = fields.Integer(required=True)
    made_at = Moment(required=True)


class ParagraphOut(Out):
    """A paragraph with what was said to it. `gone`: the newest version has it no more."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    gone = fields.Boolean(required=True)
    comments = fields.List(fields.Nested(RuleCommentOut), required=True)


class RuleTextDetailOut(RuleTextOut):
    """A text in one version."""

    paragraphs = fields.List(fields.Nested(ParagraphOut), required=True)
    versions = fields.List(fields.Nested(VersionOut), required=True)


class PieceOut(Out):
    """Some letters that stayed, came or went."""

    change = fields.String(required=True)
    text = fields.String(required=True)


class DifferenceOut(Out):
    """One paragraph in both versions."""

    id = fields.String(required=True)
    change = fields.String(required=True)
    pieces = fields.List(fields.Nested(PieceOut), required=True)


class DifferencesOut(Out):
    """All that changed from one version to another."""

    before = fields.Integer(required=True)
    after = fields.Integer(required=True)
    items = fields.List(fields.Nested(DifferenceOut), required=True)
