"""The drill of money in short: real processes die at the crash points of a bill run and of a notification."""

import os

import pytest
from sqlalchemy.engine import make_url

from config import Settings
from drills import _web, money_kills
from drills._house import House, free_port
from drills._money_books import differences
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import places
from tests.support import postgres
from tests.support.warm import create_app

DEEDS = ("approve_bills", "issue_bills", "hear_alipay")
PLANTED = {
    "bookings that do not balance": "UPDATE ledger_entry SET amount_fen = amount_fen + 1 WHERE id ="
    " (SELECT id FROM ledger_entry ORDER BY id LIMIT 1)",
    "payments without a receipt": "DELETE FROM receipt",
    "bills over-settled": "UPDATE bill_settlement SET amount_fen = amount_fen * 2",
    "orders paid and not booked, or booked and not paid": "UPDATE payment_order SET state = 'paying' WHERE state = 'paid'",
}


class Forked:
    """The process that forks the mortal ones, itself forked from the test: everything is loaded already."""

    def __init__(self, made):
        db.session.remove()
        db.engine.dispose()  # no connection is shared
        wishes, answers = os.pipe(), os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                os.close(wishes[1])
                with (
                    os.fdopen(wishes[0]) as read,
                    os.fdopen(answers[1], "w") as said,
                ):
                    _web.tend(create_app(Settings.from_env(made.environment)), read, said)
            finally:
                os._exit(1)
        os.close(wishes[0])
        os.close(answers[1])
        self.stdin, self.stdout = os.fdopen(wishes[1], "w"), os.fdopen(answers[0])

    def wait(self):
        os.waitpid(self.pid, 0)


def nursery(made):
    return _web.Nursery(made, forker=Forked(made))


@pytest.fixture
def made(database, tmp_path, monkeypatch):
    """A house on a database of the tests, with a company and nothing running."""
    environment = os.environ | {
        "LINLI_ENV": "development", "LINLI_DATABASE_URL": database, "LINLI_DATA_DIR": str(tmp_path),
        "LINLI_SMS": f"file:{tmp_path}/sms.jsonl",
    }  # fmt: skip
    monkeypatch.setattr("drills._house.create_app", create_app)
    name = make_url(database).database
    one = House(environment, postgres.cluster(), free_port(), database=name)
    with one.inside(), transaction():
        places.company()
    return one


@pytest.mark.feature("FE-05")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_killed_bill_run_and_a_killed_notification_end_as_if_nobody_had_died(made, capsys):
    with money_kills.fallible(made, deeds=DEEDS, points=3, nursery=nursery) as drill:
        drill.live_undisturbed()
        for number in range(3):
            drill.live_and_die(number)
        drill.report(doctor=False)
        assert not drill.faults
        assert sum(drill.deaths.values()) >= 2 * len(DEEDS), capsys.readouterr().out
        assert drill.half.total() > 0 < drill.whole.total()
        for what, planted in PLANTED.items():
            made.change(f"SET session_replication_role = replica; {planted}")
            assert what in "; ".join(drill.books.wrong())
        assert drill.books.beside([])
        assert differences({"bills": ["(1,)"]}, {"bills": ["(2,)"]})


def test_the_points_to_die_at_reach_from_the_first_statement_to_the_answer():
    names = ["before SELECT", "after SELECT", "before the commit", "at the commit", "before the answer"]
    assert money_kills.choose(names, 0) == money_kills.choose(names, 9) == [1, 2, 3, 4, 5]
    assert money_kills.choose(names, 2) == [1, 3]
    assert money_kills.choose(names, 3) == [1, 3, 5]
    assert len(set(money_kills.choose(names * 20, 12))) == 12
