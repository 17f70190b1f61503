"""What happened to a survey. What anybody answered is in no event."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPublished(Event):
    """People are asked; answers are taken from the opening moment on."""

    survey_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyClosed(Event):
    """No more answers are taken; the results can be read."""

    survey_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOutcomeStated(Event):
    """Those who took part are told what comes of it (DL-09)."""

    survey_id: uuid.UUID
    outcome_id: uuid.UUID
