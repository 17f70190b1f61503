"""The roll while it is published, and after: numbers that stay, objections, corrections, a buyer during the vote."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.estates import operations as estates
from linli.domains.estates.queries import unit
from linli.domains.estates.rules import AreaSource
from linli.domains.people.operations import register
from linli.domains.voting import errors
from linli.domains.voting.operations import roll_keeping
from linli.domains.voting.queries import ballots, roll_objections, rolls, votes
from linli.domains.voting.rules.roll import number_voters
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly

KEYS = st.sets(st.tuples(st.uuids()), max_size=30)


def numbers(vote):
    return {head.owner_ids: head.voter_no for head in rolls.frozen(vote).heads}


def sell(assembly, n, *, to=None):
    """Unit n goes to somebody new, or to an owner of the estate; the account of whoever has bought it."""
    account_id = assembly.account_ids[to] if to is not None else people.account("买房人").id
    owner_id = assembly.owner_ids[to] if to is not None else None
    if owner_id is None:
        buyer = people.owner(assembly.estate_now(), name="买房人")
        buyer.account_id, owner_id = account_id, buyer.id
    register.transfer(
        estate_id=assembly.id, unit_id=assembly.unit_ids[n], to=[owner_id], on=day_of(clock.now())
    )
    return account_id


@given(before=KEYS, after=KEYS)
def test_the_same_owners_keep_their_number_and_nobody_gets_one_that_was_anothers(before, after):
    first = number_voters(before, salt="s", known={})
    second = number_voters(after, salt="s", known=first)
    assert all(second[key] == first[key] for key in before & after)
    assert not set(first.values()) & {number for key, number in second.items() if key not in before}
    assert len(set(second.values())) == len(after)


@pytest.mark.feature("VO-11")
def test_voters_keep_their_numbers_when_the_roll_is_corrected(app):
    assembly = Assembly(owners=5).announce()
    with transaction():
        before = numbers(assembly.vote)
        people.owner(assembly.estate_now(), places.unit(assembly.estate_now(), "9幢1室"), name="新登记")
        roll_keeping.correct(
            actor=assembly.officer, vote=assembly.vote, reason="补登 9幢1室", now=clock.now()
        )
        after = numbers(assembly.vote)
        assert before.items() <= after.items()
        assert len(after) == 6
        assert rolls.current(assembly.vote).version == 2


@pytest.mark.feature("VO-11")
def test_a_correction_needs_a_change_of_the_register_and_none_is_made_after_the_opening(app):
    assembly = Assembly().announce()
    with transaction(), pytest.raises(errors.WrongStep):
        roll_keeping.correct(actor=assembly.officer, vote=assembly.vote, reason="核对", now=clock.now())
    opened = Assembly().open()
    with transaction():
        estates.set_area(
            unit=unit(estate_id=opened.id, unit_id=opened.unit_ids[0]),
            floor_area=1,
            area_source=AreaSource.REGISTER,
        )
        with pytest.raises(errors.RollFrozen):
            roll_keeping.correct(actor=opened.officer, vote=opened.vote, reason="核对", now=clock.now())


def test_an_owner_objects_to_the_roll_while_it_is_published_and_is_answered_once(app):
    assembly = Assembly().announce()
    with transaction():
        made = roll_keeping.object_to_roll(
            actor=assembly.owner_actor(0),
            vote=assembly.vote,
            about="1幢1室",
            words="面积应为 101 ㎡",
            now=clock.now(),
        )
        assert roll_objections.unanswered(assembly.vote) == 1
        said = {"actor": assembly.officer, "objection": made, "upheld": False, "words": "以登记簿为准"}
        roll_keeping.answer(**said, now=clock.now())
        assert (roll_objections.unanswered(assembly.vote), made.answer) == (0, "以登记簿为准")
        with pytest.raises(errors.AlreadyAnswered):
            roll_keeping.answer(**said, now=clock.now())
        opens_at = assembly.vote.opens_at
    clock.advance(opens_at - clock.now())
    with transaction(), pytest.raises(errors.RollFrozen):
        roll_keeping.object_to_roll(
            actor=assembly.owner_actor(0), vote=assembly.vote, about="1幢1室", words="太晚了", now=clock.now()
        )


@pytest.mark.feature("VO-14", "VO-13")
def test_case_11_a_buyer_during_the_vote_votes_only_where_the_seller_has_not(app):
    assembly = Assembly(owners=3).open()
    assembly.cast(1)
    with transaction():
        before = rolls.current(assembly.vote)
        first, area = before.id, before.area
        clock.advance(timedelta(days=1))
        buyer = sell(assembly, 0)
        sell(assembly, 1)
    with transaction():
        waiting = {sale.label: sale for sale in roll_objections.sales(assembly.vote, on=day_of(clock.now()))}
        assert (waiting["1幢1室"].hindrance, "已经投票" in waiting["1幢2室"].hindrance) == ("", True)
        for n, refusal in ((1, errors.SellerVoted), (2, errors.NotSold)):
            with pytest.raises(refusal):
                roll_keeping.supplement(
                    actor=assembly.officer,
                    vote=assembly.vote,
                    unit_id=assembly.unit_ids[n],
                    reason="过户",
                    now=clock.now(),
                )
        made = roll_keeping.supplement(
            actor=assembly.officer,
            vote=assembly.vote,
            unit_id=assembly.unit_ids[0],
            reason="1幢1室过户",
            now=clock.now(),
        )
        current = rolls.current(assembly.vote)
        assert (current.version, current.heads, current.area) == (2, 3, area)
        assert {one.id for one in rolls.versions(assembly.vote)} == {first, current.id}
        assert made.from_voter not in {one.voter_no for one in rolls.voters(assembly.vote)}
    with pytest.raises(errors.NotOnRoll):
        assembly.cast(0)
    assembly.account_ids.append(buyer)
    assembly.cast(3)
    with pytest.raises(errors.AlreadyVoted):  # who voted before the supplement stays so after it
        assembly.cast(1)
    with transaction(writes=False):
        assert ballots.turnout(assembly.vote).taken_part.heads == 2
    assembly.close()
    assert assembly.result()["items"][0]["for"] == {"heads": 2, "area": 20000}


@pytest.mark.feature("VO-14")
def test_a_ballot_never_changes_its_weight_after_it_was_cast(app):
    assembly = Assembly(owners=3).open()
    assembly.cast(2)
    with transaction():
        sell(assembly, 0, to=2)
    with transaction(), pytest.raises(errors.SellerVoted):
        roll_keeping.supplement(
            actor=assembly.officer,
            vote=assembly.vote,
            unit_id=assembly.unit_ids[0],
            reason="过户",
            now=clock.now(),
        )
    assert Actor(account_id=assembly.account_ids[2], role=Role.OWNER)
    with transaction(writes=False):
        assert votes.state(assembly.vote, now=clock.now()) == "open"
