"""Closing a month: in order, final for the ledger and the database, opened again by two; vouchers always balance."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from linli.domains.estates.models import Estate
from linli.domains.payments.operations import ledger
from linli.domains.payments.rules import AccountKind, Posting
from linli.domains.payments.rules.periods import VOUCHER_COLUMNS, subject_of
from linli.kernel.actors import Role
from linli.kernel.fen import parse_yuan
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people
from tests.payments.test_common_income import enter
from tests.payments.world import World


@pytest.fixture
def world(app):
    return World()


def close(client, world, month, who=None):
    return client.post(
        f"{world.api}/book-periods", json={"month_on": f"{month}-01"}, headers=who or world.cashier
    )


def book(world, at):
    sides = [
        ledger.Side(AccountKind.COMMON_BANK, 5),
        ledger.Side(AccountKind.COMMON_INCOME, -5, channel="parking"),
    ]
    with transaction():
        ledger.post(estate_id=world.id, posting=Posting.COMMON_ENTRY, source_id=new_id(), sides=sides, now=at)


def test_months_are_closed_in_order_and_a_closed_one_takes_no_entry_from_anybody(client, world):
    enter(client, world, on="2026-02-10", title="二月的广告")
    assert close(client, world, "2026-03").json["code"] == "payments.period_not_over"
    assert close(client, world, "2026-02", who=world.owner).status_code == 403
    clock.advance(timedelta(days=31))
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        world.cashier = people.bearer(people.staff(Role.PROPERTY_CASHIER, estate, name="郑会计"))
    assert close(client, world, "2026-03").json["code"] == "payments.earlier_open"
    assert close(client, world, "2026-02").status_code == 201
    assert close(client, world, "2026-02").json["code"] == "payments.period_changed"
    refused = enter(client, world, on="2026-02-28", title="补二月")
    assert (refused.json["code"], list(refused.json["errors"])) == ("payments.period_closed", ["on"])
    with pytest.raises(DBAPIError):
        book(world, datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC))
    book(world, datetime(2026, 2, 28, 16, tzinfo=UTC))  # midnight in Shanghai: March
    assert close(client, world, "2026-03").json["items"][1]["closed"]
    with pytest.raises(DBAPIError):
        book(world, datetime(2026, 3, 31, 15, tzinfo=UTC))
    assert world.proven()


def test_a_closed_month_is_opened_again_only_by_a_second_person_with_a_reason(client, world):
    enter(client, world, on="2026-02-10", title="二月的广告")
    period = close(client, world, "2026-02").json["items"][1]["period_id"]
    there = f"{world.api}/book-periods/{period}/reopenings"
    assert client.post(there, json={"reason": ""}, headers=world.cashier).status_code == 422
    asked = client.post(there, json={"reason": "漏记一笔"}, headers=world.cashier)
    assert client.post(there, json={"reason": "又来"}, headers=world.second_cashier).status_code == 409
    one = asked.json["items"][1]["reopening_id"]
    decision = f"{world.api}/period-reopenings/{one}/decision"
    assert (
        client.post(decision, json={"agree": True}, headers=world.cashier).json["code"]
        == "payments.same_person_reopens"
    )
    assert client.post(decision, json={"agree": True}, headers=world.stranger).status_code == 404
    assert enter(client, world, on="2026-02-28", title="补二月").status_code == 409
    done = client.post(decision, json={"agree": True}, headers=world.second_cashier)
    assert (done.json["items"][1]["closed"], done.json["items"][1]["reopening_id"]) == (False, None)
    assert enter(client, world, on="2026-02-28", title="补二月").status_code == 201
    assert close(client, world, "2026-02").json["items"][1]["transactions"] == 2
    page = client.get(f"/work/e/{world.id}/fees/periods/2026-02", headers=world.second_cashier).text
    assert [words for words in ("漏记一笔", "周会计", "吴经理", "已关账") if words not in page] == []
    assert client.get(f"/work/e/{world.id}/fees/periods/2026-13", headers=world.cashier).status_code == 404


def test_the_trial_balance_is_level_and_every_voucher_of_the_month_balances_to_the_fen(client, world):
    number, _, amount = world.order()
    fees.notify(client, fees.notice(number, amount))
    enter(client, world, on="2026-03-01", title="三月的广告", amount_fen=123_457)
    enter(
        client,
        world,
        category="running",
        contract="",
        decision="",
        amount_fen=7,
        on="2026-03-02",
        title="电费",
    )
    trial = client.get(f"{world.api}/book-periods/2026-03/trial-balance", headers=world.cashier).json
    assert trial["debit_fen"] == trial["credit_fen"] == 36_000 + amount + 123_457 + 7
    assert sum(one["closing_fen"] for one in trial["items"]) == 0
    there = f"{world.api}/book-periods/2026-03/vouchers"
    answer = client.get(there, headers=world.cashier)
    head, *lines = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert (tuple(head), answer.mimetype) == (VOUCHER_COLUMNS, "text/csv")
    vouchers = {}
    for _, word, count, _, _, _, _, debit, credit, _ in lines:
        assert (word, bool(debit)) == ("记", not credit)
        vouchers[count] = vouchers.get(count, 0) + parse_yuan(debit or "0") - parse_yuan(credit or "0")
    assert vouchers == {"1": 0, "2": 0, "3": 0, "4": 0}
    assert {line[5]: line[6] for line in lines}["100202"] == "银行存款-公共收益专户"
    assert sum(parse_yuan(line[7] or "0") for line in lines) == trial["debit_fen"]
    assert client.get(there, headers=world.owner).status_code == 403
    book_made = client.get(f"{there}?form=xlsx", headers=world.cashier)
    assert book_made.data.startswith(b"PK")
    assert client.get(f"{there}?form=pdf", headers=world.cashier).status_code == 422


def test_every_kind_of_account_has_its_place_in_the_chart_of_accounts():
    codes = [subject_of(kind, "").code for kind in AccountKind if kind is not AccountKind.CLEARING]
    assert len(set(codes)) == len(codes)
    assert [subject_of("clearing", way).code for way in ("cash", "pos", "wechat")] == [
        "1001",
        "100201",
        "1012",
    ]
