"""The estate's own rules in the making, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.deliberation import limits, rule_texts_schemas, rule_texts_shown
from linli.domains.deliberation.models import RuleText
from linli.domains.deliberation.operations import rule_texts
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import rule_texts as known
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, limited, page_of, summary, takes

bp = Api("deliberation_rules_api", __name__, tag="deliberation")
TEXTS = "/estates/<uuid:estate_id>/rule-texts"
TEXT = f"{TEXTS}/<uuid:rule_text_id>"


@bp.get(TEXTS)
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(rule_texts_schemas.RuleTextOut))
@summary("管理规约、议事规则等制度，新的在前")
def list_texts(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    published = not permits(GRANTS, actor, Act.DRAFT_RULES)
    found = known.texts_page(estate_id, window=Window(**query), published=published)
    return rule_texts_shown.listed(estate_id, found)


@bp.post(TEXTS)
@allow(Act.DRAFT_RULES, GRANTS)
@takes(rule_texts_schemas.RuleTextIn)
@gives(rule_texts_schemas.RuleTextDetailOut, 201)
@idempotent()
@summary("起草一份制度；一行一段")
def begin_text(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return rule_texts_shown.detail(
        rule_texts.begin(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    )


@bp.get(TEXT)
@allow(Act.READ, GRANTS, on=rule_texts_shown.readable)
@gives(rule_texts_schemas.RuleTextDetailOut)
@summary("最新一版，每一段和对它的意见")
def show_text(actor: Actor, found: RuleText) -> dict[str, Any]:  # noqa: ARG001
    return rule_texts_shown.detail(found)


@bp.get(f"{TEXT}/differences")
@allow(Act.READ, GRANTS, on=rule_texts_shown.readable)
@takes(rule_texts_schemas.CompareQuery, where="query")
@gives(rule_texts_schemas.DifferencesOut)
@summary("任意两版的差别，逐字标出")
def compare(actor: Actor, found: RuleText, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return rule_texts_shown.differences(found, *rule_texts_shown.chosen(found, query))


@bp.put(f"{TEXT}/draft")
@allow(Act.DRAFT_RULES, GRANTS, on=known.rule_text)
@takes(rule_texts_schemas.RuleDraftIn)
@gives(rule_texts_schemas.RuleTextDetailOut)
@summary("修改草稿；改动过的段落保留原来的意见")
def write_text(actor: Actor, found: RuleText, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return rule_texts_shown.detail(rule_texts.write(rule_text=found, **body))


@bp.post(f"{TEXT}/versions")
@allow(Act.DRAFT_RULES, GRANTS, on=known.rule_text)
@takes(rule_texts_schemas.VersionIn)
@gives(rule_texts_schemas.RuleTextDetailOut, 201)
@idempotent()
@summary("把草稿公布为新的一版；公布后不能改")
def publish_version(actor: Actor, found: RuleText, body: dict[str, Any]) -> dict[str, Any]:
    rule_texts.publish_version(actor=actor, rule_text=found, now=clock.now(), **body)
    return rule_texts_shown.detail(found)


@bp.put(f"{TEXT}/comments-until")
@allow(Act.DRAFT_RULES, GRANTS, on=known.rule_text)
@takes(rule_texts_schemas.CommentsUntilIn)
@gives(rule_texts_schemas.RuleTextDetailOut)
@summary("征求意见到哪一天")
def take_comments(actor: Actor, found: RuleText, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return rule_texts_shown.detail(rule_texts.take_comments(rule_text=found, **body))


@bp.post(f"{TEXT}/comments")
@allow(Act.COMMENT_RULES, GRANTS, on=rule_texts_shown.readable)
@limited(limits.COMMENTS, by=limits.by_person)
@takes(rule_texts_schemas.RuleCommentIn)
@gives(rule_texts_schemas.RuleTextDetailOut, 201)
@idempotent()
@summary("对一段文字写意见")
def comment(actor: Actor, found: RuleText, body: dict[str, Any]) -> dict[str, Any]:
    rule_texts.comment(actor=actor, rule_text=found, now=clock.now(), **body)
    return rule_texts_shown.detail(found)
