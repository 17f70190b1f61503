"""Putting people into the posts of departments: A岗 and B岗 of a township or a county (NN-25)."""

import uuid
from datetime import datetime

from sqlalchemy import update

from linli.domains.estates import queries as estates
from linli.domains.people.queries import staff
from linli.domains.tickets.errors import NotAnOfficer, SamePerson, StrangeDepartment
from linli.domains.tickets.models import DepartmentPost
from linli.domains.tickets.queries import departments
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.db import db


def appoint(
    *, actor: Actor, region_id: uuid.UUID, department: str, post: str, account_id: uuid.UUID, now: datetime
) -> DepartmentPost:
    """Make somebody the first person or the stand-in; whoever held the post before stays on record.

    Raises Unknown where the region is not the actor's own, StrangeDepartment, NotAnOfficer, SamePerson.
    """
    region = estates.region(region_id)
    if region_id != actor.scope.id:
        raise Unknown
    one = departments.department(department)
    level = "county" if one.loop == "county" else "street"
    if region.level != level or post not in departments.POSTS:
        raise StrangeDepartment(field_errors={"department": [StrangeDepartment.sentence]})
    if account_id not in {person.account_id for person in staff.officers_of(region_id, now=now)}:
        raise NotAnOfficer(field_errors={"account_id": [NotAnOfficer.sentence]})
    held = next(seat for seat in departments.seats(region_id, one.loop) if seat.department.code == department)
    if any(other != post and account_id == who for other, who in held.held.items()):
        raise SamePerson(field_errors={"account_id": [SamePerson.sentence]})
    db.session.execute(
        update(DepartmentPost)
        .where(
            DepartmentPost.region_id == region_id,
            DepartmentPost.department == department,
            DepartmentPost.post == post,
            DepartmentPost.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    made = DepartmentPost(
        region_id=region_id, department=department, post=post, account_id=account_id,
        set_by=actor.account_id, since_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(
        "tickets:post:appoint", object_kind="department_post", object_id=made.id, department=department,
        post=post, account=str(account_id),
    )  # fmt: skip
    return made
