"""Who may ask for a repair from the fund, put it to the vote, confirm an urgent one, and read what it cost."""

from enum import StrEnum

from linli.kernel.actors import Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ_OWN = "fund:project:read_own"
    READ = "fund:project:read"
    ASK = "fund:project:ask"
    PUT_TO_VOTE = "fund:project:put_to_vote"
    REVIEW = "fund:project:review"
    CONFIRM = "fund:project:confirm"
    PAY = "fund:payment:record"
    SETTLE = "fund:project:settle"


_COMPANY = (Role.PROPERTY_MANAGER, Role.PROPERTY_CASHIER, Role.COMPANY_HEAD)
_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR)
_OFFICERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER)

GRANTS: Table = {
    Act.READ_OWN: (may(Role.OWNER, Role.FAMILY, when="范围内的房屋"),),
    Act.READ: (may(*_COMPANY, *_COMMITTEE, *_OFFICERS),),
    Act.ASK: (may(Role.PROPERTY_MANAGER, Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER),),
    Act.PUT_TO_VOTE: (may(Role.COMMUNITY_OFFICER),),
    Act.REVIEW: (may(Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER, when="不是申请人"),),
    Act.CONFIRM: (may(Role.STREET_OFFICER, when="不是申请人，也不是审核人"),),
    Act.PAY: (may(Role.PROPERTY_MANAGER, Role.PROPERTY_CASHIER, Role.COMMITTEE_MEMBER),),
    Act.SETTLE: (may(Role.PROPERTY_MANAGER, Role.COMMITTEE_MEMBER),),
}
