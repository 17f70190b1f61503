"""Moderation for programs: reports, decisions, appeals."""

from typing import Any
from uuid import UUID

from flask import g

from linli.blueprints.deliberation import limits, schemas, shapes, shown
from linli.domains.deliberation.models import ModerationCase
from linli.domains.deliberation.operations import moderating
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import moderation, topics
from linli.domains.deliberation.queries.moderation import Post
from linli.domains.deliberation.rules.topics import PostKind
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, limited, page_of, summary, takes

bp = Api("deliberation_moderation_api", __name__, tag="deliberation")
CASES = "/estates/<uuid:estate_id>/moderation-cases"
CASE = f"{CASES}/<uuid:case_id>"


def post_meant(estate_id: UUID, kind: PostKind, post_id: UUID) -> Post:
    """The post that is meant, if whoever asks may read its topic."""
    post = moderation.post(estate_id=estate_id, kind=kind, post_id=post_id)
    topic_id = post.id if kind is PostKind.TOPIC else getattr(post, "topic_id", post.id)
    topics.readable(g.actor, topics.topic(estate_id=estate_id, topic_id=topic_id))
    return post


def one(case: ModerationCase) -> dict[str, Any]:
    """One case for those inside."""
    return dict(shown.cases(Page([case])).items[0])


@bp.post("/estates/<uuid:estate_id>/post-reports")
@allow(Act.REPORT, GRANTS)
@limited(limits.REPORTS, by=limits.by_person)
@takes(schemas.ReportIn)
@gives(shapes.CaseOut, 201)
@idempotent()
@summary("举报一个议题或一条意见；处理结果会告诉您")
def report_post(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    post = post_meant(estate_id, body.pop("kind"), body.pop("post_id"))
    made = moderating.report(actor=actor, post=post, now=clock.now(), **body)
    return shown.case_out(moderation.case(estate_id=estate_id, case_id=made.case_id))


@bp.get(CASES)
@allow(Act.READ_HIDDEN, GRANTS)
@takes(schemas.CasesIn, where="query")
@gives(page_of(shapes.CaseInsideOut))
@summary("举报和申诉，按处理期限")
def list_cases(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    return shown.cases(moderation.queue(estate_id, window=window, over=query["over"]))


@bp.get(f"{CASE}/mine")
@allow(Act.REPORT, GRANTS, on=shown.own_case)
@gives(shapes.CaseOut)
@summary("自己写的或自己举报的内容处理得怎样")
def show_own_case(actor: Actor, case: ModerationCase) -> dict[str, Any]:  # noqa: ARG001
    return shown.case_out(case)


@bp.post("/estates/<uuid:estate_id>/hidings")
@allow(Act.MODERATE, GRANTS)
@takes(schemas.HidingIn)
@gives(shapes.CaseInsideOut, 201)
@idempotent()
@summary("写明理由，隐藏一个议题或一条意见；文字留存")
def hide_post(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    post = post_meant(estate_id, body.pop("kind"), body.pop("post_id"))
    return one(moderating.hide(actor=actor, post=post, now=clock.now(), **body))


@bp.post(f"{CASE}/hiding")
@allow(Act.MODERATE, GRANTS, on=moderation.case)
@takes(schemas.ReasonIn)
@gives(shapes.CaseInsideOut)
@idempotent()
@summary("举报属实：隐藏")
def hide_reported(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> dict[str, Any]:
    return one(moderating.hide_reported(actor=actor, case=case, now=clock.now(), **body))


@bp.post(f"{CASE}/keeping")
@allow(Act.MODERATE, GRANTS, on=moderation.case)
@takes(schemas.ReasonIn)
@gives(shapes.CaseInsideOut)
@idempotent()
@summary("举报不成立：保留")
def keep_reported(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> dict[str, Any]:
    return one(moderating.keep(actor=actor, case=case, now=clock.now(), **body))


@bp.post(f"{CASE}/appeal")
@allow(Act.APPEAL, GRANTS, on=shown.own_case)
@takes(schemas.AppealIn)
@gives(shapes.CaseOut)
@idempotent()
@summary("对隐藏自己内容的决定提出申诉")
def appeal(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return shown.case_out(moderating.appeal(case=case, now=clock.now(), **body))


@bp.post(f"{CASE}/appeal/decision")
@allow(Act.MODERATE, GRANTS, on=moderation.case)
@takes(schemas.AppealAnswerIn)
@gives(shapes.CaseInsideOut)
@idempotent()
@summary("处理申诉；不能是当初隐藏的人")
def decide_appeal(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> dict[str, Any]:
    return one(moderating.decide_appeal(actor=actor, case=case, now=clock.now(), **body))
