"""The owners' common income: founded entries, the ledger, frozen accounts, questions (NN-31, scenario 22)."""

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from linli.domains.estates.models import Estate
from linli.domains.payments.models import CommonDisclosure, CommonEntry, LedgerEntry
from linli.domains.payments.queries import commons
from linli.domains.payments.rules.commons import span_of, spans_ended
from linli.kernel.actors import Role
from linli.kernel.ids import new_id
from linli.platform import outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people
from tests.payments.world import World
from tests.support import paper
from tests.support.forms import submit
from tests.support.required import need

ADVERT = {
    "category": "advertising", "on": "2026-01-10", "title": "梯内广告第一季度", "amount_fen": 900_000,
    "counterparty": "某传媒公司", "contract": "梯内广告合同 2026-01", "decision": "2025 年 12 月业主大会第 3 项",
}  # fmt: skip


@pytest.fixture
def world(app):
    return World()


def enter(client, world, **words):
    body = ADVERT | words
    key = {"Idempotency-Key": new_id().hex}
    return client.post(f"{world.api}/common-entries", json=body, headers=world.cashier | key)


def picture():
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "PNG")
    made.seek(0)
    return made


@pytest.mark.feature("NN-31")
def test_income_names_contract_and_decision_and_a_large_spending_its_decision(client, world):
    assert enter(client, world, contract="", title="无合同").json["code"] == "payments.contract_needed"
    assert enter(client, world, decision="", title="无决定").json["code"] == "payments.decision_needed"
    assert enter(client, world, on="2026-03-03", title="明天的").json["code"] == "payments.not_yet_past"
    assert enter(client, world).status_code == 201
    small = {"category": "running", "contract": "", "decision": "", "counterparty": ""}
    assert enter(client, world, **small, amount_fen=500_000, title="电费").status_code == 201
    refused = enter(client, world, **small, amount_fen=500_001, title="大修")
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["decision"])
    assert (
        enter(client, world, category="upkeep", amount_fen=400_001, title="超支").json["code"]
        == "payments.not_enough_common"
    )
    listed = client.get(f"{world.api}/common-entries", headers=world.cashier).json
    assert (listed["balance_fen"], listed["without_voucher"], len(listed["items"])) == (400_000, 2, 2)
    assert [one["number"] for one in listed["items"]] == ["公益-2026-0002", "公益-2026-0001"]
    assert (
        client.post(
            f"{world.api}/common-entries", json=ADVERT, headers=world.owner | {"Idempotency-Key": "o"}
        ).status_code
        == 403
    )
    assert client.get(f"{world.api}/common-entries", headers=world.stranger).status_code == 404
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(update(CommonEntry).values(amount_fen=1))
    assert world.proven()


@pytest.mark.feature("NN-31")
def test_the_page_of_a_quarter_is_made_from_the_ledger_and_stays_as_it_was_published(client, world):
    with transaction():
        member = people.bearer(people.staff(Role.COMMITTEE_MEMBER, _estate(world), name="李委员"))
    first = enter(client, world, on="2025-11-03", amount_fen=100_000, title="上年末").json
    assert first["number"] == "公益-2025-0001"
    assert publish(client, world, "2026-Q1").json["code"] == "payments.span_not_over"
    assert publish(client, world, "2025-Q3").json["code"] == "payments.nothing_new"
    made = publish(client, world, "2025-Q4").json
    sums = {
        name: made[name]
        for name in (
            "opening_fen",
            "income_fen",
            "spending_fen",
            "closing_fen",
            "missing_vouchers",
            "version",
        )
    }
    assert sums == {
        "opening_fen": 0,
        "income_fen": 100_000,
        "spending_fen": 0,
        "closing_fen": 100_000,
        "missing_vouchers": 1,
        "version": 1,
    }
    assert publish(client, world, "2025-Q4", key="again").json["code"] == "payments.nothing_new"
    desk = f"/work/e/{world.id}/common-income/{first['id']}"
    photos = {"photos": (picture(), "凭证.png")}
    assert submit(client, desk, photos, to=f"{desk}/photos", headers=world.cashier).status_code == 303
    assert enter(client, world, on="2025-12-30", amount_fen=30_000, title="补记的").status_code == 201
    second = publish(client, world, "2025-Q4", key="third", who=member).json
    assert (second["version"], second["income_fen"], second["missing_vouchers"]) == (2, 130_000, 1)
    old = client.get(f"{world.api}/common-accounts/{made['id']}", headers=world.owner).json
    assert (old["income_fen"], old["figures"]["entries"][0]["vouchers"]) == (100_000, [])
    page = client.get(f"/e/{world.id}/common-income/{made['id']}", headers=world.owner).text
    assert [words for words in ("1000.00", "请看第 2 版", "有 1 笔还没有凭证照片") if words not in page] == []
    assert client.get(f"/e/{world.id}/common-income", headers=world.tenant).text.count("2025年第四季度") == 2
    while outbox.deliver():
        pass
    assert "公共收益公布了" in client.get("/me/messages", headers=world.owner).text
    board = client.get(f"/e/{world.id}/board", headers=world.owner).text
    assert (
        board.count("公共收益公布：2025-10-01 至 2025-12-31") == 1
    )  # the second version in place of the first
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(update(CommonDisclosure).values(closing_fen=0))


