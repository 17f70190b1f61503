"""The legal days of a vote: when it may open, how long it lasts, until when one may object (domain rules §1.5)."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.voting.errors import OpensTooEarly, UnknownRule, WrongPeriod, WrongStep
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import Meeting, Period, State
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.kernel.times import SHANGHAI, day_of
from linli.kernel.workdays import Calendar

YEAR = Calendar(
    holidays={2026: frozenset({date(2026, 5, day) for day in (1, 4, 5)})},
    workdays={2026: frozenset({date(2026, 5, 9)})},
)
RULES = VotingRules()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def period(opens, days=10):
    return Period(at(opens), at(opens) + timedelta(days=days))


def announce(now, opens, *, meeting=Meeting.REGULAR, rules=RULES):
    course.check_period(period(opens), meeting, rules, YEAR, now=at(now))


class TestNotice:
    pytestmark = pytest.mark.feature("NN-07")

    def test_the_first_day_is_not_counted(self):
        announce("2026-03-02 00:00", "2026-03-17 00:00")
        announce("2026-03-02 23:59:59", "2026-03-17 00:00")

    def test_one_day_early_is_refused_with_the_date_allowed(self):
        with pytest.raises(OpensTooEarly, match="2026年3月17日") as refused:
            announce("2026-03-02 00:00", "2026-03-16 23:59:59")
        assert "2026年3月17日" in refused.value.field_errors["opens_at"][0]

    def test_the_day_is_the_day_in_shanghai(self):
        """16:30 UTC on the 1st is already the 2nd here."""
        now = datetime.fromisoformat("2026-03-01T16:30:00+00:00")
        with pytest.raises(OpensTooEarly):
            course.check_period(period("2026-03-16 09:00"), Meeting.REGULAR, RULES, YEAR, now=now)

    def test_a_last_day_on_a_holiday_moves_to_the_next_working_day(self):
        """15 days after 16 April is 1 May, a holiday until Tuesday the 5th."""
        assert course.earliest_opening(date(2026, 4, 16), Meeting.REGULAR, RULES, YEAR) == date(2026, 5, 6)

    def test_a_weekend_that_is_worked_is_no_day_off(self):
        assert course.last_day(date(2026, 4, 24), 15, YEAR) == date(2026, 5, 9)

    def test_a_year_without_a_list_moves_past_weekends_only(self):
        assert course.last_day(date(2031, 3, 1), 14, YEAR) == date(2031, 3, 17)

    def test_local_rules_may_give_an_extraordinary_meeting_seven_days(self):
        hangzhou = VotingRules.of_setting({"extraordinary_notice_days": 7})
        announce("2026-03-02 09:00", "2026-03-09 09:00", meeting=Meeting.EXTRAORDINARY, rules=hangzhou)
        with pytest.raises(OpensTooEarly):
            announce("2026-03-02 09:00", "2026-03-09 09:00", meeting=Meeting.EXTRAORDINARY)
        with pytest.raises(OpensTooEarly):
            announce("2026-03-02 09:00", "2026-03-09 09:00", rules=hangzhou)

    @pytest.mark.parametrize("decided", [{"regular_notice_days": 14}, {"extraordinary_notice_days": 6}])
    def test_no_estate_can_give_itself_fewer_days_than_the_law(self, decided):
        with pytest.raises(UnknownRule):
            VotingRules.of_setting(decided)

    @given(day=st.dates(date(2026, 1, 1), date(2026, 11, 30)))
    def test_the_earliest_opening_is_accepted_and_the_day_before_refused(self, day):
        first = course.earliest_opening(day, Meeting.REGULAR, RULES, YEAR)
        now = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
        opens = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)
        good = Period(opens, opens + timedelta(days=10))
        course.check_period(good, Meeting.REGULAR, RULES, YEAR, now=now)
        early = Period(opens - timedelta(seconds=1), opens + timedelta(days=10))
        with pytest.raises(OpensTooEarly):
            course.check_period(early, Meeting.REGULAR, RULES, YEAR, now=now)

    def test_objections_are_open_for_seven_days_after_the_publication(self):
        assert course.objections_until(date(2026, 3, 2), RULES, YEAR) == date(2026, 3, 9)
        assert course.objections_until(date(2026, 3, 1), RULES, YEAR) == date(
            2026, 3, 9
        )  # the 8th is a Sunday


class TestLength:
    @pytest.mark.parametrize("days", [5, 60])
    def test_voting_takes_five_to_sixty_days(self, days):
        course.check_length(period("2026-03-17 09:00", days), RULES)

    @pytest.mark.parametrize("days", [-1, 0, 4, 61])
    def test_shorter_or_longer_is_refused(self, days):
        with pytest.raises(WrongPeriod, match="5 到 60 天"):
            course.check_length(period("2026-03-17 09:00", days), RULES)


class TestCourse:
    @pytest.mark.feature("VO-04")
    @pytest.mark.parametrize("now_in", State)
    @pytest.mark.parametrize("to", State)
    def test_no_step_is_skipped(self, now_in, to):
        forward = ["draft", "announced", "open", "closed", "counted", "published", "final"]
        reviewed = {
            ("draft", "legality_review"),
            ("legality_review", "draft"),
            ("legality_review", "announced"),
        }
        reviewed |= {("announced", "draft")}  # a changed text is announced anew
        onward = to == State.VOID and now_in in {"announced", "open", "closed", "counted", "published"}
        allowed = (now_in, to) in {*pairwise(forward), *reviewed} or onward
        if allowed:
            assert course.step(now_in, to) is to
        else:
            with pytest.raises(WrongStep):
                course.step(now_in, to)

    def test_at_the_closing_instant_a_vote_is_closed_whatever_was_written_down(self):
        lasts = period("2026-03-17 09:00")
        just_before = lasts.closes_at - timedelta(microseconds=1)
        assert course.shown_state(State.OPEN, lasts, now=just_before) is State.OPEN
        assert course.shown_state(State.OPEN, lasts, now=lasts.closes_at) is State.CLOSED
        assert day_of(lasts.closes_at) == date(2026, 3, 27)
