"""Money and areas: whole numbers, read strictly, split to the last fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import area, fen
from linli.kernel.refusals import Invalid

WRONG = [
    "", " ", "1e3", "0.001", "-1", "+1", "１２", "1,000", "12.", ".5", "01", "1.234", "12元", "1 2", "NaN", "inf",
    "0x10", "1_000", "12\n", "1٠", "9" * 20,
]  # fmt: skip


class TestYuan:
    @given(st.integers(0, 10**14 - 1))
    def test_what_is_shown_reads_back_the_same(self, amount):
        assert fen.parse_yuan(fen.format_fen(amount)) == amount

    @pytest.mark.parametrize(
        ("text", "amount"), [("0", 0), ("12", 1200), ("12.3", 1230), ("12.30", 1230), ("0.01", 1)]
    )
    def test_plain_amounts_are_read(self, text, amount):
        assert fen.parse_yuan(text) == amount

    @pytest.mark.parametrize("text", WRONG)
    def test_anything_else_is_refused(self, text):
        with pytest.raises(fen.NotMoney):
            fen.parse_yuan(text)

    def test_what_is_owed_back_has_one_sign(self):
        assert [fen.format_fen(amount) for amount in (-5, -1230, 0)] == ["-0.05", "-12.30", "0.00"]


class TestArea:
    @given(st.integers(0, 10**11 - 1))
    def test_what_is_shown_reads_back_the_same(self, hundredths):
        assert area.parse_area(area.format_area(hundredths)) == hundredths

    @pytest.mark.parametrize("text", [*WRONG, "89.995"])
    def test_anything_else_is_refused(self, text):
        with pytest.raises(area.NotArea):
            area.parse_area(text)


class TestSplit:
    weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=60).filter(any)

    @given(st.integers(-(10**13), 10**13), weights)
    def test_no_fen_is_lost_or_made(self, total, weights):
        assert sum(fen.split_by_weight(total, weights)) == total

    @given(st.integers(0, 10**13), weights)
    def test_nobody_is_off_by_a_whole_fen_and_no_weight_pays_nothing(self, total, weights):
        whole = sum(weights)
        for share, weight in zip(fen.split_by_weight(total, weights), weights, strict=True):
            assert abs(share * whole - total * weight) < whole
            assert weight or not share

    @given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(2, 40))
    def test_equal_weights_differ_by_one_fen_at_most_and_the_earlier_carry_it(self, total, weight, number):
        shares = fen.split_by_weight(total, [weight] * number)
        assert shares == sorted(shares, reverse=True)
        assert shares[0] - shares[-1] <= 1

    @given(st.integers(0, 10**9), weights)
    def test_a_refund_mirrors_the_charge(self, total, weights):
        assert fen.split_by_weight(-total, weights) == [
            -share for share in fen.split_by_weight(total, weights)
        ]

    @pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1, 5]])
    def test_nothing_to_share_among_is_refused(self, weights):
        with pytest.raises(Invalid):
            fen.split_by_weight(100, weights)


class TestDivide:
    @given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
    def test_it_is_the_nearest_whole_number_and_halves_go_outward(self, numerator, denominator):
        quotient = fen.divide_half_up(numerator, denominator)
        assert abs(2 * (quotient * denominator - numerator)) <= denominator
        assert fen.divide_half_up(-numerator, denominator) == -quotient

    def test_halves(self):
        assert [fen.divide_half_up(n, 2) for n in (1, 3, -1, -3)] == [1, 2, -1, -2]
