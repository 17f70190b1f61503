"""Results for everybody: the sheet, the versions of a count, the register of decisions."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import aftermath_schemas as schemas
from linli.blueprints.voting import papers
from linli.domains.committees.queries import meetings
from linli.domains.committees.queries.meetings import Minutes
from linli.domains.estates import queries as estates
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import corrections, results, votes
from linli.domains.voting.rules.course import WITH_RESULT
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.transactions import narrow
from linli.platform.web import Pages, allow, takes
from linli.platform.web import public as for_everybody

bp = Pages("voting_results", __name__)
VOTE = "/p/votes/<uuid:estate_id>/<uuid:vote_id>"
_FEW = 5


@bp.get(f"{VOTE}/sheet")
@for_everybody
@takes(schemas.VersionIn, where="query")
def show_sheet(
    actor: Actor | None, estate_id: UUID, vote_id: UUID, query: dict[str, Any]
) -> ResponseReturnValue:
    narrow(estate_id)
    vote = votes.vote_with_public_result(estate_id=estate_id, vote_id=vote_id)
    sheet = results.result_sheet(vote, now=clock.now(), **query)
    return render_template("voting/sheet.html", person=actor, vote=vote, sheet=sheet)


@bp.get(f"{VOTE}/sheet.pdf")
@for_everybody
@takes(schemas.VersionIn, where="query")
def print_sheet(
    actor: Actor | None,  # noqa: ARG001
    estate_id: UUID,
    vote_id: UUID,
    query: dict[str, Any],
) -> ResponseReturnValue:
    narrow(estate_id)
    vote = votes.vote_with_public_result(estate_id=estate_id, vote_id=vote_id)
    return papers.result_paper(results.result_sheet(vote, now=clock.now(), **query), vote)


@bp.get(f"{VOTE}/sheet.xlsx")
@for_everybody
@takes(schemas.VersionIn, where="query")
def tabulate_sheet(
    actor: Actor | None,  # noqa: ARG001
    estate_id: UUID,
    vote_id: UUID,
    query: dict[str, Any],
) -> ResponseReturnValue:
    narrow(estate_id)
    vote = votes.vote_with_public_result(estate_id=estate_id, vote_id=vote_id)
    return papers.result_table(results.result_sheet(vote, now=clock.now(), **query))


@bp.get(f"{VOTE}/versions")
@for_everybody
def show_versions(actor: Actor | None, estate_id: UUID, vote_id: UUID) -> ResponseReturnValue:
    narrow(estate_id)
    vote = votes.vote_with_public_result(estate_id=estate_id, vote_id=vote_id)
    if vote.state not in WITH_RESULT:
        raise Unknown
    return render_template(
        "voting/versions.html",
        person=actor,
        vote=vote,
        estate=estates.estate(estate_id=estate_id),
        versions=corrections.versions(vote),
        titles={str(one.number): f"第 {one.number} 项：{one.title}" for one in votes.items(vote)},
    )


@bp.get("/p/votes/<uuid:estate_id>")
@for_everybody
@takes(schemas.RegisterIn, where="query")
def list_public(actor: Actor | None, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    narrow(estate_id)
    estate = estates.estate(estate_id=estate_id)
    listed = _listed(estate_id, query, f"/p/votes/{estate_id}", public=True)
    return render_template("voting/register.html", person=actor, estate=estate, **listed)


@bp.get("/e/<uuid:estate_id>/decisions")
@allow(Act.READ_REGISTER, GRANTS)
@takes(schemas.RegisterIn, where="query")
def list_own(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "voting/decisions.html",
        tab="votes",
        heading="业主大会决定",
        back={"href": f"/e/{estate_id}/votes", "label": "返回议事"},
        minutes=_minutes(estate_id, query),
        **_listed(estate_id, query, f"/e/{estate_id}/decisions"),
    )


def _minutes(estate_id: UUID, query: dict[str, Any]) -> Page[Minutes]:
    """The committee's minutes beside the first page of the owners' decisions."""
    if query["cursor"]:
        return Page([], None)
    return meetings.minutes_register(estate_id, search=query["q"], window=Window(limit=_FEW))


def _listed(estate_id: UUID, query: dict[str, Any], place: str, *, public: bool = False) -> dict[str, Any]:
    window = Window(query["limit"], query["cursor"])
    page = results.register_page(estate_id, search=query["q"], window=window, public=public)
    return {
        "place": place,
        "asked": query["q"],
        "entries": page.items,
        "today": day_of(clock.now()),
        "next": f"{place}?{urlencode({'q': query['q'], 'cursor': page.next})}" if page.next else None,
    }
