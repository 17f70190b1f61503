"""From an election whose result stands to a committee, or none: case 18, run-offs, by-elections, recalls (NN-10, NN-11)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from linli.domains.committees import rules
from linli.domains.committees.operations import forming
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Post, Task
from linli.domains.notices.models import Message
from linli.domains.people.queries import identity
from linli.domains.voting.operations import electing
from linli.kernel.times import day_of, start_of
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.committees import Chosen
from tests.voting.aftermaths import revoked


@pytest.fixture
def chosen(app):
    return Chosen()


FULL = [11, 10, 9, 8, 8, 7, 7]  # six pass as members or alternates by rank; the sixth and seventh tie


@pytest.mark.feature("NN-11")
def test_the_elected_are_in_office_and_the_alternates_follow_in_the_order_of_votes(chosen):
    chosen.run([11, 10, 9, 8, 8, 7, 0])
    assert chosen.names() == [f"业主{n}" for n in range(5)]
    assert chosen.names(post=Post.SUBSTITUTE) == ["业主5"]
    with transaction(writes=False):
        term = chosen.term()
        assert (term.agreed_seats, term.least_members) == (5, 5)
        assert term.until_on == rules.last_day_of(term.since_on, 5)
        (formed,) = terms.formations(chosen.id)
        assert formed.formed
        assert "选出委员 5 人、候补 1 人" in formed.said


def test_members_act_for_the_committee_and_alternates_do_not(chosen):
    chosen.run([11, 10, 9, 8, 8, 7, 0])
    with transaction(writes=False):
        roles = [
            [one.role for one in identity.grants_of(account, now=clock.now())]
            for account in chosen.account_ids
        ]
    assert roles[:5] == [["committee_member"]] * 5
    assert roles[5:] == [[]] * 7


def test_the_first_meeting_and_the_filing_have_their_days(chosen):
    chosen.run([11, 10, 9, 8, 8, 7, 0])
    on = day_of(clock.now())
    assert chosen.tasks() == {Task.FIRST_MEETING: on + timedelta(days=7), Task.FILE: on + timedelta(days=30)}
    with transaction(writes=False):
        assert terms.filing(chosen.term()).due_on == on + timedelta(days=30)


@pytest.mark.feature("NN-10")
def test_case_18_four_elected_are_too_few_and_it_is_said_why(chosen):
    chosen.run([11, 10, 9, 8, 6, 6, 2])
    with transaction(writes=False):
        assert chosen.term() is None
        (formed,) = terms.formations(chosen.id)
    assert not formed.formed
    assert formed.said == "选出 4 人，少于法定最少的 5 人，业主委员会没有成立，须重新选举。"


@pytest.mark.parametrize(
    ("members", "agreed", "stands"),
    [(4, 7, False), (5, 9, True), (5, 11, False), (6, 11, True), (5, 10, False)],
)
def test_case_18_a_committee_needs_the_legal_minimum_and_more_than_half_of_the_agreed_number(
    members, agreed, stands
):
    assert rules.stands(members, agreed=agreed, least=5) is stands
    if not stands:
        assert "须重新选举" in rules.why_not(members, agreed=agreed, least=5)


def test_a_settled_vote_is_taken_over_once(chosen):
    chosen.run([11, 10, 9, 8, 8, 7, 0])
    with transaction():
        assert forming.take_over(estate_id=chosen.id, vote_id=chosen.vote_id, now=clock.now()) == []
    with transaction(writes=False):
        assert len(terms.terms(chosen.id)) == 1


@pytest.mark.feature("NN-10")
def test_with_a_tie_the_committee_is_formed_by_the_run_off_together_with_those_seated_before(chosen):
    chosen.run([11, 10, 9, 8, 7, 7, 0])
    with transaction(writes=False):
        assert chosen.term() is None
        assert "等另行选举" in terms.formations(chosen.id)[0].said
    with transaction():
        opens = start_of(day_of(clock.now()) + timedelta(days=20)) + timedelta(hours=9)
        made = electing.draft_run_off(
            actor=chosen.officer, election=chosen.election, opens_at=opens, closes_at=opens + timedelta(days=10),
            now=clock.now(),
        )  # fmt: skip
        chosen.vote_id = made.id
    chosen.open()
    for n in range(12):
        chosen.choose(n, "c6" if n < 8 else "c5")
    chosen.close().publish()
    chosen.settle()
    assert chosen.names() == ["业主0", "业主1", "业主2", "业主3", "业主5"]


def test_a_new_term_begins_when_the_running_one_ends(chosen):
    from linli.domains.committees.operations import seats

    with transaction():
        today = day_of(clock.now())
        seats.begin_term(
            estate_id=chosen.id, since_on=today - timedelta(days=900), until_on=today + timedelta(days=200)
        )
    chosen.run([11, 10, 9, 8, 8, 7, 0])
    with transaction(writes=False):
        new, old = terms.terms(chosen.id)
        assert new.since_on == old.until_on + timedelta(days=1)
        assert [one.title for one in terms.handover(old)] == list(rules.HANDED_OVER)
    with transaction(writes=False):
        assert identity.grants_of(chosen.account_ids[0], now=clock.now()) == []


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 3, 1), date(2031, 2, 28)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2026, 1, 1), date(2030, 12, 31)),
    ],
)
def test_five_years_end_the_day_before(since, until):
    assert rules.last_day_of(since, 5) == until
    assert rules.term_fits(since, until)


def test_case_23_an_election_that_a_court_takes_back_is_marked_and_the_seats_stay_until_somebody_acts(
    client, chosen
):
    chosen.run([11, 10, 9, 8, 8, 7, 0])
    revoked(chosen)
    assert chosen.names() == [f"业主{n}" for n in range(5)]  # nothing vanishes silently
    assert Task.REVOKED in chosen.tasks()
    with transaction(writes=False):
        ((formation, mark),) = terms.revocations(chosen.id)
        assert formation.formed
        assert formation.vote_id == chosen.vote_id
    assert mark.said.startswith("人民法院 2026年11月20日，文号 （2026）浙0802民初1234号。")
    outbox.deliver()
    with transaction():
        member = people.bearer(identity.account(chosen.account_ids[0]))
    for page in (f"/p/committees/{chosen.id}", f"/e/{chosen.id}/committee"):
        assert "选举已被撤销" in client.get(page, headers=member).text
    with transaction(writes=False):
        told = {one.template for one in db.session.scalars(select(Message))}
    assert "formation_revoked" in told
    with transaction():
        assert forming.mark_revoked(estate_id=chosen.id, vote_id=chosen.vote_id, now=clock.now()) == []
