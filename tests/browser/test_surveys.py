"""A survey on a phone: questions appear as answers ask for them, what was half typed stays on the device."""

import pytest
from playwright.sync_api import expect

from linli.domains.surveys.rules.course import Mode
from tests.factories.surveys import Block

# What the page does is tried; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def block(site):
    return Block()


@pytest.mark.feature("VO-66")
def test_a_question_is_shown_only_where_an_earlier_answer_asks_for_it(site, phone, block):
    survey_id = block.asks()
    site.sign_in(phone, block.ids[0])
    site.open(phone, f"/e/{block.id}/surveys/{survey_id}")
    asked = phone.locator('[data-question="q2"]')
    expect(asked).to_be_hidden()
    phone.get_by_label("两辆").check()
    expect(asked).to_be_visible()
    asked.get_by_label("路边").check()
    phone.get_by_label("没有").check()
    expect(asked).to_be_hidden()
    phone.locator('[data-question="q3"] .segment').nth(3).click()
    phone.get_by_text("看一遍再交").click()
    expect(phone.get_by_text("路边")).to_have_count(0)  # hidden again: the answer to it is dropped
    phone.get_by_text("交上去").click()
    expect(phone.get_by_text("收到了，谢谢您")).to_be_visible()


@pytest.mark.feature("VO-69")
def test_a_half_filled_anonymous_survey_stays_on_the_device_only(site, phone, block):
    survey_id = block.asks(mode=Mode.ANONYMOUS)
    site.sign_in(phone, block.ids[0])
    site.open(phone, f"/e/{block.id}/surveys/{survey_id}")
    phone.get_by_label("还有什么想说的").fill("写到一半的话")
    phone.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('linli-draft:'))")
    site.open(phone, f"/e/{block.id}/surveys")
    site.open(phone, f"/e/{block.id}/surveys/{survey_id}")
    assert phone.get_by_label("还有什么想说的").input_value() == "写到一半的话"
