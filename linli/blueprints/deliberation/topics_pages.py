"""Topics for residents: reading, beginning one, saying something, supporting, following, being named."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, after_this_request, redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.deliberation import limits, schemas, shown
from linli.blueprints.deliberation.topics_api import name_of
from linli.domains.deliberation.models import Topic
from linli.domains.deliberation.operations import commenting, following, noting, speaking, topics
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import comments
from linli.domains.deliberation.queries import topics as known
from linli.domains.deliberation.queries.topics import Wanted
from linli.domains.deliberation.rules.naming import Honorific
from linli.domains.deliberation.rules.topics import Alignment, Category, State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.transactions import transaction
from linli.platform.web import Form, Pages, allow, form_page, idempotent, limited, takes
from linli.platform.web.files import send

bp = Pages("deliberation_pages", __name__)
TOPICS = "/e/<uuid:estate_id>/topics"
TOPIC = f"{TOPICS}/<uuid:topic_id>"
MOST = 20


def frame(
    estate_id: UUID, *, way: str = "topics", heading: str = "", label: str = "返回议题"
) -> dict[str, Any]:
    """What the resident's frame needs: the tab, and the way back."""
    place = f"/e/{estate_id}/{way}"
    shown_in: dict[str, Any] = {"tab": "votes", "place": place}
    return shown_in | ({"heading": heading, "back": {"href": place, "label": label}} if heading else {})


