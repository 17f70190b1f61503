"""Shares, steps, reductions and late charges add up, by tables and by properties; no database."""

import itertools
import random
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from linli.blueprints.fees.schemas import TariffIn
from linli.domains.fees import rules
from linli.domains.fees.rules import changes, late, metering, oldbills, reliefs, splitting
from linli.domains.fees.rules.late import Late
from linli.domains.fees.rules.metering import Change, Step

DUE = date(2028, 2, 20)
UNITS = st.dictionaries(st.uuids(), st.integers(1, 10**6), min_size=1, max_size=60)


@pytest.mark.feature("FE-11")
def test_shares_of_100_000_random_costs_add_up_to_the_fen():
    chance = random.Random(7)
    units = [UUID(int=n) for n in range(12)]
    for _ in range(100_000):
        cost = chance.randrange(1, 10**8)
        weights = {unit: chance.randrange(1, 30_000) for unit in units[: chance.randrange(1, 12)]}
        assert sum(splitting.shares(cost, weights).values()) == cost


@pytest.mark.feature("FE-11")
@given(cost=st.integers(1, 10**9), weights=UNITS, order=st.randoms())
def test_a_share_is_within_a_fen_of_its_part_and_does_not_hang_on_the_order(cost, weights, order):
    found = splitting.shares(cost, weights)
    whole = sum(weights.values())
    assert all(abs(found[unit] * whole - cost * weight) < whole for unit, weight in weights.items())
    mixed = list(weights.items())
    order.shuffle(mixed)
    assert splitting.shares(cost, dict(mixed)) == found


@pytest.mark.parametrize(
    ("quantity", "rate", "fen"),
    [(1_234_500, "0.538", 66416), (3, "0.001", 0), (1000, "4.65", 465), (5_000, "0.001", 1)],
)
def test_a_quantity_times_its_price_is_rounded_once_halves_up(quantity, rate, fen):
    assert splitting.cost_fen(quantity, rules.parse_rate(rate)) == fen


@given(used=st.integers(0, 10**7), marks=st.lists(st.integers(1, 10**6), max_size=4, unique=True))
def test_the_steps_cut_a_quantity_without_losing_any(used, marks):
    found = metering.tiers(used, 100_000, [Step(mark, 100_000 + mark) for mark in marks])
    assert sum(tier.quantity_milli for tier in found) == used
    flat = metering.tiers(used, 100_000, [Step(mark, 100_000) for mark in marks])
    assert abs(sum(tier.amount_fen for tier in flat) - splitting.cost_fen(used, 100_000)) <= len(flat)


def test_water_in_steps_costs_what_was_worked_out_by_hand():
    found = metering.tiers(23_500, rules.parse_rate("2.90"), [Step(18_000, rules.parse_rate("3.85"))])
    assert [(tier.quantity_milli, tier.amount_fen) for tier in found] == [(18_000, 5220), (5_500, 2118)]


@pytest.mark.feature("FE-09")
def test_a_meter_does_not_run_backwards_unless_it_was_changed():
    assert metering.used(120_000, 119_999) is None
    assert metering.used(120_000, 131_000) == 11_000
    assert metering.used(120_000, 4_000, Change(old_last_milli=125_000, new_first_milli=1_000)) == 8_000
    assert metering.used(120_000, 4_000, Change(old_last_milli=119_000, new_first_milli=1_000)) is None
    assert metering.used(120_000, 500, Change(old_last_milli=125_000, new_first_milli=1_000)) is None
    assert metering.jumps(40_000, 12_000)
    assert not metering.jumps(30_000, 12_000)
    assert not metering.jumps(9_000, 100)


@pytest.mark.feature("FE-15")
@given(
    charge=st.integers(1, 10**8),
    permille=st.integers(1, 1000),
    cuts=st.lists(st.integers(1, 30), max_size=4, unique=True),
)
def test_a_reduction_cut_by_days_is_the_whole_one_but_for_a_fen_each(charge, permille, cuts):
    edges = [0, *sorted(cuts), 31]
    parts = [
        reliefs.relief_fen(charge, permille, end - start, 31) for start, end in itertools.pairwise(edges)
    ]
    whole = reliefs.relief_fen(charge, permille, 31, 31)
    assert abs(sum(parts) - whole) <= len(parts)
    assert whole <= charge


