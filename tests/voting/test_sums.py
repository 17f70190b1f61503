"""The database adds up as the rule does, on every kind of vote; the rule decides on either sums alike."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import insert

from linli.domains.voting.models import Ballot, RollEntry, RollVersion
from linli.domains.voting.queries import sums
from linli.domains.voting.rules.deciding import beside, decide
from linli.domains.voting.rules.tallying import add_up
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories.voting import Assembly
from tests.voting import votes


@pytest.fixture
def hall(app):
    return Assembly(owners=1).open()


def _roll(hall, voters):
    version = RollVersion(
        id=new_id(), estate_id=hall.id, vote_id=hall.vote_id, version=hash(new_id().hex) % 10**9, reason="试算",
        made_at=clock.now(), heads=len(voters), area=sum(one.area for one in voters), fingerprint="", content_hash="",
        warnings=[],
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    db.session.execute(
        insert(RollEntry),
        [
            {"id": new_id(), "estate_id": hall.id, "roll_id": version.id, "voter_no": one.voter_no, "area": one.area,
             "delivered": one.delivered, "developer": False, "label": "", "units": 1}
            for one in voters
        ],
    )  # fmt: skip
    return version


def _put(hall, entry_id, ballots):
    """Straight into the table: the box would refuse most of these."""
    seen, rows = {}, []
    for one in votes.lines(ballots):
        key = (one["voter_no"], one["channel"])
        seen[key] = seen.get(key, 0) + 1
        at = ballots[one["seq"] - 1]["cast_at"]
        rows.append(
            {"id": new_id(), "estate_id": hall.id, "vote_id": hall.vote_id, "entry_id": entry_id, "seq": one["seq"],
             "voter_no": one["voter_no"], "channel": str(one["channel"]), "revision": seen[key],
             "choices": one["choices"], "cast_at": at, "prev": one["prev"], "hash": one["hash"],
             "receipt_no": uuid.uuid4().hex, "cast_by": hall.account_ids[0]}
        )  # fmt: skip
    if rows:
        db.session.execute(insert(Ballot), rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes.random_votes())
def test_the_database_adds_up_as_the_rule_does(hall, vote):
    asked, voters, ballots = vote
    pure = add_up(asked, {one.voter_no: one for one in voters}, votes.in_order(ballots))
    with pytest.raises(_Undone) as undone:
        _add_up(hall, asked, voters, ballots)
    made = undone.value.args[0]
    assert made == pure
    assert decide(asked, made, last_hash="") == decide(asked, pure, last_hash="")
    assert beside(asked, made) == beside(asked, pure)


class _Undone(Exception):
    """Brings the sums along and undoes the rest, so that each example finds an empty box."""


def _add_up(hall, asked, voters, ballots):
    with transaction():
        roll = _roll(hall, voters)
        _put(hall, db.session.scalar(db.select(RollEntry.id).filter_by(roll_id=roll.id).limit(1)), ballots)
        raise _Undone(sums.tallies(hall.vote, asked, roll=roll))


@given(votes.random_votes())
@pytest.mark.feature("VO-62")
def test_valid_invalid_and_blank_ballots_make_up_what_was_returned_on_each_item(vote):
    asked, voters, ballots = vote
    tallies = add_up(asked, {one.voter_no: one for one in voters}, votes.in_order(ballots))
    for item in beside(asked, tallies)["items"]:
        assert item["returned"] == tallies.effective.plain()
        for axis in ("heads", "area"):
            assert item["returned"][axis] == sum(item[part][axis] for part in ("valid", "invalid", "blank"))
