"""The owners' committee: kept at the officer's desk, read by residents."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.people import committee_schemas as schemas
from linli.blueprints.people import committee_shown, forms
from linli.domains.people.errors import NoSuchOwner
from linli.domains.people.models import CommitteeMember, CommitteeTerm
from linli.domains.people.operations import committee as operations
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import committee
from linli.domains.people.rules import Post
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("people_committee_pages", __name__)
DESK = "/work/e/<uuid:estate_id>/committee"


@bp.get("/e/<uuid:estate_id>/committee")
@allow(Act.READ_COMMITTEE, GRANTS)
def read(actor: Actor, estate_id: UUID) -> str:  # noqa: ARG001
    return render_template(
        "people/committee.html",
        tab="home",
        back={"href": f"/e/{estate_id}/", "label": "返回首页"},
        heading="业主委员会",
        terms=committee_shown.terms(estate_id),
    )


@bp.get(DESK)
@allow(Act.READ_COMMITTEE, GRANTS)
def desk(actor: Actor, estate_id: UUID) -> str:
    return _desk(actor, estate_id, Form())


def _desk(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "people/committee_desk.html",
        form=form,
        here=f"/work/e/{estate_id}/committee",
        terms=committee_shown.terms(estate_id),
        posts=[(str(one), one.title) for one in Post],
        today=day_of(clock.now()),
        keeper=permits(GRANTS, actor, Act.KEEP_COMMITTEE, None),
    )


def _new_term(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "people/committee_term.html",
        form=form,
        here=f"/work/e/{estate_id}/committee",
        today=day_of(clock.now()),
    )


@bp.get(f"{DESK}/terms/new")
@allow(Act.KEEP_COMMITTEE, GRANTS)
def new_term(actor: Actor, estate_id: UUID) -> str:
    return _new_term(actor, estate_id, Form())


def _desk_of(actor: Actor, subject: CommitteeTerm | CommitteeMember, form: Form) -> str:
    return _desk(actor, subject.estate_id, form)


@bp.post(f"{DESK}/terms")
@allow(Act.KEEP_COMMITTEE, GRANTS)
@takes(schemas.TermIn)
@idempotent()
@form_page(_new_term)
def begin_term(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.begin_term(estate_id=estate_id, **body)
    return redirect(f"/work/e/{estate_id}/committee", 303)


@bp.post(f"{DESK}/terms/<uuid:term_id>/members")
@allow(Act.KEEP_COMMITTEE, GRANTS, on=committee.term)
@takes(forms.SeatForm)
@idempotent()
@form_page(_desk_of)
def seat(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    room, name = body.pop("room"), body.pop("name")
    owner_id = committee.owner_called(term.estate_id, room=room, name=name, on=day_of(clock.now()))
    if owner_id is None:
        raise NoSuchOwner(field_errors={"name": [NoSuchOwner.sentence]})
    operations.seat(term=term, owner_id=owner_id, **body)
    return redirect(f"/work/e/{term.estate_id}/committee", 303)


@bp.post(f"{DESK}/members/<uuid:member_id>/leaving")
@allow(Act.KEEP_COMMITTEE, GRANTS, on=committee.member)
@takes(schemas.LeavingIn)
@form_page(_desk_of)
def leave(actor: Actor, member: CommitteeMember, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.leave(member=member, until_on=body["until_on"])
    return redirect(f"/work/e/{member.estate_id}/committee", 303)
