"""Open votes on the first pages: whom they wait for, and when they no longer do."""

from linli.domains.people.operations import register
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.voting import Assembly


def bearer(account):
    with transaction():
        return people.bearer(account)


def test_an_open_vote_waits_for_the_owner_until_the_ballot_is_in(client, app):
    assembly = Assembly(owners=2).open()
    mine, home = bearer(assembly.accounts[0]), f"/e/{assembly.id}/"
    assert "去投票" in client.get(home, headers=mine).text
    assembly.cast(0)
    assert "去投票" not in client.get(home, headers=mine).text
    assert "去投票" in client.get(home, headers=bearer(assembly.accounts[1])).text


def test_of_two_co_owners_only_the_chosen_one_is_asked(client, app):
    def share(assembly):
        assembly.wife = people.account("林共有")
        assembly.hers = people.owner(
            assembly.estate, assembly.units[0], name="林共有", account=assembly.wife
        ).id

    assembly = Assembly(owners=2, prepare=share).open()
    mine, hers, home = bearer(assembly.accounts[0]), bearer(assembly.wife), f"/e/{assembly.id}/"
    assert "去投票" in client.get(home, headers=mine).text
    with transaction():
        register.choose_representative(
            estate_id=assembly.id,
            unit_id=assembly.unit_ids[0],
            owner_id=assembly.hers,
            on=day_of(clock.now()),
        )
    assert "去投票" not in client.get(home, headers=mine).text
    assert "去投票" in client.get(home, headers=hers).text


def test_the_officer_sees_the_end_of_a_vote_and_then_its_count(client, app):
    assembly = Assembly(owners=2).open()
    officer = bearer(assembly.officer_account)
    assert "表决截止" in client.get("/work/", headers=officer).text
    assembly.cast(0)
    assembly.close()
    fresh = bearer(assembly.officer_account)
    assert "已计票，待公布" in client.get("/work/", headers=fresh).text
