"""What those asked, and those who answered, hear of a survey."""

import uuid

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.surveys.events import SurveyClosed, SurveyOutcomeStated, SurveyPublished
from linli.domains.surveys.queries import surveys, taking_part
from linli.kernel.times import day_of


def tell_survey_published(event: SurveyPublished) -> None:
    """Everybody whom a survey asks hears of it."""
    assert event.estate_id is not None
    survey = surveys.survey(estate_id=event.estate_id, survey_id=event.survey_id)
    _tell_of_survey(event, "survey_published", taking_part.invited(survey, on=day_of(event.at)), "")


def tell_survey_closed(event: SurveyClosed) -> None:
    """Those who took part hear that the results are there."""
    _tell_takers(event, "survey_closed", "")


def tell_survey_outcome(event: SurveyOutcomeStated) -> None:
    """Those who took part hear what comes of it (DL-09)."""
    _tell_takers(event, "survey_outcome", f":{event.outcome_id}")


def _tell_takers(event: SurveyClosed | SurveyOutcomeStated, template: str, which: str) -> None:
    assert event.estate_id is not None
    survey = surveys.survey(estate_id=event.estate_id, survey_id=event.survey_id)
    _tell_of_survey(event, template, taking_part.takers(survey), which)


def _tell_of_survey(
    event: SurveyPublished | SurveyClosed | SurveyOutcomeStated,
    template: str,
    account_ids: set[uuid.UUID],
    which: str,
) -> None:
    messages.tell(
        account_ids=account_ids,
        kind=Kind.ANNOUNCEMENT,
        template=template,
        about=f"{template}:{event.survey_id}{which}",
        params={"estate_id": str(event.estate_id), "survey_id": str(event.survey_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
