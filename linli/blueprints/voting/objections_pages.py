"""Objections to a result: where owners make them, and where organisers answer them."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import aftermath_schemas as schemas
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import objecting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import objections, votes
from linli.domains.voting.rules.aftermath import Decision, Ground
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_objections", __name__)
HERE = "/e/<uuid:estate_id>/votes/<uuid:vote_id>/objections"
DESK = "/work/e/<uuid:estate_id>/votes/<uuid:vote_id>/objections"


@bp.get(HERE)
@allow(Act.OBJECT, GRANTS, on=votes.vote)
def show_own(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _own(actor, vote, Form())


def _own(actor: Actor, vote: Vote, form: Form) -> str:
    here = f"/e/{vote.estate_id}/votes/{vote.id}"
    return render_template(
        "voting/objections.html",
        tab="votes",
        heading="对结果的异议",
        back={"href": here, "label": "返回这次表决"},
        vote=vote,
        here=f"{here}/objections",
        form=form,
        open=objections.can_be_made(vote, now=clock.now()),
        grounds=[{"value": one.value, "label": one.title, "hint": one.hint} for one in Ground],
        heard=objections.objections_page(vote, window=Window(), made_by=actor.account_id).items,
    )


@bp.post(HERE)
@allow(Act.OBJECT, GRANTS, on=votes.vote)
@takes(schemas.ObjectionForm, files=True)
@idempotent()
@form_page(_own)
def file_objection(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    objecting.file_objection(actor=actor, vote=vote, now=clock.now(), **body)
    return redirect(f"/e/{vote.estate_id}/votes/{vote.id}/objections", 303)


@bp.get(f"{HERE}/<uuid:objection_id>/photos/<uuid:photo_id>")
@allow(Act.OBJECT, GRANTS, on=votes.vote)
def show_own_photo(actor: Actor, vote: Vote, objection_id: UUID, photo_id: UUID) -> Response:
    one = objections.objection(vote, objection_id, made_by=actor.account_id)
    return send(objections.photo(one, photo_id))


@bp.get(DESK)
@allow(Act.READ_OBJECTIONS, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def show_desk(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    page = objections.objections_page(vote, window=Window(**query))
    place = f"/work/e/{vote.estate_id}/votes/{vote.id}"
    people = [one.objection.made_by for one in page.items]
    people += [one.answer.answered_by for one in page.items if one.answer]
    return render_template(
        "voting/console/objections.html",
        vote=vote,
        place=place,
        heard=page.items,
        names=identity.names(people),
        next=f"{place}/objections?cursor={page.next}" if page.next else None,
    )


@bp.get(f"{DESK}/<uuid:objection_id>")
@allow(Act.ANSWER, GRANTS, on=votes.vote)
def show_objection(actor: Actor, vote: Vote, objection_id: UUID) -> ResponseReturnValue:
    return _objection(actor, vote, objection_id, Form())


def _objection(actor: Actor, vote: Vote, objection_id: UUID, form: Form) -> str:  # noqa: ARG001
    one = objections.objection(vote, objection_id)
    return render_template(
        "voting/console/objection.html",
        vote=vote,
        place=f"/work/e/{vote.estate_id}/votes/{vote.id}/objections",
        form=form,
        heard=objections.heard(vote.estate_id, [one])[0],
        decisions=[(choice.value, choice.title) for choice in Decision],
        name=identity.names([one.made_by]).get(one.made_by),
    )


@bp.post(f"{DESK}/<uuid:objection_id>/answer")
@allow(Act.ANSWER, GRANTS, on=votes.vote)
@takes(schemas.AnswerIn)
@form_page(_objection)
def answer(actor: Actor, vote: Vote, objection_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    one = objections.objection(vote, objection_id)
    objecting.answer_objection(actor=actor, vote=vote, objection=one, now=clock.now(), **body)
    return redirect(f"/work/e/{vote.estate_id}/votes/{vote.id}/objections", 303)


@bp.get(f"{DESK}/<uuid:objection_id>/photos/<uuid:photo_id>")
@allow(Act.READ_OBJECTIONS, GRANTS, on=votes.vote)
def show_photo(actor: Actor, vote: Vote, objection_id: UUID, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(objections.photo(objections.objection(vote, objection_id), photo_id))
