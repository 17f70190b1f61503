"""What co-owners, tenants and sellers can and cannot do, over HTTP."""

import io
import zipfile

import pytest
from sqlalchemy import select

from linli.domains.fees.models import Bill
from linli.domains.people.models import Invitation, Resident
from linli.domains.people.operations import register
from linli.domains.people.queries import homes, identity
from linli.domains.people.queries import register as register_queries
from linli.kernel.actors import Role, Scope, ScopeKind, Tie
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.factories.voting import Assembly
from tests.payments.world import World
from tests.support.forms import submit

VOTE_BUTTON = "核对我的选择"


@pytest.fixture
def world(app):
    return World()


def headers_of(account_id):
    with transaction():
        return people.bearer(identity.account(account_id))


@pytest.mark.feature("EI-09")
def test_only_the_chosen_co_owner_sees_the_vote_button_and_the_other_sees_who_it_is(client, app):
    def couple(assembly):
        assembly.joint_id = (joint := places.unit(assembly.estate, "2幢201室", area=8000)).id
        both = [people.account("李强"), people.account("王芳")]
        assembly.couple = [one.id for one in both]
        assembly.names = [people.owner(assembly.estate, joint, account=a, name=a.name).id for a in both]

    hall = Assembly(prepare=couple).open()
    page, home = f"/e/{hall.id}/votes/{hall.vote_id}", f"/e/{hall.id}/units/{hall.joint_id}"
    husband, wife = (headers_of(one) for one in hall.couple)
    for either in (husband, wife):  # nobody is chosen yet: whoever comes first
        assert VOTE_BUTTON in client.get(page, headers=either).text
    chosen = submit(
        client,
        home,
        {"owner_id": str(hall.names[1])},
        to=f"{home}/representative",
        headers=husband,
    )
    assert chosen.status_code == 303
    hers, his = (client.get(page, headers=one).text for one in (wife, husband))
    assert VOTE_BUTTON in hers
    assert "这套房由代表投票" not in hers
    assert VOTE_BUTTON not in his
    assert "共有人推选了 王芳 代表" in his
    assert "王芳" not in client.get(page, headers=headers_of(hall.account_ids[0])).text
    assert f"/votes/{hall.vote_id}" in client.get(f"/e/{hall.id}/votes", headers=husband).text


def renters(world):
    """The tenant's entry at the first flat, and the owner's page of it."""
    with transaction(writes=False):
        resident = db.session.scalars(select(Resident).filter_by(estate_id=world.id)).one()
        return resident.id, f"/e/{world.id}/units/{resident.unit_id}"


def let_pay(client, world, *, pays, headers):
    resident_id, _ = renters(world)
    return client.put(
        f"{world.api}/residents/{resident_id}/paying", json={"pays": pays}, headers=headers
    ).status_code


def seen(client, world):
    return [one["id"] for one in client.get(f"{world.api}/bills", headers=world.tenant).json["items"]]


@pytest.mark.feature("EI-10")
def test_a_tenant_reports_a_repair_and_is_told_that_only_owners_vote(client, app):
    def let(assembly):
        assembly.renter = people.account("租客")
        people.resident(assembly.estate, assembly.units[0], assembly.renter)
        assembly.renter_id = assembly.renter.id

    hall = Assembly(prepare=let).open()
    renter = headers_of(hall.renter_id)
    report = {"category": "own.water", "words": "厨房水管漏水", "unit_id": str(hall.unit_ids[0])}
    made = client.post(
        f"/api/v1/estates/{hall.id}/tickets", json=report, headers=renter | {"Idempotency-Key": "one"}
    )
    assert made.status_code == 201, made.text
    page = client.get(f"/e/{hall.id}/votes/{hall.vote_id}", headers=renter).text
    assert "仅业主可投票" in page
    assert VOTE_BUTTON not in page
    ballot = client.post(
        f"/api/v1/estates/{hall.id}/votes/{hall.vote_id}/ballots",
        json={"choices": {"1": "for"}},
        headers=renter | {"Idempotency-Key": "two"},
    )
    assert ballot.status_code == 403


