"""Who may fill in, submit and confirm an estate's sheet. Confirmed stars are for everybody."""

from enum import StrEnum

from linli.kernel.actors import Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ_SHEET = "rating:sheet:read"
    ENTER = "rating:sheet:enter"
    VETO = "rating:sheet:veto"
    SUBMIT = "rating:sheet:submit"
    CONFIRM = "rating:sheet:confirm"


_OFFICERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)

GRANTS: Table = {
    Act.READ_SHEET: (may(*_OFFICERS, Role.ASSESSOR, Role.AUDITOR),),
    Act.ENTER: (may(Role.COMMUNITY_OFFICER, Role.ASSESSOR),),
    Act.VETO: (may(*_OFFICERS),),
    Act.SUBMIT: (may(Role.COMMUNITY_OFFICER, Role.ASSESSOR),),
    Act.CONFIRM: (may(*_OFFICERS, when="不是提交的人"),),
}
