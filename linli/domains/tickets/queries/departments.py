"""Who holds the posts of the departments that an estate belongs to (A岗、B岗)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from config.departments import Department, duties
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.tickets.errors import PostEmpty, StrangeDepartment
from linli.domains.tickets.models import DepartmentPost
from linli.platform.db import db

POSTS = {"a": "A 岗", "b": "B 岗"}


@dataclass(frozen=True, slots=True)
class Holders:
    """The first person of a department and the stand-in, if there is one."""

    first_id: uuid.UUID
    stand_in_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Seat:
    """A department as a region has it, with the names of who holds its posts."""

    department: Department
    held: Mapping[str, uuid.UUID]
    names: Mapping[str, str]


def department(code: str) -> Department:
    """The department. Raises StrangeDepartment."""
    found = duties().departments.get(code)
    if found is None:
        raise StrangeDepartment(field_errors={"lead": [StrangeDepartment.sentence]})
    return found


def region_of(estate_id: uuid.UUID, loop: str) -> uuid.UUID:
    """The township, or the county, that an estate belongs to."""
    place = estates.estate(estate_id=estate_id)
    return place.county_id if loop == "county" else place.street_id


def holders(estate_id: uuid.UUID, code: str) -> Holders:
    """Who gets the department's work for this estate. Raises StrangeDepartment, PostEmpty."""
    held = _held(region_of(estate_id, department(code).loop), [code]).get(code, {})
    if "a" not in held:
        raise PostEmpty(field_errors={"lead": [f"{department(code).title}：{PostEmpty.sentence}"]})
    return Holders(held["a"], held.get("b"))


def seats(region_id: uuid.UUID, loop: str) -> Sequence[Seat]:
    """Every department of a township or county with who holds its posts."""
    listed = duties().of_loop(loop)
    held = _held(region_id, [one.code for one in listed])
    names = identity.names([account for posts in held.values() for account in posts.values()])
    return [
        Seat(
            one,
            held.get(one.code, {}),
            {post: names.get(account, "") for post, account in held.get(one.code, {}).items()},
        )
        for one in listed
    ]


def _held(region_id: uuid.UUID, codes: Sequence[str]) -> dict[str, dict[str, uuid.UUID]]:
    rows = db.session.execute(
        select(DepartmentPost.department, DepartmentPost.post, DepartmentPost.account_id).where(
            DepartmentPost.region_id == region_id,
            DepartmentPost.department.in_(codes),
            DepartmentPost.ended_at.is_(None),
        )
    )
    found: dict[str, dict[str, uuid.UUID]] = {}
    for code, post, account_id in rows:
        found.setdefault(code, {})[post] = account_id
    return found
