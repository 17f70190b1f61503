"""Taking hold of a survey, so that nobody answers while it is being closed, nor beyond a quota."""

from sqlalchemy import select

from linli.domains.surveys.models import Survey
from linli.platform.db import db


def lock(survey: Survey, *, shared: bool = False) -> None:
    """Hold the survey until the transaction ends, and see it as it now is; `shared` lets others answer meanwhile."""
    db.session.execute(
        select(Survey)
        .filter_by(estate_id=survey.estate_id, id=survey.id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    )