def test_the_accounts_come_on_paper_with_their_figures(client, world):
    need("papers")
    enter(client, world, on="2025-11-03", amount_fen=123_456, title="外墙广告")
    made = publish(client, world, "2025-H2").json
    printed = client.get(f"/e/{world.id}/common-income/{made['id']}/paper", headers=world.owner)
    words = paper.words(printed.data)
    assert [
        word for word in ("1234.56", "2025年下半年", "外墙广告", "梯内广告合同2026-01") if word not in words
    ] == []


@pytest.mark.feature("NN-31")
def test_a_mistake_is_undone_by_an_entry_and_owners_get_answers_about_what_was_published(client, world):
    one = enter(client, world, on="2025-11-03", amount_fen=100_000, title="广告").json
    here = f"{world.api}/common-entries/{one['id']}"
    question = {"words": "租金怎么少了？"}
    assert client.post(f"{here}/questions", json=question, headers=world.owner).status_code == 404
    publish(client, world, "2025-Q4")
    assert client.post(f"{here}/questions", json=question, headers=world.tenant).status_code == 403
    asked = client.post(f"{here}/questions", json=question, headers=world.owner)
    assert (asked.status_code, asked.json["due_on"], asked.json["answer"]) == (201, "2026-03-17", "")
    assert (
        client.post(f"{here}/questions", json=question, headers=world.owner).json["code"]
        == "payments.question_open"
    )
    assert "业主问公共收益" in client.get("/work/", headers=world.cashier).text
    desk = f"/work/e/{world.id}/common-income/{one['id']}"
    answer = f"/work/e/{world.id}/common-income/questions/{asked.json['id']}/answer"
    assert submit(client, desk, {"words": ""}, to=answer, headers=world.cashier).status_code == 422
    assert (
        submit(client, desk, {"words": "合同减了一个月。"}, to=answer, headers=world.cashier).status_code
        == 303
    )
    seen = client.get(f"/e/{world.id}/common-income/entries/{one['id']}", headers=world.other).text
    assert ("合同减了一个月" in seen, "王秀英" in seen) == (True, False)
    undone = client.post(
        f"{here}/reversal", json={"reason": "金额写错"}, headers=world.cashier | {"Idempotency-Key": "r"}
    )
    assert (undone.status_code, undone.json["amount_fen"], undone.json["reverses_id"]) == (
        201,
        -100_000,
        one["id"],
    )
    again = client.post(
        f"{here}/reversal", json={"reason": "再来"}, headers=world.cashier | {"Idempotency-Key": "r2"}
    )
    assert again.json["code"] == "payments.already_reversed"
    with transaction(writes=False):
        assert commons.balance_fen(world.id) == 0
        assert db.session.scalar(select(func.sum(LedgerEntry.amount_fen))) == 0
    assert world.proven()


def test_accounts_are_for_whole_quarters_and_half_years_that_are_over():
    assert [one.code for one in spans_ended(date(2026, 7, 1), years=0)] == ["2026-Q2", "2026-H1", "2026-Q1"]
    assert span_of(date(2024, 1, 1), date(2024, 3, 31)).title == "2024年第一季度"
    assert span_of(date(2024, 1, 1), date(2024, 2, 29)) is None


def publish(client, world, span, key="p", who=None):
    headers = (who or world.second_cashier) | {"Idempotency-Key": f"{key}-{span}"}
    return client.post(f"{world.api}/common-accounts", json={"span": span}, headers=headers)


def _estate(world):
    return db.session.get_one(Estate, world.id)
