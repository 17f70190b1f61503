"""Texts that an estate keeps for the next time."""

import uuid
from datetime import datetime

from linli.domains.notices.models import AnnouncementTemplate
from linli.domains.notices.rules.announcing import Urgency
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def keep(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    name: str,
    title: str,
    words: str,
    urgency: Urgency = Urgency.ORDINARY,
    now: datetime,
) -> AnnouncementTemplate:
    """Keep a text; what changes each time stands in ［］."""
    made = AnnouncementTemplate(
        estate_id=estate_id,
        name=name,
        title=title,
        words=words,
        urgency=urgency,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _note("keep", made)
    return made


def drop(*, template: AnnouncementTemplate, now: datetime) -> None:
    """Offer a text no longer."""
    template.dropped_at = now
    _note("drop", template)


def _note(verb: str, template: AnnouncementTemplate) -> None:
    audit.record(
        f"notices:template:{verb}",
        object_kind="announcement_template",
        object_id=template.id,
        estate_id=template.estate_id,
    )
