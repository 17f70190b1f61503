"""Who may do what to places."""

from enum import StrEnum

from linli.kernel.actors import RESIDENTS, STAFF, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ_ESTATE = "estates:estate:read"
    READ_UNITS = "estates:unit:read"
    ADD_ESTATE = "estates:estate:add"
    SHAPE_ESTATE = "estates:estate:shape"
    SET_AREA = "estates:unit:set_area"
    ADD_COMPANY = "estates:company:add"
    READ_BOARD = "estates:board:read"
    READ_REGIONS = "estates:region:read"
    ADD_REGION = "estates:region:add"


_OFFICERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)

GRANTS: Table = {
    Act.READ_ESTATE: (may(*RESIDENTS, *STAFF),),
    Act.READ_UNITS: (may(*STAFF),),
    Act.ADD_ESTATE: (may(Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.SYSTEM_ADMIN),),
    Act.SHAPE_ESTATE: (may(*_OFFICERS, Role.SYSTEM_ADMIN),),
    Act.SET_AREA: (may(Role.COMMUNITY_OFFICER),),
    Act.ADD_COMPANY: (may(Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.SYSTEM_ADMIN),),
    Act.READ_BOARD: (may(*_OFFICERS, Role.AUDITOR, Role.SYSTEM_ADMIN),),
    Act.READ_REGIONS: (may(*STAFF),),
    Act.ADD_REGION: (may(Role.SYSTEM_ADMIN),),
}
