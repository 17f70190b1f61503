"""What concerns one person: a report to make, a case to follow or appeal, the daily digest."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.deliberation import limits, schemas, shown
from linli.blueprints.deliberation.moderation_api import post_meant
from linli.blueprints.deliberation.topics_pages import TOPIC, TOPICS, frame
from linli.domains.deliberation.models import ModerationCase, Topic
from linli.domains.deliberation.operations import moderating
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import following, moderation, settings
from linli.domains.deliberation.rules.moderating import CaseState, Ground, may_appeal
from linli.domains.deliberation.rules.topics import PostKind
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, limited, takes

bp = Pages("deliberation_own_pages", __name__)
CASE = "/e/<uuid:estate_id>/moderation/<uuid:case_id>"


@bp.get(f"{TOPIC}/report")
@allow(Act.REPORT, GRANTS, on=shown.readable)
@takes(schemas.WhichPostIn, where="query")
def report_form(actor: Actor, topic: Topic, query: dict[str, Any]) -> ResponseReturnValue:
    return _report(actor, topic, Form({"comment_id": query["comment_id"] or ""}))


def _report(actor: Actor, topic: Topic, form: Form) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "deliberation/report.html",
        **frame(topic.estate_id, heading="举报"),
        topic=topic,
        form=form,
        grounds=[{"value": one.value, "label": one.title} for one in Ground],
        hours=settings.rules(topic.estate_id, now=clock.now()).report_hours,
    )


@bp.post(f"{TOPIC}/report")
@allow(Act.REPORT, GRANTS, on=shown.readable)
@limited(limits.REPORTS, by=limits.by_person)
@takes(schemas.ReportForm)
@form_page(_report)
@idempotent()
def report_post(actor: Actor, topic: Topic, body: dict[str, Any]) -> ResponseReturnValue:
    comment_id = body.pop("comment_id")
    kind = PostKind.COMMENT if comment_id else PostKind.TOPIC
    post = post_meant(topic.estate_id, kind, comment_id or topic.id)
    made = moderating.report(actor=actor, post=post, now=clock.now(), **body)
    return redirect(f"/e/{topic.estate_id}/moderation/{made.case_id}", 303)


@bp.get(CASE)
@allow(Act.REPORT, GRANTS, on=shown.own_case)
def show_case(actor: Actor, case: ModerationCase) -> ResponseReturnValue:
    return _case(actor, case, Form())


def _case(actor: Actor, case: ModerationCase, form: Form) -> ResponseReturnValue:
    post = moderation.post_of(case)
    mine = case.author_id == actor.account_id
    return render_template(
        "deliberation/case.html",
        **frame(case.estate_id, heading="处理结果" if case.decided_at else "已收到举报"),
        case=shown.case_out(case),
        mine=mine,
        words=post.words if mine else "",
        may_appeal=mine and may_appeal(CaseState(case.state), case.decided_at, now=clock.now()),
        form=form,
    )


@bp.post(f"{CASE}/appeal")
@allow(Act.APPEAL, GRANTS, on=shown.own_case)
@takes(schemas.AppealIn)
@form_page(_case)
@idempotent()
def appeal(actor: Actor, case: ModerationCase, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    moderating.appeal(case=case, now=clock.now(), **body)
    return redirect(f"/e/{case.estate_id}/moderation/{case.id}", 303)


@bp.get(f"{TOPICS}/digest")
@allow(Act.FOLLOW, GRANTS)
@takes(WindowIn, where="query")
def show_digest(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = following.digests_page(estate_id, actor.account_id, window=Window(5, query["cursor"]))
    return render_template(
        "deliberation/digest.html",
        **frame(estate_id, heading="每日汇总"),
        digests=shown.digests(estate_id, found.items),
        next=f"/e/{estate_id}/topics/digest?cursor={found.next}" if found.next else None,
    )
