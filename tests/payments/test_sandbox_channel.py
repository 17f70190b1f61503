"""The sandbox does what a channel does: closes orders, gives money back, hands out statements."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.domains.payments.ports import Outcome, RefundOutcome, StatementFormat, Tender
from linli.gateways.sandbox_channel import SandboxChannel
from linli.kernel.times import day_of
from linli.platform import clock


@pytest.fixture
def sandbox(tmp_path):
    with clock.freeze(datetime(2026, 3, 2, 4, tzinfo=UTC)):
        yield begun(tmp_path)


def begun(tmp_path):
    channel = SandboxChannel(tmp_path, secret="s" * 40)
    channel.begin(
        Tender(
            "L1",
            12000,
            "CNY",
            "小区缴费 1 笔",
            clock.now() + timedelta(minutes=30),
            "http://127.0.0.1:1",
            "/",
        )
    )
    return channel


def back(channel, refund_number, amount_fen):
    return channel.refund(
        number="L1", refund_number=refund_number, amount_fen=amount_fen, total_fen=12000, reason="多收"
    )


def test_a_closed_order_cannot_be_paid_and_a_paid_one_not_closed(sandbox):
    assert sandbox.close("L1") is Outcome.CLOSED
    sandbox.pay("L1", now=clock.now())
    assert (sandbox.ask("L1").outcome, sandbox.statement(day_of(clock.now()))) == (Outcome.CLOSED, None)


def test_refunds_never_exceed_what_was_paid_and_one_number_gives_back_once(sandbox):
    assert back(sandbox, "R0", 1).outcome is RefundOutcome.FAILED
    sandbox.pay("L1", now=clock.now())
    assert sandbox.close("L1") is Outcome.PAID
    assert [back(sandbox, "R1", 7000).outcome for _ in range(3)] == [RefundOutcome.PROCESSING] * 3
    assert back(sandbox, "R1", 8000).outcome is RefundOutcome.FAILED
    assert back(sandbox, "R2", 5001).outcome is RefundOutcome.FAILED
    done = sandbox.ask_refund(number="L1", refund_number="R1")
    assert (done.outcome, done.amount_fen) == (RefundOutcome.DONE, 7000)
    assert sandbox.ask_refund(number="L1", refund_number="R9").reason == "missing"


def test_the_statement_of_a_day_holds_its_payments_and_refunds_in_wechats_form(sandbox):
    sandbox.pay("L1", now=clock.now())
    back(sandbox, "R1", 7000)
    found = sandbox.statement(day_of(clock.now()))
    rows = found.content.decode("utf-8-sig").splitlines()
    assert found.format is StatementFormat.WECHAT
    assert [len(row.split(",")) for row in rows] == [27, 27, 27, 7, 7]
    assert rows[-1] == "`2,`120.00,`70.00,`0.00,`0.30,`120.00,`70.00"
