"""The owners' committee at the desk: terms, members, what is due, filing, handover."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.committees import schemas, shown
from linli.domains.committees.errors import NoSuchOwner
from linli.domains.committees.models import CommitteeMember, CommitteeTerm, HandoverItem
from linli.domains.committees.operations import papers, seats
from linli.domains.committees.permissions import GRANTS, Act
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Leaving, Paper, Post
from linli.domains.people.queries import homes
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("committees_console", __name__)
DESK = "/work/e/<uuid:estate_id>/committee"
TERM, MEMBER = f"{DESK}/terms/<uuid:term_id>", f"{DESK}/members/<uuid:member_id>"
_LEAVINGS = (Leaving.RESIGNED, Leaving.SOLD, Leaving.CAPACITY, Leaving.CRIME, Leaving.OTHER)
_POSTS = (Post.CHAIR, Post.DEPUTY, Post.MEMBER)


def _home(estate_id: UUID) -> str:
    return f"/work/e/{estate_id}/committee"


@bp.get(DESK)
@allow(Act.READ, GRANTS)
def desk(actor: Actor, estate_id: UUID) -> str:
    return _desk(actor, estate_id, Form())


def _desk(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "committees/desk.html",
        form=form,
        here=_home(estate_id),
        terms=shown.terms(estate_id),
        tasks=[shown.task(one) for one in terms.open_tasks(estate_id)],
        formations=terms.formations(estate_id),
        revoked=shown.revoked(estate_id),
        posts=[(str(one), one.title) for one in Post],
        seat_posts=[(str(one), one.title) for one in _POSTS],
        leavings=[(str(one), one.title) for one in _LEAVINGS],
        today=day_of(clock.now()),
        keeper=permits(GRANTS, actor, Act.KEEP),
        files=permits(GRANTS, actor, Act.FILE),
        meets=permits(GRANTS, actor, Act.MEET),
        seals=permits(GRANTS, actor, Act.SEAL),
    )


def _new_term(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "committees/new_term.html", form=form, here=_home(estate_id), today=day_of(clock.now())
    )


@bp.get(f"{DESK}/terms/new")
@allow(Act.KEEP, GRANTS)
def new_term(actor: Actor, estate_id: UUID) -> str:
    return _new_term(actor, estate_id, Form())


def _desk_of(actor: Actor, subject: CommitteeTerm | CommitteeMember, form: Form) -> str:
    return _desk(actor, subject.estate_id, form)


@bp.post(f"{DESK}/terms")
@allow(Act.KEEP, GRANTS)
@takes(schemas.TermIn)
@idempotent()
@form_page(_new_term)
def begin_term(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    seats.begin_term(estate_id=estate_id, **body)
    return redirect(_home(estate_id), 303)


@bp.post(f"{TERM}/members")
@allow(Act.KEEP, GRANTS, on=terms.term)
@takes(schemas.SeatForm)
@idempotent()
@form_page(_desk_of)
def seat(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    room, name, now = body.pop("room"), body.pop("name"), clock.now()
    owner_id = homes.owner_called(term.estate_id, room=room, name=name, on=day_of(now))
    if owner_id is None:
        raise NoSuchOwner(field_errors={"name": [NoSuchOwner.sentence]})
    seats.seat(term=term, owner_id=owner_id, now=now, **body)
    return redirect(_home(term.estate_id), 303)


@bp.post(f"{MEMBER}/post")
@allow(Act.KEEP, GRANTS, on=terms.member)
@takes(schemas.PostIn)
@form_page(_desk_of)
def change_post(actor: Actor, member: CommitteeMember, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    term = terms.term(estate_id=member.estate_id, term_id=member.term_id)
    seats.change_post(term=term, member=member, now=clock.now(), **body)
    return redirect(_home(member.estate_id), 303)


@bp.post(f"{MEMBER}/leaving")
@allow(Act.KEEP, GRANTS, on=terms.member)
@takes(schemas.LeavingIn)
@form_page(_desk_of)
def leave(actor: Actor, member: CommitteeMember, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    seats.leave(member=member, now=clock.now(), **body)
    return redirect(_home(member.estate_id), 303)


@bp.get(f"{TERM}/papers")
@allow(Act.FILE, GRANTS, on=terms.term)
def show_papers(actor: Actor, term: CommitteeTerm) -> str:
    return _papers(actor, term, Form())


def _papers(actor: Actor, term: CommitteeTerm, form: Form) -> str:
    return render_template(
        "committees/papers.html",
        form=form,
        home=_home(term.estate_id),
        here=f"{_home(term.estate_id)}/terms/{term.id}",
        term=term,
        filing=terms.filing(term),
        papers=list(Paper),
        handover=terms.handover(term),
        keeper=permits(GRANTS, actor, Act.KEEP),
        today=day_of(clock.now()),
    )


def _filing(term: CommitteeTerm) -> Any:
    found = terms.filing(term)
    if found is None:
        raise Unknown
    return found


def _back(term: CommitteeTerm) -> ResponseReturnValue:
    return redirect(f"{_home(term.estate_id)}/terms/{term.id}/papers", 303)


@bp.post(f"{TERM}/filing")
@allow(Act.FILE, GRANTS, on=terms.term)
@takes(schemas.PapersIn)
@form_page(_papers)
def note_papers(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    papers.note_papers(filing=_filing(term), **body)
    return _back(term)


@bp.post(f"{TERM}/filing/submission")
@allow(Act.FILE, GRANTS, on=terms.term)
@takes(schemas.SubmittedIn)
@form_page(_papers)
def submit_filing(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    papers.submit(filing=_filing(term), now=clock.now(), **body)
    return _back(term)


@bp.post(f"{TERM}/filing/answer")
@allow(Act.KEEP, GRANTS, on=terms.term)
@takes(schemas.FilingAnswerIn)
@form_page(_papers)
def answer_filing(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    papers.answer(filing=_filing(term), now=clock.now(), **body)
    return _back(term)


def _papers_of(actor: Actor, item: HandoverItem, form: Form) -> str:
    return _papers(actor, terms.term(estate_id=item.estate_id, term_id=item.term_id), form)


@bp.post(f"{DESK}/handover/<uuid:handover_id>")
@allow(Act.FILE, GRANTS, on=terms.handover_item)
@takes(schemas.HandedIn)
@form_page(_papers_of)
def hand_over(actor: Actor, item: HandoverItem, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    papers.hand_over(item=item, now=clock.now(), **body)
    return _back(terms.term(estate_id=item.estate_id, term_id=item.term_id))
