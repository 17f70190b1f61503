"""The hall for those who answer and keep order: topics, official answers, conclusions, reports and appeals."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.deliberation import limits, schemas, shown
from linli.blueprints.deliberation.moderation_api import post_meant
from linli.domains.deliberation.models import ModerationCase, Topic
from linli.domains.deliberation.operations import (
    answering,
    commenting,
    converting,
    moderating,
    topics,
)
from linli.domains.deliberation.operations.converting import Wording
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import comments, conversions, moderation
from linli.domains.deliberation.queries import topics as known
from linli.domains.deliberation.queries.topics import Wanted
from linli.domains.deliberation.rules.topics import STEPS, Category, State, Verdict
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, limited, takes

bp = Pages("deliberation_console", __name__)
HERE = "/work/e/<uuid:estate_id>"
TOPICS, CASES = f"{HERE}/topics", f"{HERE}/moderation"
TOPIC, CASE = f"{TOPICS}/<uuid:topic_id>", f"{CASES}/<uuid:case_id>"
VERDICTS = [(one.value, one.title) for one in Verdict]


def rooms(actor: Actor, estate_id: UUID, current: str) -> list[dict[str, Any]]:
    """The ways inside the hall, for the fragment above each of its pages."""
    late = moderation.late(estate_id, now=clock.now())
    ways = [
        ("topics", "议题", Act.READ_DESK),
        ("proposals", "联名提议", Act.READ_DESK),
        ("rules", "规约制度", Act.READ_DESK),
    ]
    ways.insert(1, ("moderation", f"举报与申诉{f' · {late} 件超时' if late else ''}", Act.READ_HIDDEN))
    return [
        {"label": label, "href": f"/work/e/{estate_id}/{way}", "current": way == current}
        for way, label, act in ways
        if permits(GRANTS, actor, act)
    ]


@bp.get(TOPICS)
@allow(Act.READ_DESK, GRANTS)
@takes(schemas.TopicsIn, where="query")
def list_topics(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    window = Window(30, query.pop("cursor"))
    query.pop("limit")
    found = known.topics_page(actor, estate_id, wanted=Wanted(**query), window=window)
    address = f"/work/e/{estate_id}/topics"
    return render_template(
        "deliberation/console/topics.html",
        rooms=rooms(actor, estate_id, "topics"),
        page=shown.listed(actor, estate_id, found),
        place=address,
        form=Form(query),
        categories=[("", "全部类别"), *((one.value, one.title) for one in Category)],
        ways=[
            {"label": label, "href": f"{address}?state={name}", "current": name == query["state"]}
            for name, label in (("", "全部"), *((one.value, one.title) for one in State))
        ],
        next=f"{address}?state={query['state']}&category={query['category']}&cursor={found.next}"
        if found.next
        else None,
    )


@bp.get(TOPIC)
@allow(Act.READ_DESK, GRANTS, on=shown.readable)
@takes(schemas.CommentsIn, where="query")
def show_topic(actor: Actor, topic: Topic, query: dict[str, Any]) -> ResponseReturnValue:
    return _topic(actor, topic, Form(), query)


def _topic(
    actor: Actor, topic: Topic, form: Form, query: dict[str, Any] | None = None
) -> ResponseReturnValue:
    found = comments.threads_page(actor, topic, window=Window(50, query["cursor"] if query else None))
    place = f"/work/e/{topic.estate_id}/topics/{topic.id}"
    detail = shown.detail(actor, topic)
    may = {
        act.name: permits(GRANTS, actor, act, topic)
        for act in (Act.ANSWER, Act.CLOSE, Act.CONVERT, Act.MODERATE, Act.COMMENT)
    }
    return render_template(
        "deliberation/console/topic.html",
        rooms=rooms(actor, topic.estate_id, "topics"),
        topic=detail,
        files=shown.split_files(detail["files"]),
        threads=shown.threads(actor, topic, found),
        verdicts=VERDICTS,
        place=place,
        form=form,
        may=may | {"CLOSE": may["CLOSE"] and State.CLOSED in STEPS[State(topic.state)]},
        converted=conversions.stands(topic),
        next=f"{place}?cursor={found.next}" if found.next else None,
    )


@bp.post(f"{TOPIC}/answers")
@allow(Act.ANSWER, GRANTS, on=shown.readable)
@takes(schemas.AnswerIn)
@form_page(_topic)
@idempotent()
def answer_topic(actor: Actor, topic: Topic, body: dict[str, Any]) -> ResponseReturnValue:
    answering.answer_topic(actor=actor, topic=topic, now=clock.now(), **body)
    return _back(topic)


@bp.post(f"{TOPIC}/comments")
@allow(Act.COMMENT, GRANTS, on=shown.readable)
@limited(limits.COMMENTS, by=limits.by_person)
@takes(schemas.CommentIn)
@form_page(_topic)
@idempotent()
def say(actor: Actor, topic: Topic, body: dict[str, Any]) -> ResponseReturnValue:
    commenting.say(actor=actor, topic=topic, now=clock.now(), **body)
    return _back(topic)


@bp.post(f"{TOPIC}/conclusion")
@allow(Act.CLOSE, GRANTS, on=shown.readable)
@takes(schemas.ConclusionIn)
@form_page(_topic)
@idempotent()
def close_topic(actor: Actor, topic: Topic, body: dict[str, Any]) -> ResponseReturnValue:
    topics.close(actor=actor, topic=topic, now=clock.now(), **body)
    return _back(topic)


@bp.post(f"{TOPIC}/hidings")
@allow(Act.MODERATE, GRANTS, on=shown.readable)
@takes(schemas.HidingIn)
@form_page(_topic)
@idempotent()
def hide_post(actor: Actor, topic: Topic, body: dict[str, Any]) -> ResponseReturnValue:
    post = post_meant(topic.estate_id, body.pop("kind"), body.pop("post_id"))
    moderating.hide(actor=actor, post=post, now=clock.now(), **body)
    return _back(topic)


@bp.get(f"{TOPIC}/conversion")
@allow(Act.CONVERT, GRANTS, on=shown.readable)
def conversion_form(actor: Actor, topic: Topic) -> ResponseReturnValue:
    return _conversion(actor, topic, Form({"title": topic.title, "words": topic.words}))


def _conversion(actor: Actor, topic: Topic, form: Form) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "deliberation/console/conversion.html",
        **conversion_frame(topic.estate_id, f"topics/{topic.id}", recall=False),
        subject=topic.title,
        form=form,
    )


def conversion_frame(estate_id: UUID, way: str, *, recall: bool) -> dict[str, Any]:
    """What the page of a conversion needs: the drafts, the matters, the way."""
    drafts = [(str(one.id), one.title) for one in conversions.drafts(estate_id, recall=recall)]
    return {
        "drafts": [("", "新建一份表决草稿"), *drafts],
        "matters": [
            ("", "请选择"),
            *((one.value, f"{one.title}（{one.threshold.title}）") for one in Matter),
        ],
        "back": f"/work/e/{estate_id}/{way}",
        "recall": recall,
    }


@bp.post(f"{TOPIC}/conversion")
@allow(Act.CONVERT, GRANTS, on=shown.readable)
@takes(schemas.WordingIn)
@form_page(_conversion)
@idempotent()
def convert_topic(actor: Actor, topic: Topic, body: dict[str, Any]) -> ResponseReturnValue:
    vote_id = body.pop("vote_id")
    made = converting.convert(
        actor=actor, origin=topic, wording=Wording(**body), vote_id=vote_id, now=clock.now()
    )
    return redirect(f"/work/e/{topic.estate_id}/votes/{made}", 303)


@bp.get(CASES)
@allow(Act.READ_HIDDEN, GRANTS)
@takes(schemas.CasesIn, where="query")
def list_cases(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = moderation.queue(estate_id, window=Window(20, query["cursor"]), over=query["over"])
    address = f"/work/e/{estate_id}/moderation"
    over = str(query["over"]).lower()
    return render_template(
        "deliberation/console/cases.html",
        rooms=rooms(actor, estate_id, "moderation"),
        page=shown.cases(found),
        place=address,
        over=query["over"],
        ways=[
            {"label": "等待处理", "href": address, "current": not query["over"]},
            {"label": "已处理", "href": f"{address}?over=true", "current": query["over"]},
        ],
        next=f"{address}?over={over}&cursor={found.next}" if found.next else None,
    )


@bp.get(CASE)
@allow(Act.READ_HIDDEN, GRANTS, on=moderation.case)
def show_case(actor: Actor, case: ModerationCase) -> ResponseReturnValue:
    return _case(actor, case, Form())


def _case(actor: Actor, case: ModerationCase, form: Form) -> ResponseReturnValue:
    return render_template(
        "deliberation/console/case.html",
        rooms=rooms(actor, case.estate_id, "moderation"),
        case=shown.cases(Page([case])).items[0],
        place=f"/work/e/{case.estate_id}/moderation/{case.id}",
        list=f"/work/e/{case.estate_id}/moderation",
        form=form,
        may=permits(GRANTS, actor, Act.MODERATE),
        hid_it=case.decided_by == actor.account_id,
    )


@bp.post(f"{CASE}/hiding")
@allow(Act.MODERATE, GRANTS, on=moderation.case)
@takes(schemas.ReasonIn)
@form_page(_case)
def hide_reported(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> ResponseReturnValue:
    moderating.hide_reported(actor=actor, case=case, now=clock.now(), **body)
    return redirect(f"/work/e/{case.estate_id}/moderation", 303)


@bp.post(f"{CASE}/keeping")
@allow(Act.MODERATE, GRANTS, on=moderation.case)
@takes(schemas.ReasonIn)
@form_page(_case)
def keep_reported(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> ResponseReturnValue:
    moderating.keep(actor=actor, case=case, now=clock.now(), **body)
    return redirect(f"/work/e/{case.estate_id}/moderation", 303)


@bp.post(f"{CASE}/appeal/decision")
@allow(Act.MODERATE, GRANTS, on=moderation.case)
@takes(schemas.AppealAnswerIn)
@form_page(_case)
def decide_appeal(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> ResponseReturnValue:
    moderating.decide_appeal(actor=actor, case=case, now=clock.now(), **body)
    return redirect(f"/work/e/{case.estate_id}/moderation", 303)


def _back(topic: Topic) -> ResponseReturnValue:
    return redirect(f"/work/e/{topic.estate_id}/topics/{topic.id}", 303)
