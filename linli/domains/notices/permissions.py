"""Who may announce things, and who may see how far messages have come."""

from enum import StrEnum

from linli.kernel.actors import RESIDENTS, Role
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


_TELLERS = (Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER)

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
    Act.READ_RECEIPTS: (may(*_TELLERS, Role.STREET_OFFICER),),
    Act.READ_DELIVERY: (may(Role.COMMUNITY_OFFICER),),
}
