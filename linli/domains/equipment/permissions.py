"""Who may do what with the ledger of equipment."""

from enum import StrEnum

from linli.kernel.actors import RESIDENTS, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "equipment:piece:read"
    LIST = "equipment:ledger:read"
    KEEP = "equipment:ledger:keep"
    RECORD = "equipment:record:add"


_OVERSEERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
_STAFF = (Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, *_OVERSEERS)

GRANTS: Table = {
    Act.READ: (may(*RESIDENTS, *_STAFF),),
    Act.LIST: (may(*_STAFF),),
    Act.KEEP: (may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
    Act.RECORD: (may(Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
}
