"""Prize money of a year: who rises, and how a budget is shared out to the yuan."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import BadSetting, prizes
from linli.domains.rating.rules.prizes import Change, Standing, shares, sums, ten_thousands
from linli.domains.rating.rules.standing import movement
from tests.factories.rated_year import KINDS, published

WAN = 1_000_000
BUDGET = 1135 * WAN
STANDINGS = st.lists(
    st.builds(
        Standing,
        estate_id=st.uuids(version=4),
        before=st.none() | st.integers(1, 5),
        after=st.integers(1, 5),
        redrawn=st.booleans(),
    ),
    unique_by=lambda one: one.estate_id,
    max_size=60,
)


def one(before, after, *, redrawn=False):
    return Standing(uuid.uuid4(), before, after, redrawn)


@pytest.mark.feature("NN-38")
def test_the_published_year_is_paid_to_the_fen():
    year = published()
    moved, found = movement(year, KINDS), shares(year, base=prizes.base(), budget_fen=BUDGET)
    total = sums(found)
    assert (moved.rated, moved.changes[Change.ROSE], total.risers) == (322, 98, 98)
    assert [moved.moved(kind) for kind in ("示范引领型", "良性发展型", "托底维持型")] == [16, 34, -50]
    assert total.total_fen == BUDGET
    assert (ten_thousands(total.total_fen), ten_thousands(total.mean_fen)) == ("1,135", "11.58")
    assert all(share.amount_fen % 100 == 0 and share.amount_fen < share.base_fen for share in found)


@pytest.mark.feature("NN-38")
@given(standings=STANDINGS, budget=st.integers(0, 4 * BUDGET), turn=st.randoms())
@settings(max_examples=100, deadline=None)
def test_risers_alone_share_a_budget_that_is_never_overdrawn(standings, budget, turn):
    found = shares(standings, base=prizes.base(), budget_fen=budget)
    rose = {s.estate_id for s in standings if not s.redrawn and s.before is not None and s.after > s.before}
    worth = sum(share.base_fen for share in found)
    assert {share.estate_id for share in found} == rose
    assert sum(share.amount_fen for share in found) == (
        worth if worth <= budget else budget - budget % 100 if rose else 0
    )
    assert all(0 <= share.amount_fen <= share.base_fen for share in found)
    assert all(abs(share.amount_fen * worth - share.base_fen * budget) <= 200 * worth for share in found) or (
        worth <= budget
    )
    turn.shuffle(standings)
    assert shares(standings, base=prizes.base(), budget_fen=budget) == found


@given(standings=STANDINGS, less=st.integers(0, BUDGET), more=st.integers(0, BUDGET))
@settings(max_examples=50, deadline=None)
def test_a_higher_star_never_gets_less_than_a_lower_one(standings, less, more):
    found = shares(standings, base=prizes.base(), budget_fen=less + more)
    for high in found:
        assert all(high.amount_fen + 100 >= low.amount_fen for low in found if low.after <= high.after)


@pytest.mark.parametrize(
    ("standing", "change"),
    [
        (one(2, 3), Change.ROSE),
        (one(3, 3), Change.SAME),
        (one(4, 3), Change.FELL),
        (one(None, 5), Change.FIRST),
        (one(2, 5, redrawn=True), Change.REDRAWN),
        (one(None, 5, redrawn=True), Change.REDRAWN),
    ],
)
def test_what_became_of_an_estate(standing, change):
    assert standing.change is change


@pytest.mark.parametrize(
    "text",
    ["", "base: 5", "base: {}", "base: {6: 5}", "base: {2: 1.5}", "base: {2: -1}", "base: {2: true}",
     "base: {2: 9, 3: 8}", "base: {'2': 5}", "[]"],
)  # fmt: skip
def test_bases_that_make_no_sense_are_refused(text):
    with pytest.raises(BadSetting):
        prizes.read(text)
