"""The shapes of topics, comments, moderation and answers on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, validate

from linli.domains.deliberation.rules.moderating import Ground
from linli.domains.deliberation.rules.naming import Honorific
from linli.domains.deliberation.rules.topics import (
    MOST_DOCUMENTS,
    MOST_MENTIONS,
    MOST_PHOTOS,
    Alignment,
    Category,
    PostKind,
    State,
    Verdict,
)
from linli.domains.voting.rules.matters import Matter
from linli.platform.web import In, WindowIn
from linli.platform.web.schemas import Text, Upload, one_of


class Id(fields.UUID):
    """An id in a form or in JSON; an empty choice of a form is none."""

    default_error_messages = {"invalid_uuid": "请从列表里选择。", "required": "请选择。", "null": "请选择。"}

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


def _photos() -> fields.List[Any]:
    return fields.List(
        Upload(),
        load_default=list,
        validate=validate.Length(max=MOST_PHOTOS, error=f"一次最多 {MOST_PHOTOS} 张图片。"),
    )


class TopicIn(In):
    """A topic by a program; files follow by an upload of their own."""

    category = one_of(Category, required=True)
    title = Text(least=4, most=60, required=True)
    words = Text(most=5000, required=True)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"category": Category(body["category"])}


class TopicForm(TopicIn):
    """A topic from the page."""

    photos = _photos()
    documents = fields.List(
        Upload(),
        load_default=list,
        validate=validate.Length(max=MOST_DOCUMENTS, error=f"一次最多 {MOST_DOCUMENTS} 份文件。"),
    )

    @post_load
    def _files(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"documents": [(one, one.filename or "") for one in body["documents"] if one.filename]}


class NewTopicIn(In):
    """The first step of a topic: its title."""

    title = Text(least=0, most=60, load_default="")
    category = fields.String(load_default="", validate=validate.Length(max=20))


class CommentIn(In):
    """A comment, or with a parent a reply."""

    words = Text(most=2000, required=True)
    alignment = one_of(Alignment, load_default=Alignment.NEUTRAL.value)
    parent_id = Id(load_default=None, allow_none=True)
    mentions = fields.List(
        fields.UUID(error_messages={"invalid_uuid": "请从名单里选。"}),
        load_default=list,
        validate=validate.Length(max=MOST_MENTIONS, error=f"一次最多提醒 {MOST_MENTIONS} 个人。"),
    )

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"alignment": Alignment(body["alignment"])}


class CommentForm(CommentIn):
    """A comment from the page, with images."""

    photos = _photos()


class TopicsIn(WindowIn):
    """Which topics of a list."""

    category = fields.String(
        load_default="", validate=validate.OneOf(["", *Category], error="没有这个类别。")
    )
    state = fields.String(load_default="", validate=validate.OneOf(["", *State], error="没有这种状态。"))
    search = Text(least=0, most=40, load_default="")
    mine = fields.Boolean(load_default=False)
    followed = fields.Boolean(load_default=False)


class CommentsIn(WindowIn):
    """Which comments of a topic."""

    alignment = fields.String(
        load_default="", validate=validate.OneOf(["", *Alignment], error="没有这个选项。")
    )


class AlikeIn(In):
    """A title that is being typed."""

    title = Text(most=60, required=True)


class ConclusionIn(In):
    """What came of a debate."""

    conclusion = Text(most=2000, required=True)


class AnswerIn(In):
    """An official answer."""

    verdict = one_of(Verdict, required=True)
    words = Text(most=3000, required=True)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"verdict": Verdict(body["verdict"])}


class WordingIn(In):
    """How a topic reads on the ballot, and on which draft."""

    title = Text(most=80, required=True)
    words = Text(most=5000, required=True)
    matter = one_of(Matter, required=True)
    changes = Text(most=300, required=True)
    costs = Text(most=300, required=True)
    otherwise = Text(most=300, required=True)
    vote_id = Id(load_default=None, allow_none=True)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"matter": Matter(body["matter"])}


class PostIn(In):
    """Which post is meant."""

    kind = one_of(PostKind, required=True)
    post_id = fields.UUID(required=True, error_messages={"invalid_uuid": "没有这条内容，请刷新页面。"})

    @post_load
    def _kind(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"kind": PostKind(body["kind"])}


class ReportIn(PostIn):
    """What is wrong with a post."""

    ground = one_of(Ground, required=True)
    words = Text(least=0, most=500, load_default="")

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"ground": Ground(body["ground"])}


class WhichPostIn(In):
    """A comment of the topic, or the topic itself."""

    comment_id = Id(load_default=None, allow_none=True)


class ReportForm(WhichPostIn):
    """What is wrong with it, from the page."""

    ground = one_of(Ground, required=True)
    words = Text(least=0, most=500, load_default="")

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"ground": Ground(body["ground"])}


class HidingIn(PostIn):
    """A post to hide, and why."""

    reason = Text(most=500, required=True)


class ReasonIn(In):
    """Why; the other side reads it."""

    reason = Text(most=500, required=True)


class AppealIn(In):
    """What the author has to say."""

    words = Text(most=1000, required=True)


class AppealAnswerIn(In):
    """What became of an appeal."""

    restored = fields.Boolean(
        required=True,
        error_messages={"required": "请选一项。", "null": "请选一项。", "invalid": "请选一项。"},
    )
    answer = Text(most=500, required=True)


class CasesIn(WindowIn):
    """Which cases."""

    over = fields.Boolean(load_default=False)


class NameIn(In):
    """How somebody likes to be called."""

    honorific = one_of(Honorific, load_default="")
    nickname = Text(least=0, most=12, load_default="")

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"honorific": Honorific(body["honorific"])}
