"""The law of the count, by the edge cases of the domain rules §1.7, and against the stand-alone verifier."""

import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import holidays
from linli.domains.estates.rules import Delivery, UnitKind
from linli.domains.voting import errors
from linli.domains.voting.rules import chain
from linli.domains.voting.rules.bundle import pack, roll_csv
from linli.domains.voting.rules.counting import (
    CastBallot,
    Channel,
    Item,
    ItemKind,
    Question,
    Voter,
    count_votes,
)
from linli.domains.voting.rules.course import Meeting, Period, check_period, earliest_opening, last_day
from linli.domains.voting.rules.election import formed
from linli.domains.voting.rules.estate_rules import BallotChange, Conflict, RankBy, Uncast, VotingRules
from linli.domains.voting.rules.majority import Weight, consents, needed_for_quorum, needed_to_pass, quorum
from linli.domains.voting.rules.matters import Matter, Threshold
from linli.domains.voting.rules.roll import UnitInScope, build_roll
from linli.domains.voting.rules.wording import percent, read_resolution

OPENS = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
ORDINARY, SPECIAL = Threshold.ORDINARY, Threshold.SPECIAL
VECTORS = Path(__file__).parent / "vectors"


def resolution(threshold=ORDINARY, **more):
    return Item("1", ItemKind.RESOLUTION, threshold, **more)


def ballot(voter_no, choice, *, seq=1, channel=Channel.ONLINE, at=OPENS, item="1"):
    return CastBallot(seq, voter_no, channel, at, {item: choice})


def count(roll, ballots, *, item=None, rules=None):
    question = Question((item or resolution(),), OPENS, CLOSES, rules or VotingRules())
    return count_votes(question, roll, ballots, last_hash=chain.START)["items"][0]


def owners(n, *, area=10000, delivered=False):
    return [Voter(f"V{i}", area, delivered) for i in range(n)]


# -- quorum and majority -----------------------------------------------------------------------------


@pytest.mark.feature("NN-01")
def test_case_1_sixty_of_ninety_heads_and_two_thirds_of_the_area_are_a_quorum_and_a_hundredth_less_is_none():
    assert quorum(Weight(60, 600000), Weight(90, 900000))
    assert not quorum(Weight(60, 599999), Weight(90, 900000))


@pytest.mark.feature("NN-01")
def test_case_2_an_ordinary_matter_needs_more_than_half_on_both_counts():
    part = Weight(60, 600000)
    assert not consents(Weight(30, 400000), part, ORDINARY)
    assert not consents(Weight(31, 300000), part, ORDINARY)
    assert consents(Weight(31, 300001), part, ORDINARY)


@pytest.mark.feature("NN-01")
def test_case_3_a_special_matter_needs_three_quarters_and_exactly_that_is_enough():
    part = Weight(60, 600000)
    assert consents(Weight(45, 450000), part, SPECIAL)
    assert not consents(Weight(45, 449999), part, SPECIAL)
    assert not consents(Weight(44, 500000), part, SPECIAL)


@pytest.mark.feature("NN-01")
def test_case_4_with_the_same_ballots_using_the_fund_passes_and_raising_it_fails():
    ballots = [ballot(f"V{n}", "for" if n < 6 else "against") for n in range(10)]
    assert count(owners(10), ballots, item=resolution(Matter.USE_FUND.threshold))["passed"]
    assert not count(owners(10), ballots, item=resolution(Matter.RAISE_FUND.threshold))["passed"]


@pytest.mark.feature("VO-18")
def test_case_5_more_for_than_against_fails_where_abstentions_take_the_half():
    said = ["for"] * 29 + ["against"] + ["abstain"] * 30
    assert not count(owners(60), [ballot(f"V{n}", one) for n, one in enumerate(said)])["passed"]


def test_only_raising_the_fund_rebuilding_and_changing_the_use_are_special():
    special = {matter for matter in Matter if matter.threshold is SPECIAL}
    assert special == {Matter.RAISE_FUND, Matter.REBUILD, Matter.COMMON_USE}
    assert Matter.COMMON_USE.article == "民法典第278条第1款第(八)项"
    assert len(Matter) == 9


@given(whole=st.integers(1, 10**9), part=st.integers(0, 10**9))
def test_the_numbers_that_people_are_told_are_the_smallest_that_suffice(whole, part):
    assert (part >= needed_for_quorum(whole)) == (3 * part >= 2 * whole)
    assert (part >= needed_to_pass(whole, ORDINARY)) == (2 * part > whole)
    assert (part >= needed_to_pass(whole, SPECIAL)) == (4 * part >= 3 * whole)


