"""The city: regions, property companies, and who works for them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from config.departments import duties
from linli.cli.demo.bulk import Bulk
from linli.cli.demo.invent import BEGINNING, Inventor
from linli.domains.people.operations.sign_in import hash_password
from linli.kernel.actors import Role, ScopeKind

PASSWORD = "linli-demo-2026"  # noqa: S105 - printed by `make run`, works in the demo only


@dataclass(slots=True)
class City:
    """What the estates need to know of their surroundings, and the accounts made so far."""

    seed: int
    id: UUID
    communities: list[dict[str, UUID]] = field(default_factory=list)
    companies: list[tuple[UUID, str]] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    officers: dict[UUID, list[UUID]] = field(default_factory=dict)
    password_hash: str = ""


def build(bulk: Bulk, *, seed: int, estates: int) -> City:
    """Regions and companies enough for so many estates, with their officers."""
    inventor = Inventor(seed, "city")
    city = City(seed, inventor.id(), password_hash=hash_password(PASSWORD))
    _region(bulk, city.id, None, "city", "示范市")
    _staff(bulk, city, inventor, Role.CITY_OFFICER, ScopeKind.CITY, city.id)
    for role in (Role.AUDITOR, Role.SYSTEM_ADMIN):
        _staff(bulk, city, inventor, role, ScopeKind.PLATFORM, None)
    counties = [_county(bulk, city, inventor, number) for number in range(min(6, 1 + estates // 20))]
    streets = [
        _street(bulk, city, inventor, counties[number % len(counties)], number)
        for number in range(max(1, estates // 12))
    ]
    for number in range(max(1, -(-estates // 3))):
        _community(bulk, city, inventor, streets[number % len(streets)], number)
    for number in range(max(2, estates // 8)):
        company_id = inventor.id()
        name = f"{'安居乐业诚信永康和美嘉华'[number % 12]}{'泰祥顺达宁福'[number % 6]}物业服务有限公司{number + 1}"
        bulk.add("company", {"id": company_id, "name": name, "phone": "0570-3000000"})
        city.companies.append((company_id, name))
        _staff(bulk, city, inventor, Role.COMPANY_HEAD, ScopeKind.COMPANY, company_id)
    return city


def staff_account(
    bulk: Bulk, city: City, inventor: Inventor, role: Role, kind: ScopeKind, scope_id: UUID | None,
    *, estate_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Somebody with a role, a password and a second factor; noted in the list of accounts."""
    account_id, secret, name = inventor.id(), inventor.totp_secret(), inventor.name()
    username = f"{role.value.replace('_', '-')}-{len(city.accounts) + 1}"
    bulk.add(
        "account", account_row(account_id, name, city.password_hash, username=username, totp_secret=secret)
    )
    bulk.add(
        "role_grant",
        {
            "id": inventor.id(), "account_id": account_id, "role": role, "scope_kind": kind, "scope_id": scope_id,
            "granted_by": None, "granted_at": BEGINNING, "until": None, "ended_at": None, "ended_by": None,
        },
    )  # fmt: skip
    city.accounts.append(
        {
            "role": role.value, "name": name, "username": username, "password": PASSWORD, "totp_secret": secret,
            "estate_id": str(estate_id) if estate_id else None,
        }
    )  # fmt: skip
    return account_id


_staff = staff_account


def account_row(
    account_id: UUID, name: str, password_hash: str | None = None, *, username: str | None = None,
    totp_secret: str | None = None, phone: str | None = None, phone_digest: str | None = None,
    made_at: datetime = BEGINNING,
) -> dict[str, Any]:  # fmt: skip
    """A row of the table of accounts."""
    return {
        "id": account_id, "name": name, "phone": phone, "phone_digest": phone_digest, "username": username,
        "password_hash": password_hash, "totp_secret": totp_secret, "totp_confirmed": totp_secret is not None,
        "totp_last_step": 0, "setup_digest": None, "setup_expires_at": None, "look": {}, "made_at": made_at,
        "closed_at": None,
    }  # fmt: skip


def _region(bulk: Bulk, region_id: UUID, parent_id: UUID | None, level: str, name: str) -> None:
    bulk.add("region", {"id": region_id, "parent_id": parent_id, "level": level, "name": name})


def _county(bulk: Bulk, city: City, inventor: Inventor, number: int) -> dict[str, UUID]:
    county_id = inventor.id()
    _region(bulk, county_id, city.id, "county", f"{'东南西北中新'[number]}城区")
    officer_id = _staff(bulk, city, inventor, Role.COUNTY_OFFICER, ScopeKind.COUNTY, county_id)
    _posts(bulk, city, county_id, "county", officer_id)
    return {"city_id": city.id, "county_id": county_id}


def _street(
    bulk: Bulk, city: City, inventor: Inventor, above: dict[str, UUID], number: int
) -> dict[str, UUID]:
    street_id = inventor.id()
    _region(bulk, street_id, above["county_id"], "street", f"第{number + 1}街道")
    officer_id = _staff(bulk, city, inventor, Role.STREET_OFFICER, ScopeKind.STREET, street_id)
    _posts(bulk, city, street_id, "township", officer_id)
    return above | {"street_id": street_id}


def _posts(bulk: Bulk, city: City, region_id: UUID, loop: str, officer_id: UUID) -> None:
    """The one officer of the demo holds every department's first post, so that the loops can be tried alone."""
    inventor = Inventor(city.seed, f"posts-{region_id}")
    for department in duties().of_loop(loop):
        bulk.add(
            "department_post",
            {
                "id": inventor.id(), "region_id": region_id, "department": department.code, "post": "a",
                "account_id": officer_id, "set_by": officer_id, "since_at": BEGINNING, "ended_at": None,
            },
        )  # fmt: skip


def _community(bulk: Bulk, city: City, inventor: Inventor, above: dict[str, UUID], number: int) -> None:
    community_id = inventor.id()
    _region(bulk, community_id, above["street_id"], "community", f"第{number + 1}社区")
    city.officers[community_id] = [
        _staff(bulk, city, inventor, Role.COMMUNITY_OFFICER, ScopeKind.COMMUNITY, community_id)
        for _ in range(2)
    ]
    city.communities.append(above | {"community_id": community_id})
