"""The edge cases an expert would try (domain rules §1.7), as far as they are counting alone."""

from datetime import timedelta

import pytest

from linli.domains.voting.errors import ClauseMissing
from linli.domains.voting.rules import wording
from linli.domains.voting.rules.counting import Voter
from linli.domains.voting.rules.estate_rules import Uncast, VotingRules
from linli.domains.voting.rules.matters import Matter, Threshold
from tests.voting import votes

pytestmark = pytest.mark.feature("NN-01")

SPECIAL = {Matter.RAISE_FUND, Matter.REBUILD, Matter.COMMON_USE}


def outcome(heads, area, *, agreeing, agreeing_area, of=(90, 900000), threshold=Threshold.ORDINARY):
    """Heads with an area in all take part, of which some agree with an area; equal but for the last of each side."""
    areas = [*_shared(agreeing_area, agreeing), *_shared(area - agreeing_area, heads - agreeing)]
    silent = _shared(of[1] - area, of[0] - heads)
    voters = votes.roll(*areas, *silent)
    said = votes.said(*["for"] * agreeing, *["against"] * (heads - agreeing))
    return votes.item_of(votes.question(votes.resolution(threshold=threshold)), voters, said)


def _shared(area, heads):
    if not heads:
        return []
    each, left = divmod(area, heads)
    return [each] * (heads - 1) + [each + left]


@pytest.mark.parametrize(("area", "met"), [(600000, True), (599999, False)])
def test_case_1_exactly_two_thirds_is_a_quorum_and_one_hundredth_less_is_none(area, met):
    assert outcome(60, area, agreeing=60, agreeing_area=area)["quorum"] is met


def test_case_1_holds_for_heads_alone_too():
    assert outcome(59, 600000, agreeing=59, agreeing_area=600000)["quorum"] is False


@pytest.mark.parametrize(
    ("agreeing", "area", "passed"), [(30, 400000, False), (31, 300000, False), (31, 300001, True)]
)
def test_case_2_an_ordinary_matter_needs_more_than_half_of_both(agreeing, area, passed):
    assert outcome(60, 600000, agreeing=agreeing, agreeing_area=area)["passed"] is passed


@pytest.mark.parametrize(
    ("agreeing", "area", "passed"), [(45, 450000, True), (45, 449999, False), (44, 450000, False)]
)
def test_case_3_a_special_matter_needs_three_quarters_of_both(agreeing, area, passed):
    found = outcome(60, 600000, agreeing=agreeing, agreeing_area=area, threshold=Threshold.SPECIAL)
    assert found["passed"] is passed


@pytest.mark.parametrize("matter", Matter)
def test_case_4_the_same_ballots_pass_each_ordinary_matter_and_fail_each_special_one(matter):
    found = outcome(60, 600000, agreeing=36, agreeing_area=360000, threshold=matter.threshold)
    assert found["passed"] is (matter not in SPECIAL)
    assert matter.article.startswith("民法典第278条第1款第(")
    reading = wording.read_resolution(found, matter, matter.threshold)
    assert reading.verdict == ("未通过" if matter in SPECIAL else "通过")
    assert ("至少需要 45 人" in reading.why) is (matter in SPECIAL)


def test_the_nine_matters_are_those_of_the_article_in_its_order():
    assert [matter.article[-3] for matter in Matter] == list("一二三四五六七八九")
    assert len(set(Matter)) == 9


@pytest.mark.feature("VO-18")
def test_case_5_an_abstention_takes_part_and_is_no_consent():
    said = votes.said(*["for"] * 29, "against", *["abstain"] * 30)
    found = votes.item_of(votes.question(), votes.roll(*[10000] * 60), said)
    assert (found["participating"]["heads"], found["abstain"]["heads"]) == (60, 30)
    assert (found["quorum"], found["passed"]) == (True, False)


def test_case_6_a_silent_developer_with_forty_percent_blocks_the_quorum():
    said = votes.said(*["for"] * 60)
    found = votes.item_of(votes.question(), votes.roll(*[10000] * 60, 400000), said)
    assert (found["participating"]["heads"], found["roll"]["heads"]) == (60, 61)
    assert (found["quorum"], found["passed"]) == (False, False)
    reading = wording.read_resolution(found, Matter.OTHER, Threshold.ORDINARY)
    assert "6000.00 ㎡ / 10000.00 ㎡（60.0%），至少需要 6666.67 ㎡" in reading.why
    assert "人数" not in reading.why


