"""A star on phones: one officer fills in the sheet, another confirms it, a resident sees it on the first page."""

import pytest
from playwright.sync_api import expect

from linli.domains.estates.models import Estate
from linli.domains.people.models import Account
from linli.domains.rating.queries import sheets
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rating

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def cast(site):
    """The people of an estate, by what they do."""
    with transaction():
        region = places.region()
        estate = places.estate("斗潭新村", community=region)
        resident = people.account("王秀英")
        people.owner(estate, places.unit(estate, "3幢2单元501"), account=resident)
        officers = [people.staff(people.Role.COMMUNITY_OFFICER, region) for _ in range(2)]
        return {
            "estate": estate.id,
            "resident": resident.id,
            "fills": officers[0].id,
            "confirms": officers[1].id,
        }


@pytest.mark.feature("RA-23")
def test_a_star_goes_from_a_score_sheet_to_a_residents_first_page(site, cast, phone_of):
    with transaction():
        rating.data(
            db.session.get(Estate, cast["estate"]), db.session.get(Account, cast["fills"]),
            B04="60", B07="75", C05="30", D04="5", D01="30",
        )  # fmt: skip
    officer = phone_of(cast["fills"])
    site.open(officer, f"/work/e/{cast['estate']}/rating")
    officer.get_by_label("年度").fill("2025")
    officer.get_by_role("button", name="新建").click()
    for area in sheets.catalogue("star_2024").areas:
        officer.get_by_role("link", name=area.name).click()
        fill(officer, area)
        officer.get_by_role("button", name="保存").click()
        expect(officer.get_by_text("已保存。")).to_be_visible()
        officer.get_by_role("link", name="2025 年评分表").click()
    expect(officer.get_by_text("54 项都填好了")).to_be_visible()
    officer.get_by_role("button", name="提交").click()
    expect(officer.get_by_text("等另一位工作人员确认")).to_be_visible()
    expect(officer.get_by_role("button", name="确认并公布")).to_have_count(0)

    confirmer = phone_of(cast["confirms"])
    site.open(confirmer, "/work/")
    confirmer.get_by_role("link", name="2025 年星级待确认").click()
    confirmer.get_by_text("物业提升").click()
    expect(confirmer.get_by_role("cell", name="台账第 3 页").first).to_be_visible()
    confirmer.get_by_role("button", name="确认并公布 4 星").click()
    expect(confirmer.get_by_text("已公布")).to_be_visible()

    resident = phone_of(cast["resident"])
    site.open(resident, f"/e/{cast['estate']}/")
    resident.get_by_role("link", name="四星小区").click()
    expect(resident.get_by_role("heading", name="斗潭新村")).to_be_visible()
    expect(resident.get_by_role("heading", name="离五星还差什么")).to_be_visible()
    expect(resident.get_by_text("总分 88 分")).to_be_visible()
    expect(resident.get_by_text("报修按时办结率")).to_be_visible()


def fill(page, area):
    """Type the best into every field of an area; what the platform counts has none."""
    for one in area.indicators:
        if one.automatic:
            continue
        for part in one.parts:
            field = page.locator(f"[name='{one.code}.{part.key}']")
            value = rating.best(part.grade)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.locator(f"[name='{one.code}.evidence']").fill("台账第 3 页")
