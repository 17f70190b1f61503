"""Which messages go, by which channel, and how often they are tried."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.notices import rules
from linli.domains.notices.errors import CannotTurnOff
from linli.domains.notices.rules import Channel, Kind

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CHOICES = st.dictionaries(st.tuples(st.sampled_from(Kind), st.sampled_from(Channel)), st.booleans())


@pytest.mark.feature("NT-10")
@given(CHOICES)
def test_no_wish_ever_turns_off_a_legal_notice_or_a_sign_in_code(wishes):
    assert rules.channels(Kind.LEGAL, wishes) == (Channel.APP, Channel.SMS)
    assert rules.channels(Kind.SIGN_IN, wishes) == (Channel.SMS,)


@pytest.mark.feature("NT-10")
@given(CHOICES, st.sampled_from(rules.CHOOSABLE))
def test_a_kind_goes_by_no_channel_that_is_turned_off(wishes, kind):
    assert not {channel for channel in rules.channels(kind, wishes) if wishes.get((kind, channel)) is False}


@given(CHOICES, st.sampled_from(Kind))
def test_a_kind_goes_only_by_channels_that_suit_it(wishes, kind):
    assert set(rules.channels(kind, wishes)) <= set(rules.WAYS[kind].may)


def test_turning_off_what_the_law_wants_is_refused_and_turning_it_on_is_not():
    with pytest.raises(CannotTurnOff):
        rules.check_wish(Kind.LEGAL, Channel.SMS, on=False)
    rules.check_wish(Kind.LEGAL, Channel.SMS, on=True)
    rules.check_wish(Kind.BILL, Channel.SMS, on=False)


def test_waits_grow_and_end():
    waits = [rules.next_try(tries, NOW, jitter=1.0) - NOW for tries in range(1, rules.TRIES)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=5)
    assert rules.next_try(rules.TRIES, NOW, jitter=1.0) is None


def test_every_wording_can_be_said_without_its_params():
    for name in rules.WORDINGS:
        said = rules.word(name, {})
        assert "{" not in said.title + said.text + said.href
