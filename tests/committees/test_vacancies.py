"""Seats that fall free: sales, resignations, who moves up, when too few are left, what is due before the end (NN-11)."""

from datetime import timedelta

import pytest

from linli.domains.committees import errors
from linli.domains.committees.operations import papers, seats
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Leaving, Post, Task
from linli.domains.people.events import RegisterChanged
from linli.domains.people.operations import register
from linli.domains.people.queries import identity
from linli.jobs import committees as jobs
from linli.kernel.ids import new_id
from linli.kernel.times import day_of, start_of
from linli.platform import clock
from linli.platform.bus import publish
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.committees import Chosen


@pytest.fixture
def office(app):
    """Five members and one alternate in office."""
    return Chosen().run([11, 10, 9, 8, 8, 7, 0])


def sell(office, n):
    """The n-th owner's flat goes to a stranger today, by two officers' word."""
    with transaction():
        estate = office.estate_now()
        buyer = people.owner(estate, name="新业主")
        on = day_of(clock.now())
        register.transfer(estate_id=office.id, unit_id=office.unit_ids[n], to=[buyer.id], on=on)
        publish(
            RegisterChanged(
                at=clock.now(), estate_id=office.id, change_id=new_id(), unit_id=office.unit_ids[n]
            )
        )


@pytest.mark.feature("NN-11")
def test_case_19_a_sale_ends_the_seat_and_the_first_alternate_moves_up(office):
    clock.advance(timedelta(days=3))
    sell(office, 1)
    assert office.names() == ["业主0", "业主2", "业主3", "业主4", "业主5"]
    assert office.names(post=Post.SUBSTITUTE) == []
    with transaction(writes=False):
        gone = next(one for one in terms.members(office.term()) if one.name == "业主1")
        assert gone.leaving == Leaving.SOLD
        assert identity.grants_of(office.account_ids[1], now=clock.now()) == []
        assert [one.role for one in identity.grants_of(office.account_ids[5], now=clock.now())] == [
            "committee_member"
        ]
    assert Task.NEW_ELECTION not in office.tasks()


@pytest.mark.feature("NN-11")
def test_case_19_a_second_vacancy_without_an_alternate_asks_for_a_new_election(office):
    clock.advance(timedelta(days=3))
    sell(office, 1)
    clock.advance(timedelta(days=3))
    sell(office, 2)
    assert len(office.names()) == 4
    assert Task.NEW_ELECTION in office.tasks()


def test_a_sale_on_the_very_day_of_taking_office_ends_the_seat_too(office):
    sell(office, 0)
    assert "业主0" not in office.names()


def test_a_sale_that_takes_effect_later_is_found_by_the_nightly_job(office):
    with transaction():
        buyer = people.owner(office.estate_now(), name="新业主")
        on = day_of(clock.now()) + timedelta(days=5)
        register.transfer(estate_id=office.id, unit_id=office.unit_ids[0], to=[buyer.id], on=on)
    jobs.follow(now=clock.now())
    assert "业主0" in office.names()
    clock.advance(timedelta(days=6))
    jobs.follow(now=clock.now())
    assert "业主0" not in office.names()
    assert "业主5" in office.names()


def test_a_resignation_fills_the_seat_and_a_chair_who_leaves_has_to_be_replaced(office):
    with transaction():
        first = terms.seated(office.term(), on=day_of(clock.now()))[0]
        seats.change_post(
            term=office.term(), member=first, post=Post.CHAIR, on=day_of(clock.now()), now=clock.now()
        )
    assert Task.FIRST_MEETING not in office.tasks()
    office.leave("业主0", leaving=Leaving.RESIGNED)
    assert office.names() == ["业主1", "业主2", "业主3", "业主4", "业主5"]
    assert Task.CHAIR in office.tasks()


def test_nobody_leaves_twice(office):
    office.leave("业主0")
    with transaction():
        gone = next(one for one in terms.members(office.term()) if one.name == "业主0")
        with pytest.raises(errors.NotHolding):
            seats.leave(member=gone, until_on=day_of(clock.now()), now=clock.now())


def test_a_substitute_who_leaves_moves_nobody(office):
    office.leave("业主5")
    assert len(office.names()) == 5
    assert Task.NEW_ELECTION not in office.tasks()


@pytest.mark.feature("NN-11")
@pytest.mark.parametrize(
    ("before", "expected"), [(91, set()), (90, {Task.PREPARE_90}), (61, {Task.PREPARE_90}), (60, {Task.PREPARE_90, Task.PREPARE_60})]
)  # fmt: skip
def test_90_and_60_days_before_the_end_tasks_appear(office, before, expected):
    with transaction(writes=False):
        ends = office.term().until_on
    clock.advance(start_of(ends - timedelta(days=before)) + timedelta(hours=3) - clock.now())
    jobs.watch(now=clock.now())
    jobs.watch(now=clock.now())
    assert set(office.tasks()) & {Task.PREPARE_90, Task.PREPARE_60} == expected


def test_after_the_end_there_are_ten_days_to_hand_over(office):
    with transaction(writes=False):
        ends = office.term().until_on
    clock.advance(start_of(ends + timedelta(days=1)) + timedelta(hours=3) - clock.now())
    jobs.watch(now=clock.now())
    assert office.tasks()[Task.HANDOVER] == day_of(clock.now()) + timedelta(days=10)
    with transaction():
        for item in terms.handover(office.term()):
            papers.hand_over(
                item=item,
                handed_on=day_of(clock.now()),
                handed_by="王芳",
                received_by="李强",
                remark="",
                now=clock.now(),
            )
    assert Task.HANDOVER not in office.tasks()


def test_the_role_ends_with_the_term(office):
    with transaction(writes=False):
        ends = office.term().until_on
    clock.advance(start_of(ends + timedelta(days=1)) + timedelta(hours=3) - clock.now())
    with transaction(writes=False):
        assert identity.grants_of(office.account_ids[0], now=clock.now()) == []
