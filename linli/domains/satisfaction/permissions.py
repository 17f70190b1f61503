"""Who may do what with the yearly round. Companies and committees read results only."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "satisfaction:round:read"
    ANSWER = "satisfaction:answer:give"
    PLAN = "satisfaction:round:plan"
    RUN = "satisfaction:round:run"
    READ_ROUNDS = "satisfaction:rounds:read"
    READ_PROGRESS = "satisfaction:progress:read"
    KEY_IN = "satisfaction:answer:key_in"


def _own_city(actor: Actor, found: Any) -> bool:
    return found is None or found.city_id == actor.scope.id


_OFFICERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)

GRANTS: Table = {
    Act.READ: (may(*RESIDENTS),),
    Act.ANSWER: (may(*RESIDENTS, when="住满 3 个月的业主或租客，每户一份"),),
    Act.PLAN: (may(Role.CITY_OFFICER),),
    Act.RUN: (may(Role.CITY_OFFICER, when="本市的评价", test=_own_city),),
    Act.READ_ROUNDS: (may(*_OFFICERS),),
    Act.READ_PROGRESS: (may(*_OFFICERS),),
    Act.KEY_IN: (may(Role.COMMUNITY_OFFICER),),
}