# -- the roll ----------------------------------------------------------------------------------------


def unit(n, *owned_by, area=10000, kind=UnitKind.RESIDENTIAL, delivery=Delivery.DELIVERED, source="register"):
    return UnitInScope(
        UUID(int=n), f"{n}室", kind, delivery, area, source, tuple(UUID(int=o) for o in owned_by)
    )


def roll_of(*units, developers=(), **rules):
    return build_roll(
        units, developers=[UUID(int=one) for one in developers], rules=VotingRules(**rules), salt="v"
    )


def test_case_6_a_silent_developer_of_forty_flats_blocks_the_quorum():
    units = [unit(n, 1000 + n) for n in range(60)]
    units += [unit(100 + n, delivery=Delivery.UNSOLD) for n in range(40)]
    roll = roll_of(*units, developers=[9])
    assert roll.weight == Weight(61, 1000000)
    buyers = [ballot(head.voter_no, "for") for head in roll.heads if not head.developer]
    assert not count(roll.voters, buyers)["quorum"]


def test_case_7_a_silent_owner_of_four_in_ten_flats_blocks_the_quorum_by_area():
    roll = roll_of(*[unit(n, 1) for n in range(4)], *[unit(10 + n, 10 + n) for n in range(6)])
    assert roll.weight.heads == 7
    others = [ballot(head.voter_no, "for") for head in roll.heads if head.area == 10000]
    result = count(roll.voters, others)
    assert (result["participating"], result["quorum"]) == ({"heads": 6, "area": 60000}, False)


@pytest.mark.feature("NN-03")
def test_case_8_a_couples_flat_and_one_spouses_own_are_two_voters_and_are_flagged():
    roll = roll_of(unit(1, 1, 2), unit(2, 1), unit(3, 2, 1))
    assert sorted((len(head.units), head.area) for head in roll.heads) == [(1, 10000), (2, 20000)]
    (warning,) = roll.warnings
    assert "有相同的业主" in warning


def test_case_10_a_parking_place_alone_makes_nobody_a_voter_unless_the_estate_counts_them():
    parking = unit(1, 1, kind=UnitKind.PARKING)
    assert roll_of(parking).heads == ()
    assert len(roll_of(parking, count_parking=True).heads) == 1
    assert roll_of(unit(2, 1, kind=UnitKind.STORAGE)).heads == ()


@pytest.mark.feature("NN-04")
@pytest.mark.parametrize(
    ("doubtful", "reason"),
    [
        (unit(7, 1, area=None), "没有建筑面积"),
        (unit(7, 1, area=0), "没有建筑面积"),
        (unit(7, 1, source=None), "来源"),
        (unit(7), "没有登记业主"),
    ],
)
def test_case_21_a_unit_without_a_sure_area_or_an_owner_is_named(doubtful, reason):
    (doubt,) = roll_of(unit(1, 1), doubtful).doubts
    assert doubt.label == "7室"
    assert reason in doubt.reason


def test_unsold_flats_without_a_developer_on_the_register_are_pointed_out():
    roll = roll_of(unit(1, 1), unit(2, delivery=Delivery.UNSOLD))
    assert roll.weight == Weight(2, 20000)
    assert "没有登记建设单位" in roll.warnings[0]


@given(
    st.lists(
        st.tuples(st.sets(st.integers(1, 6), min_size=1), st.integers(1, 10**6)), min_size=1, max_size=30
    )
)
def test_heads_are_owner_sets_and_no_area_is_lost(holdings):
    roll = roll_of(*[unit(n, *who, area=area) for n, (who, area) in enumerate(holdings, 1)])
    assert roll.weight == Weight(len({frozenset(who) for who, _ in holdings}), sum(a for _, a in holdings))
    again = roll_of(
        *[unit(n, *sorted(who), area=area) for n, (who, area) in reversed(list(enumerate(holdings, 1)))]
    )
    assert again.fingerprint == roll.fingerprint


# -- ballots -----------------------------------------------------------------------------------------


def test_case_12_online_wins_over_paper_and_the_rule_can_be_another():
    both = [
        ballot("V0", "for", seq=1, channel=Channel.PAPER),
        ballot("V0", "against", seq=2, at=OPENS + timedelta(1)),
    ]
    sides = {
        rule: "for" if count(owners(1), both, rules=VotingRules(conflict=rule))["passed"] else "against"
        for rule in Conflict
    }
    assert sides == {"online_wins": "against", "first_wins": "for", "paper_wins": "for"}


