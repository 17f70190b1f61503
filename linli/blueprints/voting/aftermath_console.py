"""After a result, for organisers: count again, correct the roll, say what comes of it, revoke, take records along."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import aftermath_schemas as schemas
from linli.blueprints.voting.aftermath_api import ground, with_item
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import recounting, revoking, stating
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import corrections, objections, results, votes
from linli.domains.voting.rules.aftermath import Authority, RecountKind
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor, Role
from linli.platform import clock, exports
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_aftermath", __name__)
VOTE = "/work/e/<uuid:estate_id>/votes/<uuid:vote_id>"


@bp.get(f"{VOTE}/recounts")
@allow(Act.RECOUNT, GRANTS, on=votes.vote)
def show_recounts(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _recounts(actor, vote, Form())


def _recounts(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    made = corrections.recounts(vote)
    running = vote.state == State.PUBLISHED
    return render_template(
        "voting/console/recounts.html",
        **_frame(vote),
        form=form,
        running=running,
        supervisor=actor.role is Role.STREET_OFFICER,
        grounds=_grounds(vote) if running else [],
        proposed=corrections.proposed(vote, now=now).changes if running and vote.objections_until else [],
        waiting=corrections.waiting(vote),
        me=actor.account_id,
        made=[(one, RecountKind(one.kind).title) for one in made],
        versions=corrections.versions(vote),
        names=identity.names([who for one in made for who in (one.asked_by, one.done_by) if who]),
    )


def _grounds(vote: Vote) -> list[tuple[str, str]]:
    """The recorded objections to choose from."""
    heard = objections.objections_page(vote, window=Window(limit=200)).items
    listed = [(str(one.objection.id), f"{one.ground.title}：{one.objection.words[:30]}") for one in heard]
    return [("", "请选择"), *listed]


def _frame(vote: Vote) -> dict[str, Any]:
    return {"vote": vote, "place": f"/work/e/{vote.estate_id}/votes/{vote.id}"}


def _back(vote: Vote, part: str = "") -> ResponseReturnValue:
    return redirect(f"/work/e/{vote.estate_id}/votes/{vote.id}{part}", 303)


@bp.post(f"{VOTE}/recounts")
@allow(Act.RECOUNT, GRANTS, on=votes.vote)
@takes(schemas.RecountIn)
@idempotent()
@form_page(_recounts)
def recount(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    recounting.recount(actor=actor, vote=vote, now=clock.now(), **ground(vote, body))
    return _back(vote, "/recounts")


@bp.post(f"{VOTE}/corrections")
@allow(Act.RECOUNT, GRANTS, on=votes.vote)
@takes(schemas.RecountIn)
@idempotent()
@form_page(_recounts)
def ask_correction(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    recounting.ask_correction(actor=actor, vote=vote, now=clock.now(), **ground(vote, body))
    return _back(vote, "/recounts")


@bp.post(f"{VOTE}/corrections/confirmation")
@allow(Act.CONFIRM_CORRECTION, GRANTS, on=votes.vote)
@form_page(_recounts)
def confirm_correction(actor: Actor, vote: Vote) -> ResponseReturnValue:
    recounting.confirm_correction(actor=actor, vote=vote, now=clock.now())
    return _back(vote, "/recounts")


@bp.get(f"{VOTE}/revocations")
@allow(Act.REVOKE, GRANTS, on=votes.vote)
def show_revocations(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _revocations(actor, vote, Form())


def _revocations(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    items = votes.items(vote)
    return render_template(
        "voting/console/revocations.html",
        **_frame(vote),
        form=form,
        stands=votes.state(vote, now=clock.now()) is State.FINAL,
        authorities=[(one.value, one.title) for one in Authority],
        items=[("", "全部事项"), *((str(one.id), f"第 {one.number} 项：{one.title}") for one in items)],
        titles={one.id: f"第 {one.number} 项" for one in items},
        taken_back=[(one, Authority(one.authority).title) for one in results.revocations(vote)],
        documents=results.documents(vote),
    )


@bp.post(f"{VOTE}/revocations")
@allow(Act.REVOKE, GRANTS, on=votes.vote)
@takes(schemas.RevocationForm, files=True)
@idempotent()
@form_page(_revocations)
def revoke(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    revoking.revoke(actor=actor, vote=vote, now=clock.now(), **with_item(vote, body))
    return _back(vote, "/revocations")


@bp.get(f"{VOTE}/revocations/files/<uuid:file_id>")
@allow(Act.REVOKE, GRANTS, on=votes.vote)
def show_document(actor: Actor, vote: Vote, file_id: UUID) -> Response:  # noqa: ARG001
    return send(results.document(vote, file_id))


@bp.get(f"{VOTE}/outcome")
@allow(Act.STATE_OUTCOME, GRANTS, on=votes.vote)
def show_outcome(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _outcome(actor, vote, Form())


def _outcome(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/console/outcome.html", **_frame(vote), form=form, statement=results.statement(vote)
    )


@bp.post(f"{VOTE}/outcome")
@allow(Act.STATE_OUTCOME, GRANTS, on=votes.vote)
@takes(schemas.OutcomeIn)
@idempotent()
@form_page(_outcome)
def state_outcome(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    stating.state_outcome(actor=actor, vote=vote, now=clock.now(), **body)
    return _back(vote)


@bp.post(f"{VOTE}/records/participation")
@allow(Act.READ_RECORDS, GRANTS, on=votes.vote)
def ask_participation(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _ask(actor, vote, "vote_participation", "xlsx")


@bp.post(f"{VOTE}/records/log")
@allow(Act.READ_RECORDS, GRANTS, on=votes.vote)
def ask_log(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _ask(actor, vote, "vote_log", "csv")


def _ask(actor: Actor, vote: Vote, name: str, form: str) -> ResponseReturnValue:
    told = {"vote_id": str(vote.id)}
    exports.ask(actor=actor, estate_id=vote.estate_id, name=name, form=form, parameters=told, now=clock.now())
    return redirect(f"/work/e/{vote.estate_id}/exports", 303)
