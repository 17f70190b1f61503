"""Paper for organisers: where it stands, each sheet's way, who is given one, replaced and cancelled, and printing."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import paper_schemas as schemas
from linli.blueprints.voting import paper_sheets, paper_shown
from linli.blueprints.voting.desk import VOTE, back, frame
from linli.domains.estates import queries as estates
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import paper_helping, paper_issuing, paper_receiving
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import counting_desk, paper, paper_lists, paper_printing, secrecy, votes
from linli.domains.voting.rules.paper import Asked, SheetState, shown_serial
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.papers import CannotTypeset, can_typeset
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_paper", __name__)
PAPER = f"{VOTE}/paper"
SHEET = f"{PAPER}/sheets/<uuid:sheet_id>"


@bp.get(PAPER)
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
def show_paper(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return render_template(
        "voting/paper/overview.html",
        **frame(vote),
        progress=paper.progress(vote, actor.account_id),
        mine=counting_desk.count_waiting(vote, actor.account_id),
        unprinted=paper_printing.unprinted(vote),
        lacks=paper.lacks(vote),
        secret=secrecy.is_secret(vote),
        unconfirmed=paper_shown.sheets(vote, counting_desk.unconfirmed_help(vote)),
    )


@bp.get(f"{PAPER}/sheets")
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
@takes(schemas.SheetsIn, where="query")
def list_sheets(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    state = query.pop("state")
    found = paper_lists.sheets_page(vote, window=Window(**query), state=state)
    here = f"{frame(vote)['place']}/paper/sheets?state={state or ''}"
    return render_template(
        "voting/paper/sheets.html",
        **frame(vote),
        sheets=found.items,
        states=list(SheetState),
        state=state,
        next=f"{here}&cursor={found.next}" if found.next else None,
    )


@bp.get(SHEET)
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
def show_sheet(actor: Actor, vote: Vote, sheet_id: UUID) -> ResponseReturnValue:
    return _sheet(actor, vote, sheet_id, Form())


def _sheet(actor: Actor, vote: Vote, sheet_id: UUID, form: Form) -> str:
    one = paper.sheet(vote, sheet_id)
    return render_template(
        "voting/paper/sheet.html",
        **frame(vote),
        form=form,
        me=actor.account_id,
        one=paper_shown.sheet(vote, one),
        serial=shown_serial(one.serial),
        way=paper_shown.way(one),
        helped=paper.help_of(one),
        files=counting_desk.files_of(one),
        early=paper_shown.is_before_close(vote),
        may={act.name: permits(GRANTS, actor, act, vote) for act in Act},
    )


@bp.post(f"{PAPER}/sheets")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.IssueIn)
@idempotent()
def issue(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    paper_issuing.issue(actor=actor, vote=vote, asked=Asked.OFFICER, now=clock.database_now(), **body)
    return back(vote, "/paper/printing")


@bp.post(f"{SHEET}/replacement")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.WhyIn)
@idempotent()
@form_page(_sheet)
def replace(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    one = paper.sheet(vote, sheet_id)
    made = paper_issuing.replace(actor=actor, vote=vote, sheet=one, now=clock.database_now(), **body)
    return back(vote, f"/paper/sheets/{made.id}")


@bp.post(f"{SHEET}/cancellation")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.WhyIn)
@form_page(_sheet)
def cancel(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    one = paper.sheet(vote, sheet_id)
    paper_issuing.cancel(vote=vote, sheet=one, now=clock.database_now(), **body)
    return back(vote, f"/paper/sheets/{sheet_id}")


@bp.post(f"{SHEET}/unregistration")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@form_page(_sheet)
def unregister(actor: Actor, vote: Vote, sheet_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    paper_receiving.unregister(vote=vote, sheet=paper.sheet(vote, sheet_id))
    return back(vote, f"/paper/sheets/{sheet_id}")


@bp.post(f"{SHEET}/help")
@allow(Act.HELP_VOTER, GRANTS, on=votes.vote)
@takes(schemas.HelpForm, files=True)
@form_page(_sheet)
def declare_help(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    one = paper.sheet(vote, sheet_id)
    paper_helping.declare(actor=actor, vote=vote, sheet=one, now=clock.now(), **body)
    return back(vote, f"/paper/sheets/{sheet_id}")


@bp.post(f"{SHEET}/help/confirmation")
@allow(Act.HELP_VOTER, GRANTS, on=votes.vote)
@form_page(_sheet)
def confirm_help(actor: Actor, vote: Vote, sheet_id: UUID) -> ResponseReturnValue:
    paper_helping.confirm(actor=actor, vote=vote, sheet=paper.sheet(vote, sheet_id), now=clock.now())
    return back(vote, f"/paper/sheets/{sheet_id}")


@bp.get(f"{PAPER}/files/<uuid:file_id>")
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
def show_file(actor: Actor, vote: Vote, file_id: UUID) -> Response:  # noqa: ARG001
    return send(counting_desk.file(vote, file_id))


@bp.get(f"{PAPER}/printing")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
def show_printing(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _printing(actor, vote, Form())


def _printing(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/paper/printing.html",
        **frame(vote),
        form=form,
        buildings=paper_lists.to_print(vote),
        most=schemas.MOST_A_FILE,
        runs=paper_printing.runs(vote),
    )


@bp.post(f"{PAPER}/printing")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.PrintIn)
@idempotent()
@form_page(_printing)
def print_next(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    mark(vote, **body)
    return back(vote, "/paper/printing")


@bp.post(f"{SHEET}/printing")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@form_page(_sheet)
def print_one(actor: Actor, vote: Vote, sheet_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    mark(vote, building_id=None, only=paper.sheet(vote, sheet_id).id)
    return back(vote, f"/paper/sheets/{sheet_id}")


def mark(
    vote: Vote, *, building_id: UUID | None, most: int = 1, only: UUID | None = None
) -> list[paper_lists.SheetShown]:
    """The next sheets for the printer, marked; their file is opened by the run. Raises CannotTypeset, Unknown."""
    if not can_typeset():
        raise CannotTypeset
    if building_id is not None:
        estates.building(estate_id=vote.estate_id, building_id=building_id)
    chosen = paper_lists.printing(vote, building_id=building_id, only=only)[:most]
    paper_issuing.mark_printed(vote=vote, sheets=[one.sheet for one in chosen], now=clock.database_now())
    return chosen


@bp.get(f"{PAPER}/runs/<uuid:sheet_id>.pdf")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
def print_run(actor: Actor, vote: Vote, sheet_id: UUID) -> Response:  # noqa: ARG001
    return paper_sheets.ballots(vote, paper_printing.of_run(vote, sheet_id))


@bp.get(f"{SHEET}.pdf")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
def print_sheet(actor: Actor, vote: Vote, sheet_id: UUID) -> Response:  # noqa: ARG001
    return paper_sheets.ballots(vote, paper_printing.alone(vote, sheet_id))


@bp.get(f"{PAPER}/scan")
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
@takes(schemas.DeskIn, where="query")
def find(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found = counting_desk.scanned(vote, query["serial"])
    return redirect(f"{frame(vote)['place']}/paper/sheets/{found.id}", 303)