def test_case_13_a_ballot_at_the_closing_second_is_void():
    late, in_time = ballot("V0", "for", at=CLOSES), ballot("V0", "for", at=CLOSES - timedelta(seconds=1))
    assert count(owners(1), [late])["participating"]["heads"] == 0
    assert count(owners(1), [in_time])["participating"]["heads"] == 1


def test_case_14_who_follows_the_majority_abstains_where_heads_and_area_lead_apart():
    roll = [Voter("V0", 30000), Voter("V1", 10000), Voter("V2", 10000), Voter("V3", 10000)]
    ballots = [
        ballot("V0", "for"),
        ballot("V1", "against"),
        ballot("V2", "against"),
        ballot("V3", "follow_majority"),
    ]
    result = count(roll, ballots, item=resolution(follow_majority=True))
    assert (result["abstain"]["heads"], result["followed"]["heads"]) == (1, 0)


def test_case_15_silence_follows_the_majority_only_where_delivered_and_only_with_an_adopted_clause():
    roll = [*owners(4), Voter("D", 10000, delivered=True), Voter("E", 10000)]
    said = [ballot(f"V{n}", "for") for n in range(4)]
    rules = VotingRules(uncast=Uncast.DELIVERED_FOLLOWS_MAJORITY, clause="第二十一条")
    assert count(roll, said, rules=rules)["followed"] == {"heads": 1, "area": 10000}
    with pytest.raises(errors.ClauseMissing):
        VotingRules.of_setting({"uncast": "delivered_follows_majority"})


def election(seats, candidates, *, alternates=0):
    return Item(
        "1", ItemKind.ELECTION, ORDINARY, seats=seats, alternates=alternates, candidates=tuple(candidates)
    )


def test_case_17_an_exact_tie_across_the_last_seat_is_a_run_off_and_six_marks_for_five_seats_do_not_count():
    names = [f"c{n}" for n in range(1, 8)]
    votes = [["c1", "c2", "c3", "c4", "c5"]] * 5 + [["c1", "c2", "c3", "c4", "c6"]] * 5
    votes += [["c1", "c2", "c3", "c5", "c6"]] * 2
    ballots = [ballot(f"V{n}", chosen) for n, chosen in enumerate(votes)]
    ballots.append(ballot("V12", names[:6]))
    result = count(owners(13), ballots, item=election(5, names, alternates=2))
    outcomes = {one["candidate_id"]: one["outcome"] for one in result["candidates"]}
    assert result["participating"]["heads"] == 12
    assert [name for name, what in outcomes.items() if what == "elected"] == ["c1", "c2", "c3", "c4"]
    assert [name for name, what in outcomes.items() if what == "runoff"] == ["c5", "c6"]
    assert result["runoff_seats"] == 1


@pytest.mark.parametrize(("elected", "seats", "stands"), [(4, 7, False), (5, 9, True), (5, 11, False)])
def test_case_18_a_committee_stands_with_five_and_more_than_half_of_the_agreed_number(elected, seats, stands):
    assert formed(elected, seats=seats, rules=VotingRules()) is stands


def test_case_20_items_of_one_meeting_come_out_on_their_own():
    question = Question((resolution(), Item("2", ItemKind.RESOLUTION, SPECIAL)), OPENS, CLOSES)
    said = [CastBallot(n, f"V{n}", Channel.PAPER, OPENS, {"1": "for"}) for n in range(3)]
    one, two = count_votes(question, owners(3), said, last_hash="")["items"]
    assert (one["passed"], two["passed"], two["abstain"]["heads"]) == (True, False, 3)


# -- days --------------------------------------------------------------------------------------------


@pytest.mark.feature("NN-07")
def test_fifteen_days_of_notice_do_not_count_the_first_and_end_on_no_day_off():
    calendar, rules = holidays.calendar(), VotingRules()
    assert earliest_opening(date(2026, 3, 2), Meeting.REGULAR, rules, calendar) == date(2026, 3, 17)
    assert last_day(date(2026, 3, 6), 15, calendar) == date(2026, 3, 23)  # the 21st is a Saturday
    assert last_day(date(2199, 3, 2), 5, calendar).weekday() < 5  # a year without a list: week-ends only


