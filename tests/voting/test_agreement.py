"""Two writings of the counting rules, the application's and the recounter's, agree on every vote."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.domains.voting.rules.counting import Voter
from linli.domains.voting.rules.majority import Weight, consents, needed_for_quorum, needed_to_pass, quorum
from linli.domains.voting.rules.matters import Threshold
from linli.verify import counting, reading
from tests.voting import votes


def examples(count):
    """That many random votes; making one takes longer than hypothesis expects of an example."""
    unhurried = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=count, deadline=None, suppress_health_check=unhurried)


@pytest.mark.feature("VO-51")
@examples(200)  # a thousand, with what came up printed, in the drill `agreement`
@given(made=votes.random_votes())
def test_engine_and_recounter_agree_on_random_votes(made):
    asked, voters, ballots = made
    files = votes.parts(votes.packed(asked, voters, ballots, key=None))
    read = [reading.vote(files["vote.json"]), reading.roll(files["roll.csv"])]
    recounted = counting.recount(*read, list(reading.ballots(files["ballots.jsonl"])))
    assert recounted == votes.count(asked, voters, ballots)


@examples(100)
@given(made=votes.random_votes())
def test_every_signed_bundle_that_the_engine_writes_holds(made, tmp_path):
    report = votes.check(votes.packed(*made), tmp_path)
    assert (report.faults, report.signed) == ([], True)


@examples(300)
@given(data=st.data(), parts=st.sampled_from([(2, 3), (1, 2), (3, 4)]), times=st.integers(1, 3000))
def test_both_agree_around_every_boundary_fraction(data, parts, times):
    """Exactly the fraction, one more and one less, on each axis for itself (check D-23)."""
    numerator, denominator = parts
    whole = denominator * times
    heads, area = (
        max(1, min(whole, numerator * times + data.draw(st.sampled_from([-1, 0, 1])))) for _ in range(2)
    )
    part, roll = Weight(heads, area), Weight(whole, whole)
    ours = (quorum(part, roll), *(consents(part, roll, threshold) for threshold in Threshold))
    their_part, their_roll = counting.Sum(heads, area), counting.Sum(whole, whole)
    theirs = (
        counting._quorum(their_part, their_roll),
        counting._consents(False, their_part, their_roll),
        counting._consents(True, their_part, their_roll),
    )
    shares = [Fraction(heads, whole), Fraction(area, whole)]
    law = (
        all(share >= Fraction(2, 3) for share in shares),
        all(share > Fraction(1, 2) for share in shares),
        all(share >= Fraction(3, 4) for share in shares),
    )
    assert ours == theirs == law


@given(whole=st.integers(1, 10**9))
def test_what_is_said_to_be_needed_is_the_smallest_that_suffices(whole):
    for threshold in Threshold:
        needed = needed_to_pass(whole, threshold)
        assert consents(Weight(needed, needed), Weight(whole, whole), threshold)
        assert not consents(Weight(needed - 1, needed), Weight(whole, whole), threshold)
    needed = needed_for_quorum(whole)
    assert quorum(Weight(needed, needed), Weight(whole, whole))
    assert not quorum(Weight(needed, needed - 1), Weight(whole, whole))


@examples(200)
@given(made=votes.random_votes(), order=st.randoms(use_true_random=False))
def test_the_order_in_which_voters_come_never_matters(made, order):
    """Each voter's own ballots keep their order; those of different voters may come in any."""
    asked, voters, ballots = made
    places = [one["voter_no"] for one in ballots]
    order.shuffle(places)
    own = {name: iter([one for one in ballots if one["voter_no"] == name]) for name in set(places)}
    shuffled = [next(own[name]) for name in places]
    mixed = voters[:]
    order.shuffle(mixed)
    one, other = votes.count(asked, voters, ballots), votes.count(asked, mixed, shuffled)
    assert one["items"] == other["items"]
    assert one["ballots"] | {"last_hash": ""} == other["ballots"] | {"last_hash": ""}


def test_nobody_voting_is_no_quorum_whatever_the_roll():
    assert not quorum(Weight(), Weight())
    assert votes.item_of(votes.question(), [Voter("V1", 100)], [])["quorum"] is False