@bp.get(TOPICS)
@allow(Act.READ, GRANTS)
@takes(schemas.TopicsIn, where="query")
def list_topics(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    window = Window(MOST, query.pop("cursor"))
    query.pop("limit")
    found = known.topics_page(actor, estate_id, wanted=Wanted(**query), window=window)
    address = f"/e/{estate_id}/topics"
    return render_template(
        "deliberation/topics.html",
        **frame(estate_id),
        page=shown.listed(actor, estate_id, found),
        ways=_ways(address, query),
        categories=_categories(address, query),
        wanted=query,
        may_post=permits(GRANTS, actor, Act.POST),
        next=f"{address}?{_query(query)}&cursor={found.next}" if found.next else None,
    )


def _ways(address: str, query: dict[str, Any]) -> list[dict[str, Any]]:
    chosen = "mine" if query["mine"] else "followed" if query["followed"] else query["state"]
    options = [
        ("", "全部"),
        *((one.value, one.title) for one in State),
        ("followed", "我关注的"),
        ("mine", "我发起的"),
    ]
    return [
        {
            "label": label,
            "href": f"{address}?{f'{name}=true' if name in {'mine', 'followed'} else f'state={name}'}",
            "current": name == chosen,
        }
        for name, label in options
    ]


def _categories(address: str, query: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return [
        (one.title, f"{address}?category={one.value}", query["category"] == one.value) for one in Category
    ]


def _query(query: dict[str, Any]) -> str:
    return "&".join(f"{name}={str(value).lower()}" for name, value in query.items() if value)


@bp.get(f"{TOPICS}/new")
@allow(Act.POST, GRANTS)
@takes(schemas.NewTopicIn, where="query")
def new_topic(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _new(actor, estate_id, Form(query))


def _new(actor: Actor, estate_id: UUID, form: Form) -> ResponseReturnValue:
    """First the title; then, with what is like it, the words and files."""
    title = str(form.value("title"))
    alike = shown.listed(actor, estate_id, Page(known.alike(estate_id, title))).items if title else []
    return render_template(
        "deliberation/new.html",
        **frame(estate_id, heading="发起议题"),
        form=form,
        titled=bool(title),
        alike=alike,
        categories=[(one.value, one.title) for one in Category],
        my_name=name_of(actor, estate_id)["shown"],
    )


@bp.post(TOPICS)
@allow(Act.POST, GRANTS)
@limited(limits.TOPICS, by=limits.by_person)
@takes(schemas.TopicForm, files=True)
@form_page(_new)
@idempotent()
def post_topic(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = topics.post(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/e/{estate_id}/topics/{made.id}", 303)


@bp.get(TOPIC)
@allow(Act.READ, GRANTS, on=shown.readable)
@takes(schemas.CommentsIn, where="query")
def show_topic(actor: Actor, topic: Topic, query: dict[str, Any]) -> ResponseReturnValue:
    ids: dict[str, Any] = {
        "estate_id": topic.estate_id,
        "topic_id": topic.id,
        "account_id": actor.account_id,
        "now": clock.now(),
    }
    _once_answered(lambda: _note_opened(ids), topic.estate_id)
    return _topic(actor, topic, Form(), query)


def _topic(
    actor: Actor, topic: Topic, form: Form, query: dict[str, Any] | None = None
) -> ResponseReturnValue:
    asked = query or {"alignment": "", "cursor": None}
    window = Window(MOST, asked["cursor"])
    found = comments.threads_page(actor, topic, window=window, alignment=asked["alignment"])
    place = f"/e/{topic.estate_id}/topics/{topic.id}"
    detail = shown.detail(actor, topic)
    return render_template(
        "deliberation/topic.html",
        **frame(topic.estate_id, heading=detail["category_title"]),
        topic=detail,
        files=shown.split_files(detail["files"]),
        threads=shown.threads(actor, topic, found),
        people=shown.people_in(actor, topic),
        alignments=[(one.value, one.title) for one in Alignment],
        looks=_looks(place, detail, asked["alignment"]),
        here=place,
        form=form,
        may={
            act.name: permits(GRANTS, actor, act, topic)
            for act in (Act.COMMENT, Act.SUPPORT, Act.FOLLOW, Act.REPORT)
        },
        next=f"{place}?alignment={asked['alignment']}&cursor={found.next}" if found.next else None,
    )


def _looks(place: str, detail: dict[str, Any], chosen: str) -> list[dict[str, Any]]:
    numbers = detail["alignments"]
    options = [("", f"全部 {sum(numbers.values())}")]
    options += [(one.value, f"{one.title} {numbers[one.value]}") for one in Alignment]
    return [
        {"label": label, "href": f"{place}?alignment={name}#said", "current": name == chosen}
        for name, label in options
    ]


def _note_opened(ids: dict[str, Any]) -> None:
    topics.note_reading(**ids)
    following.look(**ids)


def _once_answered(do: Callable[[], object], estate_id: UUID) -> None:
    """Note that a page was opened once it is answered: the answer itself writes nothing, and what a browser
    fetched ahead does not count.
    """

    def note(answer: Response) -> Response:
        ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
        if answer.status_code == 200 and request.method == "GET" and not ahead:  # noqa: PLR2004
            with transaction(estate_id=estate_id):
                do()
        return answer

    after_this_request(note)


@bp.post(f"{TOPIC}/comments")
@allow(Act.COMMENT, GRANTS, on=shown.readable)
@limited(limits.COMMENTS, by=limits.by_person)
@takes(schemas.CommentForm, files=True)
@form_page(_topic)
@idempotent()
def say(actor: Actor, topic: Topic, body: dict[str, Any]) -> ResponseReturnValue:
    made = commenting.say(actor=actor, topic=topic, now=clock.now(), **body)
    return redirect(f"/e/{topic.estate_id}/topics/{topic.id}#c-{made.parent_id or made.id}", 303)


@bp.post(f"{TOPIC}/support")
@allow(Act.SUPPORT, GRANTS, on=shown.readable)
@form_page(_topic)
def support(actor: Actor, topic: Topic) -> ResponseReturnValue:
    topics.support(actor=actor, topic=topic, now=clock.now())
    return _back(topic)


@bp.post(f"{TOPIC}/support/removal")
@allow(Act.SUPPORT, GRANTS, on=shown.readable)
@form_page(_topic)
def take_support_back(actor: Actor, topic: Topic) -> ResponseReturnValue:
    topics.take_support_back(actor=actor, topic=topic)
    return _back(topic)


@bp.post(f"{TOPIC}/follow")
@allow(Act.FOLLOW, GRANTS, on=shown.readable)
@form_page(_topic)
def follow(actor: Actor, topic: Topic) -> ResponseReturnValue:
    following.follow(
        actor=actor, estate_id=topic.estate_id, object_kind=noting.TOPIC, object_id=topic.id, now=clock.now()
    )
    return _back(topic)


@bp.post(f"{TOPIC}/follow/removal")
@allow(Act.FOLLOW, GRANTS, on=shown.readable)
@form_page(_topic)
def unfollow(actor: Actor, topic: Topic) -> ResponseReturnValue:
    following.unfollow(actor=actor, estate_id=topic.estate_id, object_id=topic.id, now=clock.now())
    return _back(topic)


@bp.get(f"{TOPIC}/files/<uuid:photo_id>")
@allow(Act.READ, GRANTS, on=shown.readable)
def show_file(actor: Actor, topic: Topic, photo_id: UUID) -> Response:
    return send(known.file(actor, topic, photo_id))


@bp.get("/e/<uuid:estate_id>/my-name")
@allow(Act.CHOOSE_NAME, GRANTS)
def show_name(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _name(actor, estate_id, Form())


def _name(actor: Actor, estate_id: UUID, form: Form) -> ResponseReturnValue:
    return render_template(
        "deliberation/name.html",
        **frame(estate_id, heading="邻居怎么称呼我"),
        form=form,
        name=name_of(actor, estate_id),
        honorifics=[{"value": one.value, "label": one.title} for one in Honorific],
    )


@bp.post("/e/<uuid:estate_id>/my-name")
@allow(Act.CHOOSE_NAME, GRANTS)
@limited(limits.NAMES, by=limits.by_person)
@takes(schemas.NameIn)
@form_page(_name)
def choose_name(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    speaking.choose_name(actor=actor, estate_id=estate_id, **body)
    return redirect(f"/e/{estate_id}/topics", 303)


def _back(topic: Topic) -> ResponseReturnValue:
    return redirect(f"/e/{topic.estate_id}/topics/{topic.id}", 303)
