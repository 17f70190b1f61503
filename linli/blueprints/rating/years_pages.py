"""The officers' console of a year: what it brought, its report, and the prize money from proposal to payment."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import spreadsheet, years_schemas
from linli.blueprints.rating import years_shown as showing
from linli.domains.estates import queries as estates
from linli.domains.rating.models import PrizeRound, PrizeShare
from linli.domains.rating.operations import prizes as deeds
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import prizes, years
from linli.domains.rating.rules.grading import plain
from linli.domains.rating.rules.prizes import Change, Redrawn, ten_thousands
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.spreadsheets import XLSX
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.papers import download, paper

bp = Pages("rating_years", __name__)
HERE = "/work/rating/years"
YEAR = f"{HERE}/<int:year>"
PRIZES = f"{YEAR}/prizes"


@bp.get(HERE)
@allow(Act.READ_YEAR, GRANTS)
def list_years(actor: Actor) -> ResponseReturnValue:  # noqa: ARG001
    known = years.years() or [day_of(clock.now()).year]
    return redirect(url_for(".show_year", year=known[0]), 303)


@bp.get(YEAR)
@allow(Act.READ_YEAR, GRANTS)
def show_year(actor: Actor, year: int) -> str:
    of, one = showing.year_of(actor, year), showing.round_of(actor, year)
    return render_template(
        "rating/year.html",
        of=of,
        here=url_for(".show_year", year=year),
        years=[
            {"label": f"{known} 年", "href": url_for(".show_year", year=known), "current": known == year}
            for known in years.years()
        ],
        kinds=showing.KINDS,
        changes=list(Change),
        columns=showing.columns(of),
        prize=showing.detail(one) if one else None,
        may_prizes=permits(GRANTS, actor, Act.PROPOSE_PRIZES),
        names=showing.region_names(),
        plain=plain,
        ten_thousands=ten_thousands,
    )


@bp.get(f"{YEAR}/report.pdf")
@allow(Act.READ_YEAR, GRANTS)
def print_report(actor: Actor, year: int) -> Response:
    of, one = showing.year_of(actor, year), showing.round_of(actor, year)
    prize = showing.detail(one) if one else None
    return paper(
        "papers/star_report.html",
        name=f"{of.name}{year}年有礼小区评定报告",
        place=of.name,
        of=of,
        lines=showing.report(of, prize),
        prize=prize,
        names=showing.region_names(),
        plain=plain,
        made_at=clock.now(),
    )


@bp.get(f"{YEAR}/report.xlsx")
@allow(Act.READ_YEAR, GRANTS)
def download_report(actor: Actor, year: int) -> Response:
    of, one = showing.year_of(actor, year), showing.round_of(actor, year)
    with seeing_every_estate():
        paid = prizes.paid(one) if one else []
    lines = showing.report(of, showing.detail(one) if one else None)
    made = spreadsheet.of_year(lines, of.rated, showing.region_names(), paid)
    return download(made, XLSX, f"{of.name}{year}年有礼小区评定报告.xlsx")


@bp.get(PRIZES)
@allow(Act.PROPOSE_PRIZES, GRANTS)
def show_prizes(actor: Actor, year: int, form: Form | None = None) -> str:
    one = showing.round_of(actor, year)
    return render_template(
        "rating/prizes.html",
        form=form or Form(),
        here=url_for(".show_prizes", year=year),
        of=showing.year_of(actor, year),
        prize=showing.detail(one) if one else None,
        may=showing.may(actor, one),
        today=day_of(clock.now()),
        ten_thousands=ten_thousands,
    )


def _of_round(actor: Actor, prize_round: PrizeRound, form: Form) -> str:
    return str(show_prizes(actor, prize_round.year, form))


def _to(year: int) -> ResponseReturnValue:
    return redirect(url_for(".show_prizes", year=year), 303)


@bp.post(PRIZES)
@allow(Act.PROPOSE_PRIZES, GRANTS)
@takes(years_schemas.BudgetIn)
@form_page(show_prizes)
@idempotent()
def propose(actor: Actor, year: int, body: dict[str, Any]) -> ResponseReturnValue:
    deeds.propose(actor=actor, year=year, budget_fen=body["budget"], basis=body["basis"], now=clock.now())
    return _to(year)


@bp.post(f"{PRIZES}/approval")
@allow(Act.DECIDE_PRIZES, GRANTS, on=showing.found_round)
@takes(years_schemas.WordsIn)
@form_page(_of_round)
@idempotent()
def approve(actor: Actor, prize_round: PrizeRound, body: dict[str, Any]) -> ResponseReturnValue:
    deeds.approve(actor=actor, prize_round=prize_round, now=clock.now(), **body)
    return _to(prize_round.year)


@bp.post(f"{PRIZES}/return")
@allow(Act.DECIDE_PRIZES, GRANTS, on=showing.found_round)
@takes(years_schemas.WordsIn)
@form_page(_of_round)
@idempotent()
def send_back(actor: Actor, prize_round: PrizeRound, body: dict[str, Any]) -> ResponseReturnValue:
    deeds.send_back(actor=actor, prize_round=prize_round, now=clock.now(), **body)
    return _to(prize_round.year)


@bp.get("/work/e/<uuid:estate_id>/prizes/<uuid:share_id>")
@allow(Act.PAY_PRIZES, GRANTS, on=prizes.share)
def show_share(actor: Actor, share: PrizeShare, form: Form | None = None) -> str:  # noqa: ARG001
    return render_template(
        "rating/share.html",
        form=form or Form(),
        share=share,
        payment=next(
            (one.payment for one in prizes.of_estate(share.estate_id) if one.share.id == share.id), None
        ),
        place=estates.estate(estate_id=share.estate_id),
        today=day_of(clock.now()),
    )


@bp.post("/work/e/<uuid:estate_id>/prizes/<uuid:share_id>/payment")
@allow(Act.PAY_PRIZES, GRANTS, on=prizes.share)
@takes(years_schemas.PaymentIn)
@form_page(show_share)
@idempotent()
def pay(actor: Actor, share: PrizeShare, body: dict[str, Any]) -> ResponseReturnValue:
    deeds.pay(actor=actor, share=share, now=clock.now(), **body)
    return _to(share.year)


@bp.get("/work/e/<uuid:estate_id>/redrawing")
@allow(Act.NOTE_REDRAWING, GRANTS)
def new_redrawing(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:  # noqa: ARG001
    return render_template(
        "rating/redrawing.html",
        form=form or Form(),
        here=url_for(".new_redrawing", estate_id=estate_id),
        kinds=[(one.value, one.title) for one in Redrawn],
        year=day_of(clock.now()).year,
    )


@bp.post("/work/e/<uuid:estate_id>/redrawing")
@allow(Act.NOTE_REDRAWING, GRANTS)
@takes(years_schemas.RedrawingIn)
@form_page(new_redrawing)
@idempotent()
def note_redrawing(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    noted = body | {"kind": Redrawn(body["kind"])}
    deeds.note_redrawing(actor=actor, estate_id=estate_id, now=clock.now(), **noted)
    return redirect(url_for(".show_year", year=body["year"]), 303)
