"""The counting desk: scan a sheet, key it, save, next; and the sheets that two clerks read differently."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import paper_schemas as schemas
from linli.blueprints.voting import paper_shown
from linli.blueprints.voting.desk import back, frame
from linli.blueprints.voting.paper_console import PAPER, SHEET
from linli.domains.people.queries import identity
from linli.domains.voting.models import PaperBallot, Vote
from linli.domains.voting.operations import paper_keying
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import counting_desk, paper, votes
from linli.domains.voting.rules.paper import SheetState, shown_serial
from linli.kernel.actors import Actor
from linli.kernel.refusals import Refusal
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.forms import from_refusal

bp = Pages("voting_counting", __name__)


@bp.get(f"{PAPER}/desk")
@allow(Act.KEY_PAPER, GRANTS, on=votes.vote)
@takes(schemas.DeskIn, where="query")
def show_desk(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    form, one = Form(), None
    if query["serial"]:
        try:
            one = counting_desk.to_key(vote, query["serial"], actor.account_id)
        except Refusal as no:
            form = from_refusal(query, no)
    done = counting_desk.scanned(vote, query["done"]) if query["done"] else None
    return _desk(actor, vote, form, one, done)


def _desk(
    actor: Actor, vote: Vote, form: Form, one: PaperBallot | None = None, done: PaperBallot | None = None
) -> str:
    return render_template(
        "voting/paper/desk.html",
        **frame(vote),
        form=form,
        serial=shown_serial(one.serial) if one else "",
        one=paper_shown.sheet(vote, one) if one else None,
        done=paper_shown.said(done) if done else "",
        progress=paper.progress(vote, actor.account_id),
        mine=counting_desk.count_waiting(vote, actor.account_id),
        batches=paper.batches(vote),
        items=paper_shown.form_items(vote),
        faults=paper_shown.FAULTS,
        open=paper_shown.may_receive(vote),
    )


def _desk_again(actor: Actor, vote: Vote, form: Form) -> str:
    try:
        one = counting_desk.to_key(vote, str(form.value("serial")), actor.account_id)
    except Refusal:
        one = None
    return _desk(actor, vote, form, one)


@bp.post(f"{PAPER}/desk")
@allow(Act.KEY_PAPER, GRANTS, on=votes.vote)
@takes(schemas.KeyingForm, files=True)
@idempotent()
@form_page(_desk_again)
def key(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    one = counting_desk.scanned(vote, body.pop("serial"))
    body.pop("names", None)
    done = paper_keying.key(actor=actor, vote=vote, sheet=one, now=clock.now(), **body)
    return back(vote, f"/paper/desk?done={done.serial}")


@bp.get(f"{PAPER}/differing")
@allow(Act.SETTLE_PAPER, GRANTS, on=votes.vote)
def list_differing(actor: Actor, vote: Vote) -> ResponseReturnValue:
    found = counting_desk.differing(vote)
    hands = counting_desk.hands_of(found)
    return render_template(
        "voting/paper/differing.html",
        **frame(vote),
        sheets=[(one, hands[one.sheet.id]) for one in paper_shown.sheets(vote, found)],
        names=identity.names([hand.keyed_by for some in hands.values() for hand in some]),
        me=actor.account_id,
    )


@bp.get(f"{SHEET}/settlement")
@allow(Act.SETTLE_PAPER, GRANTS, on=votes.vote)
def show_settlement(actor: Actor, vote: Vote, sheet_id: UUID) -> ResponseReturnValue:
    return _settlement(actor, vote, sheet_id, Form())


def _settlement(actor: Actor, vote: Vote, sheet_id: UUID, form: Form) -> str:
    one = paper.sheet(vote, sheet_id)
    hands = counting_desk.hands(one)
    mine = any(hand.keyed_by == actor.account_id for hand in hands)
    differs = one.state == SheetState.DIFFERING
    return render_template(
        "voting/paper/settlement.html",
        **frame(vote),
        form=form,
        one=paper_shown.sheet(vote, one),
        serial=shown_serial(one.serial),
        names=identity.names([hand.keyed_by for hand in hands]),
        hands=hands,
        mine=mine,
        differs=differs,
        compared=paper_shown.compared(vote, one) if differs and not mine else [],
        files=counting_desk.files_of(one),
        items=paper_shown.form_items(vote),
        faults=paper_shown.FAULTS,
    )


@bp.post(f"{SHEET}/settlement")
@allow(Act.SETTLE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.SettleForm)
@idempotent()
@form_page(_settlement)
def settle(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    body.pop("names", None)
    one = paper.sheet(vote, sheet_id)
    paper_keying.settle(actor=actor, vote=vote, sheet=one, now=clock.now(), **body)
    return back(vote, "/paper/differing")
