"""The ledger of delivery: who has the ballot in hand, by whom, and what that means for silence (NN-06)."""

from datetime import date

import pytest

from linli.domains.estates import operations as estate_operations
from linli.domains.voting import errors
from linli.domains.voting.operations import closing, delivery
from linli.domains.voting.queries import deliveries, paper, rolls
from linli.domains.voting.rules.chain import sha256
from linli.domains.voting.rules.estate_rules import SETTING
from linli.domains.voting.rules.paper import Receiver, Way
from linli.platform import attachments, clock
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories.papers import PaperAssembly
from tests.factories.tickets import photo
from tests.voting import votes as packed


def hall_where_silence_follows(owners=9):
    def decide(hall):
        estate_operations.decide_setting(
            estate_id=hall.id,
            name=SETTING,
            since_on=date(2026, 1, 1),
            value={"uncast": "delivered_follows_majority", "clause": "第十二条"},
        )

    return PaperAssembly(owners=owners, prepare=decide).open()


def deliver(hall, n, receiver=Receiver.OWNER, **more):
    number = hall.voter_no(n)
    with transaction():
        voter = deliveries.voter(hall.vote, number)
        return delivery.deliver(
            actor=hall.officer,
            vote=hall.vote,
            voter=voter,
            way=Way.DOOR,
            receiver=receiver,
            now=clock.database_now(),
            **more,
        ).id


def delivered(hall):
    with transaction(writes=False):
        return deliveries.delivered(hall.vote)


@pytest.mark.feature("NN-06")
def test_silence_of_those_who_got_their_ballot_follows_and_a_tenants_hands_do_not_count(app, tmp_path):
    """Edge case 15: six vote, one was reached, one's tenant took the ballot, one was never reached."""
    hall = hall_where_silence_follows()
    for n in range(6):
        hall.cast(n, "for" if n else "against")
    deliver(hall, 6)
    deliver(hall, 7, Receiver.TENANT)
    deliver(hall, 8, Receiver.NOBODY)
    hall.close()
    item = hall.result()["items"][0]
    assert (item["participating"]["heads"], item["for"]["heads"], item["followed"]["heads"]) == (7, 6, 1)
    hall.publish()
    with transaction(writes=False):
        content = closing.export(vote=hall.vote, signature=packed.KEY, now=clock.now())
        roll, frozen = rolls.versions(hall.vote)[:2]
    assert packed.check(content, tmp_path).faults == []
    files = packed.parts(content)
    assert files["roll.csv"].decode().count(",1\n") == 1
    assert sha256(files["roll.csv"]) == roll.fingerprint != frozen.fingerprint
    assert roll.reason == "截止时写入送达登记"


@pytest.mark.parametrize(
    ("receiver", "counts"),
    [(one, one in {Receiver.OWNER, Receiver.CO_OWNER}) for one in Receiver],
)
def test_only_an_owners_hands_count(app, receiver, counts):
    hall = PaperAssembly(owners=1).open()
    deliver(hall, 0, receiver)
    assert bool(delivered(hall)) is counts


def test_a_mistake_is_taken_back_and_stays_readable(app):
    hall = PaperAssembly(owners=1).open()
    record_id = deliver(hall, 0)
    with transaction():
        one = deliveries.delivery(hall.vote, record_id)
        delivery.take_back(
            actor=hall.second, vote=hall.vote, delivery=one, note="记错了房号", now=clock.now()
        )
    assert delivered(hall) == set()
    with transaction(writes=False):
        assert len(deliveries.of_voter(hall.vote, next(iter(rolls.voters(hall.vote))).voter_no)) == 2
    deliver(hall, 0)
    assert len(delivered(hall)) == 1


def test_what_is_told_after_the_close_does_not_count(app):
    hall = PaperAssembly(owners=1).open()
    with transaction(writes=False):
        closes_at = hall.vote.closes_at
    clock.advance(closes_at - clock.now())
    with pytest.raises(errors.AlreadyClosed):
        deliver(hall, 0)


def test_without_deliveries_the_roll_keeps_its_version(app):
    hall = PaperAssembly(owners=1).open().close()
    with transaction(writes=False):
        assert [one.version for one in rolls.versions(hall.vote)] == [1]


@pytest.mark.feature("NN-06")
def test_the_ledger_adds_up_by_building_lists_whom_to_visit_and_keeps_the_proof(app):
    hall = PaperAssembly(owners=5).open()
    record_id = deliver(hall, 0, name="张三", note="本人签收", photos=[photo()])
    with transaction(writes=False):
        (building,) = deliveries.by_building(hall.vote)
        assert (building.voters, building.delivered, building.missing) == (5, 1, 4)
        missing = deliveries.voters_page(hall.vote, window=Window(), missing=True).items
        assert hall.voter_no_now(0) not in {one.voter_no for one in missing}
        assert len(missing) == 4
        (record,) = deliveries.of_voter(hall.vote, hall.voter_no_now(0))
        assert (record.way, record.receiver, record.name) == ("door", "owner", "张三")
        assert attachments.of_object(estate_id=hall.id, object_kind=paper.DELIVERIES_OF, object_id=record_id)
