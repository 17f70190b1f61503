"""Drafting the estate's own rules: writing, publishing versions that stay, commenting paragraph by paragraph."""

import uuid
from datetime import datetime

from linli.domains.deliberation.errors import DebateClosed, TextUnchanged, UnknownParagraph
from linli.domains.deliberation.models import RuleComment, RuleText, RuleVersion
from linli.domains.deliberation.operations import noting, speaking
from linli.domains.deliberation.queries import rule_texts
from linli.domains.deliberation.rules import paragraphs
from linli.domains.deliberation.rules.paragraphs import Paragraph
from linli.domains.deliberation.rules.rule_texts import RuleKind
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.db import db


def begin(
    *, actor: Actor, estate_id: uuid.UUID, kind: RuleKind, title: str, text: str, now: datetime
) -> RuleText:
    """Begin a text; nobody else reads it before its first version is published. Raises TooLongText."""
    made = RuleText(
        estate_id=estate_id, id=new_id(), kind=kind, title=title, draft=[], last_number=0,
        made_by=actor.account_id, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record("deliberation:rules:begin", object_kind="rule_text", object_id=made.id, estate_id=estate_id)
    return write(rule_text=made, title=title, text=text)


def write(*, rule_text: RuleText, title: str, text: str) -> RuleText:
    """Keep what was written. A paragraph that is nearly the same keeps its id (DL-07). Raises TooLongText."""
    noting.lock(rule_text)
    before = rule_texts.drafted(rule_text)
    made = paragraphs.edit(before, paragraphs.split(text), last_number=rule_text.last_number)
    rule_text.title = title
    rule_text.draft = [{"id": one.id, "text": one.text} for one in made]
    rule_text.last_number = max(rule_text.last_number, paragraphs.last_number([one.id for one in made]))
    db.session.flush()
    return rule_text


def publish_version(*, actor: Actor, rule_text: RuleText, note: str, now: datetime) -> RuleVersion:
    """Publish what is drafted as the next version, which nobody can change any more. Raises TextUnchanged."""
    noting.lock(rule_text)
    newest, drafted = rule_texts.latest(rule_text), rule_texts.drafted(rule_text)
    if not drafted or drafted == rule_texts.paragraphs(newest):
        raise TextUnchanged
    made = RuleVersion(
        estate_id=rule_text.estate_id, id=new_id(), rule_text_id=rule_text.id,
        number=newest.number + 1 if newest else 1, note=note, paragraphs=_plain(drafted),
        published_by=actor.account_id, published_role=actor.role, published_at=now,
    )  # fmt: skip
    db.session.add(made)
    rule_text.draft = None
    db.session.flush()
    audit.record(
        "deliberation:rules:publish",
        object_kind="rule_text",
        object_id=rule_text.id,
        estate_id=rule_text.estate_id,
        number=made.number,
    )
    return made


def take_comments(*, rule_text: RuleText, until: datetime | None) -> RuleText:
    """Take comments until a moment, or without end."""
    rule_text.comments_until = until
    audit.record(
        "deliberation:rules:take_comments",
        object_kind="rule_text",
        object_id=rule_text.id,
        estate_id=rule_text.estate_id,
    )
    return rule_text


def comment(
    *, actor: Actor, rule_text: RuleText, paragraph_id: str, words: str, now: datetime
) -> RuleComment:
    """Say something to one paragraph of the newest version. Raises UnknownParagraph, DebateClosed."""
    newest = rule_texts.latest(rule_text)
    if newest is None or paragraph_id not in {one.id for one in rule_texts.paragraphs(newest)}:
        raise UnknownParagraph
    if rule_text.comments_until is not None and now >= rule_text.comments_until:
        raise DebateClosed("征求意见已经结束，不能再写意见。")
    speaking.introduce(actor=actor, estate_id=rule_text.estate_id)
    made = RuleComment(
        estate_id=rule_text.estate_id, id=new_id(), rule_text_id=rule_text.id, paragraph_id=paragraph_id,
        version=newest.number, words=words, author_id=actor.account_id, author_role=actor.role, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _plain(found: list[Paragraph]) -> list[dict[str, str]]:
    return [{"id": one.id, "text": one.text} for one in found]
