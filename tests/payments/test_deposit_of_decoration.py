"""A decoration and the deposit that secures it lead to each other; what the desk has to answer waits for it."""

import re

import pytest

from linli.domains.decoration import operations as decorating
from linli.domains.decoration.operations import Look
from linli.domains.decoration.queries import decoration as found
from linli.domains.fund import operations as fund
from linli.domains.fund.rules import Ground
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import decoration, people
from tests.payments.world import World
from tests.support.forms import submit


@pytest.fixture
def world(app):
    """The world of payments with a decoration that is under way in its first flat, and a worker of the company."""
    made = World()
    with transaction():
        made.manager = Actor(made.me_id, Role.PROPERTY_MANAGER, Scope(ScopeKind.ESTATE, made.id))
        work = decoration.registered(made.me, made.id, next(iter(made.me.units)))
        decorating.acknowledge(actor=made.manager, decoration=work, now=clock.now())
        made.work_id = work.id
        made.worker = people.bearer(people.staff(Role.PROPERTY_WORKER, Scope(ScopeKind.ESTATE, made.id)))
    return made


def close(world):
    """The owner is done, and the company finds nothing."""
    with transaction():
        work = found(estate_id=world.id, decoration_id=world.work_id)
        decorating.finish(decoration=work, now=clock.now())
        decorating.visit(actor=world.manager, decoration=work, look=Look(words="没有违规"), now=clock.now())
        decorating.close(actor=world.manager, decoration=work, result="没有违规", now=clock.now())


def test_a_decoration_leads_to_its_deposit_and_back_and_when_it_is_over_the_desk_is_told(client, world):
    desk = f"/work/e/{world.id}/fees/deposits"
    ours, theirs = (
        f"/work/e/{world.id}/decorations/{world.work_id}",
        f"/e/{world.id}/decorations/{world.work_id}",
    )
    way = f"{desk}?about={world.work_id}"
    assert f'href="{way}#f-unit"' in client.get(ours, headers=world.second_cashier).text
    assert "收装修押金" not in client.get(ours, headers=world.worker).text
    typed = {
        "unit": "1幢103室", "name": "装修押金", "amount": "2000", "basis": "协议第 5 条",
        "about_id": str(world.work_id), "once": "a",
    }  # fmt: skip
    assert 'value="1幢101室"' in client.get(way, headers=world.second_cashier).text
    wrong = submit(client, way, typed, to=desk, headers=world.cashier)
    assert (wrong.status_code, "不是同一套" in wrong.text, str(world.work_id) in wrong.text) == (
        422,
        True,
        True,
    )
    made = submit(client, way, typed | {"unit": "1幢101室", "once": "b"}, to=desk, headers=world.cashier)
    one = made.headers["Location"]
    assert f'href="{ours}"' in client.get(one, headers=world.second_cashier).text
    cashiers = client.get(one, headers=world.cashier).text  # he takes the money and reads no decorations
    assert ("装修登记，" in cashiers, ours in cashiers) == (True, False)
    assert f'href="{one}"' in client.get(ours, headers=world.second_cashier).text
    assert "2000.00" not in client.get(ours, headers=world.worker).text
    assert f'href="/e/{world.id}/deposits"' in client.get(theirs, headers=world.owner).text
    assert f'href="{theirs}"' in client.get(f"/e/{world.id}/deposits", headers=world.owner).text
    assert "装修押金 2000.00 元" in client.get(f"/e/{world.id}/", headers=world.owner).text
    for who in (world.other, world.tenant):
        assert "装修押金 2000.00 元" not in client.get(f"/e/{world.id}/", headers=who).text

    paid = {"way": "transfer", "voucher_no": "回单 1", "received": "2000", "once": "c"}
    assert submit(client, one, paid, to=f"{one}/desk", headers=world.cashier).status_code == 303
    assert "退押金" not in client.get("/work/", headers=world.cashier).text
    close(world)
    assert "装修已办结，退押金" in client.get("/work/", headers=world.cashier).text
    back = {"deducted": "0", "reason": "验收合格", "once": "d"}
    assert submit(client, one, back, to=f"{one}/settlements", headers=world.cashier).status_code == 303
    pages = [client.get("/work/", headers=who).text for who in (world.cashier, world.second_cashier)]
    assert ["复核退押金" in page for page in pages] == [False, True]
    assert ["装修已办结" in page for page in pages] == [False, False]


def test_a_repair_from_the_fund_waits_for_the_one_whose_word_is_next(client, world):
    scope = Scope(ScopeKind.ESTATE, world.id)
    with transaction():
        for title, ground in (("屋面抢修", Ground.LEAK), ("换楼道灯", None)):
            fund.ask(
                actor=world.manager, estate_id=world.id, title=title, words="漏水", contractor="",
                scope="estate:", plan_fen=100_000, ground=ground, now=clock.now(),
            )  # fmt: skip
        officer, street = (
            people.bearer(people.staff(role, scope)) for role in (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER)
        )

    def steps(who):
        text = client.get("/work/", headers=who).text
        return re.findall(r'aria-label="(\S+?：(?:屋面抢修|换楼道灯))"', text)

    assert (sorted(steps(officer)), steps(street)) == (["去审核：屋面抢修", "提请表决：换楼道灯"], [])
    (one,) = re.findall(
        r'href="(\S+?/fund/[^"]+)"[^>]*aria-label="去审核', client.get("/work/", headers=officer).text
    )
    assert submit(client, one, {}, to=f"{one}/review", headers=officer).status_code == 303
    assert (steps(officer), steps(street)) == (["提请表决：换楼道灯"], ["去确认：屋面抢修"])
