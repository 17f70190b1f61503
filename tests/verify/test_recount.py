"""The rules of counting, one by one, on votes small enough to count by hand."""

import json

import pytest

from linli.verify import main
from linli.verify.strict_json import canonical
from tests.verify import bundles
from tests.verify.bundles import ballot


def count(tmp_path, *, roll, ballots, **more):
    path = tmp_path / "counted.zip"
    made = bundles.finished(bundles.parts(roll=roll, ballots=ballots, **more), tmp_path)
    path.write_bytes(bundles.packed(made))
    assert main([str(path)]) == 0
    return bundles.recounted(path)


def voters(count, area=100):
    return [(f"V{n}", area, 1) for n in range(1, count + 1)]


def said(*choices, **more):
    return [ballot(f"V{n}", {"1": choice}, **more) for n, choice in enumerate(choices, 1)]


class TestQuorumAndMajority:
    @pytest.mark.parametrize(("took_part", "quorum"), [(5, False), (6, True)])
    def test_exactly_two_thirds_is_enough(self, took_part, quorum, tmp_path):
        result = count(tmp_path, roll=voters(9), ballots=said(*["for"] * took_part))
        assert result["items"][0]["quorum"] is quorum

    @pytest.mark.parametrize(
        ("threshold", "agreed", "passed"),
        [("ordinary", 4, False), ("ordinary", 5, True), ("special", 5, False), ("special", 6, True)],
    )
    def test_exactly_half_fails_and_exactly_three_quarters_passes(self, threshold, agreed, passed, tmp_path):
        item = bundles.RESOLUTION | {"threshold": threshold}
        choices = ["for"] * agreed + ["against"] * (8 - agreed)
        result = count(tmp_path, roll=voters(8), ballots=said(*choices), items=[item])
        assert result["items"][0]["passed"] is passed

    def test_heads_without_area_are_not_enough(self, tmp_path):
        roll = [("V1", 1000, 1), ("V2", 100, 1), ("V3", 100, 1)]
        result = count(tmp_path, roll=roll, ballots=said("against", "for", "for"))
        assert result["items"][0]["passed"] is False


class TestWhichBallotCounts:
    def one(self, tmp_path, *ballots, **rules):
        result = count(tmp_path, roll=voters(1), ballots=ballots, rules=rules)
        side = next(s for s in ("for", "against", "abstain") if result["items"][0][s]["heads"])
        return side, result["ballots"]["superseded"]

    def test_final_keeps_the_first_and_last_wins_the_last(self, tmp_path):
        both = ballot("V1", {"1": "for"}), ballot("V1", {"1": "against"})
        assert self.one(tmp_path, *both) == ("for", 1)
        assert self.one(tmp_path, *both, ballot_change="last_wins") == ("against", 1)

    @pytest.mark.parametrize(
        ("conflict", "side"), [("online_wins", "for"), ("paper_wins", "against"), ("first_wins", "against")]
    )
    def test_paper_and_online_meet_by_the_rule(self, conflict, side, tmp_path):
        online = ballot("V1", {"1": "for"}, cast_at="2026-03-03T10:00:00+08:00")
        paper = ballot("V1", {"1": "against"}, channel="paper")
        assert self.one(tmp_path, online, paper, conflict=conflict) == (side, 1)

    def test_a_ballot_at_the_close_or_by_a_stranger_is_void(self, tmp_path):
        late = ballot("V1", {"1": "for"}, cast_at="2026-03-11T18:00:00+08:00")
        early = ballot("V1", {"1": "for"}, cast_at="2026-03-01T08:59:59+08:00")
        strange = ballot("V9", {"1": "for"})
        result = count(
            tmp_path, roll=voters(1), ballots=[late, early, strange, ballot("V1", {"1": "against"})]
        )
        last_hash = result["ballots"].pop("last_hash")
        assert len(last_hash) == 64
        assert result["ballots"] == {"received": 4, "void": 3, "superseded": 0, "effective": 1}
        assert result["items"][0]["against"]["heads"] == 1

    def test_the_same_moment_in_another_zone_is_the_same_moment(self, tmp_path):
        last_second = ballot("V1", {"1": "for"}, cast_at="2026-03-11T09:59:59Z")
        assert count(tmp_path, roll=voters(1), ballots=[last_second])["ballots"]["void"] == 0

    def test_blank_on_paper_abstains(self, tmp_path):
        result = count(tmp_path, roll=voters(1), ballots=[ballot("V1", {}, channel="paper")])
        assert result["items"][0]["abstain"] == {"heads": 1, "area": 100}