@pytest.mark.feature("EI-10")
def test_a_tenant_sees_and_pays_the_bills_of_the_unit_once_the_owner_says_so(client, world):
    assert seen(client, world) == []
    assert "账单只给业主和家庭成员看" in client.get(f"/e/{world.id}/bills", headers=world.tenant).text
    resident_id, home = renters(world)
    switch = f"/e/{world.id}/residents/{resident_id}/paying"
    assert "让租客缴费" in client.get(home, headers=world.owner).text
    assert submit(client, home, {"pays": "true"}, to=switch, headers=world.owner).status_code == 303
    assert "不再让租客缴费" in client.get(home, headers=world.owner).text

    assert seen(client, world) == [str(world.one)]  # not the owner's other flat
    assert client.get(f"{world.api}/bills/{world.two}", headers=world.tenant).status_code == 404
    assert "120.00" in client.get(f"/e/{world.id}/bills", headers=world.tenant).text
    order = client.post(
        f"{world.api}/payments",
        json={"bill_ids": [str(world.one)], "channel": "sandbox"},
        headers=world.tenant | {"Idempotency-Key": "k"},
    )
    assert order.status_code == 201, order.text
    client.get(f"/e/{world.id}/payments/{order.json['id']}/cashier", headers=world.tenant)
    fees.notify(client, fees.notice(order.json["number"], order.json["amount_fen"]))
    assert (world.settled(world.one), world.proven()) == ([12000], True)
    with transaction(writes=False):  # the tenant paid; the owner answers for it as before
        assert db.session.get(Bill, (world.id, world.one)).liable == "owner"
    paid = client.get(f"{world.api}/bills/{world.one}", headers=world.owner).json
    assert (paid["state"], paid["open_fen"]) == ("paid", 0)


@pytest.mark.feature("EI-10")
def test_without_the_owners_word_a_tenant_neither_sees_nor_pays_and_cannot_give_it_to_himself(client, world):
    for nobody in (world.tenant, world.other, world.cashier, world.stranger):
        assert let_pay(client, world, pays=True, headers=nobody) in {403, 404}
    assert let_pay(client, world, pays=True, headers=world.owner) == 204
    assert let_pay(client, world, pays=False, headers=world.owner) == 204
    assert seen(client, world) == []
    refused = client.post(
        f"{world.api}/payments",
        json={"bill_ids": [str(world.one)], "channel": "sandbox"},
        headers=world.tenant | {"Idempotency-Key": "k"},
    )
    assert refused.status_code in {403, 404}
    with transaction(writes=False):
        acts = db.session.scalars(select(AuditEntry.details).filter_by(act="people:resident:let_pay"))
        assert [one["pays"] for one in acts] == [True, False]


def test_family_needs_no_word_of_the_owner(client, world):
    with transaction():
        resident = db.session.scalars(select(Resident)).one()
        resident.tie = Tie.FAMILY
    assert let_pay(client, world, pays=True, headers=world.owner) == 409


class Sold(Assembly):
    """Flat 1 is billed and voted for by its owner, let to a tenant who pays, and then sold."""

    def __init__(self):
        super().__init__(prepare=self._household)
        self.seller, self.family, self.tenant = (
            headers_of(one) for one in (self.account_ids[0], self.family_id, self.tenant_id)
        )
        self.open()
        cast = self.cast(0)
        self.ballot_id, self.voter_no = cast.ballot_id, cast.voter_no
        with transaction():
            run = fees.issued(self.estate_now(), name="物业费")
            self.bill_id = db.session.scalars(
                select(Bill).filter_by(run_id=run.id, unit_id=self.unit_ids[0])
            ).one().id  # fmt: skip

    def _household(self, _):
        wife, renter = people.account("家人"), people.account("租客")
        people.resident(self.estate, self.units[0], wife, tie=Tie.FAMILY)
        people.resident(self.estate, self.units[0], renter).pays = True
        self.family_id, self.tenant_id = wife.id, renter.id
        self.auditor_id = people.staff(Role.AUDITOR, Scope(ScopeKind.PLATFORM)).id

    def auditor(self):
        return headers_of(self.auditor_id)

    def sell(self):
        with transaction():
            buyer = people.account("买家")
            to = people.owner(self.estate_now(), account=buyer, name="买家")
            register.transfer(estate_id=self.id, unit_id=self.unit_ids[0], to=[to.id], on=day_of(clock.now()))
            self.buyer = people.bearer(buyer)


