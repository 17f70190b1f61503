"""One ballot for each voter, in time, chained, and sealed until the close."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from linli.domains.people.models import Ownership
from linli.domains.people.operations import register
from linli.domains.voting import errors
from linli.domains.voting.models import Ballot
from linli.domains.voting.operations import casting, closing
from linli.domains.voting.queries import ballots, votes
from linli.domains.voting.rules import chain
from linli.domains.voting.rules.course import State
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly


def stored(assembly):
    with transaction(writes=False):
        return list(ballots.lines(assembly.vote))


@pytest.mark.feature("VO-29")
def test_of_twenty_simultaneous_casts_by_one_owner_exactly_one_goes_in(app):  # check D-1
    assembly = Assembly().open()
    start = threading.Barrier(20)

    def cast(_):
        with app.app_context():
            start.wait()
            try:
                assembly.cast(0)
            except errors.AlreadyVoted:
                return 0
            finally:
                db.session.remove()
            return 1

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(cast, range(20))) == 1
    assert len(stored(assembly)) == 1


def test_twenty_owners_at_once_make_one_unbroken_chain(app):
    assembly = Assembly(owners=20).open()

    def cast(n):
        with app.app_context():
            try:
                return assembly.cast(n).seq
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(cast, range(20))) == list(range(1, 21))
    lines = stored(assembly)
    assert chain.broken(lines) is None
    assert [line["seq"] for line in lines] == list(range(1, 21))


@pytest.mark.feature("VO-30")
def test_a_cast_is_in_time_until_the_instant_before_the_close_and_refused_at_it(app):  # check D-7
    assembly = Assembly().open()
    with transaction(writes=False):
        closes_at = assembly.vote.closes_at
    clock.advance(closes_at - clock.now() - timedelta(microseconds=1))
    assembly.cast(0)
    clock.advance(timedelta(microseconds=1))
    with pytest.raises(errors.AlreadyClosed):
        assembly.cast(1)
    assert len(stored(assembly)) == 1


def test_a_cast_that_began_before_the_close_and_would_commit_after_it_is_refused(app):  # check D-9
    assembly = Assembly().open()
    with transaction(writes=False):
        closes_at = assembly.vote.closes_at
    clock.advance(closes_at - clock.now() - timedelta(seconds=1))
    with pytest.raises(errors.AlreadyClosed), transaction():  # noqa: PT012 - the commit raises
        casting.cast(actor=assembly.owner_actor(0), vote=assembly.vote, choices={"1": "for"})
        clock.advance(timedelta(seconds=1))  # the machine was slow between the cast and its commit
    assert stored(assembly) == []


def test_casts_that_race_the_close_are_counted_or_refused_and_never_lost(app):  # check D-7
    assembly = Assembly(owners=16).open()
    with transaction(writes=False):
        closes_at = assembly.vote.closes_at
    clock.advance(closes_at - clock.now() - timedelta(seconds=1))
    start = threading.Barrier(9)

    def cast(n):
        with app.app_context():
            if n % 2 == 0:
                start.wait()
            try:
                assembly.cast(n)
            except errors.AlreadyClosed:
                return 0
            finally:
                db.session.remove()
            return 1

    def shut(_):
        with app.app_context():
            start.wait()
            clock.advance(timedelta(seconds=1))
            with transaction():
                closing.close(vote=assembly.vote, now=clock.now())
            db.session.remove()

    with ThreadPoolExecutor(17) as pool:
        casts = [pool.submit(cast, n) for n in range(16)]
        pool.submit(shut, None).result()
        accepted = sum(one.result() for one in casts)
    assert len(stored(assembly)) == accepted
    assert assembly.result()["ballots"]["effective"] == accepted


@pytest.mark.feature("VO-53")
@pytest.mark.parametrize("statement", ["UPDATE ballot SET choices = '{}'", "DELETE FROM ballot"])
def test_the_database_refuses_to_change_or_remove_a_ballot(app, statement):  # check D-18
    assembly = Assembly().open()
    assembly.cast(0)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))
    assert stored(assembly)[0]["choices"] == {"1": "for"}


def test_the_database_refuses_a_second_final_ballot_of_a_voter(app):
    assembly = Assembly().open()
    assembly.cast(0)
    with pytest.raises(DatabaseError), transaction():  # noqa: PT012 - so does the flush
        first = db.session.scalars(select(Ballot)).one()
        copy = {c.name: getattr(first, c.name) for c in Ballot.__table__.columns if c.name != "id"}
        db.session.add(Ballot(**copy | {"seq": 2, "receipt_no": "X"}))
        db.session.flush()


@pytest.mark.feature("VO-28")
def test_where_the_last_ballot_counts_all_versions_are_kept_and_one_counts(app):  # check D-10
    from linli.domains.estates.operations import decide_setting

    def last_wins(assembly):
        decide_setting(
            estate_id=assembly.estate.id,
            name="voting_rules",
            since_on=clock.now().date(),
            value={"ballot_change": "last_wins"},
        )

    assembly = Assembly(prepare=last_wins).open()
    assembly.cast(0, "for")
    assembly.cast(0, "against")
    assembly.close()
    result = assembly.result()
    assert result["ballots"] | {"last_hash": ""} == {
        "received": 2,
        "void": 0,
        "superseded": 1,
        "effective": 1,
        "last_hash": "",
    }
    assert result["items"][0]["against"] == {"heads": 1, "area": 10000}


def couple(assembly):
    """A flat of two owners, and a flat of the first one alone."""
    assembly.joint = places.unit(assembly.estate, "2幢201室", area=8000)
    both = [people.account("李强"), people.account("王芳")]
    assembly.couple_ids = [one.id for one in both]
    owners = [people.owner(assembly.estate, assembly.joint, account=one, name=one.name) for one in both]
    alone = places.unit(assembly.estate, "2幢202室", area=5000)
    register.add_ownership(
        estate_id=assembly.estate.id, unit_id=alone.id, owner_id=owners[0].id, since_on=None
    )
    assembly.couple_owner_ids = [one.id for one in owners]
    assembly.joint_id = assembly.joint.id


def of_couple(assembly, n, *, area, choice="for"):
    from linli.domains.voting.queries import rolls
    from linli.kernel.actors import Actor, Role

    with transaction():
        actor = Actor(account_id=assembly.couple_ids[n], role=Role.OWNER)
        mine = rolls.my_voters(assembly.vote, actor.account_id)
        (voter_no,) = [one.entry.voter_no for one in mine if one.entry.area == area]
        return casting.cast(actor=actor, vote=assembly.vote, choices={"1": choice}, voter_no=voter_no)


def test_case_8_a_co_owned_flat_has_one_vote_and_the_second_owner_is_told_the_time_of_the_first(app):  # D-13
    assembly = Assembly(prepare=couple).open()
    of_couple(assembly, 0, area=8000)
    with pytest.raises(errors.AlreadyVoted, match=r"由共有人在 3月20日 09:00:00 投出"):
        of_couple(assembly, 1, area=8000)
    of_couple(assembly, 0, area=5000)  # his own flat is another voter: two owner sets, two heads
    assert len(stored(assembly)) == 2


def test_whoever_has_several_votes_must_say_for_which_flat(app):
    from linli.kernel.actors import Actor, Role

    assembly = Assembly(prepare=couple).open()
    with transaction(), pytest.raises(errors.NotOnRoll):  # noqa: PT012
        actor = Actor(account_id=assembly.couple_ids[0], role=Role.OWNER)
        casting.cast(actor=actor, vote=assembly.vote, choices={"1": "for"})


def test_where_co_owners_chose_one_of_them_only_that_one_casts(app):
    assembly = Assembly(prepare=couple).open()
    with transaction():
        held = db.session.scalars(
            select(Ownership).filter_by(unit_id=assembly.joint_id, owner_id=assembly.couple_owner_ids[1])
        ).one()
        held.representative = True
    with pytest.raises(errors.NotRepresentative):
        of_couple(assembly, 0, area=8000)
    of_couple(assembly, 1, area=8000)


@pytest.mark.parametrize(
    "choices",
    [{}, {"1": "yes"}, {"1": "follow_majority"}, {"1": "for", "2": "for"}, {"1": ["for"]}, {"1": None}],
)
def test_an_unanswered_or_unknown_choice_is_refused_and_nothing_goes_in(app, choices):
    assembly = Assembly().open()
    with pytest.raises(errors.WrongChoice):
        assembly.cast(0, choices=choices)
    assert stored(assembly) == []


def test_case_11_a_buyer_after_the_opening_is_not_on_the_roll_and_the_seller_is(
    app,
):  # domain rules 1.7, case 11
    assembly = Assembly(owners=2).open()
    with transaction():
        buyer = people.account("买家")
        buyer_id = buyer.id
        sold = db.session.scalars(select(Ownership).filter_by(owner_id=assembly.owner_ids[0])).one()
        sold.until_on = clock.now().date()
        owner = register.add_owner(estate_id=assembly.id, name="买家", kind="person", phones=())
        owner.account_id = buyer.id
        register.add_ownership(
            estate_id=assembly.id,
            unit_id=assembly.unit_ids[0],
            owner_id=owner.id,
            since_on=clock.now().date(),
        )
    assembly.account_ids.append(buyer_id)
    with pytest.raises(errors.NotOnRoll):
        assembly.cast(2)
    assembly.cast(0)


@pytest.mark.feature("VO-35")
def test_case_24_a_building_with_fewer_than_five_voters_is_not_told_apart(app):  # domain rules 1.7, case 24
    def two_buildings(assembly):
        for name, units in (("大楼", 5), ("小楼", 4)):
            building = places.building(assembly.estate, name)
            for n in range(units):
                people.owner(
                    assembly.estate,
                    places.unit(assembly.estate, f"{name}{n}", building=building),
                    name=f"{name}{n}",
                )

    assembly = Assembly(prepare=two_buildings).open()
    with transaction(writes=False):
        turnout = ballots.turnout(assembly.vote)
        assert [(one.name, one.roll.heads) for one in turnout.buildings] == [
            ("大楼", 5),
            ("小楼、未分楼幢合计", 7),
        ]
        assert turnout.roll.plain() == {"heads": 12, "area": 120000}


def test_a_receipt_proves_that_its_ballot_lies_under_the_published_root(app):
    assembly = Assembly(owners=5).open()
    receipts = [assembly.cast(n) for n in range(5)]
    assembly.close().publish()
    with transaction(writes=False):
        for receipt in receipts:
            ballot = ballots.own_ballot(
                assembly.vote, receipt.ballot_id, assembly.account_ids[receipts.index(receipt)]
            )
            proof = ballots.proof(assembly.vote, ballot)
            leaf = chain.line_hash(proof["line"])
            assert chain.commitment(ballots.nonce(assembly.vote), leaf) == receipt.commitment
            assert chain.climb(leaf, proof["path"]) == votes.result(assembly.vote).root


@pytest.mark.feature("VO-26")
def test_a_receipt_shows_no_choice(app):
    assembly = Assembly().open()
    receipt = assembly.cast(0, "against")
    assert "against" not in repr(receipt)
    with transaction(writes=False):
        assert assembly.vote.state == State.OPEN
