"""Who may hand an estate to the state-owned company, decide on it and end it."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "takeover:takeover:read"
    PROPOSE = "takeover:takeover:propose"
    DECIDE = "takeover:takeover:decide"
    END = "takeover:takeover:end"
    NAME_COMPANY = "takeover:company:name"


_OFFICERS = (Role.STREET_OFFICER, Role.COUNTY_OFFICER)


def _another(actor: Actor, takeover: Any) -> bool:
    return takeover is not None and takeover.proposed_by != actor.account_id


GRANTS: Table = {
    Act.READ: (may(Role.COMMUNITY_OFFICER, *_OFFICERS, Role.CITY_OFFICER, Role.AUDITOR),),
    Act.PROPOSE: (may(*_OFFICERS),),
    Act.DECIDE: (may(Role.COUNTY_OFFICER, when="不是提出申请的人", test=_another),),
    Act.END: (may(*_OFFICERS),),
    Act.NAME_COMPANY: (may(Role.COUNTY_OFFICER),),
}
