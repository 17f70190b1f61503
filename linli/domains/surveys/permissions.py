"""Who may do what with a survey."""

from enum import StrEnum
from typing import Any

from linli.domains.surveys.rules.course import Mode, State
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "surveys:survey:read"
    ANSWER = "surveys:answer:give"
    READ_RESULT = "surveys:result:read"
    DRAFT = "surveys:survey:draft"
    PUBLISH = "surveys:survey:publish"
    CLOSE = "surveys:survey:close"
    READ_ANSWERS = "surveys:answers:read"
    MODERATE = "surveys:text:moderate"
    STATE_OUTCOME = "surveys:outcome:state"
    EXPORT = "surveys:result:export"


def _published(_: Actor, survey: Any) -> bool:
    return survey is None or survey.state != State.DRAFT


def _named(_: Actor, survey: Any) -> bool:
    return survey is None or survey.mode == Mode.NAMED


_ASKING = (Role.COMMUNITY_OFFICER, Role.COMMITTEE_MEMBER)
_SEEING = (Role.STREET_OFFICER, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY)
_ABOVE = (Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR, Role.PROPERTY_MANAGER)

GRANTS: Table = {
    Act.READ: (may(*_ASKING), may(*RESIDENTS, *_SEEING, *_ABOVE, when="发布以后", test=_published)),
    Act.ANSWER: (may(*RESIDENTS, when="问卷问到的住户", test=_published),),
    Act.READ_RESULT: (may(*RESIDENTS, *_ASKING, *_SEEING, *_ABOVE, when="发布以后", test=_published),),
    Act.DRAFT: (may(*_ASKING),),
    Act.PUBLISH: (may(*_ASKING),),
    Act.CLOSE: (may(*_ASKING),),
    Act.READ_ANSWERS: (may(*_ASKING, when="实名问卷", test=_named),),
    Act.MODERATE: (may(*_ASKING),),
    Act.STATE_OUTCOME: (may(*_ASKING),),
    Act.EXPORT: (may(*_ASKING, Role.STREET_OFFICER, when="发布以后", test=_published),),
}
