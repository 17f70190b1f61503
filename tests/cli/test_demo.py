"""The demo city: the same from the same seed, able to go on after an interruption, and full of life."""

import json

import pytest
from click import ClickException
from sqlalchemy import func, select, text

from linli.cli.demo import command
from linli.cli.demo.bulk import Bulk
from linli.kernel.times import day_of
from linli.platform import clock, doctor, schema
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.conftest import NOON, lent, running, settings_for

TABLES = (
    "unit",
    "owner",
    "ownership",
    "account",
    "vote",
    "ballot",
    "ticket",
    "bill",
    "payment",
    "score_sheet",
    "survey_answer",
    "topic_comment",
    "proposal_signature",
    "candidacy",
    "committee_member",
    "meeting_decision",
    "disclosure_line",
    "objection_answer",
)


def counts():
    with transaction(writes=False):
        return {
            name: db.session.scalar(select(func.count()).select_from(db.metadata.tables[name]))
            for name in TABLES
        }


def fingerprint():
    """Names and ids that the seed decides."""
    with transaction(writes=False):
        return [
            db.session.execute(text(f"SELECT id, {what} FROM {table} ORDER BY id")).all()
            for table, what in (
                ("estate", "name"),
                ("unit", "label"),
                ("owner", "name"),
                ("ticket", "words"),
                ("bill", "amount_fen"),
            )
        ]


def life():
    """What happened, in words and figures; ids that a database makes for itself are left out."""
    with transaction(writes=False):
        return [
            sorted(map(str, db.session.execute(text(query))))
            for query in (
                "SELECT v.title, b.voter_no, CAST(b.choices AS text) FROM ballot b JOIN vote v ON v.id = b.vote_id",
                "SELECT words, state, stars FROM ticket",
                "SELECT unit_label, CAST(since_on AS text), amount_fen FROM bill",
                (
                    "SELECT b.unit_label, CAST(b.since_on AS text), p.amount_fen FROM payment p"
                    " JOIN payment_order_line o ON o.order_id = p.order_id JOIN bill b ON b.id = o.bill_id"
                ),
            )
        ]


def make(**more):
    return command.make(**{"count": 2, "units": 24, "seed": 1, "today": day_of(clock.now())} | more)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def city(request, tmp_path_factory):
    """A database with the demo in it, for all that only looks, and what making it told."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        lent(request.param, request, folder) as url,
        running(settings_for(url, folder)),
        clock.freeze(NOON),
    ):
        yield make(count=4)


class TestDemo:
    @pytest.mark.feature("AO-13")
    def test_is_full_of_life_and_in_order_and_sends_nothing_of_its_past(self, city):
        found = counts()
        assert all(found[name] > 0 for name in TABLES), found
        assert [verdict for verdict in doctor.examine() if verdict.faults] == []
        with transaction(writes=False):
            states = db.session.execute(text("SELECT DISTINCT state FROM vote")).scalars()
            assert {"announced", "open", "final"} <= set(states)
            waiting = "SELECT count(*) FROM message WHERE state = 'queued' AND channel = 'sms'"
            assert db.session.scalar(text(waiting)) == 0
        accounts = json.loads(json.dumps(city.accounts))
        roles = {one["role"] for one in accounts}
        assert {"owner", "tenant", "community_officer", "property_manager", "system_admin"} <= roles
        for one in accounts:
            assert {"role", "name", "estate_id"} <= one.keys()
            assert "phone" in one or {"username", "password", "totp_secret"} <= one.keys()

    def test_made_again_changes_nothing_and_another_size_is_refused_with_a_sentence(self, city):
        before, seen = counts(), fingerprint()
        make(count=4)
        assert (counts(), fingerprint()) == (before, seen)
        for count in (1, 9):
            with pytest.raises(ClickException, match="已有另一个大小的演示城市（4 个小区），不能改成"):
                make(count=count)
        assert (counts(), fingerprint()) == (before, seen)

    @pytest.mark.parametrize("city", ["postgresql"], indirect=True)
    def test_of_the_same_seed_lives_the_same_life_in_another_database(self, city, tmp_path):
        here = life()
        with running(settings_for(f"sqlite:///{tmp_path}/other.sqlite3", tmp_path / "other")):
            schema.upgrade()
            make(count=4)
            assert life() == here

    def test_interrupted_it_goes_on_to_the_same_city(self, app, monkeypatch):
        written = Bulk.write
        rounds = iter(range(100))

        def breaks(bulk):
            if next(rounds) == 2:
                raise KeyboardInterrupt
            written(bulk)

        monkeypatch.setattr(Bulk, "write", breaks)
        with pytest.raises(KeyboardInterrupt):
            make()
        monkeypatch.setattr(Bulk, "write", written)
        make()
        assert counts()["unit"] == 48
        assert (counts()["score_sheet"], counts()["meeting_decision"]) == (2, 2)
