"""The ledger of deliveries: who asked for paper, who was given what, when and how; and voters with two ballots."""

from typing import Any
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import choices, paper_sheets, paper_shown
from linli.blueprints.voting import paper_schemas as schemas
from linli.blueprints.voting.desk import VOTE, back, frame
from linli.blueprints.voting.paper_console import PAPER
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import delivery
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import deliveries, paper_lists, votes
from linli.domains.voting.queries.paper_lists import Double
from linli.domains.voting.rules.paper import Receiver, Way, conflict_said
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_deliveries", __name__)
VOTER = f"{VOTE}/paper/voters/<string(maxlength=20):voter_no>"


@bp.get(f"{PAPER}/voters")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
@takes(schemas.VotersIn, where="query")
def list_voters(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    asked = {name: query.pop(name) for name in ("search", "building_id", "missing")}
    found = deliveries.voters_page(vote, window=Window(**query), **asked)
    here = f"{frame(vote)['place']}/paper/voters"
    kept = f"search={asked['search']}&building_id={asked['building_id'] or ''}&missing={asked['missing']}"
    return render_template(
        "voting/paper/voters.html",
        **frame(vote),
        here=here,
        asked=asked,
        buildings=deliveries.by_building(vote),
        voters=paper_shown.given(vote, found.items),
        early=paper_shown.is_before_close(vote),
        next=f"{here}?{kept}&cursor={found.next}" if found.next else None,
    )


@bp.get(VOTER)
@allow(Act.DELIVER, GRANTS, on=votes.vote)
def show_voter(actor: Actor, vote: Vote, voter_no: str) -> ResponseReturnValue:
    return _voter(actor, vote, voter_no, Form())


def _voter(actor: Actor, vote: Vote, voter_no: str, form: Form) -> str:  # noqa: ARG001
    one = paper_shown.given(vote, [deliveries.voter(vote, voter_no)])[0]
    return render_template(
        "voting/paper/voter.html",
        **frame(vote),
        form=form,
        one=one,
        back={each.takes_back for each in one.deliveries},
        names=identity.names([each.delivered_by for each in one.deliveries]),
        photos=deliveries.photos(vote, [each.id for each in one.deliveries]),
        ways=paper_shown.WAYS,
        receivers=paper_shown.RECEIVERS,
        way_titles={each.value: each.title for each in Way},
        receiver_titles={each.value: each.title for each in Receiver},
        early=paper_shown.is_before_close(vote),
    )


@bp.post(f"{VOTER}/deliveries")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
@takes(schemas.DeliverForm, files=True)
@idempotent()
@form_page(_voter)
def deliver(actor: Actor, vote: Vote, voter_no: str, body: dict[str, Any]) -> ResponseReturnValue:
    voter = deliveries.voter(vote, voter_no)
    delivery.deliver(actor=actor, vote=vote, voter=voter, now=clock.database_now(), **body)
    return back(vote, f"/paper/voters/{voter_no}")


@bp.post(f"{VOTER}/deliveries/<uuid:record_id>/correction")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
@takes(schemas.TakeBackIn)
@form_page(_voter)
def take_back(
    actor: Actor, vote: Vote, voter_no: str, record_id: UUID, body: dict[str, Any]
) -> ResponseReturnValue:
    one = deliveries.delivery(vote, record_id)
    delivery.take_back(actor=actor, vote=vote, delivery=one, now=clock.database_now(), **body)
    return back(vote, f"/paper/voters/{voter_no}")


@bp.get(f"{PAPER}/deliveries/<uuid:record_id>/photos/<uuid:file_id>")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
def show_photo(actor: Actor, vote: Vote, record_id: UUID, file_id: UUID) -> Response:  # noqa: ARG001
    return send(deliveries.photo(deliveries.delivery(vote, record_id), file_id))


@bp.get(f"{PAPER}/ledger.pdf")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
def print_ledger(actor: Actor, vote: Vote) -> Response:  # noqa: ARG001
    return paper_sheets.ledger_paper(vote)


@bp.get(f"{PAPER}/ledger.xlsx")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
def ledger_table(actor: Actor, vote: Vote) -> Response:  # noqa: ARG001
    return paper_sheets.ledger_table(vote)


@bp.get(f"{PAPER}/conflicts")
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def list_conflicts(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found = paper_lists.conflicts_page(vote, window=Window(**query))
    here = f"{frame(vote)['place']}/paper/conflicts"
    rules = votes.rules_of(vote, now=clock.now())
    return render_template(
        "voting/paper/conflicts.html",
        **frame(vote),
        doubles=[(one, _both(vote, one)) for one in found.items],
        rule=conflict_said(rules.conflict),
        next=f"{here}?cursor={found.next}" if found.next else None,
    )


def _both(vote: Vote, one: Double) -> list[tuple[str, str, str]]:
    """What paper and phone said to each item, once the result is published; before that nothing."""
    if one.paper is None or one.online is None:
        return []
    made = []
    for item in votes.items(vote):
        said = [each.get(str(item.number)) for each in (one.paper, one.online)]
        on_paper, online = (choices.said(item, each) if each is not None else "空白" for each in said)
        made.append((f"第 {item.number} 项", on_paper, online))
    return made
