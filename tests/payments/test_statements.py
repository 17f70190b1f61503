"""Statements come by themselves from 10:00 on, once; each difference has somebody's name on the page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.estates.models import Estate
from linli.domains.payments.errors import ChannelSilent
from linli.domains.payments.models import ChannelStatement
from linli.domains.payments.operations import notifications
from linli.gateways.sandbox_channel import SandboxChannel
from linli.jobs.statements import fetch_statements
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.payments.world import World


@pytest.fixture
def world(app, monkeypatch):
    monkeypatch.setattr(SandboxChannel, "deliver_due", lambda self: 0)
    return World()


def paid(world, *, heard=True):
    number, _, _ = world.order(world.one)
    channel = fees.sandbox()
    channel.pay(number, now=clock.now())
    if heard:
        with transaction():
            notifications.hear(channel=channel, said=channel.ask(number), now=clock.now())


def taken():
    with transaction(writes=False):
        return [(one.on.isoformat(), one.paid_fen) for one in db.session.scalars(select(ChannelStatement))]


@pytest.mark.feature("PA-18")
def test_yesterdays_statement_is_fetched_from_ten_on_and_only_once(world, monkeypatch):
    paid(world)
    asked = []
    give = SandboxChannel.statement
    monkeypatch.setattr(SandboxChannel, "statement", lambda self, day: asked.append(day) or give(self, day))
    clock.advance(timedelta(hours=21, minutes=59))
    assert (fetch_statements(now=clock.now()), taken(), asked) == (0, [], [])
    clock.advance(timedelta(minutes=1))
    assert (fetch_statements(now=clock.now()), taken()) == (1, [("2026-03-02", 12000)])
    assert (fetch_statements(now=clock.now()), taken(), len(asked)) == (0, [("2026-03-02", 12000)], 1)


def test_a_channel_that_is_silent_is_asked_again_the_next_time_for_three_days(world, monkeypatch):
    paid(world)
    give = SandboxChannel.statement

    def silent(self, day):
        raise ChannelSilent

    monkeypatch.setattr(SandboxChannel, "statement", silent)
    clock.advance(timedelta(days=1))
    assert (fetch_statements(now=clock.now()), taken()) == (0, [])
    monkeypatch.setattr(SandboxChannel, "statement", give)
    clock.advance(timedelta(days=2))
    assert (fetch_statements(now=clock.now()), taken()) == (1, [("2026-03-02", 12000)])


def accountant(world):
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        return people.bearer(people.staff(Role.PROPERTY_CASHIER, estate, name="当天的会计"))


def days(client, world, headers):
    shown = client.get(f"{world.api}/statements", headers=headers).json
    return [(one["on"], one["closed"], one["by_itself"]) for one in shown["days"]], shown


def test_a_day_without_trades_closes_by_itself_and_a_day_without_a_statement_waits(
    client, world, monkeypatch
):
    world.order(world.one)  # begun, never paid: on no statement
    clock.advance(timedelta(days=1))
    staff, give = accountant(world), SandboxChannel.statement

    def silent(self, day):
        raise ChannelSilent

    monkeypatch.setattr(SandboxChannel, "statement", silent)
    assert (fetch_statements(now=clock.now()), days(client, world, staff)[0]) == (0, [])
    monkeypatch.setattr(SandboxChannel, "statement", give)
    assert fetch_statements(now=clock.now()) == 1
    assert days(client, world, staff)[0] == [("2026-03-02", True, True)]
    assert fetch_statements(now=clock.now()) == 0
    page = f"/work/e/{world.id}/fees/reconciliation"
    assert "没有交易，自动日结" in client.get(page, headers=staff).text


def test_no_trade_at_the_channel_but_money_in_our_books_is_a_difference_and_the_day_stays_open(
    client, world, monkeypatch
):
    paid(world)
    clock.advance(timedelta(days=1))
    staff = accountant(world)
    assert days(client, world, staff)[1]["lacking"] == [{"on": "2026-03-02", "channel": "sandbox"}]
    monkeypatch.setattr(SandboxChannel, "statement", lambda self, day: None)
    assert fetch_statements(now=clock.now()) == 1
    found, shown = days(client, world, staff)
    assert (found, shown["lacking"]) == ([("2026-03-02", False, False)], [])
    assert [(one["kind"], one["ours_fen"]) for one in shown["open"]] == [("ours_only", 12000)]


@pytest.mark.feature("PA-19")
def test_a_difference_shows_who_looks_into_it(client, world):
    paid(world, heard=False)
    clock.advance(timedelta(days=1))
    assert fetch_statements(now=clock.now()) == 1
    with transaction():  # yesterday's sessions are over
        estate = db.session.get_one(Estate, world.id)
        cashier = people.bearer(people.staff(Role.PROPERTY_CASHIER, estate, name="郑会计"))
        stranger = people.bearer(people.staff(Role.PROPERTY_CASHIER, places.estate()))
    there = f"{world.api}/statements"
    (one,) = client.get(there, headers=cashier).json["open"]
    assert (one["kind"], one["owner"]) == ("channel_only", "")
    owners = client.post(f"{there}/owners", json={"case_id": one["id"]}, headers=cashier)
    assert owners.json["open"][0]["owner"] == "郑会计"
    assert client.post(f"{there}/owners", json={"case_id": one["id"]}, headers=stranger).status_code == 404
    page = client.get(f"/work/e/{world.id}/fees/reconciliation", headers=cashier).text
    assert "郑会计在处理" in page
