"""Reminders: to those who have not voted, once a day at most, a day before the close once by themselves."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.notices.queries import messages as notices
from linli.domains.voting import errors
from linli.domains.voting.operations import reminding
from linli.domains.voting.rules.estate_rules import SoonTo
from linli.domains.voting.rules.reminding import SOON, check_again, due_soon
from linli.jobs import voting as jobs
from linli.platform import clock, outbox
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories.voting import Assembly
from tests.voting.votes import CLOSES


def told(made, n, title):
    with transaction(writes=False):
        page = notices.news_page(made.account_ids[n], window=Window(limit=100))
        return sum(one.wording.title == title for one in page.items)


def remind(made):
    with transaction():
        reminding.remind(actor=made.officer, vote=made.vote, now=clock.now())


@pytest.mark.feature("VO-36")
def test_only_those_are_reminded_who_have_not_voted_as_it_goes_out(app):
    made = Assembly(owners=3).open()
    made.cast(0)
    remind(made)
    clock.advance(timedelta(seconds=10))
    made.cast(1, "against")
    clock.advance(timedelta(seconds=10))
    outbox.deliver()
    assert [told(made, n, "您还没有投票") for n in range(3)] == [0, 0, 1]
    with pytest.raises(errors.RemindedToday):
        remind(made)
    clock.advance(timedelta(hours=24))
    remind(made)
    made.close()
    with pytest.raises(errors.AlreadyClosed):
        remind(made)


@pytest.mark.feature("VO-37")
def test_the_near_close_is_told_once_to_those_who_have_not_voted(app):
    made = Assembly(owners=2).open()
    made.cast(0)
    with transaction(writes=False):
        closes_at = made.vote.closes_at
    clock.advance(closes_at - timedelta(hours=25) - clock.now())
    jobs.tell_closing_soon(now=clock.now())
    clock.advance(timedelta(hours=1))
    for _ in range(3):
        jobs.tell_closing_soon(now=clock.now())
        clock.advance(timedelta(minutes=5))
    outbox.deliver()
    assert [told(made, n, "投票快截止了") for n in range(2)] == [0, 1]


@given(
    st.sampled_from(SoonTo),
    st.timedeltas(timedelta(days=-3), timedelta(days=1)),
    st.none() | st.timedeltas(timedelta(days=-3), timedelta(0)),
)
def test_the_near_close_is_due_within_its_day_unless_it_was_told_in_it_or_nobody_is_to_hear(to, at, last):
    now, last_at = CLOSES + at, None if last is None else CLOSES + last
    within = timedelta(0) < CLOSES - now <= SOON
    told_already = last_at is not None and last_at >= CLOSES - SOON
    due = due_soon(to=to, closes_at=CLOSES, last_soon_at=last_at, now=now)
    assert due == (within and not told_already and to is not SoonTo.NONE)


@given(st.none() | st.timedeltas(timedelta(0), timedelta(days=3)))
def test_a_day_lies_between_two_reminders(since):
    if since is not None and since < timedelta(hours=24):
        with pytest.raises(errors.RemindedToday):
            check_again(CLOSES - since, now=CLOSES)
    else:
        check_again(None if since is None else CLOSES - since, now=CLOSES)
