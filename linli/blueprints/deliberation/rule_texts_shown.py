"""The estate's own rules as their readers see them."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import g

from linli.blueprints.deliberation.shown import names_of
from linli.domains.deliberation.models import RuleComment, RuleText, RuleVersion
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import rule_texts, speakers
from linli.domains.deliberation.rules import comparing
from linli.domains.deliberation.rules.paragraphs import Paragraph
from linli.domains.deliberation.rules.rule_texts import RuleKind
from linli.kernel.actors import RESIDENTS, Role
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.paging import Page


def readable(**ids: uuid.UUID) -> RuleText:
    """What a door finds: a text with a version, or for those who write it any."""
    found = rule_texts.rule_text(**ids)
    if rule_texts.latest(found) is None and not permits(GRANTS, g.actor, Act.DRAFT_RULES):
        raise Unknown
    return found


def listed(estate_id: uuid.UUID, found: Page[RuleText]) -> Page[dict[str, Any]]:
    """One page of texts."""
    ids = [one.id for one in found.items]
    newest, said = rule_texts.latest_of(estate_id, ids), rule_texts.comment_counts(estate_id, ids)
    return Page([_line(one, newest.get(one.id), said.get(one.id, 0)) for one in found.items], found.next)


def detail(found: RuleText, number: int | None = None) -> dict[str, Any]:
    """A text in one version, each paragraph with what was said to it; what was said to paragraphs that are gone
    follows at the end of the newest version.
    """
    versions = rule_texts.versions(found)
    newest = versions[0] if versions else None
    kept = rule_texts.version(found, number) if number else newest
    said = rule_texts.comments(found)
    names = names_of(found.estate_id, [one for several in said.values() for one in several])
    standing = rule_texts.paragraphs(kept)
    gone = rule_texts.gone(found, said) if kept is newest else []

    def shown(one: Paragraph, *, is_gone: bool) -> dict[str, Any]:
        comments = [_comment(remark, names) for remark in said.get(one.id, [])]
        return {"id": one.id, "text": one.text, "gone": is_gone, "comments": comments}

    return _line(found, newest, sum(len(one) for one in said.values())) | {
        "shown_version": kept.number if kept else 0,
        "paragraphs": [shown(one, is_gone=False) for one in standing]
        + [shown(one, is_gone=True) for one in gone],
        "versions": _versions(found, versions),
        "drafting": found.draft is not None,
    }


def differences(found: RuleText, before: int, after: int) -> dict[str, Any]:
    """What changed from one version to another (DL-08)."""
    old, new = rule_texts.version(found, before), rule_texts.version(found, after)
    items = comparing.compare(rule_texts.paragraphs(old), rule_texts.paragraphs(new))
    return {"before": before, "after": after, "items": items}


def chosen(found: RuleText, query: dict[str, Any]) -> tuple[int, int]:
    """The two versions that were asked for; without, the newest and the one before it."""
    newest = rule_texts.latest(found)
    after = query["after"] or (newest.number if newest else 0)
    return query["before"] or max(1, after - 1), after


def _line(found: RuleText, newest: RuleVersion | None, said: int) -> dict[str, Any]:
    until = found.comments_until
    return {
        "id": found.id,
        "kind": found.kind,
        "kind_title": RuleKind(found.kind).title,
        "title": found.title,
        "version": newest.number if newest else 0,
        "published_at": newest.published_at if newest else None,
        "comments": said,
        "comments_until": until,
        "open": newest is not None and (until is None or clock.now() < until),
    }


def _versions(found: RuleText, versions: Sequence[RuleVersion]) -> list[dict[str, Any]]:
    names = speakers.names(
        found.estate_id, [(one.published_by, one.published_role) for one in versions], now=clock.now()
    )
    return [
        {
            "number": one.number,
            "note": one.note,
            "published_by": names.of(one.published_by, one.published_role),
            "published_at": one.published_at,
        }
        for one in versions
    ]


def _comment(one: RuleComment, names: speakers.Names) -> dict[str, Any]:
    return {
        "id": one.id,
        "author": names.of(one.author_id, one.author_role),
        "official": Role(one.author_role) not in RESIDENTS,
        "words": one.words,
        "version": one.version,
        "made_at": one.made_at,
    }
