"""Releasing free words one by one; nobody else reads them before (VO-70)."""

import uuid
from datetime import datetime

from linli.domains.surveys.models import Survey, SurveyText
from linli.domains.surveys.queries import texts
from linli.domains.surveys.rules.moderation import TextState
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def decide(*, actor: Actor, survey: Survey, text_id: uuid.UUID, release: bool, now: datetime) -> SurveyText:
    """Show a text to everybody, or don't. It can be decided otherwise later; the log keeps each decision."""
    found = texts.text(survey, text_id)
    found.state = TextState.RELEASED if release else TextState.WITHHELD
    found.decided_by, found.decided_at = actor.account_id, now
    db.session.flush()
    audit.record(
        f"surveys:text:{'release' if release else 'withhold'}",
        object_kind="survey_text",
        object_id=found.id,
        estate_id=survey.estate_id,
        survey_id=str(survey.id),
    )
    return found
