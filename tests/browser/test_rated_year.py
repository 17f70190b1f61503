"""A rated year on three screens: planned, assessed on a phone without a network, appealed, confirmed, paid."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from linli.domains.rating.models import ScoreSheet
from linli.domains.rating.queries import courses, sheets, visits
from linli.domains.rating.rules.course import Stage
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.conftest import NOON
from tests.factories import rated_year, rating
from tests.factories.rating_course import DAYS, City, photo

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def city(site):
    """A city with frozen data and no plan yet; everything happens at a frozen noon that a test moves on."""
    with clock.freeze(NOON):
        with transaction():
            made = City(assessors=2)
            made.id = made.estate.id
            rating.data(made.estate, made.officers[0])
            before = rated_year.confirmed(made.estate.id, made.officers[0].id, year=2024, stars=4)
            db.session.add(ScoreSheet(**before))
            made.head_id, made.other_id = (one.id for one in made.officers)
            made.county_id, made.judge_id = (one.id for one in made.county_officers)
            made.manager_id = made.manager.id
            made.usernames = [one.username for one in made.assessors]
        yield made


def shot(page, name):
    """A picture for whoever wants to look: LINLI_PICTURES names a folder."""
    if folder := os.environ.get("LINLI_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the server's cut-off answers
def test_a_year_from_the_plan_to_the_paid_prize(site, phone, city):
    planned_and_drawn(site, phone, city)
    assessed_without_a_network(site, phone, city)
    published_and_appealed(site, phone, city)
    with transaction(writes=False):
        assert sheets.star(city.id).total == 10_000
    granted_and_paid(site, phone, city)


def planned_and_drawn(site, page, city):
    """The city plans the year, names its assessors, draws, and takes its estates on to the assessment."""
    site.sign_in(page, city.head_id)
    page.set_viewport_size(DESK)
    site.open(page, "/work/ratings")
    page.get_by_label("年度", exact=True).fill("2025")
    page.get_by_label("第三方测评机构").fill("信衡测评中心")
    for stage, days in DAYS.items():
        page.locator(f"[name={stage.value}_since]").fill(days.since_on.isoformat())
        page.locator(f"[name={stage.value}_until]").fill(days.until_on.isoformat())
    page.get_by_role("button", name="新建计划").click()
    for name in city.usernames:
        page.get_by_text("加入测评员").click()
        page.get_by_label("登录名").fill(name)
        page.get_by_role("button", name="加入", exact=True).click()
        expect(page.get_by_role("row").filter(has_text=f"测评员{city.usernames.index(name)}")).to_be_visible()
    page.get_by_label("抽签种子").fill("双色球 2026012 期 03 08 11")
    page.get_by_role("button", name="抽签", exact=True).click()
    expect(page.get_by_text("1 个小区，2 名测评员")).to_be_visible()
    for title in ("都进入数据冻结", "都进入小区自评", "都进入第三方测评"):
        page.get_by_role("button", name=title).click()
        expect(page.get_by_role("button", name=title)).to_have_count(0)
    shot(page, "plan")
    with transaction():
        city.plan_id = courses.course(estate_id=city.id, year=2025).plan_id
        first, second = visits.of_course(courses.course(estate_id=city.id, year=2025))
        city.planned = courses.plan_of(courses.course(estate_id=city.id, year=2025))
        city.visit_id, city.first_id = first.id, first.account_id
        city.send(second, B12="1")


def assessed_without_a_network(site, page, city):
    """The round is filled in without a network, survives a reload, and goes out by itself, once."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.clock.set_fixed_time(NOON)
    site.sign_in(page, city.first_id)
    site.open(page, "/work/assessments")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    shot(page, "tasks")
    page.get_by_role("link", name=city.estate.name).click()
    expect(page.locator("form[data-ready]")).to_be_attached()
    shot(page, "round")
    page.context.set_offline(True)
    fill_in(page, city)
    page.get_by_role("button", name="拍一张：大门和岗亭").click()
    first = page.locator("[data-shot]:visible").first
    first.locator("input[type=file]").set_input_files(
        {"name": "gate.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    )
    expect(first.locator("[data-thumb] canvas")).to_be_visible()
    first.get_by_label("公共秩序与安防").check()
    first.get_by_label("写清楚位置").fill("东门岗亭")
    expect(page.locator("form[data-kept]")).to_be_attached()
    page.reload()
    expect(page.locator("form[data-ready]")).to_be_attached()
    expect(page.locator('[name="B12.value"]')).to_have_value("1")
    expect(first.locator("[data-thumb] canvas")).to_be_visible()
    expect(first.get_by_label("写清楚位置")).to_have_value("东门岗亭")
    shot(page, "round-filled")
    page.get_by_role("button", name="提交测评").click()
    expect(page.get_by_text("现在没有网络")).to_be_visible()
    shot(page, "round-offline")
    page.context.set_offline(False)
    expect(page.get_by_text("测评已提交")).to_be_visible()
    shot(page, "round-sent")
    with transaction(writes=False):
        (kept,) = visits.photos([city.visit_id], city.id)
        assert (kept.codes, kept.place) == (["B12"], "东门岗亭")


def fill_in(page, city):
    """The best everywhere, and one finding at the gate by two touches of a step."""
    with transaction(writes=False):
        marks = city.marks(visits.visit(estate_id=city.id, visit_id=city.visit_id))
    for code, one in marks.items():
        for key, text in one.values.items():
            field = page.locator(f'[name="{code}.{key}"]')
            if field.first.get_attribute("type") == "radio":
                page.locator(f'[name="{code}.{key}"][value="{text}"]').check()
            else:
                field.fill(text)
    gate = page.locator('[data-indicator="B12"]')
    gate.get_by_role("button", name="加一").click()
    expect(gate.locator('[name="B12.value"]')).to_have_value("1")


def published_and_appealed(site, page, city):
    """The county checks, the city publishes, the company appeals, another person decides and another confirms."""
    with transaction():
        city.forward(to=Stage.AREA_CHECK)
    page.set_viewport_size(DESK)
    course = f"/work/e/{city.id}/rating/2025/course"
    site.sign_in(page, city.county_id)
    site.open(page, course)
    for area in ("党建引领", "物业提升", "小区治理", "文明服务"):
        page.get_by_label(area, exact=True).check()
        page.get_by_role("button", name="审核", exact=True).click()
        expect(
            page.get_by_role("listitem").filter(has_text=area).get_by_text("通过", exact=True)
        ).to_be_visible()
    site.sign_in(page, city.head_id)
    site.open(page, course)
    page.get_by_role("button", name="进入初评公示").click()
    expect(page.get_by_text("99.6 分")).to_be_visible()
    clock.advance(timedelta(days=8))
    site.sign_in(page, city.manager_id)
    site.open(page, f"/work/e/{city.id}/rating/2025/appeal")
    page.get_by_label("哪一项指标").select_option("B12")
    page.get_by_label("理由").fill("岗亭当天检修，有检修单")
    page.locator("input[name=photos]").set_input_files(
        {"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    )
    expect(page.locator("[data-photos-list] canvas")).to_be_visible()
    page.get_by_role("button", name="提交申诉").click()
    expect(page.get_by_text("待处理")).to_be_visible()
    site.sign_in(page, city.judge_id)
    site.open(page, course)
    page.get_by_label("改为多少分").fill("2")
    page.get_by_label("答复").fill("检修单属实")
    page.get_by_role("button", name="答复申诉").click()
    expect(page.get_by_text("总分 99.6 → 100 分")).to_be_visible()
    shot(page, "course")
    site.open(page, f"/p/estates/{city.id}/ratings/2025")
    shot(page, "preliminary")
    site.sign_in(page, city.head_id)
    site.open(page, course)
    page.get_by_role("button", name="进入申诉").click()
    expect(page.get_by_text("请由另一位工作人员确认")).to_be_visible()
    clock.advance(timedelta(days=20))
    site.sign_in(page, city.other_id)
    site.open(page, course)
    page.get_by_role("button", name="确认并公布").click()
    expect(page.get_by_role("heading", name="确认后的更正")).to_be_visible()


def granted_and_paid(site, page, city):
    """The rise from four to five stars is paid from the budget, approved by another; the company and all see it."""
    prizes = "/work/rating/years/2025/prizes"
    site.sign_in(page, city.head_id)
    site.open(page, prizes)
    page.get_by_label("年度预算").fill("50000")
    page.get_by_label("依据").fill("财〔2026〕8 号")
    page.get_by_role("button", name="算出金额并提交").click()
    expect(page.get_by_text("等另一位工作人员审批")).to_be_visible()
    site.sign_in(page, city.other_id)
    site.open(page, prizes)
    page.get_by_label("审批意见").fill("同意")
    page.get_by_role("button", name="批准 5 万元").click()
    page.get_by_role("link", name="登记付款").click()
    page.get_by_label("凭证号").fill("2026-001")
    page.get_by_role("button", name="登记已付 50000.00 元").click()
    expect(page.get_by_role("row").filter(has_text=city.estate.name)).to_contain_text("2026-001")
    shot(page, "prizes")
    site.sign_in(page, city.manager_id)
    site.open(page, f"/work/e/{city.id}/rating/2025/course")
    expect(page.locator(".page-title").get_by_text("已兑现奖补")).to_be_visible()
    site.open(page, f"/p/estates/{city.id}")
    expect(page.get_by_text("2026-001")).to_be_visible()
    shot(page, "star")
