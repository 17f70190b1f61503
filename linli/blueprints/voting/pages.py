"""Owners' votes for residents: what is asked, the ballot, the receipt, the result."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import casting_shown, choices, schemas, shown
from linli.blueprints.voting.aftermath_shown import following
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import casting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import ballots, proxies, rolls, votes
from linli.domains.voting.rules.casting import check_choices
from linli.domains.voting.rules.course import AWAITING_RESULT, WITH_RESULT, Meeting, State
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("voting_pages", __name__)
VOTE = "/e/<uuid:estate_id>/votes/<uuid:vote_id>"


@bp.get("/e/<uuid:estate_id>/votes")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_votes(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = votes.votes_page(estate_id, window=Window(**query))
    listed = [shown.listed(one, now=clock.now()) for one in found.items]
    return render_template(
        "voting/list.html",
        tab="votes",
        groups=_grouped(listed, actor),
        next=f"/e/{estate_id}/votes?cursor={found.next}" if found.next else None,
    )


def _grouped(listed: list[dict[str, Any]], actor: Actor) -> list[dict[str, Any]]:
    """Open votes first, each with whether I have still to vote, then announced ones, then the rest."""
    groups: list[dict[str, Any]] = [
        {"title": "正在投票", "votes": []},
        {"title": "公告中", "votes": []},
        {"title": "已结束", "votes": []},
    ]
    for one in listed:
        if one["state"] is State.OPEN:
            one["waiting"] = proxies.still_to_cast(one["vote"], actor.account_id, now=clock.now())
            groups[0]["votes"].append(one)
        else:
            groups[1 if one["state"] is State.ANNOUNCED else 2]["votes"].append(one)
    return [group for group in groups if group["votes"]]


@bp.get(VOTE)
@allow(Act.READ, GRANTS, on=votes.vote)
@takes(schemas.VoterIn, where="query")
def show_vote(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    return _detail(actor, vote, Form({"voter_no": query["voter"]} if query["voter"] else {}))


def _detail(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    state = votes.state(vote, now=now)
    counted = votes.result(vote) if state in WITH_RESULT and rolls.may_read_result(vote, actor) else None
    roll, items = rolls.current(vote), shown.items(vote, counted)
    return render_template(
        "voting/vote.html",
        **_frame(vote),
        form=form,
        state=state,
        state_title=shown.state_title(vote, now=now),
        tone=shown.TONES[state],
        meeting=Meeting(vote.meeting).title,
        items=items,
        **casting_shown.casting(actor, vote, form, items, now=now),
        turnout=ballots.turnout(vote) if state in {State.OPEN, *AWAITING_RESULT} else None,
        roll=roll,
        **shown.course(vote, now=now),
        counted=counted,
        proof=shown.proof_of(counted, roll) if counted else [],
        **following(vote, now=now),
    )


def _frame(vote: Vote, *, back: str = "", label: str = "返回议事") -> dict[str, Any]:
    place = f"/e/{vote.estate_id}/votes"
    return {
        "tab": "votes",
        "back": {"href": f"{place}{back}", "label": label},
        "heading": "业主表决",
        "vote": vote,
        "here": f"{place}/{vote.id}",
    }


@bp.post(f"{VOTE}/check")
@allow(Act.CAST, GRANTS, on=votes.vote)
@takes(schemas.BallotForm)
@form_page(_detail)
def check_ballot(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    asked = shown.items(vote, None)
    chosen = check_choices([votes.as_item(one.item) for one in asked], body["choices"])
    voter = casting_shown.checked(actor, vote, body["voter_no"], chosen, now=clock.now())
    return render_template(
        "voting/check.html",
        **_frame(vote, back=f"/{vote.id}", label="返回修改"),
        voter=voter,
        answers=[(one, choices.said(one.item, chosen[str(one.item.number)])) for one in asked],
        fields=choices.typed(chosen)
        | {"voter_no": voter.entry.voter_no if voter else "", "text_hash": vote.text_hash},
    )


@bp.post(f"{VOTE}/again")
@allow(Act.CAST, GRANTS, on=votes.vote)
@takes(schemas.BallotForm)
@form_page(_detail)
def choose_again(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    return _detail(actor, vote, Form(choices.typed(body["choices"]) | {"voter_no": body["voter_no"]}))


@bp.post(f"{VOTE}/ballots")
@allow(Act.CAST, GRANTS, on=votes.vote)
@takes(schemas.BallotForm)
@idempotent()
@form_page(_detail)
def cast_ballot(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    receipt = casting.cast(actor=actor, vote=vote, **body)
    return redirect(f"/e/{vote.estate_id}/votes/{vote.id}/ballots/{receipt.ballot_id}", 303)


@bp.get(f"{VOTE}/ballots/<uuid:ballot_id>")
@allow(Act.CAST, GRANTS, on=votes.vote)
def show_receipt(actor: Actor, vote: Vote, ballot_id: UUID) -> ResponseReturnValue:
    ballot = ballots.own_ballot(vote, ballot_id, actor.account_id)
    published = votes.state(vote, now=clock.now()) in WITH_RESULT
    return render_template(
        "voting/receipt.html",
        **_frame(vote, back=f"/{vote.id}", label="返回这次表决"),
        receipt=casting.receipt(ballot),
        entry=ballots.entry_of(ballot),
        proof=ballots.proof(vote, ballot) if published else None,
        more=proxies.still_to_cast(vote, actor.account_id, now=clock.now()),
    )
