"""Receiving sheets: packs counted by hand, and every sheet scanned into its pack."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import paper_schemas as schemas
from linli.blueprints.voting import paper_shown
from linli.blueprints.voting.desk import back, frame
from linli.blueprints.voting.paper_console import PAPER
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import paper_receiving
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import counting_desk, paper, paper_lists, votes
from linli.domains.voting.rules.paper import shown_serial
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("voting_returns", __name__)
BATCH = f"{PAPER}/batches/<uuid:batch_id>"


@bp.get(f"{PAPER}/batches")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
def list_batches(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _batches(actor, vote, Form())


def _batches(actor: Actor, vote: Vote, form: Form) -> str:
    return render_template(
        "voting/paper/batches.html",
        **frame(vote),
        form=form,
        batches=paper.batches(vote),
        progress=paper.progress(vote, actor.account_id),
        open=paper_shown.may_receive(vote),
    )


@bp.post(f"{PAPER}/batches")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.BatchIn)
@idempotent()
@form_page(_batches)
def open_batch(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    made = paper_receiving.open_batch(actor=actor, vote=vote, **body)
    return back(vote, f"/paper/batches/{made.id}")


@bp.get(BATCH)
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def show_batch(actor: Actor, vote: Vote, batch_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _batch(actor, vote, batch_id, Form(), Window(**query))


def _batch(actor: Actor, vote: Vote, batch_id: UUID, form: Form, window: Window | None = None) -> str:  # noqa: ARG001
    one = paper.batch(vote, batch_id)
    found = paper_lists.sheets_page(vote, window=window or Window(), batch=one)
    here = f"{frame(vote)['place']}/paper/batches/{batch_id}"
    return render_template(
        "voting/paper/batch.html",
        **frame(vote),
        form=form,
        one=one,
        here=here,
        registered=paper.registered_in(one),
        sheets=[(each, shown_serial(each.sheet.serial)) for each in found.items],
        scans=counting_desk.scans_of(one),
        open=paper_shown.may_receive(vote),
        next=f"{here}?cursor={found.next}" if found.next else None,
    )


@bp.post(f"{BATCH}/sheets")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.RegisterIn)
@form_page(_batch)
def register(actor: Actor, vote: Vote, batch_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    paper_receiving.register(actor=actor, vote=vote, batch=paper.batch(vote, batch_id), **body)
    return back(vote, f"/paper/batches/{batch_id}")


@bp.post(f"{BATCH}/count")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.CountIn)
@form_page(_batch)
def count(actor: Actor, vote: Vote, batch_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    paper_receiving.count_by_hand(actor=actor, vote=vote, batch=paper.batch(vote, batch_id), **body)
    return back(vote, f"/paper/batches/{batch_id}")


@bp.post(f"{BATCH}/scans")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.PackScanForm, files=True)
@form_page(_batch)
def add_scan(actor: Actor, vote: Vote, batch_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    one = paper.batch(vote, batch_id)
    paper_receiving.add_scan(actor=actor, vote=vote, batch=one, now=clock.now(), **body)
    return back(vote, f"/paper/batches/{batch_id}")