@pytest.mark.feature("FE-16")
@pytest.mark.parametrize(
    ("on", "paid", "fen"),
    [
        (date(2028, 2, 20), [], 0),  # the due day itself
        (date(2028, 2, 21), [], 30),  # the first day after: 100.00 × 3‰
        (date(2028, 2, 29), [], 270),  # nine days of a leap February
        (date(2028, 3, 1), [], 300),  # the 29th counts
        (date(2027, 3, 1), [], 0),  # long before
        (date(2028, 3, 1), [(date(2028, 2, 25), 5000)], 225),  # 5 days of 100.00, 5 of 50.00
        (date(2028, 3, 1), [(date(2028, 2, 1), 10000)], 0),  # paid early
        (date(2028, 3, 20), [(date(2028, 2, 22), 10000)], 60),  # paid on the second day, nothing after
        (date(2028, 12, 31), [], 2000),  # the cap: a fifth
    ],
)
def test_the_late_charge_agrees_with_the_table_of_a_leap_year(on, paid, fen):
    terms = Late(daily_ppm=3000, cap_permille=200)
    assert late.late_fen(amount_fen=10_000, due_on=DUE, on=on, paid=paid, terms=terms) == fen
    assert late.late_fen(amount_fen=10_000, due_on=DUE, on=on, paid=paid, terms=Late()) == 0


@given(days=st.integers(0, 800), cut=st.integers(0, 800), amount=st.integers(1, 10**7))
def test_the_late_charge_never_grows_upon_itself_and_never_passes_its_cap(days, cut, amount):
    terms = Late(daily_ppm=500, cap_permille=1000)

    def up_to(day):
        on = DUE + timedelta(days=day)
        return late.late_fen(amount_fen=amount, due_on=DUE, on=on, paid=[], terms=terms)

    assert abs(up_to(days) + up_to(cut) - up_to(days + cut)) <= 1 or up_to(days + cut) == amount
    assert up_to(days) <= amount


@pytest.mark.feature("NN-33")
def test_the_owners_decide_only_after_thirty_full_days_of_showing():
    shown = date(2026, 1, 31)
    assert not changes.shown_enough(shown, date(2026, 3, 2))
    assert changes.shown_enough(shown, date(2026, 3, 3))
    assert not changes.shown_enough(None, date(2026, 3, 3))


HOSTILE = ("__import__('os').system('id')", "{0}*{0}", "area*rate", "1/0", "lambda: 0", "=1+1", "SELECT 1")


@pytest.mark.feature("FE-02")
def test_a_formula_is_chosen_from_the_list_and_nothing_that_is_typed_is_ever_run():
    price = {"unit_kind": "shop", "rate_mfen": 1, "since_on": "2026-01-01"}
    for number in range(200):
        hostile = HOSTILE[number % len(HOSTILE)] + " " * (number // len(HOSTILE)) + str(number)
        with pytest.raises(ValidationError):
            TariffIn().load(price | {"formula": hostile})
    assert {TariffIn().load(price | {"formula": one.value})["formula"] for one in rules.Formula} == set(
        rules.Formula
    )


ROW = {
    "房屋": "101",
    "收费项目": "物业费",
    "账期起": "2025-01-01",
    "账期止": "2025/3/31",
    "应缴（元）": "1,200.50",
}


@pytest.mark.feature("FE-29")
@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"房屋": ""}, "没有写房屋"),
        ({"账期起": "去年"}, "账期起不是日期"),
        ({"账期止": "2025-02-30"}, "账期止不是日期"),
        ({"账期止": "2024-12-31"}, "早于"),
        ({"应缴（元）": "-5"}, "应缴金额"),
        ({"应缴（元）": "1e3"}, "应缴金额"),
        ({"应缴（元）": "0"}, "应缴金额"),
        ({"已缴（元）": "1300"}, "已缴金额"),
    ],
)
def test_an_old_debt_that_cannot_be_understood_gets_a_sentence(wrong, word):
    assert oldbills.read_row(2, ROW).problems == ()
    assert oldbills.read_row(2, ROW).open_fen == 120_050
    assert word in "".join(oldbills.read_row(2, ROW | wrong).problems)
    assert oldbills.read_row(2, ROW | {"已缴（元）": "1200.50"}).settled


def test_the_headings_of_an_old_ledger_are_found_by_what_they_are_called():
    assert oldbills.columns(["房号", "费项", "开始日期", "结束日期", "欠费金额"]) == {
        "房屋": 0,
        "收费项目": 1,
        "账期起": 2,
        "账期止": 3,
        "应缴（元）": 4,
    }
    assert oldbills.columns(["房号", "金额"]) is None
