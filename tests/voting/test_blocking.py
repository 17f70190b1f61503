"""Who alone can block is said before the notice (NN-15)."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.voting.rules.blocking import blocks
from linli.domains.voting.rules.majority import Weight, consents, quorum
from linli.domains.voting.rules.matters import Threshold
from linli.domains.voting.rules.roll import Head, Roll, UnitInScope

AREAS = st.lists(st.integers(1, 10_000), min_size=1, max_size=12)


def roll(*areas, developer=False):
    def head(n, area):
        unit = UnitInScope(uuid.UUID(int=n + 1), f"{n}室", "residential", "delivered", area, "register", ())
        return Head(f"V{n:02d}", (uuid.UUID(int=n + 1),), (unit,), developer and n == 0)

    return Roll(tuple(head(n, area) for n, area in enumerate(areas)))


@pytest.mark.feature("NN-15")
def test_a_developer_with_forty_percent_of_the_area_alone_stops_the_quorum():
    (one,) = blocks(roll(4000, *[600] * 10, developer=True), [Threshold.ORDINARY])
    assert one.stops_quorum
    assert "建设单位" in one.said
    assert "40.0%" in one.said


@pytest.mark.feature("NN-15")
def test_thirty_percent_stop_a_special_matter_by_voting_no_but_not_an_ordinary_one():
    heavy = roll(3000, *[700] * 10)
    (one,) = blocks(heavy, [Threshold.SPECIAL, Threshold.ORDINARY])
    assert (one.stops_quorum, "四分之三" in one.said, "二分之一" in one.said) == (False, True, False)
    assert blocks(heavy, [Threshold.ORDINARY]) == []


@given(areas=AREAS, threshold=st.sampled_from(Threshold))
def test_whoever_is_named_can_block_and_no_other_can(areas, threshold):
    made = roll(*areas)
    named = {one.voter_no for one in blocks(made, [threshold])}
    for head in made.heads:
        others = made.weight - Weight(1, head.area)
        can = not quorum(others, made.weight) or not consents(others, made.weight, threshold)
        assert head.voter_no not in named or can
        if can and len(areas) > 3:
            assert head.voter_no in named
