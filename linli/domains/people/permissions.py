"""Who may do what with owners, claims, invitations, residents and roles."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import RESIDENTS, STAFF, Actor, Role, ScopeKind
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ_OWNERS = "people:owner:read"
    REVEAL_OWNER = "people:owner:reveal"
    IMPORT_ROSTER = "people:roster:import"
    READ_CLAIMS = "people:claim:read"
    DECIDE_CLAIM = "people:claim:decide"
    INVITE = "people:invitation:make"
    INVITE_OWNER = "people:invitation:make_for_owner"
    READ_HOUSEHOLD = "people:household:read"
    SHOW_OUT = "people:resident:move_out"
    LET_PAY = "people:resident:let_pay"
    CHOOSE_REPRESENTATIVE = "people:representative:choose"
    READ_CHANGES = "people:register_change:read"
    PROPOSE_CHANGE = "people:register_change:propose"
    DECIDE_CHANGE = "people:register_change:decide"
    GRANT_ROLE = "people:role:grant"
    READ_AUDIT = "platform:audit:read"
    READ_JOBS = "platform:jobs:read"
    RUN_JOBS = "platform:jobs:run"
    EXPORT = "platform:export:ask"
    MANAGE_WEBHOOKS = "platform:webhook:manage"
    MANAGE_COMPANY_WEBHOOKS = "platform:webhook:manage_company"


def owns_it(actor: Actor, subject: Any) -> bool:
    """The unit, or what belongs to it, is the actor's own."""
    return actor.owns(getattr(subject, "unit_id", None) or subject.id)


def lives_there(actor: Actor, subject: Any) -> bool:
    """The actor belongs to the unit in any way."""
    return (getattr(subject, "unit_id", None) or subject.id) in actor.units


def for_company(actor: Actor, subject: Any) -> bool:  # noqa: ARG001 - a company is all there is to know
    """The actor acts for a whole company."""
    return actor.scope.kind is ScopeKind.COMPANY


def _own_entry(actor: Actor, subject: Any) -> bool:
    return actor.owns(subject.unit_id) or subject.account_id == actor.account_id


_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY)
_ABOVE = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
_GIVERS = (
    Role.COMPANY_HEAD,
    Role.PROPERTY_MANAGER,
    Role.COMMUNITY_OFFICER,
    Role.STREET_OFFICER,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.SYSTEM_ADMIN,
)

GRANTS: Table = {
    Act.READ_OWNERS: (may(Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER, Role.PROPERTY_CASHIER),),
    Act.REVEAL_OWNER: (may(Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER),),
    Act.IMPORT_ROSTER: (may(Role.COMMUNITY_OFFICER),),
    Act.READ_CLAIMS: (may(Role.COMMUNITY_OFFICER),),
    Act.DECIDE_CLAIM: (may(Role.COMMUNITY_OFFICER),),
    Act.INVITE: (may(Role.OWNER, when="自己的房屋", test=owns_it),),
    Act.INVITE_OWNER: (may(Role.COMMUNITY_OFFICER),),
    Act.READ_HOUSEHOLD: (may(*RESIDENTS, when="自己的房屋", test=lives_there), may(Role.COMMUNITY_OFFICER)),
    Act.SHOW_OUT: (may(*RESIDENTS, when="自己的房屋或本人", test=_own_entry),),
    Act.LET_PAY: (may(Role.OWNER, when="自己房屋的租客", test=owns_it),),
    Act.CHOOSE_REPRESENTATIVE: (may(Role.OWNER, when="自己的房屋", test=owns_it),),
    Act.READ_CHANGES: (may(Role.COMMUNITY_OFFICER, Role.STREET_OFFICER),),
    Act.PROPOSE_CHANGE: (may(Role.COMMUNITY_OFFICER),),
    Act.DECIDE_CHANGE: (may(Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, when="不是提出的人"),),
    Act.GRANT_ROLE: (may(*_GIVERS, when="自己范围内、可以授予的身份"),),
    Act.READ_AUDIT: (may(Role.AUDITOR, Role.SYSTEM_ADMIN),),
    Act.READ_JOBS: (may(Role.SYSTEM_ADMIN, Role.AUDITOR),),
    Act.RUN_JOBS: (may(Role.SYSTEM_ADMIN),),
    Act.EXPORT: (may(*STAFF, when="能看的清单"),),
    Act.MANAGE_WEBHOOKS: (may(Role.COMMUNITY_OFFICER, Role.SYSTEM_ADMIN),),
    Act.MANAGE_COMPANY_WEBHOOKS: (may(Role.COMPANY_HEAD, when="公司名下", test=for_company),),
}