@pytest.mark.feature("NN-07")
def test_voting_takes_five_to_sixty_days_and_begins_no_day_too_early():
    calendar, rules = holidays.calendar(), VotingRules()
    now = datetime(2026, 3, 2, 4, tzinfo=UTC)
    opens = datetime(2026, 3, 17, 1, tzinfo=UTC)
    check_period(Period(opens, opens + timedelta(days=5)), Meeting.REGULAR, rules, calendar, now=now)
    early = opens - timedelta(days=1)
    with pytest.raises(errors.OpensTooEarly, match="3月17日"):
        check_period(Period(early, opens + timedelta(days=5)), Meeting.REGULAR, rules, calendar, now=now)
    for days in (timedelta(days=5) - timedelta(seconds=1), timedelta(days=60, seconds=1)):
        with pytest.raises(errors.WrongPeriod):
            check_period(Period(opens, opens + days), Meeting.REGULAR, rules, calendar, now=now)


def test_seven_days_are_enough_for_an_extraordinary_meeting_where_the_estates_rules_say_so():
    rules = VotingRules.of_setting({"extraordinary_notice_days": 7})
    assert earliest_opening(date(2026, 3, 2), Meeting.EXTRAORDINARY, rules, holidays.calendar()) == date(
        2026, 3, 9
    )
    for wrong in ({"regular_notice_days": 7}, {"keep_odd": 1}, {"conflict": "me"}, {"objection_days": "7"}):
        with pytest.raises(errors.UnknownRule):
            VotingRules.of_setting(wrong)


# -- words -------------------------------------------------------------------------------------------


@pytest.mark.feature("VO-48")
def test_the_words_say_who_had_to_agree_who_did_and_why_it_passed_or_not():
    said = [ballot(f"V{n}", "for" if n < 4 else "against") for n in range(7)]
    passed = read_resolution(count(owners(9), said), Matter.USE_FUND, ORDINARY)
    assert passed.why == (
        "参与表决的人数和面积都达到三分之二以上；同意的人数 4 人 / 7 人（57.1%），同意的面积 400.00 ㎡ / 700.00 ㎡（57.1%），"
        "都超过二分之一。所以本项通过。"
    )
    short = read_resolution(count(owners(9), said[:5]), Matter.USE_FUND, ORDINARY)
    assert "参与表决的人数 5 人 / 9 人（55.5%），至少需要 6 人" in short.why
    assert not short.passed
    failed = read_resolution(count(owners(7), said, item=resolution(SPECIAL)), Matter.RAISE_FUND, SPECIAL)
    assert "同意的没有达到四分之三以上" in failed.why
    assert "民法典第278条第1款第(六)项" in failed.formula


def test_a_share_is_cut_off_so_that_a_little_less_than_two_thirds_never_looks_like_more():
    assert percent(2, 3) == "66.6%"
    assert percent(599999, 900000) == "66.6%"
    assert percent(0, 0) == "0.0%"


# -- against the other implementation ------------------------------------------------------------------

CHOICES = st.sampled_from(["for", "against", "abstain", "follow_majority"])


@st.composite
def whole_votes(draw):
    """A vote with a resolution and an election, a roll, and ballots from both channels, some of them void."""
    roll = [
        Voter(f"V{n}", area, delivered)
        for n, (area, delivered) in enumerate(
            draw(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=9))
        )
    ]
    names = tuple(f"c{n}" for n in range(draw(st.integers(1, 6))))
    seats = draw(st.integers(1, 5))
    items = (
        Item("1", ItemKind.RESOLUTION, draw(st.sampled_from(Threshold)), follow_majority=True),
        Item(
            "2",
            ItemKind.ELECTION,
            ORDINARY,
            seats=seats,
            alternates=draw(st.integers(0, 3)),
            candidates=names,
        ),
    )
    rules = VotingRules(
        ballot_change=draw(st.sampled_from(BallotChange)),
        conflict=draw(st.sampled_from(Conflict)),
        uncast=draw(st.sampled_from(Uncast)),
        rank_by=draw(st.sampled_from(RankBy)),
        legal_min_members=draw(st.integers(1, 3)),
        keep_odd=draw(st.booleans()),
        clause="x",
    )
    chosen = st.lists(st.sampled_from(names), unique=True, max_size=6)
    ballots = []
    for n in range(draw(st.integers(0, 14))):
        channel = draw(st.sampled_from(Channel))
        choices = {"1": draw(CHOICES), "2": draw(chosen)}
        if channel is Channel.PAPER and draw(st.booleans()):
            choices.pop(draw(st.sampled_from(["1", "2"])))
        voter = draw(st.sampled_from([*(v.voter_no for v in roll), "nobody"]))
        at = OPENS + timedelta(days=draw(st.sampled_from([-1, 0, 1, 2, 20])))
        ballots.append(CastBallot(n + 1, voter, channel, at, choices))
    return Question(items, OPENS, CLOSES, rules), roll, ballots


