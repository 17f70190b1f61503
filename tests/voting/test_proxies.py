"""Written proxies: who may vote for whom, within which word, until when."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from linli.domains.people.operations import roles
from linli.domains.people.queries import identity
from linli.domains.voting import errors
from linli.domains.voting.models import Ballot, BallotByProxy, VoteProxy
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.queries import ballots, proxies, rolls
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.proxies import Agent, Powers, Standing, check_agent, check_within, standing
from linli.kernel.actors import Role, Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories.tickets import photo
from tests.factories.voting import Assembly


def assembly(owners=3, **more):
    """An open vote."""
    return Assembly(owners=owners, **more).open()


def phone(made, n):
    with transaction(writes=False):
        return identity.account(made.account_ids[n]).phone


def staff(made, n, role):
    with transaction():
        roles.grant(
            actor=None, account_id=made.account_ids[n], role=role, scope=Scope(ScopeKind.ESTATE, made.id),
            until=None, now=clock.now(),
        )  # fmt: skip


def number(made, n):
    with transaction(writes=False):
        return rolls.my_voters(made.vote, made.account_ids[n])[0].entry.voter_no


def give(made, principal, agent, *, powers=Powers.FREE, **more):
    voter_no, agents_phone = number(made, principal), phone(made, agent)
    with transaction():
        return proxying.give(
            actor=made.owner_actor(principal), vote=made.vote, voter_no=voter_no, phone=agents_phone,
            powers=powers, now=clock.now(), **more,
        ).id  # fmt: skip


def revoke(made, proxy_id, n):
    with transaction():
        proxying.revoke(
            actor=made.owner_actor(n),
            vote=made.vote,
            proxy=proxies.proxy(made.vote, proxy_id),
            now=clock.now(),
        )


def now_standing(made, proxy_id):
    with transaction(writes=False):
        return proxies.stands(proxies.proxy(made.vote, proxy_id), now=clock.now())


def count(table):
    with transaction(writes=False):
        return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.feature("VO-44")
def test_the_agent_votes_for_the_owner_and_both_see_the_receipt(app):
    made = assembly()
    proxy_id = give(made, 0, 1)
    receipt = made.cast(1, voter_no=number(made, 0))
    assert receipt.voter_no == number(made, 0)
    with transaction(writes=False):
        for n in (0, 1):
            assert (
                ballots.own_ballot(made.vote, receipt.ballot_id, made.account_ids[n]).id == receipt.ballot_id
            )
        with pytest.raises(Unknown):
            ballots.own_ballot(made.vote, receipt.ballot_id, made.account_ids[2])
        noted = db.session.scalars(select(BallotByProxy)).one()
        assert (noted.proxy_id, noted.agent_id) == (proxy_id, made.account_ids[1])
        assert not {"choices", "answers"} & set(noted.__table__.columns.keys())
    with pytest.raises(errors.AlreadyVoted):
        made.cast(0, voter_no=number(made, 0))
    assert made.cast(1, voter_no=number(made, 1)).seq == 2


def test_without_a_proxy_nobody_votes_for_another(app):
    made = assembly()
    with pytest.raises(errors.NotOnRoll):
        made.cast(1, voter_no=number(made, 0))


@pytest.mark.feature("VO-44")
def test_a_proxy_beyond_the_cap_or_by_property_staff_is_refused(app):  # check D-14
    made = assembly(owners=6)
    for n in (1, 2, 3):
        give(made, n, 0)
    with pytest.raises(errors.TooManyProxies):
        give(made, 4, 0)
    staff(made, 5, Role.PROPERTY_WORKER)
    with pytest.raises(errors.AgentIsStaff):
        give(made, 4, 5)
    assert count(VoteProxy) == 3


def test_an_agent_who_joined_the_property_company_since_cannot_vote_any_more(app):
    made = assembly()
    give(made, 0, 1)
    staff(made, 1, Role.PROPERTY_MANAGER)
    with pytest.raises(errors.AgentIsStaff):
        made.cast(1, voter_no=number(made, 0))
    assert count(Ballot) == 0


def test_a_revoked_proxy_is_worth_nothing(app):  # check D-14
    made = assembly()
    proxy_id = give(made, 0, 1)
    revoke(made, proxy_id, 0)
    with pytest.raises(errors.NotOnRoll):
        made.cast(1, voter_no=number(made, 0))
    with pytest.raises(errors.ProxySpent):
        revoke(made, proxy_id, 0)


def test_once_the_ballot_is_in_the_proxy_cannot_be_revoked(app):
    made = assembly()
    proxy_id = give(made, 0, 1)
    made.cast(1, voter_no=number(made, 0))
    with pytest.raises(errors.AlreadyVoted):
        revoke(made, proxy_id, 0)


def test_an_owner_who_votes_himself_revokes_the_proxy(app):  # check D-14
    made = assembly()
    proxy_id = give(made, 0, 1)
    made.cast(0)
    assert now_standing(made, proxy_id) is Standing.REVOKED
    with pytest.raises(errors.NotOnRoll):
        made.cast(1, voter_no=number(made, 0))
    assert count(Ballot) == 1


def test_a_proxy_ends_with_its_last_day(app):  # check D-14
    made = assembly()
    proxy_id = give(made, 0, 1, until_on=day_of(clock.now()))
    clock.advance(timedelta(days=1))
    assert now_standing(made, proxy_id) is Standing.EXPIRED
    with pytest.raises(errors.NotOnRoll):
        made.cast(1, voter_no=number(made, 0))
    with pytest.raises(errors.PastEnd):
        give(made, 0, 1, until_on=day_of(clock.now()) - timedelta(days=1))


def test_there_are_no_circles_and_no_chains_of_proxies(app):  # check D-14
    made = assembly()
    give(made, 0, 1)
    with pytest.raises(errors.ProxyChain):
        give(made, 1, 0)
    with pytest.raises(errors.ProxyChain):
        give(made, 1, 2)
    with pytest.raises(errors.ProxyChain):
        give(made, 2, 0)


def test_nobody_is_agent_of_his_own_vote(app):
    with pytest.raises(errors.AgentIsVoter):
        give(assembly(), 0, 0)


def test_a_voter_has_one_proxy_at_a_time(app):
    made = assembly()
    give(made, 0, 1)
    with pytest.raises(errors.ProxyStands):
        give(made, 0, 2)


def test_the_agent_must_vote_as_the_owner_wrote(app):
    made = assembly(matters=(Matter.USE_FUND, Matter.USE_FUND))
    give(made, 0, 1, powers=Powers.AS_TOLD, choices={"1": "for", "2": "against"})
    with pytest.raises(errors.BeyondInstructions) as refused:
        made.cast(1, voter_no=number(made, 0), choices={"1": "for", "2": "for"})
    assert set(refused.value.field_errors) == {"choice-2"}
    made.cast(1, voter_no=number(made, 0), choices={"1": "for", "2": "against"})


def test_a_paper_proxy_waits_for_the_second_officer(app):
    made = assembly()
    voter_no, agents_phone = number(made, 0), phone(made, 1)
    with transaction():
        proxy_id = proxying.take_in(
            actor=made.officer, vote=made.vote, voter_no=voter_no, phone=agents_phone, powers=Powers.FREE,
            photos=[photo()], now=clock.now(),
        ).id  # fmt: skip

    def approve(actor):
        with transaction():
            proxying.approve(
                actor=actor, vote=made.vote, proxy=proxies.proxy(made.vote, proxy_id), now=clock.now()
            )

    with pytest.raises(errors.NotOnRoll):
        made.cast(1, voter_no=voter_no)
    with pytest.raises(errors.SameHand):
        approve(made.officer)
    approve(made.second)
    made.cast(1, voter_no=voter_no)


@given(
    st.integers(0, 9),
    st.integers(1, 9),
    st.sampled_from(Powers),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_an_agent_is_taken_only_where_nothing_speaks_against_him(held, most, powers, said):
    lives_here, part, staff, candidate, gave = said
    agent = Agent(lives_here, part, staff, candidate, held, gave)
    fine = lives_here and not (part or staff or gave) and held < most
    fine = fine and not (candidate and powers is Powers.FREE)
    try:
        check_agent(agent, powers=powers, most=most)
    except (errors.NoSuchAgent, errors.AgentIsVoter, errors.AgentIsStaff, errors.AgentIsCandidate):
        assert not fine
    except (errors.ProxyChain, errors.TooManyProxies):
        assert not fine
    else:
        assert fine


_AT = st.none() | st.datetimes()


@given(_AT, _AT, _AT, st.datetimes())
def test_a_proxy_stands_only_when_approved_not_revoked_and_in_time(approved, revoked, until, now):
    found = standing(approved_at=approved, revoked_at=revoked, until=until, now=now)
    in_time = until is None or now < until
    assert (found is Standing.STANDS) == (approved is not None and revoked is None and in_time)


@given(st.dictionaries(st.sampled_from("1234"), st.sampled_from(["for", "against"])), st.data())
def test_the_owner_s_word_binds_item_by_item(told, data):
    choices = {one: data.draw(st.sampled_from(["for", "against"])) for one in told}
    check_within(Powers.FREE, told, choices)
    if choices == told:
        check_within(Powers.AS_TOLD, told, choices)
    else:
        with pytest.raises(errors.BeyondInstructions):
            check_within(Powers.AS_TOLD, told, choices)
