"""A channel's day beside our books: strictly read, each difference a case, closed only when all is explained."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from linli.domains.payments.errors import (
    DayClosed,
    DifferencesOpen,
    NoStatement,
    StatementDiffers,
    StatementDoesNotAddUp,
)
from linli.domains.payments.models import StatementLine
from linli.domains.payments.operations import notifications, reconciliation
from linli.domains.payments.ports import Outcome, Said
from linli.domains.payments.queries import reconciliation as queries
from linli.domains.payments.rules.statements import StatementRead, read_statement
from linli.gateways.sandbox_channel import MERCHANT
from linli.gateways.sandbox_statement import Line, written
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.ids import new_id
from linli.kernel.refusals import Refusal
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from simulators.payments import statements
from simulators.payments.book import Refund, Trade
from simulators.payments.keys import Account
from tests.factories import fees, people
from tests.payments.world import World


@pytest.fixture
def world(app):
    made = World()
    with transaction():
        made.accountant = Actor(
            account_id=people.account().id, role=Role.PROPERTY_CASHIER, scope=Scope(ScopeKind.ESTATE, made.id)
        )
    return made


def paid(order, *, at=None):
    """The order was paid and booked: its number and sum."""
    number, _, amount = order
    said = Said(number, Outcome.PAID, f"SB{number}", amount, "CNY", MERCHANT, at or clock.now())
    with transaction():
        assert notifications.hear(channel=fees.sandbox(), said=said, now=clock.now()) is None
    return number, amount


def line(number, amount, *, at=None, **more):
    return Line(at or clock.now(), f"SB{number}", number, amount, "小区缴费", **more)


def taken(world, *lines, on=None):
    with transaction():
        made = reconciliation.take_statement(
            actor=world.accountant,
            estate_id=world.id,
            channel="sandbox",
            on=on or day_of(clock.now()),
            content=written(lines, merchant=MERCHANT),
            now=clock.now(),
        )
        return made.id


def cases(world):
    with transaction(writes=False):
        found = queries.cases(world.id, open_only=True)
        return sorted((one.kind, one.number, one.ours_fen, one.theirs_fen) for one in found)


def closed(world, statement_id):
    with transaction():
        reconciliation.close_day(
            actor=world.accountant, estate_id=world.id, statement_id=statement_id, now=clock.now()
        )


@pytest.mark.feature("PA-19")
@pytest.mark.feature("NN-29")
def test_five_planted_errors_and_only_these_are_found_and_the_day_closes_when_each_is_explained(world):
    orders = [world.order(world.one), world.order(world.two), world.order(world.one, world.two)]
    good, yuan, lost = (paid(one) for one in orders)
    before = world.settled(world.one, world.two)
    made = taken(
        world,
        line(*good),
        line(*good),
        line(yuan[0], yuan[1] // 100),
        line("L260302UNKNOWN", 500),
        line(good[0], good[1], refund_number="T260302UNKNOWN", refund_fen=100),
    )
    assert cases(world) == sorted(
        [
            ("amount_diff", yuan[0], yuan[1], yuan[1] // 100),
            ("channel_only", "L260302UNKNOWN", 0, 500),
            ("duplicate", good[0], 0, good[1]),
            ("ours_only", lost[0], lost[1], 0),
            ("refund_unmatched", good[0], 0, -100),
        ]
    )
    assert world.settled(world.one, world.two) == before
    with pytest.raises(DifferencesOpen):
        closed(world, made)
    with transaction():
        for one in queries.cases(world.id, open_only=True):
            reconciliation.explain(
                actor=world.accountant,
                estate_id=world.id,
                case_id=one.id,
                note="已与渠道核实",
                now=clock.now(),
            )
    closed(world, made)
    with pytest.raises(DayClosed):
        closed(world, made)


@pytest.mark.feature("PA-20")
def test_a_payment_just_before_midnight_finds_its_line_on_the_next_days_statement(world):
    today = day_of(clock.now())
    late = paid(world.order(world.one), at=datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC))
    made = taken(world)
    assert cases(world) == [("ours_only", late[0], late[1], 0)]
    tomorrow = taken(world, line(*late, at=clock.now() + timedelta(days=1)), on=today + timedelta(days=1))
    assert cases(world) == []
    closed(world, made)
    closed(world, tomorrow)


def test_an_order_that_was_really_paid_twice_is_on_two_days_statements_and_both_days_close(world):
    order = world.order(world.one)
    number, amount = paid(order)
    made = [taken(world, line(number, amount))]
    with clock.freeze(clock.now() + timedelta(days=1)):
        again = Said(number, Outcome.PAID, "SECOND", amount, "CNY", MERCHANT, clock.now())
        with transaction():
            assert notifications.hear(channel=fees.sandbox(), said=again, now=clock.now()) is None
        made.append(taken(world, Line(clock.now(), "SECOND", number, amount, "小区缴费")))
        assert cases(world) == []
        for one in made:
            closed(world, one)


def test_a_notice_that_comes_after_the_statement_explains_its_line_by_itself(world):
    order = world.order(world.one)
    made = taken(world, line(order[0], order[2]))
    assert [one[0] for one in cases(world)] == ["channel_only"]
    paid(order)
    closed(world, made)


@pytest.mark.feature("PA-18")
def test_the_same_file_twice_is_one_and_another_of_the_same_day_is_refused(world):
    good = paid(world.order(world.one))
    assert taken(world, line(*good)) == taken(world, line(*good))
    with transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(StatementLine)) == 1
    with pytest.raises(StatementDiffers):
        taken(world, line(*good), line("X", 1))


def test_the_database_takes_no_line_without_its_statement(world):
    stray = StatementLine(
        estate_id=world.id, statement_id=new_id(), position=1, number="1", refund_number="", trade_no="1",
        amount_fen=1, fee_fen=0, good=True, at=clock.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="stray statement line"), transaction():
        db.session.add(stray)


def test_what_belongs_to_another_estate_of_the_merchant_is_no_difference_here(world):
    elsewhere = World()
    theirs = paid(elsewhere.order(elsewhere.one))
    ours = paid(world.order(world.one))
    made = taken(world, line(*theirs), line(*ours))
    assert cases(world) == []
    closed(world, made)


ACCOUNT = Account("alipay", "208800", "app", "斗潭物业", "", "")
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def trades():
    made = Trade(
        account=ACCOUNT, number="L1", amount_fen=12345, subject="小区缴费", notify_url="", return_url="",
        made_at=NOON, expires_at=NOON, kind="native", trade_no="T1", paid_at=NOON,
    )  # fmt: skip
    made.refunds["R1"] = Refund("R1", 345, NOON)
    return [made]


@pytest.mark.feature("PA-18")
@pytest.mark.feature("PA-21")
@pytest.mark.parametrize("channel", ["wechat", "alipay"])
def test_both_channels_own_forms_are_read_to_the_fen(channel):
    read = read_statement(getattr(statements, channel)(ACCOUNT, trades(), DAY), day=DAY)
    assert [(row.number, row.refund_number, row.amount_fen) for row in read.rows] == [
        ("L1", "", 12345),
        ("L1", "R1", 345),
    ]
    assert (read.paid_fen, read.refunded_fen, read.fee_fen) == (12345, 345, 72)
    assert read.net_fen == 12345 - 345 - 72


def test_a_file_that_is_none_is_cut_short_is_of_another_day_or_a_bomb_is_refused():
    good = statements.wechat(ACCOUNT, trades(), DAY)
    lines = good.split(b"\r\n")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for at in range(5):
            packed.writestr(f"{at}.csv", bytes(1_000_000))
    for content in (b"", b"PK", b"\xff\xfe", b"a,b\r\n`1,`2", good[:-40], b"PK\x03\x04junk", bomb.getvalue()):
        with pytest.raises(NoStatement):
            read_statement(content, day=DAY)
    with pytest.raises(NoStatement):
        read_statement(good, day=DAY + timedelta(days=1))
    with pytest.raises(StatementDoesNotAddUp):
        read_statement(b"\r\n".join(lines[:1] + lines[2:]), day=DAY)
    with pytest.raises(StatementDoesNotAddUp):
        read_statement(good.replace(b"123.45", b"123.46", 1), day=DAY)


def repacked(content):
    """The table of Alipay's zip, as a zip that can be broken inside too."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("明细.csv", content)
    return packed.getvalue()


def detail():
    with zipfile.ZipFile(io.BytesIO(statements.alipay(ACCOUNT, trades(), DAY))) as packed:
        return packed.read(packed.namelist()[0])


@settings(max_examples=300)
@given(
    kind=st.sampled_from(["wechat", "alipay", "inside"]),
    cuts=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 60), st.binary(max_size=4)), max_size=3),
)
def test_however_a_statement_is_broken_it_is_read_or_refused(kind, cuts):
    content = detail() if kind == "inside" else getattr(statements, kind)(ACCOUNT, trades(), DAY)
    for at, length, put in cuts:
        spot = at % (len(content) + 1)
        content = content[:spot] + put + content[spot + length :]
    try:
        read = read_statement(repacked(content) if kind == "inside" else content, day=DAY)
    except Refusal:
        return
    assert isinstance(read, StatementRead)


@pytest.mark.parametrize("missing", ["#账号", "支付宝交易号,", "#交易合计"])
def test_alipays_table_without_one_of_its_lines_is_no_statement(missing):
    lines = detail().decode("gbk").splitlines()
    kept = "\r\n".join(one for one in lines if not one.startswith(missing))
    with pytest.raises(NoStatement):
        read_statement(repacked(kept.encode("gbk")), day=DAY)
