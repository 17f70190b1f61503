"""A complaint about the company goes past it: the community asks, the company explains, the resident is answered."""

import re

import pytest
from playwright.sync_api import expect

from linli.platform.transactions import transaction
from tests.factories import tickets

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
WORDS = "装修押金交了两年一直不退"


@pytest.mark.feature("TK-49")
def test_a_complaint_is_answered_by_the_community_and_the_company_sees_only_its_question(site, phone_of):
    with transaction():
        ground = tickets.ground()
    resident = phone_of(ground.resident_id)
    site.open(resident, f"/e/{ground.estate_id}/complaints")
    resident.get_by_role("link", name="我要投诉").click()
    resident.get_by_label(re.compile("收费")).first.check()
    resident.get_by_label("把情况说清楚").fill(WORDS)
    resident.get_by_role("button", name="提交投诉").click()
    expect(resident.get_by_text("物业看不到您的姓名和房号")).to_be_visible()

    officer = phone_of(ground.officer_id)
    site.open(officer, f"/work/e/{ground.estate_id}/complaints")
    officer.get_by_role("link", name=re.compile("收费")).click()
    expect(officer.get_by_text(WORDS)).to_be_visible()
    officer.get_by_text("请物业说明情况").click()
    officer.get_by_label("要物业说明什么").fill("请说明退押金的流程和时间")
    officer.get_by_role("button", name="转给物业说明").click()
    expect(officer.get_by_text(re.compile("还没有说明"))).to_be_visible()

    manager = phone_of(ground.manager_id)
    site.open(manager, f"/work/e/{ground.estate_id}/company-statements")
    manager.get_by_role("link", name=re.compile("收费")).click()
    expect(manager.get_by_text("请说明退押金的流程和时间")).to_be_visible()
    expect(manager.get_by_text(WORDS)).to_have_count(0)
    expect(manager.get_by_text("张三")).to_have_count(0)
    manager.get_by_label("情况说明").fill("验收后七天内退，这户漏办了")
    manager.get_by_role("button", name="提交说明").click()
    expect(manager.get_by_text("验收后七天内退，这户漏办了")).to_be_visible()

    officer.reload()
    expect(officer.get_by_text("验收后七天内退，这户漏办了").first).to_be_visible()
    officer.get_by_label("给投诉人的答复").fill("查清了，物业本周五前退给您")
    officer.get_by_role("button", name="答复", exact=True).click()
    expect(officer.get_by_text("查清了，物业本周五前退给您").first).to_be_visible()

    site.open(resident, f"/e/{ground.estate_id}/")
    resident.get_by_role("link", name=re.compile("去看答复")).click()
    expect(resident.get_by_text("查清了，物业本周五前退给您").first).to_be_visible()
    resident.get_by_label("满意", exact=True).check()
    resident.get_by_role("button", name="提交", exact=True).click()
    expect(resident.get_by_label("满意", exact=True)).to_have_count(0)
