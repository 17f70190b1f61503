"""Surveys by the clock: ended at their hour. Answers are refused from that instant on even when no job runs."""

import uuid
from datetime import datetime, timedelta

from linli.domains.surveys.operations import closing
from linli.domains.surveys.queries import surveys
from linli.platform.jobs import each, job

Which = tuple[uuid.UUID, uuid.UUID]


@job("surveys.close", every=timedelta(minutes=1))
def close_due(*, now: datetime) -> None:
    """End the surveys whose close has passed, and open the envelopes of the anonymous ones."""

    def close_survey(which: Which) -> None:
        closing.close_if_due(survey=surveys.survey(estate_id=which[0], survey_id=which[1]), now=now)

    each(lambda: surveys.due_to_close(now=now), close_survey)
