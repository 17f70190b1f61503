"""Who may do what with a complaint about the company. The company itself can only say something when it is asked."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import RESIDENTS, Actor, Role, ScopeKind
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    FILE = "complaints:complaint:file"
    LIST_OWN = "complaints:complaint:list_own"
    LIST = "complaints:complaint:list"
    READ = "complaints:complaint:read"
    FORWARD = "complaints:complaint:forward"
    EXTEND = "complaints:complaint:extend"
    ANSWER = "complaints:complaint:answer"
    RATE = "complaints:complaint:rate"
    ESCALATE = "complaints:complaint:escalate"
    REVIEW = "complaints:complaint:review"
    WITHDRAW = "complaints:complaint:withdraw"
    LIST_STATEMENTS = "complaints:statement:list"
    STATE = "complaints:statement:make"


_OVERSEERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
_COMPANY = (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)


def own(actor: Actor, complaint: Any) -> bool:
    """The actor complained."""
    return complaint is not None and complaint.complainant_id == actor.account_id


def asked(actor: Actor, statement: Any) -> bool:
    """The actor's company is asked; where the role holds for the estate, it is the company that serves it."""
    if statement is None:
        return False
    return actor.scope.kind is not ScopeKind.COMPANY or statement.company_id == actor.scope.id


GRANTS: Table = {
    Act.FILE: (may(*RESIDENTS),),
    Act.LIST_OWN: (may(*RESIDENTS, when="自己的投诉"),),
    Act.LIST: (may(*_OVERSEERS),),
    Act.READ: (may(*RESIDENTS, when="自己的投诉", test=own), may(*_OVERSEERS)),
    Act.FORWARD: (may(Role.COMMUNITY_OFFICER),),
    Act.EXTEND: (may(Role.COMMUNITY_OFFICER),),
    Act.ANSWER: (may(Role.COMMUNITY_OFFICER),),
    Act.RATE: (may(*RESIDENTS, when="自己的投诉", test=own),),
    Act.ESCALATE: (may(*RESIDENTS, when="自己的投诉", test=own),),
    Act.REVIEW: (may(Role.STREET_OFFICER),),
    Act.WITHDRAW: (may(*RESIDENTS, when="自己的投诉", test=own),),
    Act.LIST_STATEMENTS: (may(*_COMPANY, when="本公司被请求说明的"),),
    Act.STATE: (may(*_COMPANY, when="本公司被请求说明的", test=asked),),
}
