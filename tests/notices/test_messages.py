"""Messages to people: who gets which, how far each has come, and what the carrier does with it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.notices import reactions
from linli.domains.notices.models import Message
from linli.domains.notices.operations import messages, sending
from linli.domains.notices.ports import NotSent, Taken
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.rules import Channel, Kind, State
from linli.domains.people.events import ClaimDecided
from linli.domains.people.operations import sign_in
from linli.jobs.notices import send_due
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places


def tell(account, now, *, kind=Kind.CLAIM, about="claim:1", estate_id=None):
    return messages.tell(
        account_ids=[account.id], kind=kind, template="claim_approved", about=about, params={},
        estate_id=estate_id, now=now,
    )  # fmt: skip


def sent(channel=Channel.SMS):
    return db.session.scalars(select(Message).filter_by(channel=channel).order_by(Message.id)).all()


def test_a_sign_in_code_reaches_the_file_as_one_line_that_black_box_tools_read(app, settings, now):
    with transaction():
        asked = sign_in.ask_code(phone="13812345678", now=now)
        code = sign_in.code_of(asked.id)
    assert send_due() == 1
    lines = (settings.data_dir / "sms.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"to": "13812345678", "template": "login_code", "params": {"code": code}}
    ]
    assert send_due() == 0


def test_neither_code_nor_phone_is_kept_with_the_message(app, now):
    with transaction():
        asked = sign_in.ask_code(phone="13812345678", now=now)
        kept = db.session.execute(select(Message.__table__)).mappings().one()
    assert "13812345678" not in str(dict(kept))
    assert sign_in.code_of(asked.id) not in str(kept["params"])


@pytest.mark.feature("NT-16")
def test_each_message_shows_its_state_by_channel_and_is_found_from_the_person(app, carrier, now):
    with transaction():
        me, other = people.account(), people.account()
        tell(me, now)
        tell(other, now, about="claim:2")
    with transaction(writes=False):
        before = inbox.own_delivery_page(me.id, window=Window()).items
        assert {(m.channel, m.state) for m in before} == {("app", "delivered"), ("sms", "queued")}
    carrier.outcomes = [Taken(reference="r1"), Taken(reference="r2")]
    send_due()
    with transaction():
        one = db.session.scalar(select(Message).filter_by(account_id=me.id, channel="sms"))
        assert one.state == State.SENT
        assert sending.report(reference=one.reference, delivered=True, reason="", now=now)
        in_app = db.session.scalar(select(Message).filter_by(account_id=me.id, channel="app"))
        messages.read(message=in_app, now=now)
    with transaction(writes=False):
        after = inbox.own_delivery_page(me.id, window=Window()).items
        assert {(m.channel, m.state) for m in after} == {("app", "read"), ("sms", "delivered")}
        assert len(inbox.own_delivery_page(other.id, window=Window()).items) == 2


@pytest.mark.feature("NT-10")
def test_what_is_turned_off_is_not_sent_and_legal_notices_are_all_the_same(app, now):
    with transaction():
        me = people.account()
        off = {(Kind.CLAIM, channel): False for channel in Channel}
        messages.choose(account_id=me.id, wanted=off, now=now)
        assert tell(me, now) == 0
        assert tell(me, now, kind=Kind.LEGAL, about="vote:1") == 2


def test_telling_the_same_news_twice_tells_it_once(app, now):
    with transaction():
        me = people.account()
        assert (tell(me, now), tell(me, now)) == (2, 0)


def test_a_carrier_that_fails_is_tried_again_later_and_in_the_end_the_message_has_failed(app, carrier, now):
    with transaction():
        tell(people.account(), now)
    for _ in range(20):
        carrier.outcomes = [NotSent("busy")]
        send_due()
        clock.advance(timedelta(hours=1))
    with transaction(writes=False):
        (failed,) = sent()
        assert (failed.state, failed.tries, failed.last_error) == (State.FAILED, 6, "busy")


def test_a_message_is_not_tried_again_before_its_time(app, carrier, now):
    with transaction():
        tell(people.account(), now)
    carrier.outcomes = [NotSent("busy")]
    assert (send_due(), send_due()) == (1, 0)


@pytest.mark.feature("NT-17")
def test_what_is_urgent_goes_by_text_message_within_five_minutes_though_the_carrier_stumbles_and_once(
    app, carrier, now
):
    """It waits for no failure in the app: an emergency goes by both ways at once (rules.messages.WAYS)."""
    with transaction():
        me = people.account()
        messages.choose(account_id=me.id, wanted={(Kind.TICKET, Channel.SMS): False}, now=now)
        assert tell(me, now, kind=Kind.EMERGENCY) == 2
        assert tell(me, now, kind=Kind.EMERGENCY) == 0
    carrier.outcomes = [NotSent("busy"), NotSent("busy"), Taken(reference="r1")]
    tried = []
    for _ in range(59):
        clock.advance(timedelta(seconds=5))
        tried.append(send_due())
    assert sum(tried) == 3
    with transaction(writes=False):
        assert [(m.state, m.sent_at is not None) for m in sent()] == [(State.SENT, True)]


def test_a_refusal_for_good_is_not_tried_again(app, carrier, now):
    with transaction():
        tell(people.account(), now)
    carrier.outcomes = [NotSent("no such number", for_good=True)]
    send_due()
    with transaction(writes=False):
        assert [m.state for m in sent()] == [State.FAILED]


def test_a_code_that_is_too_old_is_never_sent_late(app, carrier, now):
    with transaction():
        sign_in.ask_code(phone="13812345678", now=now)
    clock.advance(timedelta(minutes=6))
    send_due()
    with transaction(writes=False):
        assert [(m.state, m.last_error) for m in sent()] == [(State.FAILED, sending.EXPIRED)]
    assert carrier.taken == []


def test_a_claimed_message_comes_due_again_when_its_worker_dies(app, carrier, now):
    with transaction():
        tell(people.account(), now)
    with transaction():
        assert len(sending.claim(now=clock.now())) == 1
    assert send_due() == 0
    clock.advance(timedelta(seconds=61))
    assert send_due() == 1


def test_a_slow_worker_does_not_overwrite_what_a_later_try_found(app, carrier, now):
    with transaction():
        tell(people.account(), now)
    with transaction():
        (slow,) = sending.claim(now=clock.now())
    clock.advance(timedelta(seconds=61))
    send_due()
    with transaction():
        sending.note(parcel=slow, outcome=NotSent("late"), now=clock.now())
    with transaction(writes=False):
        assert [m.state for m in sent()] == [State.SENT]


def test_sign_in_codes_go_before_everything_else(app, carrier, now, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    with transaction():
        tell(people.account(), now - timedelta(minutes=1))
        sign_in.ask_code(phone="13812345678", now=now)
    send_due()
    assert [template for _, template, _ in carrier.taken] == ["login_code"]


def test_somebody_without_a_phone_shows_as_not_reached(app, carrier, now):
    with transaction():
        tell(people.staff(people.Role.COMMUNITY_OFFICER, places.region()), now)
    send_due()
    with transaction(writes=False):
        assert [m.last_error for m in sent()] == [sending.NO_PHONE]


def test_somebody_who_has_left_gets_nothing(app, carrier, now):
    with transaction():
        me = people.account()
        tell(me, now)
        me.closed_at = now
    send_due()
    assert carrier.taken == []


def test_a_claimant_hears_the_answer_once(app, now):
    with transaction():
        me = people.account()
        event = ClaimDecided(at=now, claim_id=new_id(), account_id=me.id, approved=True)
        reactions.people.tell_claimant(event)
        reactions.people.tell_claimant(event)
        assert [news.wording.title for news in inbox.news_page(me.id, window=Window()).items] == [
            "房屋认证通过了"
        ]


def test_old_traces_of_codes_are_dropped_and_messages_to_people_stay(app, now):
    with transaction():
        sign_in.ask_code(phone="13812345678", now=now)
        tell(people.account(), now)
        sending.forget_codes(now=now + timedelta(days=200))
        assert {m.kind for m in db.session.scalars(select(Message))} == {Kind.CLAIM}
