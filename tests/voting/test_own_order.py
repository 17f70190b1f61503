"""The order of the candidates on a ballot: each voter's own, always the same, and of no weight (VO-22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.voting.rules.casting import in_own_order
from tests.voting import votes

NAMES = [f"c{n}" for n in range(1, 9)]


@pytest.mark.feature("VO-22")
@given(st.permutations(NAMES), st.integers(1, 5000))
def test_a_voter_s_order_is_fixed_whatever_the_list_s_and_loses_nobody(listed, number):
    order = in_own_order(listed, vote="v", voter_no=f"V{number}")
    assert sorted(order) == sorted(NAMES)
    assert order == in_own_order(NAMES, vote="v", voter_no=f"V{number}")


@pytest.mark.feature("VO-22")
def test_voters_have_different_orders_and_everybody_comes_first_about_as_often():
    orders = [in_own_order(NAMES, vote="v", voter_no=f"V{n}") for n in range(800)]
    assert len({tuple(one) for one in orders}) > 780
    first = [sum(one[0] == name for one in orders) for name in NAMES]
    assert min(first) > 60
    assert max(first) < 140


@pytest.mark.feature("VO-22")
def test_the_result_goes_by_ids_in_whatever_order_the_names_were_ticked():
    asked = votes.question(votes.election(NAMES, seats=3))
    roll = votes.roll(10000, 10000, 10000)
    said = [votes.ballot(f"V{n}", {"e": ["c1", "c5", "c7"]}) for n in (1, 2, 3)]
    turned = [votes.ballot(f"V{n}", {"e": ["c7", "c1", "c5"]}) for n in (1, 2, 3)]
    one, other = (votes.item_of(asked, roll, ballots) for ballots in (said, turned))
    assert one["candidates"] == other["candidates"]
