"""The filing set of a term (备案材料): every paper that the street office takes in, as PDFs in one zip."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from flask import Response, render_template

from linli.blueprints.committees import shown
from linli.domains.committees.models import CommitteeTerm
from linli.domains.committees.permissions import GRANTS, Act
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Post
from linli.domains.estates import queries as estates
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import posting, results, rolls, votes
from linli.domains.voting.rules.course import WITH_RESULT
from linli.kernel.actors import Actor
from linli.platform import clock, papers, qr
from linli.platform.web import Api, Pages, allow, gives, summary
from linli.platform.web.papers import download
from linli.platform.web.show import site

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same papers pack to the same bytes

bp = Pages("committees_filing_set", __name__)
api = Api("committees_filing_set_api", __name__, tag="committees")


@bp.get("/work/e/<uuid:estate_id>/committee/terms/<uuid:term_id>/filing.zip")
@allow(Act.FILE, GRANTS, on=terms.term)
def download_set(actor: Actor, term: CommitteeTerm) -> Response:  # noqa: ARG001
    return filing_set(term)


@api.get("/estates/<uuid:estate_id>/committee/terms/<uuid:term_id>/filing/set")
@allow(Act.FILE, GRANTS, on=terms.term)
@gives(None, media_type="application/zip")
@summary("备案材料一套（PDF 压缩包）：申请表和名单、结果单、会议纪要、名册、承诺书")
def show_set(actor: Actor, term: CommitteeTerm) -> Response:  # noqa: ARG001
    return filing_set(term)


def filing_set(term: CommitteeTerm) -> Response:
    """The zip. A term that was written down by hand has no vote, and then no result, minutes and roll."""
    place = estates.estate(estate_id=term.estate_id).name
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, html) in enumerate(_papers(term, place), 1):
            packed.writestr(zipfile.ZipInfo(f"{number:02d} {name}.pdf", _LONG_AGO), papers.pdf(html))
    return download(stored.getvalue(), "application/zip", f"{place} 第{term.number}届业主委员会备案材料.zip")


def _papers(term: CommitteeTerm, place: str) -> Iterator[tuple[str, str]]:
    vote = _vote(term)
    order = list(Post)
    members = sorted(terms.members(term), key=lambda one: (order.index(Post(one.post)), one.position))
    told = {
        "place": place,
        "term": term,
        "members": [shown.member(one) for one in members],
        "filing": terms.filing(term),
        "vote": vote,
    }
    yield "备案申请表和委员名单", render_template("papers/filing.html", **told)
    if vote is not None:
        yield from _of_vote(vote, place)
    yield "任职同意和承诺书", render_template("papers/consent.html", **told)


def _of_vote(vote: Vote, place: str) -> Iterator[tuple[str, str]]:
    told: dict[str, Any] = {
        "place": place,
        "vote": vote,
        "roll": rolls.current(vote),
        "sheet": results.result_sheet(vote, now=clock.now()),
        "qr": qr.svg(f"{site()}/p/votes/{vote.estate_id}/{vote.id}"),
    }
    words = {one.number: one.words for one in votes.items(vote)}
    yield "业主大会表决结果单", render_template("papers/result.html", **told)
    yield "业主大会会议纪要", render_template("papers/minutes.html", words=words, **told)
    yield "投票人名册", render_template("papers/roll.html", lines=posting.posted(vote), **told)


def _vote(term: CommitteeTerm) -> Vote | None:
    """The vote that the term comes from, if its result is published."""
    if term.vote_id is None:
        return None
    vote = votes.vote(estate_id=term.estate_id, vote_id=term.vote_id)
    return vote if vote.state in WITH_RESULT else None
