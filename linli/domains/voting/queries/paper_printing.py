"""What came out of the printer together, so that a file can be opened again when the paper jams."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.voting.models import PaperBallot, Vote
from linli.domains.voting.queries import paper, paper_lists
from linli.domains.voting.queries.paper_lists import SheetShown
from linli.domains.voting.rules.paper import SheetState
from linli.kernel.refusals import Unknown
from linli.kernel.text import in_order
from linli.platform.db import db

MOST_RUNS = 200


@dataclass(frozen=True, slots=True)
class PrintRun:
    """Sheets printed in one go: when, how many, and how many of them are still out; `sheet_id` names it."""

    printed_at: datetime
    sheets: int
    good: int
    sheet_id: uuid.UUID


def unprinted(found: Vote) -> int:
    """How many sheets wait for the printer."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(PaperBallot)
            .where(
                PaperBallot.estate_id == found.estate_id,
                PaperBallot.vote_id == found.id,
                PaperBallot.state == SheetState.ISSUED,
                PaperBallot.printed_at.is_(None),
            )
        )
        or 0
    )


def runs(found: Vote) -> list[PrintRun]:
    """The print runs of a vote, the newest first."""
    rows = db.session.execute(
        select(
            PaperBallot.printed_at,
            func.count(),
            func.count().filter(PaperBallot.state == SheetState.ISSUED),
        )
        .where(
            PaperBallot.estate_id == found.estate_id,
            PaperBallot.vote_id == found.id,
            PaperBallot.printed_at.is_not(None),
        )
        .group_by(PaperBallot.printed_at)
        .order_by(PaperBallot.printed_at.desc())
        .limit(MOST_RUNS)
    ).all()
    printed = [(at, sheets, good) for at, sheets, good in rows if at is not None]
    first = _first_of(found, [at for at, _, _ in printed])
    return [PrintRun(at, sheets, good, first[at]) for at, sheets, good in printed]


def _first_of(found: Vote, moments: list[datetime]) -> dict[datetime, uuid.UUID]:
    rows = db.session.execute(
        select(PaperBallot.printed_at, PaperBallot.id)
        .where(
            PaperBallot.estate_id == found.estate_id,
            PaperBallot.vote_id == found.id,
            PaperBallot.printed_at.in_(moments),
        )
        .order_by(PaperBallot.id.desc())
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def of_run(found: Vote, sheet_id: uuid.UUID) -> list[SheetShown]:
    """The sheets printed together with this one that are still out, in the order of the houses. Raises Unknown."""
    one = paper.sheet(found, sheet_id)
    if one.printed_at is None:
        raise Unknown
    sheets = db.session.scalars(
        select(PaperBallot).where(
            PaperBallot.estate_id == found.estate_id,
            PaperBallot.vote_id == found.id,
            PaperBallot.printed_at == one.printed_at,
            PaperBallot.state == SheetState.ISSUED,
        )
    ).all()
    made = [each for each in paper_lists.shown(found, sheets) if each.entry is not None]
    return sorted(made, key=lambda each: in_order(each.label))


def alone(found: Vote, sheet_id: uuid.UUID) -> list[SheetShown]:
    """One printed sheet that is still out, to be printed again by itself. Raises Unknown."""
    one = paper.sheet(found, sheet_id)
    if one.printed_at is None or one.state != SheetState.ISSUED:
        raise Unknown
    return paper_lists.shown(found, [one])
