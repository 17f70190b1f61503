"""The public list of receipts: every ballot that was cast, once, by a number that shows neither voter nor choice."""

from sqlalchemy import func, select

from linli.domains.voting.errors import ReceiptUnknown
from linli.domains.voting.models import Vote, ballots_of
from linli.domains.voting.queries import ballots, votes
from linli.domains.voting.rules import chain, receipts
from linli.domains.voting.rules.course import WITH_RESULT, State
from linli.domains.voting.rules.receipts import Climb
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, page

_LISTED = frozenset({State.COUNTED, *WITH_RESULT})


def is_out(found: Vote) -> bool:
    """Whether the box is sealed and the list of numbers therefore complete."""
    return found.state in _LISTED


def is_proven(found: Vote) -> bool:
    """Whether hashes and root are published, with the result."""
    return found.state in WITH_RESULT


def check_out(found: Vote) -> None:
    """Raises Unknown while the list is not out."""
    if not is_out(found):
        raise Unknown


def root(found: Vote) -> str:
    """The root over all receipts. Raises Unknown before it is published."""
    counted = votes.result(found)
    if not is_proven(found) or counted is None:
        raise Unknown
    return counted.root


def count(found: Vote) -> int:
    """How many receipts there are."""
    table = ballots_of(found)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(table)
            .where(table.estate_id == found.estate_id, table.vote_id == found.id)
        )
        or 0
    )


def receipts_page(found: Vote, *, search: str = "", window: Window) -> Page[str]:
    """The numbers by alphabet, which is no order of time; those that begin as searched for."""
    table = ballots_of(found)
    query = select(table).where(table.estate_id == found.estate_id, table.vote_id == found.id)
    if search:
        query = query.where(table.receipt_no.startswith(receipts.number(search), autoescape=True))
    shown = page(query, by=((table.receipt_no, str),), window=window)
    return Page([one.receipt_no for one in shown.items], shown.next)


def check(found: Vote, brought: str) -> Climb:
    """Hold a number or a saved file against the published root. Raises Unknown, WrongReceipt, ReceiptUnknown."""
    top = root(found)
    if receipts.is_file(brought):
        return receipts.check_file(brought, vote_id=str(found.id), root=top)
    table, wanted = ballots_of(found), receipts.number(brought)
    row = db.session.execute(
        select(table.seq, table.hash).filter_by(
            estate_id=found.estate_id, vote_id=found.id, receipt_no=wanted
        )
    ).one_or_none()
    if row is None:
        raise ReceiptUnknown
    path = chain.path(ballots.hashes(found), row.seq)
    return receipts.climb(row.hash, path, receipt_no=wanted, root=top, nonce=ballots.nonce(found))
