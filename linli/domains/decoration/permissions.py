"""Who may do what with a decoration. Neighbours read only that there is one, from when to when."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    LIST_GOING_ON = "decoration:work:list_going_on"
    REGISTER = "decoration:work:register"
    READ = "decoration:work:read"
    CHANGE = "decoration:work:change"
    LIST = "decoration:work:list"
    ACKNOWLEDGE = "decoration:work:acknowledge"
    VISIT = "decoration:work:visit"
    SETTLE = "decoration:finding:settle"
    CLOSE = "decoration:work:close"


_OVERSEERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER)
_STAFF = (Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, *_OVERSEERS)
_PATROL = (Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER)


def of_home(actor: Actor, decoration: Any) -> bool:
    """It is in the actor's own home."""
    return decoration is not None and decoration.unit_id in actor.units


def of_owner(actor: Actor, decoration: Any) -> bool:
    """The actor owns the unit."""
    return decoration is not None and actor.owns(decoration.unit_id)


GRANTS: Table = {
    Act.LIST_GOING_ON: (may(*RESIDENTS),),
    Act.REGISTER: (may(Role.OWNER),),
    Act.READ: (may(*RESIDENTS, when="自己家的装修", test=of_home), may(*_STAFF)),
    Act.CHANGE: (may(Role.OWNER, when="自己名下房屋的装修", test=of_owner),),
    Act.LIST: (may(*_STAFF),),
    Act.ACKNOWLEDGE: (may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
    Act.VISIT: (may(*_PATROL),),
    Act.SETTLE: (may(*_PATROL),),
    Act.CLOSE: (may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
}
