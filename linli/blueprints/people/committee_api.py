"""The register of the owners' committee, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.people import committee_schemas as schemas
from linli.blueprints.people import committee_shown
from linli.domains.people.models import CommitteeMember, CommitteeTerm
from linli.domains.people.operations import committee as operations
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import committee
from linli.kernel.actors import Actor
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("people_committee_api", __name__, tag="people")


@bp.get("/estates/<uuid:estate_id>/committee")
@allow(Act.READ_COMMITTEE, GRANTS)
@gives(schemas.CommitteeOut)
@summary("业主委员会：各届任期、委员、职务和候补")
def show_committee(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return {"items": committee_shown.terms(estate_id)}


@bp.post("/estates/<uuid:estate_id>/committee/terms")
@allow(Act.KEEP_COMMITTEE, GRANTS)
@takes(schemas.TermIn)
@gives(schemas.TermOut, 201)
@idempotent()
@summary("登记新一届业主委员会的任期")
def begin_term(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return committee_shown.term(operations.begin_term(estate_id=estate_id, **body), [])


@bp.post("/estates/<uuid:estate_id>/committee/terms/<uuid:term_id>/members")
@allow(Act.KEEP_COMMITTEE, GRANTS, on=committee.term)
@takes(schemas.SeatIn)
@gives(schemas.MemberOut, 201)
@idempotent()
@summary("登记一位委员或候补委员")
def seat(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return committee_shown.member(operations.seat(term=term, **body))


@bp.put("/estates/<uuid:estate_id>/committee/members/<uuid:member_id>/leaving")
@allow(Act.KEEP_COMMITTEE, GRANTS, on=committee.member)
@takes(schemas.LeavingIn)
@gives(schemas.MemberOut)
@summary("登记委员离任的日期")
def leave(actor: Actor, member: CommitteeMember, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return committee_shown.member(operations.leave(member=member, until_on=body["until_on"]))
