"""The ledger of paper: for each voter who asked for paper or was brought a ballot, what was given when and to whom."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from linli.domains.people.queries import identity
from linli.domains.voting.models import BallotDelivery, PaperBallot, RollEntry, Vote
from linli.kernel.text import in_order
from linli.platform.db import db

_NEVER: tuple[BallotDelivery | None, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a voter's last sheet beside one delivery; a voter brought a ballot twice has two. Area in 0.01 ㎡."""

    voter_no: str
    label: str
    area: int
    sheet: PaperBallot | None
    delivery: BallotDelivery | None
    delivered_by: str
    taken_back: bool


def lines(found: Vote) -> list[Line]:
    """The whole ledger in the order of the houses, corrections marked and not left out."""
    here = (PaperBallot.estate_id == found.estate_id, PaperBallot.vote_id == found.id)
    sheets = {
        one.voter_no: one
        for one in db.session.scalars(select(PaperBallot).where(*here).order_by(PaperBallot.issue))
    }
    given: dict[str, list[BallotDelivery]] = {}
    back: set[uuid.UUID] = set()
    for one in db.session.scalars(
        select(BallotDelivery)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(BallotDelivery.id)
    ):
        if one.takes_back is not None:
            back.add(one.takes_back)
        else:
            given.setdefault(one.voter_no, []).append(one)
    names = identity.names([one.delivered_by for some in given.values() for one in some])
    entries = _entries(found)
    made = [
        Line(
            voter_no=number,
            label=entries[number].label if number in entries else number,
            area=entries[number].area if number in entries else 0,
            sheet=sheets.get(number),
            delivery=delivery,
            delivered_by=names.get(delivery.delivered_by, "") if delivery else "",
            taken_back=delivery is not None and delivery.id in back,
        )
        for number in {*sheets, *given}
        for delivery in (given.get(number) or _NEVER)
    ]
    return sorted(made, key=lambda one: (in_order(one.label), one.delivery.id.hex if one.delivery else ""))


def _entries(found: Vote) -> dict[str, RollEntry]:
    rows = db.session.scalars(
        select(RollEntry).where(RollEntry.estate_id == found.estate_id, RollEntry.roll_id == found.roll_id)
    )
    return {one.voter_no: one for one in rows}
