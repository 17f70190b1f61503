"""Who may do what with the exchange: the government's side, never the property company."""

from enum import StrEnum

from linli.kernel.actors import Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "governance:case:read"
    SEND = "governance:case:send"
    HAND_OVER = "governance:case:hand_over"
    RESEND = "governance:parcel:resend"
    CLOSE_DIFFERENCE = "governance:difference:close"
    READ_HEALTH = "governance:health:read"
    CLOSE_ANY = "governance:difference:close_any"


_OFFICERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER)
_LOOKERS = (*_OFFICERS, Role.CITY_OFFICER, Role.AUDITOR)

GRANTS: Table = {
    Act.READ: (may(*_LOOKERS),),
    Act.SEND: (may(*_OFFICERS),),
    Act.HAND_OVER: (may(*_OFFICERS),),
    Act.RESEND: (may(*_OFFICERS),),
    Act.CLOSE_DIFFERENCE: (may(*_OFFICERS),),
    Act.READ_HEALTH: (may(Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMIN),),
    Act.CLOSE_ANY: (may(Role.COUNTY_OFFICER, Role.CITY_OFFICER),),
}
