"""The estate's own rules for residents (reading, commenting, comparing) and for those who write them."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.deliberation import limits, rule_texts_schemas, rule_texts_shown
from linli.blueprints.deliberation.console import rooms
from linli.blueprints.deliberation.topics_pages import frame
from linli.domains.deliberation.models import RuleText
from linli.domains.deliberation.operations import rule_texts
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import rule_texts as known
from linli.domains.deliberation.rules import comparing, paragraphs
from linli.domains.deliberation.rules.rule_texts import RuleKind
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, limited, takes

bp = Pages("deliberation_rules_pages", __name__)
TEXTS, WORK = "/e/<uuid:estate_id>/rules", "/work/e/<uuid:estate_id>/rules"
TEXT, WORK_TEXT = f"{TEXTS}/<uuid:rule_text_id>", f"{WORK}/<uuid:rule_text_id>"
LABEL = "返回规约"


@bp.get(TEXTS)
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_texts(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found = known.texts_page(estate_id, window=Window(20, query["cursor"]), published=True)
    return render_template(
        "deliberation/rules.html",
        **frame(estate_id, way="rules"),
        page=rule_texts_shown.listed(estate_id, found),
        next=f"/e/{estate_id}/rules?cursor={found.next}" if found.next else None,
    )


@bp.get(TEXT)
@allow(Act.READ, GRANTS, on=rule_texts_shown.readable)
@takes(rule_texts_schemas.VersionQuery, where="query")
def show_text(actor: Actor, found: RuleText, query: dict[str, Any]) -> ResponseReturnValue:
    return _text(actor, found, Form(), query["version"])


def _text(actor: Actor, found: RuleText, form: Form, version: int | None = None) -> ResponseReturnValue:
    return render_template(
        "deliberation/rule.html",
        **frame(found.estate_id, way="rules", heading=RuleKind(found.kind).title, label=LABEL),
        text=rule_texts_shown.detail(found, version),
        here=f"/e/{found.estate_id}/rules/{found.id}",
        form=form,
        may_comment=permits(GRANTS, actor, Act.COMMENT_RULES),
    )


@bp.get(f"{TEXT}/comparison")
@allow(Act.READ, GRANTS, on=rule_texts_shown.readable)
@takes(rule_texts_schemas.CompareQuery, where="query")
def compare(actor: Actor, found: RuleText, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    before, after = rule_texts_shown.chosen(found, query)
    here = f"/e/{found.estate_id}/rules/{found.id}"
    return render_template(
        "deliberation/comparison.html",
        **frame(found.estate_id, way=f"rules/{found.id}", heading="两版对照", label="返回全文"),
        text=found,
        found=rule_texts_shown.differences(found, before, after),
        numbers=[(one.number, f"第 {one.number} 版") for one in known.versions(found)],
        here=here,
        form=Form({"before": before, "after": after}),
    )


@bp.post(f"{TEXT}/comments")
@allow(Act.COMMENT_RULES, GRANTS, on=rule_texts_shown.readable)
@limited(limits.COMMENTS, by=limits.by_person)
@takes(rule_texts_schemas.RuleCommentIn)
@form_page(_text)
@idempotent()
def comment(actor: Actor, found: RuleText, body: dict[str, Any]) -> ResponseReturnValue:
    made = rule_texts.comment(actor=actor, rule_text=found, now=clock.now(), **body)
    return redirect(f"/e/{found.estate_id}/rules/{found.id}#{made.paragraph_id}", 303)


@bp.get(WORK)
@allow(Act.READ_DESK, GRANTS)
@takes(WindowIn, where="query")
def list_drafts(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    may_draft = permits(GRANTS, actor, Act.DRAFT_RULES)
    found = known.texts_page(estate_id, window=Window(30, query["cursor"]), published=not may_draft)
    address = f"/work/e/{estate_id}/rules"
    return render_template(
        "deliberation/console/rules.html",
        rooms=rooms(actor, estate_id, "rules"),
        page=rule_texts_shown.listed(estate_id, found),
        place=address,
        may_draft=may_draft,
        next=f"{address}?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{WORK}/new")
@allow(Act.DRAFT_RULES, GRANTS)
def new_text(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new(actor, estate_id, Form())


def _new(actor: Actor, estate_id: UUID, form: Form) -> ResponseReturnValue:
    return render_template(
        "deliberation/console/rule_new.html",
        rooms=rooms(actor, estate_id, "rules"),
        place=f"/work/e/{estate_id}/rules",
        kinds=[(one.value, one.title) for one in RuleKind],
        form=form,
    )


@bp.post(WORK)
@allow(Act.DRAFT_RULES, GRANTS)
@takes(rule_texts_schemas.RuleTextIn)
@form_page(_new)
@idempotent()
def begin_text(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return _back(rule_texts.begin(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.get(WORK_TEXT)
@allow(Act.DRAFT_RULES, GRANTS, on=known.rule_text)
def edit_text(actor: Actor, found: RuleText, form: Form | None = None) -> ResponseReturnValue:
    drafted = known.drafted(found)
    published = known.paragraphs(known.latest(found))
    return render_template(
        "deliberation/console/rule.html",
        rooms=rooms(actor, found.estate_id, "rules"),
        text=rule_texts_shown.detail(found),
        drafted=paragraphs.join(drafted),
        changes=[one for one in comparing.compare(published, drafted) if one.change != comparing.Change.SAME],
        place=f"/work/e/{found.estate_id}/rules/{found.id}",
        read=f"/e/{found.estate_id}/rules/{found.id}",
        form=form or Form(),
    )


@bp.post(f"{WORK_TEXT}/draft")
@allow(Act.DRAFT_RULES, GRANTS, on=known.rule_text)
@takes(rule_texts_schemas.RuleDraftIn)
@form_page(edit_text)
def write_text(actor: Actor, found: RuleText, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    return _back(rule_texts.write(rule_text=found, **body))


@bp.post(f"{WORK_TEXT}/versions")
@allow(Act.DRAFT_RULES, GRANTS, on=known.rule_text)
@takes(rule_texts_schemas.VersionIn)
@form_page(edit_text)
@idempotent()
def publish_version(actor: Actor, found: RuleText, body: dict[str, Any]) -> ResponseReturnValue:
    rule_texts.publish_version(actor=actor, rule_text=found, now=clock.now(), **body)
    return _back(found)


@bp.post(f"{WORK_TEXT}/comments-until")
@allow(Act.DRAFT_RULES, GRANTS, on=known.rule_text)
@takes(rule_texts_schemas.CommentsUntilForm)
@form_page(edit_text)
def take_comments(actor: Actor, found: RuleText, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    return _back(rule_texts.take_comments(rule_text=found, **body))


def _back(found: RuleText) -> ResponseReturnValue:
    return redirect(f"/work/e/{found.estate_id}/rules/{found.id}", 303)
