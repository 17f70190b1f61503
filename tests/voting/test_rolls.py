"""Who may vote, with how much: units and owners become heads (domain rules §1.2)."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.roll import UnitInScope, build_roll
from tests.voting import votes

A, B, C, BUILDER = (uuid.UUID(int=number) for number in (1, 2, 3, 9))
INSIDE, OUTSIDE = uuid.UUID(int=101), uuid.UUID(int=102)


def unit(*owners, area=10000, label=None, delivery=Delivery.DELIVERED, kind=UnitKind.RESIDENTIAL, **more):
    """A flat of 100.00 ㎡ by the register."""
    made = {"area_source": AreaSource.REGISTER, "building_id": INSIDE} | more
    return UnitInScope(
        unit_id=uuid.uuid4(),
        label=label or "1幢101室",
        kind=kind,
        delivery=delivery,
        floor_area=area,
        owners=owners,
        **made,
    )


def rolled(*units, developers=(BUILDER,), salt="s", **rules):
    return build_roll(units, developers=developers, rules=VotingRules.of_setting(rules), salt=salt)


def heads(roll):
    """Owner sets and areas, whatever the mixed order."""
    return sorted((head.owner_ids, head.area) for head in roll.heads)


class TestHeads:
    pytestmark = pytest.mark.feature("NN-03")

    def test_all_units_of_one_owner_are_one_head_with_their_areas_added(self):
        assert heads(rolled(unit(A), unit(A, area=5001), unit(A, area=1))) == [((A,), 15002)]

    def test_the_same_co_owners_on_two_units_are_one_head_in_whatever_order(self):
        assert heads(rolled(unit(A, B), unit(B, A))) == [((A, B), 20000)]

    def test_case_8_one_owner_alone_and_with_another_are_two_heads_and_are_flagged(self):
        roll = rolled(unit(A, B, label="1幢101室"), unit(A, label="2幢202室"), unit(C, label="3幢303室"))
        assert heads(roll) == [((A,), 10000), ((A, B), 10000), ((C,), 10000)]
        (warning,) = roll.warnings
        assert "1幢101室" in warning
        assert "2幢202室" in warning
        assert "3幢303室" not in warning

    def test_the_developers_unsold_and_undelivered_units_are_one_head(self):
        sold = [unit(A, delivery=Delivery.SOLD_UNDELIVERED), unit(B, delivery=Delivery.SOLD_UNDELIVERED)]
        roll = rolled(unit(C), unit(BUILDER, delivery=Delivery.UNSOLD), unit(delivery=Delivery.UNSOLD), *sold)
        assert heads(roll) == [((C,), 10000), ((BUILDER,), 40000)]
        assert [head.developer for head in roll.heads if head.owner_ids == (BUILDER,)] == [True]

    def test_unsold_units_without_a_known_developer_stay_in_the_denominator_and_are_flagged(self):
        roll = rolled(unit(A), unit(delivery=Delivery.UNSOLD), developers=())
        assert (roll.weight.heads, roll.weight.area) == (2, 20000)
        assert "建设单位" in roll.warnings[0]

    @pytest.mark.feature("NN-01")
    def test_case_6_a_developer_with_forty_unsold_units_makes_sixty_one_heads(self):
        buyers = [unit(uuid.UUID(int=1000 + number)) for number in range(60)]
        roll = rolled(*buyers, *[unit(delivery=Delivery.UNSOLD) for _ in range(40)])
        assert (roll.weight.heads, roll.weight.area) == (61, 1000000)

    @pytest.mark.feature("NN-01")
    def test_case_7_an_owner_of_four_of_ten_units_makes_seven_heads(self):
        others = [unit(uuid.UUID(int=1000 + number)) for number in range(6)]
        roll = rolled(*[unit(A) for _ in range(4)], *others)
        assert (roll.weight.heads, roll.weight.area) == (7, 100000)

    @given(owners=st.lists(st.sets(st.sampled_from([A, B, C]), min_size=1), min_size=1, max_size=20))
    def test_no_area_is_lost_and_there_is_one_head_for_each_set_of_owners(self, owners):
        roll = rolled(*[unit(*found) for found in owners])
        assert roll.weight.area == 10000 * len(owners)
        assert roll.weight.heads == len({frozenset(found) for found in owners})


class TestWhatCounts:
    @pytest.mark.feature("NN-01")
    @pytest.mark.parametrize("kind", [UnitKind.PARKING, UnitKind.STORAGE])
    def test_case_10_an_owner_of_nothing_but_parking_or_storage_is_not_on_the_roll(self, kind):
        assert heads(rolled(unit(A), unit(B, kind=kind, area=1200))) == [((A,), 10000)]

    def test_the_adopted_rules_may_count_them(self):
        parking, storage = unit(B, kind=UnitKind.PARKING, area=1200), unit(C, kind=UnitKind.STORAGE, area=300)
        assert heads(rolled(parking, storage, count_parking=True)) == [((B,), 1200)]
        assert heads(rolled(parking, storage, count_parking=True, count_storage=True)) == [
            ((B,), 1200),
            ((C,), 300),
        ]

    def test_parking_beside_a_flat_adds_no_area(self):
        assert heads(rolled(unit(A), unit(A, kind=UnitKind.PARKING, area=1200))) == [((A,), 10000)]

    def test_a_parking_place_without_an_area_keeps_nothing_from_freezing(self):
        assert rolled(unit(A), unit(B, kind=UnitKind.PARKING, area=None)).doubts == ()

    @pytest.mark.feature("NN-01")
    def test_case_9_only_what_lies_in_the_scope_counts_and_the_owner_is_one_head_there(self):
        units = [unit(A), unit(A, area=7000), unit(A, building_id=OUTSIDE), unit(B, building_id=OUTSIDE)]
        roll = rolled(*[found for found in units if found.building_id == INSIDE])
        assert heads(roll) == [((A,), 17000)]
        assert (roll.weight.heads, roll.weight.area) == (1, 17000)


class TestDoubt:
    """Freezing is refused while there is any (the operation asks for `doubts`)."""

    @pytest.mark.feature("NN-01")
    @pytest.mark.parametrize("area", [None, 0])
    def test_case_21_a_unit_without_area_is_named(self, area):
        roll = rolled(unit(A), unit(B, area=area, label="7幢1单元702室"))
        assert [(doubt.label, doubt.reason) for doubt in roll.doubts] == [("7幢1单元702室", "没有建筑面积")]

    def test_an_area_without_a_source_is_named(self):
        roll = rolled(unit(A), unit(B, area_source=None, label="7幢702室"))
        assert [doubt.label for doubt in roll.doubts] == ["7幢702室"]

    def test_a_delivered_unit_without_an_owner_is_named(self):
        assert [doubt.label for doubt in rolled(unit(label="无主室")).doubts] == ["无主室"]

    def test_a_roll_without_doubt_names_nothing(self):
        assert rolled(unit(A), unit(delivery=Delivery.UNSOLD)).doubts == ()


class TestNumbers:
    def test_numbers_are_distinct_and_say_nothing_about_the_order_of_owners(self):
        units = [unit(uuid.UUID(int=number), label=str(number)) for number in range(1, 30)]
        one, other = rolled(*units, salt="one"), rolled(*units, salt="other")
        assert len({head.voter_no for head in one.heads}) == 29
        order = [[head.owner_ids for head in roll.heads] for roll in (one, other)]
        assert order[0] != order[1]
        assert order[0] != sorted(order[0])

    def test_the_fingerprint_is_of_the_published_file_and_changes_with_any_area(self):
        roll = rolled(unit(A), unit(B))
        again = rolled(unit(B), unit(A))
        assert roll.fingerprint == again.fingerprint
        assert rolled(unit(A), unit(B, area=10001)).fingerprint != roll.fingerprint

    def test_the_roll_goes_into_the_bundle_as_it_is(self, tmp_path):
        roll = rolled(unit(A), unit(B, C), unit(delivery=Delivery.UNSOLD))
        said = [votes.ballot(voter.voter_no, {"1": "for"}) for voter in roll.voters]
        report = votes.check(votes.packed(votes.question(), roll.voters, said), tmp_path)
        assert report.faults == []
        assert report.recounted["items"][0]["roll"] == {"heads": 3, "area": 30000}
