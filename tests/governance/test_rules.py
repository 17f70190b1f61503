"""The rules of the exchange, without a database."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import BadSetting
from config.governance import MEANINGS, agreement, read
from linli.domains.governance.rules import leaving, pairing, retries, states
from linli.domains.governance.rules.deciding import rule_for
from linli.domains.governance.rules.pairing import Entry, What
from linli.domains.governance.rules.states import Kind, Meaning, Said, Sending, standing

TABLE = agreement().states
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CODES = [*TABLE, "91", "?"]


def said(version, state, number="", update_id=None):
    return Said(update_id=update_id or f"u{version}-{state}", version=version, state=state, number=number)


@pytest.mark.feature("GI-10", "GI-11")
def test_all_orders_of_five_updates_with_any_of_them_repeated_end_in_one_state():
    five = [said(1, "20", "Q1"), said(2, "30"), said(3, "40"), said(4, "50", "Q2"), said(5, "60")]
    ends = {standing([*order, order[0], order[2]], TABLE) for order in itertools.permutations(five)}
    assert ends == {
        states.Standing(version=5, meaning=Meaning.CLOSED, title="已结案", number="Q2", unknown="")
    }


updates = st.lists(
    st.builds(said, st.integers(1, 6), st.sampled_from(CODES), st.sampled_from(["", "Q1", "Q2"])), max_size=8
)


@settings(max_examples=100, deadline=None)
@given(updates, st.randoms())
def test_a_set_of_updates_has_one_end_however_it_is_shuffled_and_doubled(found, random):
    shuffled = [*found, *found[: len(found) // 2]]
    random.shuffle(shuffled)
    whole = {one.update_id: one for one in found}
    assert standing(shuffled, TABLE).meaning == standing(whole.values(), TABLE).meaning
    assert standing(shuffled, TABLE).version == max((one.version for one in found), default=0)


@settings(max_examples=100, deadline=None)
@given(updates)
def test_what_is_closed_opens_only_by_a_reopening(found):
    closed = standing([*found, said(7, "60")], TABLE)
    later = [said(8, code) for code in TABLE if code != "80"]
    assert closed.meaning is Meaning.CLOSED
    assert {standing([*found, said(7, "60"), one], TABLE).meaning for one in later} == {Meaning.CLOSED}
    assert standing([*found, said(7, "60"), said(8, "80")], TABLE).meaning is Meaning.REOPENED


def test_a_state_that_nobody_agreed_on_is_kept_and_moves_nothing():
    found = standing([said(1, "40"), said(2, "93")], TABLE)
    assert (found.meaning, found.unknown, found.version) == (Meaning.HANDLING, "93", 2)
    assert standing([said(1, "40"), said(2, "93"), said(3, "50")], TABLE).unknown == ""


@pytest.mark.feature("GI-04")
def test_a_dead_platform_is_tried_at_once_after_five_minutes_and_then_each_half_hour():
    for jitter in (0.0, 0.5, 1.0):
        at, moments = NOW, []
        while at is not None and at < NOW + timedelta(hours=24):
            moments.append(at)
            at = retries.verdict(made_at=NOW, tries=len(moments), status=None, now=at, jitter=jitter).due_at
        assert len(moments) == 2 + 47
        assert moments[0] == NOW
        assert timedelta(minutes=4) <= moments[1] - NOW <= timedelta(minutes=5)
        steps = [later - before for before, later in itertools.pairwise(moments[1:])]
        assert all(timedelta(minutes=27) <= step <= timedelta(minutes=33) for step in steps)


@pytest.mark.feature("GI-05")
def test_a_refusal_of_the_message_has_no_hope_and_silence_has_a_week():
    ask = {"made_at": NOW, "tries": 1, "jitter": 0.0}
    for status in (400, 403, 404):
        assert retries.verdict(status=status, now=NOW, **ask).due_at is None
    for status in (None, 200, 401, 429, 500, 503):
        assert retries.verdict(status=status, now=NOW, **ask).due_at > NOW
    assert retries.verdict(status=503, now=NOW + timedelta(days=7), **ask).due_at is None
    asked = retries.verdict(status=429, now=NOW, wish=90, **ask).due_at
    assert asked == NOW + timedelta(seconds=90)
    assert retries.verdict(status=429, now=NOW, wish=10**9, **ask).due_at == NOW + timedelta(hours=1)


@pytest.mark.feature("GI-22")
def test_a_new_field_never_leaves_without_a_change_of_the_list():
    agreed = {
        "ticket_number", "category", "urgency", "words", "place", "estate_name", "community_name", "street_name",
        "reported_at", "due_at", "photos",
    }  # fmt: skip
    assert set(leaving.AGREED[Kind.CASE]) == agreed
    known = dict.fromkeys(agreed, "x") | {"reporter_name": "张三", "phone": "13800000000", "new": 1}
    assert leaving.leaving(Kind.CASE, known) == dict.fromkeys(agreed, "x")
    with pytest.raises(KeyError):
        leaving.leaving(Kind.RATING, {"at": "x"})


def test_the_first_rule_that_fits_decides_by_category_and_area():
    made = read(raw(rules=[
        {"category": "public.noise", "area": "花园街道", "send": False, "as": "1", "why": "街道自办"},
        {"category": "public.noise", "area": "", "send": True, "as": "2", "why": "综合执法"},
        {"category": "", "area": "", "send": False, "as": "9", "why": "不上报"},
    ])).rules  # fmt: skip
    assert [
        rule_for(category, areas, made).outside
        for category, areas in (
            ("public.noise", {"花园街道"}), ("public.noise", {"双港街道"}), ("public.noisy", {"花园街道"}),
            ("common.gate", set()),
        )
    ] == ["1", "2", "9", "9"]  # fmt: skip


def raw(**more):
    states = [{"code": str(n), "title": one, "means": one} for n, one in enumerate(sorted(MEANINGS))]
    last = [{"category": "", "area": "", "send": False, "as": "9", "why": "不上报"}]
    numbers = {"per_minute": 1, "quiet_days": 1, "photo_days": 1, "warn_minutes": 1}
    return {"rules": last, "states": states, **numbers} | more


@pytest.mark.parametrize(
    "wrong",
    [
        {"rules": []}, {"rules": [{"category": "a", "area": "", "send": True, "as": "1", "why": "x"}]},
        {"states": [{"code": "1", "title": "x", "means": "vanished"}]}, {"per_minute": 0}, {"states": None},
    ],
)  # fmt: skip
def test_an_agreement_that_cannot_hold_stops_the_start(wrong):
    read(raw())
    with pytest.raises(BadSetting):
        read(raw(**wrong))


@pytest.mark.feature("NN-28")
def test_every_case_of_both_books_is_paired_and_every_difference_is_named():
    def entry(name, number, version=1, state="40"):
        return Entry(external_id=name, number=number, version=version, state=state)

    ours = [
        entry("A", "1"),
        entry("B", "2"),
        entry("C", "3"),
        entry("D", "4"),
        entry("E", "5"),
        entry("F", "6"),
    ]
    theirs = [
        entry("A", "1"), entry("C", "33"), entry("D", "4", 2, "50"), entry("E", "6"), entry("F", "6", 1, "97"),
        entry("G", "7"),
    ]  # fmt: skip
    assert {(gap.what, gap.external_id) for gap in pairing.compare(ours, theirs, TABLE)} == {
        (What.MISSING_THERE, "B"), (What.WRONG_NUMBER, "C"), (What.BEHIND, "D"), (What.SHARED_NUMBER, "E"),
        (What.SHARED_NUMBER, "F"), (What.UNKNOWN_STATE, "F"), (What.MISSING_HERE, "G"),
    }  # fmt: skip
    assert pairing.compare(ours, ours, TABLE) == []


def test_only_a_case_that_is_out_and_not_done_can_be_quiet():
    ask = {"days": 5, "now": NOW}
    long_ago, lately = NOW - timedelta(days=6), NOW - timedelta(days=4)
    assert states.quiet(Sending.ACKNOWLEDGED, None, heard_at=long_ago, **ask)
    assert not states.quiet(Sending.ACKNOWLEDGED, Meaning.HANDLING, heard_at=lately, **ask)
    assert not states.quiet(Sending.ACKNOWLEDGED, Meaning.CLOSED, heard_at=long_ago, **ask)
    assert not states.quiet(Sending.FAILED, None, heard_at=long_ago, **ask)