def test_case_7_an_owner_of_four_in_ten_units_blocks_by_area():
    found = votes.item_of(votes.question(), votes.roll(*[10000] * 6, 40000), votes.said(*["for"] * 6))
    assert (found["participating"], found["quorum"]) == ({"heads": 6, "area": 60000}, False)


def test_case_12_paper_and_online_disagree_and_the_rule_decides():
    online = votes.ballot("V1", {"1": "for"}, minute=90)
    paper = votes.ballot("V1", {"1": "against"}, channel="paper", minute=30)
    for conflict, side in [("online_wins", "for"), ("paper_wins", "against"), ("first_wins", "against")]:
        result = votes.count(votes.question(conflict=conflict), votes.roll(100), [online, paper])
        assert result["items"][0][side]["heads"] == 1
        assert result["ballots"] | {"last_hash": ""} == {
            "received": 2,
            "void": 0,
            "superseded": 1,
            "effective": 1,
            "last_hash": "",
        }


def test_case_13_a_ballot_at_the_closing_second_is_void_and_one_before_it_counts():
    moments = [
        votes.OPENS - timedelta(seconds=1),
        votes.OPENS,
        votes.CLOSES - timedelta(seconds=1),
        votes.CLOSES,
    ]
    ballots = [votes.ballot(f"V{n}", {"1": "for"}, at=at) for n, at in enumerate(moments, 1)]
    result = votes.count(votes.question(), votes.roll(*[100] * 4), ballots)
    assert (result["ballots"]["void"], result["items"][0]["for"]["heads"]) == (2, 2)


def test_case_13_a_click_twice_counts_once():
    twice = [votes.ballot("V1", {"1": "for"})] * 2
    result = votes.count(votes.question(), votes.roll(100), twice)
    assert (result["ballots"]["effective"], result["ballots"]["superseded"]) == (1, 1)
    assert result["items"][0]["for"] == {"heads": 1, "area": 100}


def followers(area_leader, head_leader):
    """60 voters: 15 follow; the two sides lead on the axes named."""
    big, small = 20000, 5000
    sides = {"for": [], "against": []}
    other = {"for": "against", "against": "for"}
    sides[head_leader] = [10000 if head_leader == area_leader else small] * 25
    sides[other[head_leader]] = [small if head_leader == area_leader else big] * 20
    voters = votes.roll(*sides["for"], *sides["against"], *[10000] * 15)
    said = ["for"] * len(sides["for"]) + ["against"] * len(sides["against"]) + ["follow_majority"] * 15
    return votes.item_of(votes.question(votes.resolution(follow=True)), voters, votes.said(*said))


@pytest.mark.parametrize("side", ["for", "against"])
def test_case_14_followers_join_the_side_that_leads_on_both_axes(side):
    found = followers(side, side)
    assert (found["followed"]["heads"], found[side]["heads"], found["abstain"]["heads"]) == (15, 40, 0)


@pytest.mark.parametrize(("area", "heads"), [("for", "against"), ("against", "for")])
def test_case_14_where_the_leaders_differ_followers_abstain(area, heads):
    found = followers(area, heads)
    assert (found["followed"]["heads"], found["abstain"]["heads"]) == (0, 15)


def test_case_14_a_tie_has_no_leader():
    asked = votes.question(votes.resolution(follow=True))
    found = votes.item_of(asked, votes.roll(100, 100, 100), votes.said("for", "against", "follow_majority"))
    assert (found["followed"]["heads"], found["abstain"]["heads"]) == (0, 1)


def test_case_15_silence_counts_only_by_adopted_clause_and_proof_of_delivery():
    with pytest.raises(ClauseMissing):
        VotingRules.of_setting({"uncast": "delivered_follows_majority"})
    adopted = VotingRules.of_setting({"uncast": "delivered_follows_majority", "clause": "第十二条"})
    assert adopted.uncast is Uncast.DELIVERED_FOLLOWS_MAJORITY
    voters = [Voter("V1", 100), Voter("V2", 100, delivered=True), Voter("V3", 100, delivered=False)]
    literal = votes.item_of(votes.question(), voters, votes.said("for"))
    clause = votes.item_of(votes.question(uncast=adopted.uncast), voters, votes.said("for"))
    assert (literal["participating"]["heads"], literal["followed"]["heads"]) == (1, 0)
    assert (clause["participating"]["heads"], clause["followed"]["heads"], clause["for"]["heads"]) == (
        2,
        1,
        2,
    )


