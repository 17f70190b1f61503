"""Who may announce things, and who may see how far messages have come."""

from enum import StrEnum

from linli.kernel.actors import RESIDENTS, STAFF, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "notices:announcement:read"
    PUBLISH = "notices:announcement:publish"
    WITHDRAW = "notices:announcement:withdraw"
    READ_DELIVERY = "notices:message:read_delivery"
    READ_RECEIPTS = "notices:announcement:read_receipts"
    CORRECT = "notices:announcement:correct"
    REMIND = "notices:announcement:remind"
    RESTORE = "notices:outage:restore"
    KEEP_TEMPLATE = "notices:template:keep"
    OPEN_ROLL_CALL = "notices:roll_call:open"
    READ_ROLL_CALL = "notices:roll_call:read"
    ANSWER_ROLL_CALL = "notices:roll_call:answer"
    HELP_IN_ROLL_CALL = "notices:roll_call:help"
    READ_BOARD = "notices:board:read"
    POST_ON_BOARD = "notices:board:post"
    PROVE_POSTING = "notices:board:prove"
    SET_BANNER = "notices:banner:set"


_TELLERS = (Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER)

_RESCUERS = (*_TELLERS, Role.PROPERTY_WORKER, Role.COMMITTEE_MEMBER, Role.BRANCH_SECRETARY)

_OWN = may(
    Role.PROPERTY_MANAGER,
    when="物业发的公告",
    test=lambda _, found: found.author_role == Role.PROPERTY_MANAGER,
)

GRANTS: Table = {
    Act.READ: (
        may(
            *RESIDENTS,
            *_TELLERS,
            Role.STREET_OFFICER,
            Role.COMMITTEE_MEMBER,
            Role.COMMITTEE_SUPERVISOR,
            Role.BRANCH_SECRETARY,
            Role.PROPERTY_WORKER,
            Role.PROPERTY_CASHIER,
        ),
    ),
    Act.PUBLISH: (may(*_TELLERS),),
    Act.WITHDRAW: (may(Role.COMMUNITY_OFFICER), _OWN),
    Act.CORRECT: (may(Role.COMMUNITY_OFFICER), _OWN),
    Act.REMIND: (may(Role.COMMUNITY_OFFICER), _OWN),
    Act.RESTORE: (may(*_TELLERS),),
    Act.KEEP_TEMPLATE: (may(*_TELLERS),),
    Act.OPEN_ROLL_CALL: (may(*_TELLERS),),
    Act.READ_ROLL_CALL: (may(*_RESCUERS, Role.STREET_OFFICER),),
    Act.ANSWER_ROLL_CALL: (may(*RESIDENTS, *_RESCUERS),),
    Act.HELP_IN_ROLL_CALL: (may(*_RESCUERS),),
    Act.READ_BOARD: (may(*RESIDENTS, *STAFF),),
    Act.POST_ON_BOARD: (may(*_TELLERS, Role.COMMITTEE_MEMBER),),
    Act.PROVE_POSTING: (may(*_TELLERS, Role.COMMITTEE_MEMBER),),
    Act.READ_RECEIPTS: (may(*_TELLERS, Role.STREET_OFFICER),),
    Act.SET_BANNER: (
        may(
            *(Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER),
            when="自己的辖区",
        ),
        may(Role.SYSTEM_ADMIN),
    ),
    Act.READ_DELIVERY: (may(Role.COMMUNITY_OFFICER),),
}