class TestFollowing:
    def test_silence_follows_only_where_delivered_and_by_rule(self, tmp_path):
        roll = [("V1", 100, 1), ("V2", 100, 1), ("V3", 100, 0)]
        rules = {"uncast": "delivered_follows_majority"}
        item = count(tmp_path, roll=roll, ballots=said("for"), rules=rules)["items"][0]
        assert (item["for"]["heads"], item["followed"]["heads"], item["participating"]["heads"]) == (2, 1, 2)

    def test_where_the_leaders_differ_nobody_is_followed(self, tmp_path):
        roll = [("V1", 300, 1), ("V2", 100, 1), ("V3", 100, 1), ("V4", 100, 1)]
        item = bundles.RESOLUTION | {"follow_majority": True}
        ballots = said("for", "against", "against", "follow_majority")
        counted = count(tmp_path, roll=roll, ballots=ballots, items=[item])["items"][0]
        assert (counted["abstain"]["heads"], counted["followed"]["heads"]) == (1, 0)


class TestElection:
    def elect(self, tmp_path, votes, *, seats, alternates=0, voters_count=10, **rules):
        """`votes`: for each candidate, how many of the voters (from the first) name them."""
        item = {
            "item_id": "1", "kind": "election", "title": "选举", "matter": "elect_committee", "threshold": "ordinary",
            "seats": seats, "alternates": alternates,
            "candidates": [{"candidate_id": name, "name": name} for name in votes],
        }  # fmt: skip
        ballots = [
            ballot(f"V{n}", {"1": [name for name, got in votes.items() if n <= got]})
            for n in range(1, voters_count + 1)
        ]
        result = count(tmp_path, roll=voters(voters_count), ballots=ballots, items=[item], rules=rules)[
            "items"
        ][0]
        return {one["candidate_id"]: one["outcome"] for one in result["candidates"]}, result

    def test_losers_who_passed_become_alternates_in_order(self, tmp_path):
        outcome, _ = self.elect(tmp_path, {"a": 9, "b": 8, "c": 7, "d": 6}, seats=4, alternates=1)
        assert set(outcome.values()) == {"elected"}

    def test_too_many_names_make_the_item_invalid(self, tmp_path):
        outcome, result = self.elect(tmp_path, {"a": 10, "b": 10, "c": 3}, seats=2)
        assert (result["participating"]["heads"], result["quorum"]) == (7, True)
        assert outcome == {"a": "elected", "b": "elected", "c": "not_elected"}

    def test_a_committee_needs_the_legal_minimum_and_more_than_half(self, tmp_path):
        names = {f"c{n}": 9 for n in range(4)}
        assert self.elect(tmp_path, names, seats=7)[1]["formed"] is False
        names = {f"c{n}": 9 for n in range(5)}
        assert self.elect(tmp_path, names, seats=9)[1]["formed"] is True
        assert self.elect(tmp_path, names, seats=11)[1]["formed"] is False


def test_one_spelling_sorts_by_utf16_as_rfc_8785_wants():
    value = {
        "\u20ac": "Euro",
        "\r": "CR",
        "\U0001f600": "smile",
        "\ufb33": "Hebrew",
        "1": "one",
        "\x80": "control",
    }
    assert list(json.loads(canonical(value))) == ["\r", "1", "\x80", "€", "😀", "\ufb33"]