class TestElection:
    """Cases 17 and 18, and what the committee rules add to them."""

    def elect(self, got, *, seats, alternates=0, voters=100, **rules):
        """`got`: how many of the voters, from the first, name each candidate."""
        asked = votes.question(votes.election(got, seats=seats, alternates=alternates), **rules)
        said = [
            votes.ballot(f"V{n}", {"e": [name for name, heads in got.items() if n <= heads][:seats]})
            for n in range(1, voters + 1)
        ]
        return votes.item_of(asked, votes.roll(*[10000] * voters), said)

    def outcomes(self, found):
        return [one["outcome"] for one in found["candidates"]]

    def test_case_17_a_tie_across_the_last_seat_runs_off_and_the_others_are_elected(self):
        names = [f"c{n}" for n in range(1, 8)]
        first, second = ["c1", "c2", "c3", "c4", "c5"], ["c1", "c2", "c3", "c4", "c6"]
        lists = [first] * 40 + [second] * 40 + [["c1", "c2", "c5", "c6"]] * 20
        asked = votes.question(votes.election(names, seats=5, alternates=2))
        said = [votes.ballot(f"V{n}", {"e": chosen}) for n, chosen in enumerate(lists, 1)]
        found = votes.item_of(asked, votes.roll(*[10000] * 100), said)
        assert self.outcomes(found) == ["elected"] * 4 + ["runoff", "runoff", "not_elected"]
        assert (found["runoff_seats"], found["formed"]) == (1, False)

    def test_case_17_a_ballot_with_six_marks_for_five_seats_does_not_take_part(self):
        names = [f"c{n}" for n in range(1, 7)]
        asked = votes.question(votes.election(names, seats=5), votes.resolution())
        said = [votes.ballot(f"V{n}", {"e": names[:5], "1": "for"}) for n in range(1, 10)]
        said.append(votes.ballot("V10", {"e": names, "1": "for"}, channel="paper"))
        result = votes.count(asked, votes.roll(*[100] * 10), said)
        assert result["items"][0]["participating"]["heads"] == 9
        assert result["items"][1]["participating"]["heads"] == 10
        assert result["ballots"]["void"] == 0

    @pytest.mark.parametrize(
        ("elected", "seats", "formed"), [(4, 7, False), (5, 9, True), (5, 11, False), (6, 11, True)]
    )
    def test_case_18_a_committee_needs_five_and_more_than_half_of_what_was_agreed(
        self, elected, seats, formed
    ):
        found = self.elect({f"c{n}": 80 for n in range(elected)}, seats=seats)
        assert self.outcomes(found) == ["elected"] * elected
        assert found["formed"] is formed

    def test_half_of_those_taking_part_elects_nobody(self):
        assert self.outcomes(self.elect({"c1": 51, "c2": 50}, seats=2)) == ["elected", "not_elected"]

    def test_without_a_quorum_nobody_passes(self):
        asked = votes.question(votes.election(["c1"], seats=1), legal_min_members=1)
        found = votes.item_of(asked, votes.roll(*[100] * 9), [votes.ballot("V1", {"e": ["c1"]})])
        assert found["candidates"] == [
            {"candidate_id": "c1", "heads": 1, "area": 100, "passed": False, "outcome": "not_elected"}
        ]
        assert found["formed"] is False

    def test_an_even_number_becomes_odd_by_making_the_last_the_first_alternate(self):
        found = self.elect({"c1": 90, "c2": 80, "c3": 70, "c4": 60}, seats=5, alternates=1, keep_odd=True)
        assert self.outcomes(found) == ["elected", "elected", "elected", "alternate"]

    @pytest.mark.parametrize(("alternates", "fourth"), [(1, "not_elected"), (2, "alternate")])
    def test_who_was_made_an_alternate_fills_the_first_place_of_them(self, alternates, fourth, tmp_path):
        """All five pass; of the four elected the last gives way, before the fifth."""
        names = [f"c{n}" for n in range(1, 6)]
        asked = votes.question(
            votes.election(names, seats=4, alternates=alternates), keep_odd=True, legal_min_members=1
        )
        lists = (
            [["c1", "c2", "c3", "c4"]] * 4 + [["c1", "c2", "c3", "c5"]] * 3 + [["c1", "c2", "c4", "c5"]] * 3
        )
        voters, said = (
            votes.roll(*[10000] * 10),
            [votes.ballot(f"V{n}", {"e": chosen}) for n, chosen in enumerate(lists, 1)],
        )
        found = votes.item_of(asked, voters, said)
        assert [one["heads"] for one in found["candidates"]] == [10, 10, 7, 7, 6]
        assert self.outcomes(found) == ["elected", "elected", "elected", "alternate", fourth]
        assert votes.check(votes.packed(asked, voters, said), tmp_path).faults == []

    @pytest.mark.parametrize(
        ("rank_by", "winner"),
        [("heads_then_area", "a"), ("area_then_heads", "b"), ("sum_of_shares", "b")],
    )
    def test_the_written_order_ranks_those_who_passed(self, rank_by, winner):
        """One is named by 8 heads with 60.00 ㎡, b by 7 with 94.00 ㎡; of two elected the lower gives way."""
        areas = [2000, 2000, 2000, 2000, 800, 400, 200, 200, 200, 200]
        lists = [["b", "c"]] * 2 + [["a", "b"]] * 5 + [["a", "c"]] * 3
        rules = {"rank_by": rank_by, "keep_odd": True, "legal_min_members": 1}
        asked = votes.question(votes.election(["a", "b", "c"], seats=2), **rules)
        said = [votes.ballot(f"V{n}", {"e": names}) for n, names in enumerate(lists, 1)]
        found = votes.item_of(asked, votes.roll(*areas), said)["candidates"]
        assert [(one["heads"], one["area"]) for one in found] == [(8, 6000), (7, 9400), (5, 4600)]
        assert [one["candidate_id"] for one in found if one["outcome"] == "elected"] == [winner]