@settings(max_examples=150, deadline=None)
@given(whole_votes())
def test_the_verifier_comes_to_the_same_result(tmp_path_factory, vote):  # check D-15
    verify = pytest.importorskip("linli.verify")
    question, roll, ballots = vote
    lines, prev = [], chain.START
    for one in ballots:
        line = chain.chained(
            seq=one.seq, prev=prev, voter_no=one.voter_no, channel=one.channel,
            cast_at=one.cast_at.isoformat(), choices=dict(one.choices),
        )  # fmt: skip
        lines.append(line)
        prev = line["hash"]
    result = count_votes(question, roll, ballots, last_hash=prev)
    packed = pack(vote=as_published(question), roll=roll, lines=lines, result=result, signature=None)
    path = tmp_path_factory.mktemp("bundle") / "v.zip"
    path.write_bytes(packed)
    assert verify.main([str(path), "--allow-unsigned"]) == 0


def as_published(question):
    names = ("ballot_change", "conflict", "uncast", "rank_by", "legal_min_members", "keep_odd")
    items = []
    for one in question.items:
        item = {
            "item_id": one.item_id,
            "kind": one.kind,
            "title": "t",
            "matter": "x",
            "threshold": one.threshold,
        }
        if one.kind is ItemKind.RESOLUTION:
            item["follow_majority"] = one.follow_majority
        else:
            candidates = [{"candidate_id": name, "name": name} for name in one.candidates]
            item |= {"seats": one.seats, "alternates": one.alternates, "candidates": candidates}
        items.append(item)
    return {
        "format": "linli-vote-bundle/1",
        "vote_id": "v",
        "estate": "e",
        "title": "t",
        "opens_at": question.opens_at.isoformat(),
        "closes_at": question.closes_at.isoformat(),
        "rules": {name: getattr(question.rules, name) for name in names},
        "items": items,
    }


@settings(max_examples=100, deadline=None)
@given(whole_votes(), st.randoms())
def test_the_order_of_different_voters_ballots_does_not_matter(vote, mix):
    question, roll, ballots = vote
    once = {one.voter_no: one for one in ballots}  # one ballot for each voter
    shuffled = list(once.values())
    mix.shuffle(shuffled)
    assert count_votes(question, roll, once.values(), last_hash="") == count_votes(
        question, roll, shuffled, last_hash=""
    )


def test_a_roll_is_written_in_one_spelling():
    assert (
        roll_csv([Voter("V2", 5), Voter("V1", 7, delivered=True)])
        == b"voter_no,area,delivered\nV1,7,1\nV2,5,0\n"
    )


@pytest.mark.parametrize("name", sorted(path.name for path in VECTORS.glob("[0-9]*.zip")))
def test_the_known_bundles_come_out_as_they_say(name):
    with zipfile.ZipFile(VECTORS / name) as bundle:
        vote, result = (json.loads(bundle.read(part)) for part in ("vote.json", "result.json"))
        rows = [line.split(",") for line in bundle.read("roll.csv").decode().splitlines()[1:]]
        lines = [json.loads(line) for line in bundle.read("ballots.jsonl").splitlines()]
    items = tuple(
        Item(
            one["item_id"],
            ItemKind(one["kind"]),
            Threshold(one["threshold"]),
            one.get("follow_majority", False),
            one.get("seats", 0),
            one.get("alternates", 0),
            tuple(candidate["candidate_id"] for candidate in one.get("candidates", ())),
        )
        for one in vote["items"]
    )
    rules = VotingRules.of_setting(vote["rules"] | {"clause": "x"})
    question = Question(
        items, *(datetime.fromisoformat(vote[name]) for name in ("opens_at", "closes_at")), rules
    )
    roll = [Voter(row[0], int(row[1]), row[2] == "1") for row in rows]
    ballots = [
        CastBallot(
            one["seq"],
            one["voter_no"],
            Channel(one["channel"]),
            datetime.fromisoformat(one["cast_at"]),
            one["choices"],
        )
        for one in lines
    ]
    last = lines[-1]["hash"] if lines else chain.START
    assert chain.broken(lines) is None
    assert count_votes(question, roll, ballots, last_hash=last) == result
