"""Proof for everybody: the list of receipts, the way from a receipt to the root, the signed heads."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import proof_schemas as schemas
from linli.blueprints.voting import proof_shown as shown
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import ballots, heads, receipts, votes
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.paging import Window
from linli.platform.transactions import narrow
from linli.platform.web import Form, Pages, WindowIn, form_page, public, takes

bp = Pages("voting_proof_public", __name__)
VOTE = "/p/votes/<uuid:estate_id>/<uuid:vote_id>"


def _vote(estate_id: UUID, vote_id: UUID) -> Vote:
    narrow(estate_id)
    return votes.public_vote(estate_id=estate_id, vote_id=vote_id)


@bp.get(f"{VOTE}/receipts")
@public
@takes(schemas.ReceiptsIn, where="query")
def list_receipts(
    actor: Actor | None, estate_id: UUID, vote_id: UUID, query: dict[str, Any]
) -> ResponseReturnValue:
    vote, search = _vote(estate_id, vote_id), query.pop("search")
    is_out = receipts.is_out(vote)
    page = receipts.receipts_page(vote, search=search, window=Window(**query)) if is_out else None
    place = f"/p/votes/{estate_id}/{vote_id}/receipts"
    return render_template(
        "voting/proof/receipts.html",
        person=actor,
        **shown.public_frame(vote),
        page=page,
        root=receipts.root(vote) if receipts.is_proven(vote) else "",
        asked=search,
        how_many=receipts.count(vote) if is_out else 0,
        next=f"{place}?{urlencode({'search': search, 'cursor': page.next})}" if page and page.next else None,
    )


@bp.get(f"{VOTE}/check")
@public
@takes(schemas.CheckIn, where="query")
def check_page(
    actor: Actor | None, estate_id: UUID, vote_id: UUID, query: dict[str, Any]
) -> ResponseReturnValue:
    return _check(actor, estate_id, vote_id, Form(query), query["receipt"])


def _check(
    actor: Actor | None, estate_id: UUID, vote_id: UUID, form: Form, brought: str = ""
) -> ResponseReturnValue:
    vote = _vote(estate_id, vote_id)
    found = receipts.check(vote, brought) if brought and receipts.is_proven(vote) else None
    return render_template(
        "voting/proof/check.html", person=actor, **shown.public_frame(vote), form=form, found=found
    )


@bp.post(f"{VOTE}/check")
@public
@takes(schemas.ReceiptIn)
@form_page(_check)
def check_receipt(
    actor: Actor | None, estate_id: UUID, vote_id: UUID, body: dict[str, Any]
) -> ResponseReturnValue:
    return _check(actor, estate_id, vote_id, Form(body), body["receipt"])


@bp.get(f"{VOTE}/heads")
@public
@takes(WindowIn, where="query")
def list_heads(
    actor: Actor | None, estate_id: UUID, vote_id: UUID, query: dict[str, Any]
) -> ResponseReturnValue:
    vote = _vote(estate_id, vote_id)
    page = heads.heads_page(vote, window=Window(**query))
    place = f"/p/votes/{estate_id}/{vote_id}/heads"
    return render_template(
        "voting/proof/heads.html",
        person=actor,
        **shown.public_frame(vote),
        page=page,
        next=f"{place}?cursor={page.next}" if page.next else None,
    )


@bp.get(f"{VOTE}/heads.jsonl")
@public
def download_heads(
    actor: Actor | None,  # noqa: ARG001
    estate_id: UUID,
    vote_id: UUID,
) -> ResponseReturnValue:
    vote = _vote(estate_id, vote_id)
    nonce, found = ballots.nonce(vote), heads.heads(vote)
    if not found:
        raise Unknown
    written = [heads.written(one, nonce=nonce) for one in found]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in written)
    answer = Response(lines, mimetype="application/x-ndjson")
    answer.headers["Content-Disposition"] = f'attachment; filename="heads-{vote_id}.jsonl"'
    return answer