@pytest.mark.feature("VO-02")
def test_case_20_items_of_one_vote_have_independent_results():
    asked = votes.question(votes.resolution("1"), votes.election(["c1", "c2", "c3"], seats=1, item_id="2"))
    said = [votes.ballot(f"V{n}", {"1": "for", "2": ["c1"]}) for n in range(1, 4)]
    said += [votes.ballot(f"V{n}", {"1": "for", "2": ["c1", "c2"]}, channel="paper") for n in range(4, 8)]
    first, second = votes.count(asked, votes.roll(*[100] * 9), said)["items"]
    assert (first["quorum"], first["passed"], second["quorum"]) == (True, True, False)


def test_a_final_ballot_stays_and_a_changeable_one_gives_way_to_the_last():
    three = [
        votes.ballot("V1", {"1": side}, minute=n) for n, side in enumerate(["for", "against", "abstain"])
    ]
    for change, side in [("final", "for"), ("last_wins", "abstain")]:
        result = votes.count(votes.question(ballot_change=change), votes.roll(100), three)
        assert result["items"][0][side]["heads"] == 1
        assert (result["ballots"]["superseded"], result["ballots"]["effective"]) == (2, 1)


def test_real_figures_from_shanghai_have_no_quorum_without_the_clause():
    """1,291 ballots, 703 returned: 54.5 % (domain rules 1.3). With the clause the 584 delivered ones join in."""
    voters = [Voter(f"V{n}", 1, delivered=n <= 703 + 584) for n in range(1, 1292)]
    said = votes.said(*["for"] * 417, *["against"] * 278, *["abstain"] * 8)
    literal = votes.item_of(votes.question(), voters, said)
    clause = votes.item_of(votes.question(uncast=Uncast.DELIVERED_FOLLOWS_MAJORITY), voters, said)
    assert (literal["participating"]["heads"], literal["quorum"]) == (703, False)
    assert (clause["for"]["heads"], clause["followed"]["heads"], clause["passed"]) == (417 + 584, 584, True)
