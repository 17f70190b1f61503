"""Who hears of what happens elsewhere."""

import pytest

from linli.domains.notices import reactions
from linli.domains.notices.operations import messages
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.rules import Channel, Kind
from linli.domains.payments.events import PaymentSettled
from linli.domains.voting.events import ResultPublished, VoteAnnounced, VoteAnnulled, VoteOpened
from linli.kernel.ids import new_id
from linli.platform import bus, outbox
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places


@pytest.fixture
def place(app):
    with transaction():
        yield Place()


class Place:
    """An estate with an owner and that owner's tenant."""

    def __init__(self):
        self.estate = places.estate()
        unit = places.unit(self.estate)
        self.owner, self.tenant = people.account("王秀英"), people.account("赵六")
        people.owner(self.estate, unit, account=self.owner)
        people.resident(self.estate, unit, self.tenant)


def heard(account):
    return [
        (news.wording.title, news.wording.href) for news in inbox.news_page(account.id, window=Window()).items
    ]


@pytest.mark.feature("NT-10")
@pytest.mark.parametrize(
    ("kind", "react"),
    [
        (VoteAnnounced, reactions.voting.tell_vote_announced),
        (VoteOpened, reactions.voting.tell_vote_opened),
        (ResultPublished, reactions.voting.tell_result_published),
        (VoteAnnulled, reactions.voting.tell_vote_annulled),
    ],
)
def test_owners_hear_of_every_legal_step_whatever_they_turned_off(place, now, kind, react):
    off = {(kind, channel): False for kind in (Kind.BILL, Kind.TICKET) for channel in Channel}
    messages.choose(account_id=place.owner.id, wanted=off, now=now)
    react(kind(at=now, estate_id=place.estate.id, vote_id=new_id()))
    ways = {message.channel for message in inbox.own_delivery_page(place.owner.id, window=Window()).items}
    assert ways == {"app", "sms"}
    assert heard(place.tenant) == []


def test_whoever_paid_hears_that_the_money_came(place, now):
    more = {"order_id": new_id(), "payment_id": new_id(), "surplus": False}
    reactions.payments.tell_payer(PaymentSettled(at=now, estate_id=place.estate.id, account_id=None, **more))
    reactions.payments.tell_payer(
        PaymentSettled(at=now, estate_id=place.estate.id, account_id=place.owner.id, **more)
    )
    assert [title for title, _ in heard(place.owner)] == ["缴费成功"]


def test_the_promises_find_their_reactions_again(app, now):
    with transaction():
        place = Place()
        owner = place.owner
        bus.publish(VoteOpened(at=now, estate_id=place.estate.id, vote_id=new_id()))
        bus.publish(VoteAnnulled(at=now, estate_id=place.estate.id, vote_id=new_id()))
    assert outbox.deliver() == 4  # the board and the maintenance fund hear of a void vote too
    with transaction(writes=False):
        assert {title for title, _ in heard(owner)} == {"小区表决开始了", "一次表决作废了"}