@pytest.mark.feature("EI-14")
def test_the_sellers_next_request_reaches_nothing_of_the_unit(client, app):
    sold = Sold()
    bill, home = f"/api/v1/estates/{sold.id}/bills/{sold.bill_id}", f"/e/{sold.id}/units/{sold.unit_ids[0]}"
    receipt = f"/api/v1/estates/{sold.id}/votes/{sold.vote_id}/ballots/{sold.ballot_id}"
    for address in (bill, home, receipt):
        assert client.get(address, headers=sold.seller).status_code == 200
    assert client.get(bill, headers=sold.tenant).status_code == 200
    invited = client.post(
        f"/api/v1/estates/{sold.id}/units/{sold.unit_ids[0]}/invitations",
        json={"tie": "family"},
        headers=sold.seller,
    )
    assert invited.status_code == 201
    sold.sell()
    for address in (bill, home, receipt, f"/e/{sold.id}/", f"/api/v1/estates/{sold.id}/bills"):
        assert client.get(address, headers=sold.seller).status_code in {401, 403, 404}, address
    for address in (bill, home):  # nor by those whom the seller had let in
        assert client.get(address, headers=sold.family).status_code in {401, 403, 404}, address
    assert client.get(home, headers=sold.tenant).status_code == 200  # a lease outlives a sale
    assert client.get(bill, headers=sold.tenant).status_code == 404  # paying was the seller's word
    assert client.get(home, headers=sold.buyer).status_code == 200
    with transaction(writes=False):
        assert db.session.scalars(select(Invitation)).one().revoked_at is not None


@pytest.mark.feature("EI-14")
def test_old_bills_and_ballots_outlive_the_sale_for_whoever_checks_them(client, app):
    sold = Sold()
    sold.sell()
    officer = headers_of(sold.officer.account_id)
    bill = client.get(f"/api/v1/estates/{sold.id}/bills/{sold.bill_id}", headers=officer)
    assert (bill.status_code, bill.json["unit_label"]) == (200, "1幢1室")
    sold.close().publish()
    result = client.get(f"/api/v1/estates/{sold.id}/votes/{sold.vote_id}/result", headers=sold.auditor())
    assert result.status_code == 200, result.text
    officer = headers_of(sold.officer.account_id)  # a session of staff ends within the day
    packed = client.get(f"/api/v1/estates/{sold.id}/votes/{sold.vote_id}/bundle", headers=officer)
    assert packed.status_code == 200, packed.text
    with zipfile.ZipFile(io.BytesIO(packed.data)) as bundle:
        assert f'"voter_no":"{sold.voter_no}"' in bundle.read("ballots.jsonl").decode()
    with transaction(writes=False):
        held = homes.history(sold.id, sold.unit_ids[0])
        names = register_queries.owner_views(sold.id, [one.owner_id for one in held])
        assert [names[one.owner_id].name for one in held] == ["买家", "业主0"]


def test_a_co_owner_who_comes_in_leaves_the_family_where_it_is(client, app):
    sold = Sold()
    with transaction():
        to = people.owner(sold.estate_now(), name="妻子")
        register.transfer(
            estate_id=sold.id, unit_id=sold.unit_ids[0], to=[sold.owner_ids[0], to.id], on=day_of(clock.now())
        )
    home = f"/e/{sold.id}/units/{sold.unit_ids[0]}"
    assert client.get(home, headers=sold.family).status_code == 200
    assert client.get(home, headers=sold.seller).status_code == 200
