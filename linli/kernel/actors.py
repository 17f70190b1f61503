"""Who is acting: one account, in one role, in one scope at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Role(StrEnum):
    """The parts people play. The first five belong to residents, the others are granted in a scope."""

    VISITOR = "visitor"
    REGISTERED = "registered"
    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"
    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_SUPERVISOR = "committee_supervisor"
    PROPERTY_WORKER = "property_worker"
    PROPERTY_CASHIER = "property_cashier"
    PROPERTY_MANAGER = "property_manager"
    COMPANY_HEAD = "company_head"
    COMMUNITY_OFFICER = "community_officer"
    STREET_OFFICER = "street_officer"
    COUNTY_OFFICER = "county_officer"
    CITY_OFFICER = "city_officer"
    BRANCH_SECRETARY = "branch_secretary"
    ASSESSOR = "assessor"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The role's name as people read it."""
        return _TITLES[self]


_TITLES = {
    Role.VISITOR: "访客",
    Role.REGISTERED: "注册用户",
    Role.OWNER: "业主",
    Role.FAMILY: "家庭成员",
    Role.TENANT: "租客",
    Role.COMMITTEE_MEMBER: "业委会委员",
    Role.COMMITTEE_SUPERVISOR: "业委会监督员",
    Role.PROPERTY_WORKER: "物业维修员",
    Role.PROPERTY_CASHIER: "物业收费员",
    Role.PROPERTY_MANAGER: "物业项目经理",
    Role.COMPANY_HEAD: "物业公司负责人",
    Role.COMMUNITY_OFFICER: "社区工作人员",
    Role.STREET_OFFICER: "街道工作人员",
    Role.COUNTY_OFFICER: "县区工作人员",
    Role.CITY_OFFICER: "市级工作人员",
    Role.BRANCH_SECRETARY: "小区支部书记",
    Role.ASSESSOR: "第三方测评员",
    Role.AUDITOR: "审计员",
    Role.SYSTEM_ADMIN: "系统管理员",
}

RESIDENTS = frozenset({Role.OWNER, Role.FAMILY, Role.TENANT})
STAFF = frozenset(Role) - RESIDENTS - {Role.VISITOR, Role.REGISTERED}


class Tie(StrEnum):
    """How a resident belongs to a unit."""

    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"


class ScopeKind(StrEnum):
    """Where a role holds."""

    NONE = "none"
    ESTATE = "estate"
    COMPANY = "company"
    COMMUNITY = "community"
    STREET = "street"
    COUNTY = "county"
    CITY = "city"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Scope:
    """A place in the order of things: an estate, a company, a region, or everything."""

    kind: ScopeKind
    id: UUID | None = None


NOWHERE = Scope(ScopeKind.NONE)
EVERYWHERE = Scope(ScopeKind.PLATFORM)


@dataclass(frozen=True, slots=True)
class Actor:
    """One account acting in one role; rights of its other roles never come along.

    `units` are the units of the active estate that a resident belongs to, each with its tie.
    """

    account_id: UUID
    role: Role
    scope: Scope = NOWHERE
    name: str = ""
    session_id: UUID | None = None
    units: Mapping[UUID, Tie] = field(default_factory=lambda: MappingProxyType({}))

    def owns(self, unit_id: UUID) -> bool:
        """Whether the actor is an owner of the unit."""
        return self.units.get(unit_id) is Tie.OWNER
