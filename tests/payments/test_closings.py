"""The cashier's closing: what was counted beside what was booked, and a second pair of eyes (PA-17)."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from linli.platform import clock
from tests.payments.world import World
from tests.support import paper
from tests.support.forms import submit
from tests.support.required import need


@pytest.fixture
def world(app):
    return World()


def take(client, world, bill_id, voucher, way="cash"):
    body = {"bill_ids": [str(bill_id)], "way": way, "voucher_no": voucher, "received_fen": 12000}
    return client.post(
        f"{world.api}/desk-payments",
        json=body,
        headers=world.cashier | {"Idempotency-Key": f"{voucher}-{bill_id}"},
    )


def close(client, world, counted, reason="", key=None, who=None):
    return client.post(
        f"{world.api}/desk-closings",
        json={"counted_fen": counted, "reason": reason},
        headers=(who or world.cashier) | {"Idempotency-Key": key or f"close-{counted}-{len(reason)}"},
    )


@pytest.mark.feature("PA-17")
def test_counted_cash_equals_booked_or_the_difference_has_a_reason_and_another_person_checks(client, world):
    assert take(client, world, world.one, "V1").status_code == 201
    assert take(client, world, world.two, "V2", way="pos").status_code == 201
    short = close(client, world, 11900)
    assert (short.status_code, short.json["code"]) == (422, "payments.unexplained_difference")
    made = close(client, world, 11900, "找零多给了 1 元")
    assert (made.status_code, made.json["booked_fen"]) == (201, 0)
    (one,) = made.json["items"]
    assert (one["booked_fen"], one["difference_fen"], one["checked_by"]) == (12000, -100, "")
    check = {"closing_id": one["id"]}
    there = f"{world.api}/desk-closings/checks"
    assert client.post(there, json=check, headers=world.cashier).json["code"] == "payments.same_person_checks"
    assert client.post(there, json=check, headers=world.stranger).status_code == 404
    done = client.post(there, json=check, headers=world.second_cashier)
    assert (done.status_code, done.json["items"][0]["checked_by"]) == (201, "吴经理")
    again = client.post(there, json=check, headers=world.second_cashier)
    assert again.json["code"] == "payments.already_checked"


@pytest.mark.feature("PA-16", "PA-17")
def test_a_bill_is_not_paid_twice_in_cash_and_each_closing_counts_only_what_the_last_did_not(client, world):
    take(client, world, world.one, "V1")
    assert take(client, world, world.one, "V2").json["code"] == "payments.nothing_to_pay"
    assert take(client, world, world.two, "V1").json["code"] == "payments.voucher_taken"
    assert close(client, world, 12000).status_code == 201
    clock.advance(timedelta(hours=1))
    take(client, world, world.two, "V3")
    booked = client.get(f"{world.api}/desk-closings", headers=world.cashier).json["booked_fen"]
    assert (booked, close(client, world, 12000, key="second").status_code) == (12000, 201)
    page = client.get(f"/work/e/{world.id}/fees/closings", headers=world.second_cashier).text
    assert (page.count("已复核，一致"), "周会计" in page) == (2, True)


def photo():
    made = io.BytesIO()
    Image.new("RGB", (40, 40)).save(made, "PNG")
    made.seek(0)
    return made


@pytest.mark.feature("PA-16")
def test_money_at_the_desk_comes_with_a_photo_of_its_voucher_or_shows_that_it_lacks_one(client, world):
    fields = {"bill": str(world.one), "way": "transfer", "voucher_no": "HD-1", "received": "120.00"}
    desk = f"/work/e/{world.id}/fees/desk?search=101"
    entered = submit(client, desk, fields | {"photos": (photo(), "回单.png")}, headers=world.cashier)
    assert entered.status_code == 303
    assert take(client, world, world.two, "V9").status_code == 201
    takings = client.get(f"/work/e/{world.id}/fees/takings", headers=world.second_cashier).text
    assert (takings.count("看凭证"), takings.count("补凭证照片")) == (1, 1)
    without = takings.partition("补凭证照片")[0].rpartition('href="')[2].partition('"')[0]
    added = submit(
        client, without, {"photos": (photo(), "小票.png")}, to=f"{without}/photos", headers=world.cashier
    )
    assert added.status_code == 303
    page = client.get(without, headers=world.second_cashier).text
    shown = f"{without}/photos/" + page.partition(f"{without}/photos/")[2].partition('"')[0]
    assert client.get(shown, headers=world.second_cashier).mimetype == "image/jpeg"
    assert client.get(shown, headers=world.stranger).status_code == 404
    assert client.get(shown, headers=world.owner).status_code in (403, 404)


def test_a_cashiers_day_is_printed_to_hand_over(client, world):
    need("papers")
    take(client, world, world.one, "V1")
    take(client, world, world.two, "V2", way="pos")
    words = paper.words(client.get(f"/work/e/{world.id}/fees/slips", headers=world.cashier).data)
    assert [
        one for one in ("周会计", "应交现金120.00元", "240.00", "V2", "SJ-2026-000002") if one not in words
    ] == []
