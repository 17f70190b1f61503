"""Who may do what with the committee."""

from enum import StrEnum

from linli.kernel.actors import RESIDENTS, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "committees:committee:read"
    KEEP = "committees:committee:keep"
    FILE = "committees:filing:write"
    MEET = "committees:meeting:write"
    SEAL = "committees:seal:write"
    DISCLOSE = "committees:disclosure:write"


_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY)
_ABOVE = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)

GRANTS: Table = {
    Act.READ: (may(*RESIDENTS, *_COMMITTEE, *_ABOVE, Role.PROPERTY_MANAGER, Role.AUDITOR),),
    Act.KEEP: (may(Role.COMMUNITY_OFFICER),),
    Act.FILE: (may(Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER, Role.STREET_OFFICER),),
    Act.MEET: (may(Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER),),
    Act.SEAL: (may(Role.COMMITTEE_MEMBER),),
    Act.DISCLOSE: (may(Role.COMMITTEE_MEMBER),),
}
