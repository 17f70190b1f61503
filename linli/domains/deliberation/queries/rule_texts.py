"""The estate's own rules in the making: versions, paragraphs, what was said to each."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from linli.domains.deliberation.models import RuleComment, RuleText, RuleVersion
from linli.domains.deliberation.rules.paragraphs import Paragraph, last_number
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

_MOST_COMMENTS = 1000


def rule_text(*, estate_id: uuid.UUID, rule_text_id: uuid.UUID, **_: object) -> RuleText:
    """The text, if it is this estate's; otherwise Unknown."""
    found = db.session.get(RuleText, (estate_id, rule_text_id))
    if found is None:
        raise Unknown
    return found


def texts_page(estate_id: uuid.UUID, *, window: Window, published: bool) -> Page[RuleText]:
    """The texts of an estate, newest first; `published`: only those with a version."""
    query = select(RuleText).where(RuleText.estate_id == estate_id)
    if published:
        of_text = select(RuleVersion.rule_text_id).where(RuleVersion.estate_id == estate_id)
        query = query.where(RuleText.id.in_(of_text))
    return by_id(query, RuleText.id, window=window)


def versions(found: RuleText) -> Sequence[RuleVersion]:
    """The published versions, newest first."""
    return db.session.scalars(
        select(RuleVersion)
        .filter_by(estate_id=found.estate_id, rule_text_id=found.id)
        .order_by(RuleVersion.number.desc())
    ).all()


def latest(found: RuleText) -> RuleVersion | None:
    """The newest published version."""
    return next(iter(versions(found)), None)


def latest_of(estate_id: uuid.UUID, text_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, RuleVersion]:
    """The newest published version of several texts."""
    rows = db.session.scalars(
        select(RuleVersion)
        .where(RuleVersion.estate_id == estate_id, RuleVersion.rule_text_id.in_(text_ids))
        .order_by(RuleVersion.number)
    )
    return {one.rule_text_id: one for one in rows}


def version(found: RuleText, number: int) -> RuleVersion:
    """One published version, or Unknown."""
    kept = db.session.scalar(
        select(RuleVersion).filter_by(estate_id=found.estate_id, rule_text_id=found.id, number=number)
    )
    if kept is None:
        raise Unknown
    return kept


def paragraphs(kept: RuleVersion | None) -> list[Paragraph]:
    """The paragraphs of a version; of none, none."""
    return [Paragraph(one["id"], one["text"]) for one in kept.paragraphs] if kept else []


def drafted(found: RuleText) -> list[Paragraph]:
    """What is being written: the draft, or where there is none the newest version."""
    if found.draft is None:
        return paragraphs(latest(found))
    return [Paragraph(one["id"], one["text"]) for one in found.draft]


def comments(found: RuleText) -> dict[str, list[RuleComment]]:
    """What was said, by paragraph, also to paragraphs that are gone."""
    said: dict[str, list[RuleComment]] = {}
    rows = db.session.scalars(
        select(RuleComment)
        .filter_by(estate_id=found.estate_id, rule_text_id=found.id)
        .order_by(RuleComment.id)
        .limit(_MOST_COMMENTS)
    )
    for one in rows:
        said.setdefault(one.paragraph_id, []).append(one)
    return said


def comment_counts(estate_id: uuid.UUID, text_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How much was said to several texts."""
    rows = db.session.execute(
        select(RuleComment.rule_text_id, func.count())
        .where(RuleComment.estate_id == estate_id, RuleComment.rule_text_id.in_(text_ids))
        .group_by(RuleComment.rule_text_id)
    )
    return {row[0]: row[1] for row in rows}


def gone(found: RuleText, ids: Collection[str]) -> list[Paragraph]:
    """Of these paragraphs the ones that the newest version has no more, with what each said last."""
    kept_versions = versions(found)
    standing = {one.id for one in paragraphs(next(iter(kept_versions), None))}
    last: dict[str, Paragraph] = {}
    for kept in kept_versions[1:]:
        for one in paragraphs(kept):
            if one.id in ids and one.id not in standing:
                last.setdefault(one.id, one)
    return sorted(last.values(), key=lambda one: last_number([one.id]))
