"""Who may do what with a company's record. Companies see and answer what is theirs, from the moment they are told."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "reputation:item:read"
    PROPOSE = "reputation:item:propose"
    NOTIFY = "reputation:item:notify"
    WITHDRAW = "reputation:item:withdraw"
    OBJECT = "reputation:item:object"
    DECIDE = "reputation:item:decide"
    ASK_REPAIR = "reputation:item:ask_repair"
    REPAIR = "reputation:item:repair"
    READ_LIST = "reputation:entry:read"
    DRAW_UP = "reputation:list:draw_up"
    HANDLE = "reputation:entry:handle"
    REPLY = "reputation:entry:reply"


def _told(_: Actor, thing: Any) -> bool:
    return thing is None or thing.notified_at is not None


def _not_the_proposer(actor: Actor, item: Any) -> bool:
    return item is None or actor.account_id != item.proposed_by


_COMPANY = (Role.COMPANY_HEAD, Role.PROPERTY_MANAGER)
_KEEPERS = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)
_OFFICERS = (Role.STREET_OFFICER, *_KEEPERS)

GRANTS: Table = {
    Act.READ: (
        may(*_OFFICERS, Role.AUDITOR),
        may(*_COMPANY, when="本公司、本项目的，告知以后", test=_told),
    ),
    Act.PROPOSE: (may(*_OFFICERS),),
    Act.NOTIFY: (may(*_KEEPERS, when="不是自己提出的", test=_not_the_proposer),),
    Act.WITHDRAW: (may(*_KEEPERS),),
    Act.OBJECT: (may(*_COMPANY, when="本公司、本项目的，告知以后", test=_told),),
    Act.DECIDE: (may(*_KEEPERS, when="不是自己提出的", test=_not_the_proposer),),
    Act.ASK_REPAIR: (may(*_COMPANY, when="本公司、本项目的，告知以后", test=_told),),
    Act.REPAIR: (may(*_KEEPERS, when="不是自己提出的", test=_not_the_proposer),),
    Act.READ_LIST: (
        may(*_OFFICERS, Role.AUDITOR),
        may(*_COMPANY, when="本公司、本项目的，告知以后", test=_told),
    ),
    Act.DRAW_UP: (may(Role.CITY_OFFICER),),
    Act.HANDLE: (may(Role.CITY_OFFICER),),
    Act.REPLY: (may(*_COMPANY, when="本公司、本项目的，告知以后", test=_told),),
}
