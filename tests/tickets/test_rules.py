"""The rules of tickets: steps, clocks, routes, ratings, figures. No database."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import BadSetting, holidays
from config.tickets import Category, Span, catalogue, read
from linli.domains.tickets.errors import (
    NotYourUnit,
    PlaceMissing,
    RatingOver,
    ReasonMissing,
    RedoneTooOften,
    StrangeTag,
    WrongStep,
)
from linli.domains.tickets.rules import clocks, ratings, routing, steps
from linli.domains.tickets.rules.clocks import Pressure, Urgency, WorkingTime
from linli.domains.tickets.rules.figures import Share
from linli.domains.tickets.rules.steps import NEVER_WORK, OPEN, OVER, STEPS, Kind, State
from linli.kernel.actors import RESIDENTS, Role
from linli.kernel.times import SHANGHAI, shanghai

TIME = WorkingTime(catalogue().hours, holidays.calendar())


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class TestSteps:
    @pytest.mark.feature("TK-17")
    def test_every_pair_of_state_and_step_is_either_in_the_table_or_refused(self):
        for state in State:
            for kind in Kind:
                if state in STEPS[kind].since:
                    assert steps.after(state, kind) is (STEPS[kind].to or state)
                else:
                    with pytest.raises(WrongStep):
                        steps.after(state, kind)

    def test_only_a_report_begins_a_ticket(self):
        assert steps.after(None, Kind.REPORTED) is State.SUBMITTED
        for kind in set(Kind) - {Kind.REPORTED}:
            with pytest.raises(WrongStep):
                steps.after(None, kind)

    def test_what_is_over_stays_over_unless_its_reporter_wants_it_done_over(self):
        for state in OVER:
            for kind in steps.possible(state):
                leads = STEPS[kind].to or state
                assert leads in OVER or (state is State.CLOSED and kind is Kind.REOPENED)

    def test_every_open_state_has_a_way_to_the_end(self):
        ends = {state: state in OVER for state in State}
        for _ in State:
            for state in OPEN:
                ends[state] |= any(ends[STEPS[kind].to or state] for kind in steps.possible(state))
        assert all(ends.values())

    @pytest.mark.feature("TK-40")
    def test_rating_is_the_residents_alone(self):
        for kind in (Kind.RATED, Kind.RATING_CHANGED, Kind.REOPENED):
            assert STEPS[kind].by == RESIDENTS

    @pytest.mark.feature("TK-43")
    def test_whoever_handles_never_closes(self):
        assert STEPS[Kind.CLOSED].by == frozenset()
        assert STEPS[Kind.FINISHED].to is State.HANDLED
        assert not STEPS[Kind.FINISHED].by & RESIDENTS

    @given(st.lists(st.integers(0, 99), max_size=25))
    def test_any_walk_through_the_table_is_derived_again_from_its_steps(self, turns):
        kinds, state = [Kind.REPORTED], State.SUBMITTED
        for turn in turns:
            choices = sorted(steps.possible(state))
            if choices:
                kinds.append(choices[turn % len(choices)])
                state = steps.after(state, kinds[-1])
        assert steps.derive(kinds) is state

    def test_words_exist_for_every_state_and_step(self):
        assert all(state.title for state in State)
        assert all(kind.title for kind in Kind)


class TestClocks:
    @pytest.mark.feature("TK-26")
    def test_four_working_hours_from_friday_evening_end_on_monday(self):
        # ten minutes on Friday, three and a half hours on Monday morning, twenty minutes after lunch
        assert TIME.after(at("2026-03-06T17:50"), Span("working_hours", 4)) == at("2026-03-09T13:50")

    @pytest.mark.feature("TK-27")
    def test_the_lunch_break_does_not_count(self):
        assert TIME.after(at("2026-03-02T11:30"), Span("working_hours", 1)) == at("2026-03-02T14:00")

    def test_time_before_opening_does_not_count(self):
        assert TIME.after(at("2026-03-02T06:00"), Span("working_hours", 2)) == at("2026-03-02T10:30")

    def test_a_span_may_end_exactly_at_the_end_of_the_day(self):
        assert TIME.after(at("2026-03-02T16:00"), Span("working_hours", 2)) == at("2026-03-02T18:00")

    @pytest.mark.feature("TK-25")
    @pytest.mark.parametrize(
        ("reported", "clock", "due"),
        [
            ("2026-03-02T12:00", "emergency", "2026-03-03T12:00"),
            ("2026-02-14T23:00", "emergency", "2026-02-15T23:00"),
            ("2026-03-02T12:00", "urgent", "2026-03-04T18:00"),
            ("2026-03-06T17:50", "urgent", "2026-03-10T18:00"),
            ("2026-03-02T12:00", "normal", "2026-03-09T18:00"),
            ("2026-03-07T10:00", "normal", "2026-03-13T18:00"),
            ("2026-02-13T10:00", "normal", "2026-02-27T18:00"),
            ("2026-02-26T10:00", "normal", "2026-03-04T18:00"),
            ("2026-09-30T10:00", "normal", "2026-10-13T18:00"),
            ("2026-09-18T10:00", "normal", "2026-09-24T18:00"),
            ("2026-03-02T12:00", "joint", "2026-03-23T18:00"),
            ("2026-03-06T12:00", "consult", "2026-03-09T18:00"),
            ("2026-03-02T12:00", "complaint", "2026-03-12T18:00"),
            ("2026-09-23T12:00", "complaint", "2026-10-08T18:00"),
            ("2026-04-30T12:00", "urgent", "2026-05-07T18:00"),
            ("2026-05-08T12:00", "urgent", "2026-05-11T18:00"),
        ],
    )  # fmt: skip
    def test_deadlines_agree_with_the_calendar_on_the_wall(self, reported, clock, due):
        """Counted by hand: 14 and 28 February, 9 May, 20 September and 10 October 2026 are worked (调休)."""
        assert TIME.after(at(reported), catalogue().clocks[clock].finish) == at(due)

    def test_a_report_does_not_wait_for_next_years_holidays(self):
        assert TIME.after(at("2031-01-03T12:00"), Span("working_days", 1)) == at("2031-01-06T18:00")

    @given(
        st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30)),  # noqa: DTZ001 - a wall clock
        st.integers(0, 10_000),
        st.sampled_from(
            [Span("working_hours", 4), Span("working_days", 5), Span("days", 10), Span("hours", 24)]
        ),
    )
    def test_reporting_later_is_never_due_earlier(self, moment, later, span):
        moment = moment.replace(tzinfo=SHANGHAI)
        due = TIME.after(moment, span)
        assert due > moment
        assert TIME.after(moment + timedelta(minutes=later), span) >= due

    @given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30)), st.integers(1, 40))  # noqa: DTZ001
    def test_working_time_ends_inside_working_hours(self, moment, hours):
        due = shanghai(TIME.after(moment.replace(tzinfo=SHANGHAI), Span("working_hours", hours)))
        assert TIME.works(due.date())
        assert any(since < due.time() <= until for since, until in TIME.hours)

    def test_an_emergency_is_a_list_and_not_a_wish(self):
        gas, light = catalogue().category("urgent.gas"), catalogue().category("common.light")
        assert clocks.urgency_of(gas, Urgency.NORMAL) is Urgency.EMERGENCY
        assert clocks.urgency_of(light, Urgency.EMERGENCY) is Urgency.NORMAL
        assert clocks.urgency_of(light, Urgency.URGENT) is Urgency.URGENT

    @pytest.mark.feature("TK-49")
    def test_a_complaint_has_its_own_clock_whatever_was_wished(self):
        assert clocks.clock_of(catalogue().category("public.company"), Urgency.URGENT) == "complaint"

    def test_pressure_follows_the_time_and_ends_with_the_work(self):
        since, due = at("2026-03-02T12:00"), at("2026-03-12T12:00")
        remind = clocks.remind_at(since=since, due_at=due, percent=80)
        assert remind == at("2026-03-10T12:00")

        def pressure(state, text):
            return clocks.pressure(state=state, remind_at=remind, due_at=due, now=at(text))

        assert pressure(State.HANDLING, "2026-03-10T11:59") is Pressure.CALM
        assert pressure(State.HANDLING, "2026-03-10T12:00") is Pressure.REMINDED
        assert pressure(State.HANDLING, "2026-03-12T12:00") is Pressure.REMINDED
        assert pressure(State.HANDLING, "2026-03-12T12:01") is Pressure.OVERDUE
        assert pressure(State.FEEDBACK, "2026-03-20T12:00") is Pressure.CALM


class TestRouting:
    @pytest.mark.feature("TK-49")
    def test_a_complaint_about_the_company_goes_past_it(self):
        found = routing.route(catalogue().category("public.company"), catalogue().routes, has_company=True)
        assert (found.to, found.review) == ("community", True)

    def test_repairs_go_to_the_company_where_there_is_one(self):
        category = catalogue().category("own.water")
        assert routing.route(category, catalogue().routes, has_company=True).to == "company"
        assert routing.route(category, catalogue().routes, has_company=False).to == "community"

    @pytest.mark.feature("TK-03")
    def test_a_public_spot_needs_words_and_a_room_needs_a_binding(self):
        mine, other = uuid.uuid4(), uuid.uuid4()
        room, spot = Category("r", "r", "x", "unit"), Category("s", "s", "x", "common")
        routing.check_place(room, unit_id=mine, words="", own_units={mine})
        routing.check_place(room, unit_id=other, words="", own_units=None)
        routing.check_place(spot, unit_id=None, words="大厅", own_units={mine})
        with pytest.raises(NotYourUnit):
            routing.check_place(room, unit_id=other, words="", own_units={mine})
        with pytest.raises(PlaceMissing):
            routing.check_place(room, unit_id=None, words="厨房", own_units={mine})
        with pytest.raises(PlaceMissing):
            routing.check_place(spot, unit_id=None, words="", own_units={mine})
        with pytest.raises(PlaceMissing):
            routing.check_place(spot, unit_id=mine, words="大厅", own_units={mine})


class TestRatings:
    @pytest.mark.feature("TK-41")
    @pytest.mark.parametrize("stars", [1, 2])
    def test_one_and_two_stars_say_why(self, stars):
        with pytest.raises(ReasonMissing):
            ratings.check_rating(stars=stars, tags=(), reason="", redo=False, redone=0, most=2)
        ratings.check_rating(stars=stars, tags=(), reason="还漏", redo=True, redone=1, most=2)

    def test_a_redo_is_for_the_dissatisfied_and_at_most_twice(self):
        with pytest.raises(ReasonMissing):
            ratings.check_rating(stars=3, tags=(), reason="还行", redo=True, redone=0, most=2)
        with pytest.raises(RedoneTooOften):
            ratings.check_rating(stars=1, tags=(), reason="还漏", redo=True, redone=2, most=2)

    def test_tags_come_from_the_list(self):
        with pytest.raises(StrangeTag):
            ratings.check_rating(stars=5, tags=["quick", "免费"], reason="", redo=False, redone=0, most=2)

    def test_the_days_for_rating_end(self):
        since = at("2026-03-02T12:00")
        ratings.check_in_time(since=since, days=7, now=since + timedelta(days=7))
        with pytest.raises(RatingOver):
            ratings.check_in_time(since=since, days=7, now=since + timedelta(days=7, seconds=1))


class TestFigures:
    @pytest.mark.feature("NN-27")
    def test_nothing_of_nothing_is_no_hundred_percent(self):
        assert Share(0, 0).value is None
        assert Share(0, 0).percent == "—"

    @pytest.mark.parametrize(
        ("part", "whole", "said"), [(2, 3, "66.7%"), (1, 2000, "0.1%"), (3, 3, "100.0%")]
    )
    def test_a_share_is_rounded_half_up_to_one_decimal(self, part, whole, said):
        assert Share(part, whole).percent == said


def _asking(*questions):
    """A tree with one category and these questions of its own."""
    category = {"code": "a", "title": "a", "icon": "a", "place": "none", "questions": list(questions)}
    return {"groups": [{"code": "a", "title": "a", "icon": "a", "categories": [category]}]}


class TestCatalogue:
    def test_words_are_there_for_every_category(self):
        assert all(c.title and c.icon for group in catalogue().groups for c in group.categories)

    @pytest.mark.feature("TK-05")
    def test_every_emergency_says_what_to_do_first(self):
        emergencies = [c for group in catalogue().groups for c in group.categories if c.emergency]
        assert len(emergencies) >= 5
        assert all(c.stop for c in emergencies)

    @pytest.mark.parametrize(
        ("part", "broken"),
        [
            (0, {"groups": [{"code": "a", "title": "a", "icon": "a", "categories": [{"code": "a"}]}]}),
            (0, _asking({"code": "a", "text": "哪里", "options": ["这里"]})),
            (0, _asking({"code": "a", "text": "哪里"}, {"code": "a", "text": "几时"})),
            (0, _asking({"code": "a", "text": "几点", "options": [1, 2]})),
            (1, {"ringing": {"every_minutes": 0, "everybody_from": 1}}),
            (1, {"working_hours": ["9-18"]}),
            (2, {"rules": [{"name": "a", "category": "x", "to": "company", "review": False}]}),
        ],
    )
    def test_a_malformed_file_stops_the_start(self, part, broken):
        groups = {"groups": [{"code": "a", "title": "a", "icon": "a", "categories": []}]}
        span = {"hours": 1}
        clock = {"title": "a", "accept": span, "sign": span, "finish": span}
        deadlines = {
            "working_hours": ["09:00-18:00"], "remind_at_percent": 80, "rating_days": 7, "redo_most": 2,
            "clocks": dict.fromkeys(("emergency", "urgent", "normal"), clock),
            "ringing": {"every_minutes": 3, "everybody_from": 3},
            "later": {"after_days": 21, "answer_days": 14},
            "limits": {"reports_a_day": 30, "block_days_most": 30},
        }  # fmt: skip
        rules = {"rules": [{"name": "a", "category": "", "to": "company", "review": False}]}
        files = [groups, deadlines, rules]
        read(*files)
        files[part] = files[part] | broken
        with pytest.raises(BadSetting):
            read(*files)

    def test_a_holiday_under_the_wrong_year_stops_the_start(self):
        with pytest.raises(BadSetting):
            holidays.read({2026: {"holidays": [date(2025, 1, 1)], "workdays": []}})


def test_the_clock_has_no_role():
    assert STEPS[Kind.CLOSED].by == STEPS[Kind.STOOD_IN].by == frozenset()
    assert Role.PROPERTY_WORKER not in STEPS[Kind.ASSIGNED].by
    assert NEVER_WORK < OVER
