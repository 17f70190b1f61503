"""Signing in without a picture puzzle: the code comes to read or to listen to (AX-08)."""

import json
import re

import pytest
from sqlalchemy import select

from linli.domains.notices.models import Message
from linli.domains.people.models import LoginCode
from linli.domains.people.operations import sign_in
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.notices.test_messages import send_due
from tests.support.forms import submit

PHONE = "13812345678"


def queued():
    with transaction(writes=False):
        rows = db.session.scalars(select(Message).order_by(Message.id))
        return [(one.template, one.channel, one.state) for one in rows]


@pytest.mark.feature("AX-08")
def test_the_page_has_no_picture_puzzle_and_both_its_ways_really_send_a_code(client, settings):
    first = client.get("/sign-in").text
    asked = submit(client, "/sign-in", {"phone": PHONE})
    for page in (first, asked.text):
        images = re.findall(r"<(?:img|canvas|iframe)[^>]*>", page)
        assert all("/icons/" in image for image in images)
        assert not re.search("captcha|图形验证|拼图|滑块", page, re.IGNORECASE)
    assert re.findall(r'name="way" value="(\w+)"', asked.text) == ["sms", "voice"]
    called = submit(client, "/sign-in", {"phone": PHONE, "way": "voice"})
    assert called.status_code == 200
    assert "打电话" in called.text
    assert queued() == [("login_code", "sms", "queued"), ("login_code_voice", "sms", "queued")]

    assert send_due() == 2
    lines = [json.loads(one) for one in (settings.data_dir / "sms.jsonl").read_text("utf-8").splitlines()]
    with transaction(writes=False):
        codes = [
            sign_in.code_of(one) for one in db.session.scalars(select(LoginCode.id).order_by(LoginCode.id))
        ]
    assert {one["template"]: one["params"]["code"] for one in lines} == {
        "login_code": codes[0],
        "login_code_voice": codes[1],
    }
    assert {one["to"] for one in lines} == {PHONE}
    entered = submit(client, "/sign-in", {"phone": PHONE, "code": codes[1]}, to="/sign-in/code")
    assert entered.status_code == 303


@pytest.mark.feature("AX-08")
def test_a_program_may_ask_for_either_way_and_gets_a_short_message_by_default(client):
    for more, status in (({}, 202), ({"way": "voice"}, 202), ({"way": "sms"}, 202), ({"way": "fax"}, 422)):
        assert client.post("/api/v1/auth/codes", json={"phone": PHONE} | more).status_code == status
    assert [template for template, _, _ in queued()] == ["login_code", "login_code_voice", "login_code"]
