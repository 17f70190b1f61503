"""Pure rules about people: phones, passwords, lifetimes, who may give which role, owner sets."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from linli.domains.people.errors import NotAPhone, WeakPassword
from linli.kernel.actors import RESIDENTS, Role, ScopeKind, Tie
from linli.kernel.text import fold

PRIVACY_VERSION = "2026-01"  # of the words at /p/privacy; new words get a new version and are shown again
CODE_LIVES = timedelta(minutes=5)
CODE_TRIES = 5
SETUP_LIVES = timedelta(hours=24)
INVITATION_LIVES = timedelta(days=7)
TOKEN_LONGEST = timedelta(days=365)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 128
FEWEST_LETTERS = 4  # different ones in a password

_PHONE = re.compile(r"1[3-9][0-9]{9}|1410[0-9]{7,9}", re.ASCII)
_COMMON = frozenset(
    {"1234567890", "0123456789", "password12", "password123", "qwertyuiop", "1111111111", "0000000000",
     "a123456789", "woaini1314", "iloveyou1314", "admin12345", "linli12345"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lives without use, and at most."""

    idle: timedelta
    longest: timedelta


RESIDENT_LIFETIME = Lifetime(idle=timedelta(days=30), longest=timedelta(days=180))
STAFF_LIFETIME = Lifetime(idle=timedelta(hours=2), longest=timedelta(hours=12))


class OwnerKind(StrEnum):
    """What an owner is in law."""

    PERSON = "person"
    COMPANY = "company"
    DEVELOPER = "developer"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"person": "个人", "company": "单位", "developer": "建设单位"}[self]


class ClaimWay(StrEnum):
    """How somebody proves that they belong to a unit."""

    ROSTER = "roster"
    CODE = "code"
    PAPER = "paper"


class ClaimState(StrEnum):
    """Where a claim stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"pending": "待核实", "approved": "已通过", "refused": "未通过"}[self]


class CodeWay(StrEnum):
    """How a one-time code reaches its phone: to read, or to listen to."""

    SMS = "sms"
    VOICE = "voice"


class RosterState(StrEnum):
    """Where a roster stands on its way into the register."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPLIED = "applied"
    DISCARDED = "discarded"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"draft": "核对中", "proposed": "等待第二人确认", "applied": "已导入", "discarded": "已放弃"}[
            self
        ]


def phone_number(text: str) -> str:
    """The number in its one spelling: digits only, without +86. Raises NotAPhone.

    Numbers that begin with 1410 belong to machines; rosters for trying things out use them.
    """
    digits = re.sub(r"[\s\-()（）]", "", text)
    digits = digits.removeprefix("+86") if digits.startswith("+86") else digits
    if not _PHONE.fullmatch(digits):
        raise NotAPhone(field_errors={"phone": [NotAPhone.sentence]})
    return digits


def check_password(password: str, *, username: str) -> str:
    """The password, where it is long and unusual enough; no rules on kinds of characters, no forced
    change (ASVS 6.2.5, 6.2.10). Raises WeakPassword.
    """
    folded = password.casefold()
    too_few = len(set(password)) < FEWEST_LETTERS
    too_simple = too_few or folded in _COMMON or (username and username.casefold() in folded)
    if too_simple or not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(field_errors={"password": [WeakPassword.sentence]})
    return password


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: width, case and spaces do not count, every other letter does."""
    return fold(one) == fold(other) != ""


def voter_key(owner_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """The head that a unit's owners are together: the same set of owners on two units is one head.

    Domain rules §1.2 (司法解释第9条): one buyer with several parts is one person; a co-owned unit is one
    vote, so {A} and {A, B} are two heads.
    """
    return tuple(sorted(set(owner_ids)))


def current(since_on: date | None, until_on: date | None, *, on: date) -> bool:
    """Whether a period holds on a day; both its ends are included, and an open end is no end."""
    return (since_on is None or since_on <= on) and (until_on is None or on <= until_on)


def strongest(ties: Iterable[Tie]) -> Tie:
    """The tie in which somebody acts in an estate where they have several."""
    order = [Tie.OWNER, Tie.FAMILY, Tie.TENANT]
    return min(ties, key=order.index)


def role_of(tie: Tie) -> Role:
    """The role that a tie to a unit gives."""
    return Role(tie.value)


_HELD_IN: Mapping[Role, frozenset[ScopeKind]] = MappingProxyType(
    {
        Role.COMMITTEE_MEMBER: frozenset({ScopeKind.ESTATE}),
        Role.COMMITTEE_SUPERVISOR: frozenset({ScopeKind.ESTATE}),
        Role.BRANCH_SECRETARY: frozenset({ScopeKind.ESTATE}),
        Role.PROPERTY_WORKER: frozenset({ScopeKind.ESTATE, ScopeKind.COMPANY}),
        Role.PROPERTY_CASHIER: frozenset({ScopeKind.ESTATE, ScopeKind.COMPANY}),
        Role.PROPERTY_MANAGER: frozenset({ScopeKind.ESTATE, ScopeKind.COMPANY}),
        Role.COMPANY_HEAD: frozenset({ScopeKind.COMPANY}),
        Role.COMMUNITY_OFFICER: frozenset({ScopeKind.COMMUNITY}),
        Role.STREET_OFFICER: frozenset({ScopeKind.STREET}),
        Role.COUNTY_OFFICER: frozenset({ScopeKind.COUNTY}),
        Role.CITY_OFFICER: frozenset({ScopeKind.CITY}),
        Role.ASSESSOR: frozenset({ScopeKind.ESTATE, ScopeKind.COUNTY, ScopeKind.CITY}),
        Role.AUDITOR: frozenset({ScopeKind.COUNTY, ScopeKind.CITY, ScopeKind.PLATFORM}),
        Role.SYSTEM_ADMIN: frozenset({ScopeKind.PLATFORM}),
    }
)

_GIVES: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.COMPANY_HEAD: frozenset({Role.PROPERTY_MANAGER, Role.PROPERTY_CASHIER, Role.PROPERTY_WORKER}),
        Role.PROPERTY_MANAGER: frozenset({Role.PROPERTY_WORKER, Role.PROPERTY_CASHIER}),
        Role.COMMUNITY_OFFICER: frozenset(
            {Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY}
        ),
        Role.STREET_OFFICER: frozenset({Role.COMMUNITY_OFFICER, Role.COMMITTEE_SUPERVISOR}),
        Role.COUNTY_OFFICER: frozenset({Role.STREET_OFFICER, Role.COMPANY_HEAD, Role.ASSESSOR, Role.AUDITOR}),
        Role.CITY_OFFICER: frozenset({Role.COUNTY_OFFICER, Role.COMPANY_HEAD, Role.ASSESSOR, Role.AUDITOR}),
        Role.SYSTEM_ADMIN: frozenset(Role) - RESIDENTS - {Role.VISITOR, Role.REGISTERED},
    }
)


def may_give(giver: Role, role: Role, scope_kind: ScopeKind) -> bool:
    """Whether somebody in one role may give another in that kind of scope; that the scope lies within
    the giver's own is asked separately.
    """
    return role in _GIVES.get(giver, frozenset()) and scope_kind in _HELD_IN.get(role, frozenset())
