"""Who may do what in the room."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "deliberation:topic:read"
    POST = "deliberation:topic:post"
    COMMENT = "deliberation:comment:post"
    SUPPORT = "deliberation:topic:support"
    FOLLOW = "deliberation:topic:follow"
    CHOOSE_NAME = "deliberation:name:choose"
    REPORT = "deliberation:post:report"
    APPEAL = "deliberation:hiding:appeal"
    MODERATE = "deliberation:post:moderate"
    READ_HIDDEN = "deliberation:post:read_hidden"
    ANSWER = "deliberation:topic:answer"
    CLOSE = "deliberation:topic:close"
    CONVERT = "deliberation:topic:convert"
    READ_DESK = "deliberation:desk:read"
    PROPOSE = "deliberation:proposal:start"
    SIGN = "deliberation:proposal:sign"
    WITHDRAW_PROPOSAL = "deliberation:proposal:withdraw"
    READ_SIGNATURES = "deliberation:signature:read"
    SETTLE = "deliberation:proposal:settle"
    DRAFT_RULES = "deliberation:rules:draft"
    COMMENT_RULES = "deliberation:rules:comment"


def _wrote_it(actor: Actor, subject: Any) -> bool:
    return subject is not None and subject.author_id == actor.account_id


_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY)
_COMPANY = (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)
_ORGANISERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER)
_ABOVE = (Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR)
_READERS = (*RESIDENTS, *_COMMITTEE, *_COMPANY, *_ORGANISERS, *_ABOVE)
_SPEAKERS = (*RESIDENTS, *_COMMITTEE, *_COMPANY, *_ORGANISERS)
_DESK = (*_COMMITTEE, *_COMPANY, *_ORGANISERS, *_ABOVE)

GRANTS: Table = {
    Act.READ: (may(*_READERS),),
    Act.POST: (may(*RESIDENTS),),
    Act.COMMENT: (may(*_SPEAKERS),),
    Act.SUPPORT: (may(*RESIDENTS),),
    Act.FOLLOW: (may(*RESIDENTS),),
    Act.CHOOSE_NAME: (may(*RESIDENTS),),
    Act.REPORT: (may(*_SPEAKERS),),
    Act.APPEAL: (may(*_SPEAKERS, when="自己写的", test=_wrote_it),),
    Act.MODERATE: (may(*_ORGANISERS),),
    Act.READ_HIDDEN: (may(*_ORGANISERS, Role.AUDITOR),),
    Act.ANSWER: (may(Role.COMMITTEE_MEMBER, *_COMPANY, *_ORGANISERS),),
    Act.CLOSE: (may(Role.COMMITTEE_MEMBER, *_ORGANISERS),),
    Act.CONVERT: (may(Role.COMMUNITY_OFFICER),),
    Act.READ_DESK: (may(*_DESK),),
    Act.PROPOSE: (may(Role.OWNER, when="名册上的业主"),),
    Act.SIGN: (may(Role.OWNER, when="名册上的业主本人"),),
    Act.WITHDRAW_PROPOSAL: (may(Role.OWNER, when="自己发起的", test=_wrote_it),),
    Act.READ_SIGNATURES: (may(*_ORGANISERS, Role.AUDITOR),),
    Act.SETTLE: (may(*_ORGANISERS),),
    Act.DRAFT_RULES: (may(Role.COMMUNITY_OFFICER, Role.COMMITTEE_MEMBER),),
    Act.COMMENT_RULES: (may(*_SPEAKERS),),
}
