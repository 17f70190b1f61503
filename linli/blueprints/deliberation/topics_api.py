"""Topics and comments for programs: JSON in, JSON out."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.deliberation import limits, schemas, shapes, shown
from linli.domains.deliberation.models import Topic
from linli.domains.deliberation.operations import (
    answering,
    commenting,
    converting,
    following,
    noting,
    speaking,
    topics,
)
from linli.domains.deliberation.operations.converting import Wording
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import comments, settings, speakers
from linli.domains.deliberation.queries import topics as known
from linli.domains.deliberation.queries.topics import Wanted
from linli.domains.deliberation.rules.naming import NameStyle
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, limited, page_of, summary, takes
from linli.platform.web.files import send

bp = Api("deliberation_api", __name__, tag="deliberation")
TOPICS = "/estates/<uuid:estate_id>/topics"
TOPIC = f"{TOPICS}/<uuid:topic_id>"


@bp.get(TOPICS)
@allow(Act.READ, GRANTS)
@takes(schemas.TopicsIn, where="query")
@gives(page_of(shapes.TopicOut))
@summary("小区的议题，新的在前")
def list_topics(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    window = Window(query.pop("limit"), query.pop("cursor"))
    return shown.listed(
        actor, estate_id, known.topics_page(actor, estate_id, wanted=Wanted(**query), window=window)
    )


@bp.get(f"{TOPICS}/alike")
@allow(Act.READ, GRANTS)
@takes(schemas.AlikeIn, where="query")
@gives(shapes.AlikeOut)
@summary("和这个标题相近的、还没结束的议题")
def list_alike(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    return {"items": shown.listed(actor, estate_id, Page(known.alike(estate_id, query["title"]))).items}


@bp.post(TOPICS)
@allow(Act.POST, GRANTS)
@limited(limits.TOPICS, by=limits.by_person)
@takes(schemas.TopicIn)
@gives(shapes.TopicDetailOut, 201)
@idempotent()
@summary("发起议题；图片和文件随后上传")
def post_topic(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return shown.detail(actor, topics.post(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.get(TOPIC)
@allow(Act.READ, GRANTS, on=shown.readable)
@gives(shapes.TopicDetailOut)
@summary("一个议题，含官方答复、结论和转成的表决")
def show_topic(actor: Actor, topic: Topic) -> dict[str, Any]:
    return shown.detail(actor, topic)


@bp.post(f"{TOPIC}/reading")
@allow(Act.READ, GRANTS, on=shown.readable)
@gives(None, 204)
@summary("记一次阅读；一人一天只算一次")
def note_reading(actor: Actor, topic: Topic) -> None:
    ids: dict[str, Any] = {
        "estate_id": topic.estate_id,
        "topic_id": topic.id,
        "account_id": actor.account_id,
        "now": clock.now(),
    }
    topics.note_reading(**ids)
    following.look(**ids)


@bp.get(f"{TOPIC}/comments")
@allow(Act.READ, GRANTS, on=shown.readable)
@takes(schemas.CommentsIn, where="query")
@gives(page_of(shapes.CommentOut))
@summary("议题下的意见和回复，先说的在前")
def list_comments(actor: Actor, topic: Topic, query: dict[str, Any]) -> Page[dict[str, Any]]:
    window = Window(query["limit"], query["cursor"])
    found = comments.threads_page(actor, topic, window=window, alignment=query["alignment"])
    return shown.threads(actor, topic, found)


@bp.post(f"{TOPIC}/comments")
@allow(Act.COMMENT, GRANTS, on=shown.readable)
@limited(limits.COMMENTS, by=limits.by_person)
@takes(schemas.CommentIn)
@gives(shapes.TopicDetailOut, 201)
@idempotent()
@summary("写一条意见，或回复一条意见")
def say(actor: Actor, topic: Topic, body: dict[str, Any]) -> dict[str, Any]:
    commenting.say(actor=actor, topic=topic, now=clock.now(), **body)
    return shown.detail(actor, topic)


@bp.put(f"{TOPIC}/support")
@allow(Act.SUPPORT, GRANTS, on=shown.readable)
@gives(shapes.TopicDetailOut)
@summary("支持这个议题，一人一次")
def support(actor: Actor, topic: Topic) -> dict[str, Any]:
    topics.support(actor=actor, topic=topic, now=clock.now())
    return shown.detail(actor, topic)


@bp.delete(f"{TOPIC}/support")
@allow(Act.SUPPORT, GRANTS, on=shown.readable)
@gives(shapes.TopicDetailOut)
@summary("取消支持")
def take_support_back(actor: Actor, topic: Topic) -> dict[str, Any]:
    topics.take_support_back(actor=actor, topic=topic)
    return shown.detail(actor, topic)


@bp.put(f"{TOPIC}/follow")
@allow(Act.FOLLOW, GRANTS, on=shown.readable)
@gives(shapes.TopicDetailOut)
@summary("关注这个议题，每天汇总告诉您进展")
def follow(actor: Actor, topic: Topic) -> dict[str, Any]:
    following.follow(
        actor=actor, estate_id=topic.estate_id, object_kind=noting.TOPIC, object_id=topic.id, now=clock.now()
    )
    return shown.detail(actor, topic)


@bp.delete(f"{TOPIC}/follow")
@allow(Act.FOLLOW, GRANTS, on=shown.readable)
@gives(shapes.TopicDetailOut)
@summary("不再关注")
def unfollow(actor: Actor, topic: Topic) -> dict[str, Any]:
    following.unfollow(actor=actor, estate_id=topic.estate_id, object_id=topic.id, now=clock.now())
    return shown.detail(actor, topic)


@bp.get(f"{TOPIC}/files/<uuid:photo_id>")
@allow(Act.READ, GRANTS, on=shown.readable)
@gives(None, media_type="image/jpeg, application/pdf")
@summary("议题或意见里的一张图片或一份文件")
def show_file(actor: Actor, topic: Topic, photo_id: UUID) -> Response:
    return send(known.file(actor, topic, photo_id))


@bp.post(f"{TOPIC}/answers")
@allow(Act.ANSWER, GRANTS, on=shown.readable)
@takes(schemas.AnswerIn)
@gives(shapes.TopicDetailOut, 201)
@idempotent()
@summary("官方答复：正在研究、采纳、不采纳，署名公开")
def answer_topic(actor: Actor, topic: Topic, body: dict[str, Any]) -> dict[str, Any]:
    answering.answer_topic(actor=actor, topic=topic, now=clock.now(), **body)
    return shown.detail(actor, topic)


@bp.post(f"{TOPIC}/conclusion")
@allow(Act.CLOSE, GRANTS, on=shown.readable)
@takes(schemas.ConclusionIn)
@gives(shapes.TopicDetailOut)
@idempotent()
@summary("结束讨论，结论放在最上面")
def close_topic(actor: Actor, topic: Topic, body: dict[str, Any]) -> dict[str, Any]:
    topics.close(actor=actor, topic=topic, now=clock.now(), **body)
    return shown.detail(actor, topic)


@bp.post(f"{TOPIC}/conversion")
@allow(Act.CONVERT, GRANTS, on=shown.readable)
@takes(schemas.WordingIn)
@gives(shapes.ConvertedOut, 201)
@idempotent()
@summary("转为表决议题，列入草稿")
def convert_topic(actor: Actor, topic: Topic, body: dict[str, Any]) -> dict[str, Any]:
    vote_id = body.pop("vote_id")
    made = converting.convert(
        actor=actor, origin=topic, wording=Wording(**body), vote_id=vote_id, now=clock.now()
    )
    return {"vote_id": made}


@bp.get("/estates/<uuid:estate_id>/my-name")
@allow(Act.CHOOSE_NAME, GRANTS)
@gives(shapes.NameOut)
@summary("邻居看到我叫什么")
def show_name(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return name_of(actor, estate_id)


@bp.put("/estates/<uuid:estate_id>/my-name")
@allow(Act.CHOOSE_NAME, GRANTS)
@limited(limits.NAMES, by=limits.by_person)
@takes(schemas.NameIn)
@gives(shapes.NameOut)
@summary("选择称呼和昵称；手机号和房号从不显示")
def choose_name(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    speaking.choose_name(actor=actor, estate_id=estate_id, **body)
    return name_of(actor, estate_id)


def name_of(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    """How the neighbours see one's name, and what it is made of."""
    now = clock.now()
    found = speakers.speaker(estate_id, actor.account_id)
    style: NameStyle = settings.rules(estate_id, now=now).names
    return {
        "shown": speakers.name_of(found, style) if found else "",
        "honorific": found.honorific if found else "",
        "nickname": found.nickname if found else "",
        "style": style.value,
    }
