"""Grades from effective items only, by a table; states by the calendar; who comes on the list."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.reputation.rules import grading, kinds, listing
from linli.domains.reputation.rules.course import State, Steps, standing
from linli.domains.reputation.rules.grading import Counted, Grade, Ground, Score, Span, days_by_grade, score
from linli.domains.reputation.rules.kinds import KINDS, Weight
from linli.domains.reputation.rules.listing import Colour, EntryState, EntrySteps, Quarter, candidates

DAY = date(2026, 6, 30)
COMPANY, OTHER, HERE, THERE = (uuid.UUID(int=n) for n in range(1, 5))


def item(points, *, company=COMPANY, project=None, first=DAY, last=DAY, weight=None):
    """+3 or −5, in effect on the day; not in effect yet: first is None."""
    chosen = weight or (Weight.GOOD if points > 0 else Weight.MEDIUM)
    return Counted(company, project, chosen, abs(points), first, last)


# 30 cases: good and bad points in effect, whether there is a veto, points that have no effect, the grade.
CASES = [
    ([], "A"), ([3], "A"), ([3, 3, 3], "A"), ([3, 3, 3, 1], "AA"), ([3, 3, 3, 3], "AA"),
    ([3, 3, 3, 3, 2], "AA"), ([3, 3, 3, 3, 3], "AAA"), ([3] * 7, "AAA"), ([3] * 30, "AAA"), ([3] * 7 + [-5], "AAA"),
    ([3] * 7 + [-6], "AA"), ([3] * 7 + [-10], "AA"), ([3] * 7 + [-11], "A"), ([3] * 7 + [-20], "A"), ([3] * 7 + [-21], "B"),
    ([-1], "B"), ([-2], "B"), ([-1, 1], "A"), ([-5], "B"), ([-10], "B"),
    ([-20], "B"), ([-21], "C"), ([-10, -10, -1], "C"), ([-10, -10, -3, 3], "B"), ([-10] * 9, "C"),
    ([3, "veto"], "C"), ([3] * 7 + ["veto"], "C"), ([-5, "waiting -20"], "B"), (["waiting 3"] * 6, "A"), (["over -30", -2], "B"),
]  # fmt: skip


@pytest.mark.feature("SC-12")
def test_thirty_cases_give_their_grades_from_items_in_effect_only():
    assert len(CASES) == 30
    for said, grade in CASES:
        assert (said, score(map(case, said), on=DAY).grade) == (said, Grade(grade))


def case(said):
    if said == "veto":
        return item(-1, weight=Weight.VETO)
    if isinstance(said, int):
        return item(said)
    when, points = said.split()
    if when == "waiting":
        return item(int(points), first=None, last=None)
    return item(int(points), first=date(2025, 1, 1), last=date(2025, 12, 31))


@pytest.mark.feature("SC-12")
def test_c_needs_a_bad_record():
    assert (grading.grade(5999, bad=False), grading.grade(5999, bad=True)) == (Grade.B, Grade.C)
    bands = {9500: "AAA", 9499: "AA", 9000: "AA", 8999: "A", 8000: "A", 7999: "B", 6000: "B"}
    assert {one: grading.grade(one, bad=True) for one in bands} == bands


@given(st.lists(st.integers(-10, 3).filter(bool), max_size=12), st.integers(1, 3))
@settings(max_examples=100)
def test_one_more_good_item_never_lowers_a_score_and_order_does_not_matter(points, more):
    before = score([item(one) for one in points], on=DAY).hundredths
    some = [item(one) for one in [more, *reversed(points)]]
    assert before <= score(some, on=DAY).hundredths <= 10_000


def test_a_company_is_the_mean_of_its_projects_by_area_and_its_own_items():
    spans = [Span(HERE, COMPANY, date(2020, 1, 1), None), Span(THERE, COMPANY, date(2020, 1, 1), None)]
    some = [item(-10, project=HERE), item(3, project=THERE), item(-1)]
    ground = Ground(spans, some, {HERE: 30_000, THERE: 10_000})
    assert ground.project_scores(DAY) == {HERE: Score(7000, bad=True), THERE: Score(8300)}
    assert ground.company_scores(DAY) == {COMPANY: Score(7225, bad=True)}  # (7000×3 + 8300) ÷ 4 − 100
    left = Ground([Span(HERE, COMPANY, date(2020, 1, 1), date(2026, 1, 31)), spans[1]], some, ground.areas)
    assert left.project_scores(DAY) == {THERE: Score(8300)}
    assert left.company_scores(DAY) == ground.company_scores(DAY)  # nobody leaves a record behind


@given(st.integers(1, 364))
@settings(max_examples=50)
def test_a_change_of_company_splits_the_year_by_days(cut):
    turn = date(2026, 1, 1) + timedelta(days=cut)
    spans = [
        Span(HERE, COMPANY, date(2020, 1, 1), turn - timedelta(days=1)),
        Span(HERE, OTHER, turn, None),
    ]
    always = {"first": date(2025, 1, 1), "last": None}
    ground = Ground(spans, [item(-10, **always), item(-10, company=OTHER, project=THERE)], {})
    days = days_by_grade(ground, since_on=date(2026, 1, 1), until_on=date(2026, 12, 31))[HERE]
    assert days == {Grade.B: cut, Grade.A: 365 - cut}


def test_where_an_item_stands_follows_from_its_days():
    at, on = datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 10)
    empty = Steps(None, None, None, None, None, None, None, None)
    told = Steps(at, None, None, None, None, on, date(2027, 3, 9), None)
    found = {
        State.PROPOSED: (empty, on),
        State.NOTIFIED: (told, date(2026, 3, 9)),
        State.EFFECTIVE: (told, on),
        State.EXPIRED: (told, date(2027, 3, 10)),
        State.OBJECTED: (Steps(at, at, None, None, None, None, None, None), on),
        State.DISMISSED: (Steps(at, at, at, False, None, None, None, None), on),
        State.DECIDED: (Steps(at, at, at, True, None, on, None, None), date(2026, 3, 9)),
        State.REPAIRED: (Steps(at, None, None, None, None, on, None, date(2026, 9, 1)), date(2026, 9, 1)),
        State.WITHDRAWN: (Steps(at, None, None, None, at, None, None, None), on),
    }
    assert {state: standing(steps, today=day) for state, (steps, day) in found.items()} == {
        state: state for state in State
    }


def test_terms_are_one_year_and_three_and_five_years_of_disclosure():
    on = date(2024, 2, 29)
    assert kinds.last_day_of(KINDS["unlawful_charge"].weight, on) == date(2025, 2, 27)
    assert kinds.last_day_of(KINDS["supply_cut"].weight, on) == date(2027, 2, 27)
    assert kinds.disclosed_until(on) == date(2029, 2, 28)


def test_the_list_takes_the_best_tenth_without_a_bad_record_and_the_last_twentieth_or_a_veto():
    ids = [uuid.UUID(int=n) for n in range(40)]
    scores = {one: Score(9900 - 100 * n) for n, one in enumerate(ids)}
    scores[ids[1]] = Score(9800, bad=True)
    scores[ids[20]] = Score(7900, bad=True, veto=True)
    found = candidates(scores)
    red = [one.subject_id for one in found if one.colour is Colour.RED]
    black = {one.subject_id for one in found if one.colour is Colour.BLACK}
    assert (red, black) == ([ids[0], ids[2], ids[3]], {ids[20], ids[38], ids[39]})
    assert "一票否决" in next(one.reason for one in found if one.subject_id == ids[20])
    assert candidates({one: Score(8000) for one in ids}) == []  # equals: none better, none worse
    assert not [one for one in candidates(dict.fromkeys(ids, Score(8499))) if one.colour is Colour.RED]


def test_quarters_and_the_life_of_an_entry():
    quarter = listing.quarter_of(date(2026, 2, 3))
    assert (quarter, quarter.before, quarter.next) == (Quarter(2026, 1), Quarter(2025, 4), Quarter(2026, 2))
    assert (quarter.first_on, quarter.last_on) == (date(2026, 1, 1), date(2026, 3, 31))
    at, reply, term = datetime(2026, 4, 2, tzinfo=UTC), date(2026, 4, 8), date(2026, 6, 30)

    def stands(day, **more):
        given = {"notified_at": at, "reply_until": reply, "struck_at": None, "published_at": None,
                 "term_until": term, "talked_on": None, "left_on": None}  # fmt: skip
        return listing.entry_standing(EntrySteps(**given | more), today=day)

    assert stands(reply, notified_at=None) is EntryState.PROPOSED
    assert (stands(reply), stands(date(2026, 4, 9))) == (EntryState.NOTIFIED, EntryState.READY)
    assert stands(term, published_at=at) is EntryState.PUBLISHED
    assert stands(term, published_at=at, talked_on=reply) is EntryState.RECTIFYING
    assert stands(date(2026, 7, 1), published_at=at) is EntryState.LEFT  # by itself
    assert stands(term, published_at=at, left_on=date(2026, 5, 9)) is EntryState.LEFT
