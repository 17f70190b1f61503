"""What everybody may read of a confirmed star: every figure with its how, two pages of paper, a table."""

import io
import re
import zipfile
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from linli.blueprints.rating import public_pages
from linli.domains.estates import operations as housing
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Region
from linli.domains.estates.rules import Feature
from linli.domains.rating.queries import sheets
from linli.domains.rating.rules.grading import plain
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rating
from tests.support import paper
from tests.support.required import need

CODES = [one.code for one in sheets.catalogue("star_2024").indicators]


class Place:
    """An estate with two confirmed years and one that is only preliminary."""

    def __init__(self):
        with transaction():
            region = places.region()
            self.estate = places.estate("斗潭新村", community=region)
            self.ann = people.staff(Role.COMMUNITY_OFFICER, region, name="唐录入")
            bob = people.staff(Role.STREET_OFFICER, estates.region(self.estate.street_id), name="许确认")
            rating.confirmed(self.estate, self.ann, bob, year=2024, A01="没有", B04="60")
            rating.confirmed(self.estate, self.ann, bob, year=2025, B16="3")
            rating.sheet(self.estate, self.ann, year=2026)
        self.page = f"/p/estates/{self.estate.id}"


@pytest.fixture
def place(app):
    return Place()


@pytest.mark.feature("NN-45", "RA-23")
def test_every_figure_on_a_public_page_says_formula_sources_time_and_person(client, place):
    api = f"/api/v1/public/estates/{place.estate.id}/stars"
    found = client.get(f"{api}/2025").json
    assert [line["code"] for line in found["lines"]] == CODES
    hows = [found["star_how"], found["total_how"], *(line["how"] for line in found["lines"])]
    assert all(how["formula"] and how["sources"] and how["at"] and how["who"] for how in hows)
    assert {how["who"] for how in hows} == {"唐录入", "许确认"}
    page = client.get(f"{place.page}/stars/2025").text
    assert page.count("<dt>算法</dt>") == len(CODES) + len("ABCD") + 2  # the lines, the areas, star and total
    for word in ("来源", "时间", "负责人"):
        assert page.count(f"<dt>{word}</dt>") == page.count("<dt>算法</dt>")
    figures = client.get(place.page).text
    sections = re.findall(r"<h2>(.*?)</h2>.*?(?=<h2>|\Z)", figures, re.DOTALL)
    assert (
        figures.count("<dt>算法</dt>") >= len(sections) - 1
    )  # the list of years leads to each year's own page
    for year in (2026, 1999, 10**30):
        assert client.get(f"{place.page}/stars/{year}").status_code == 404
        assert client.get(f"{api}/{year}").status_code == 404


@pytest.mark.feature("RA-17")
def test_the_public_page_compares_a_year_with_the_one_before(client, place):
    lines = {
        one["code"]: one
        for one in client.get(f"/api/v1/public/estates/{place.estate.id}/stars/2025").json["lines"]
    }
    assert [lines[code]["difference"] for code in ("A01", "A02", "B04", "B16")] == [200, 0, 300, -40]
    page = client.get(place.page).text
    assert all(words in page for words in ("和上年比，变化最大的", "+3 分", "+2 分", "-0.4 分"))
    first = client.get(f"/api/v1/public/estates/{place.estate.id}/stars/2024").json["lines"]
    assert {line["why_not"] for line in first} == {"上一年没有公布"}
    assert {line["difference"] for line in first} == {None}


def test_the_page_is_drawn_anew_when_anything_about_stars_changes(client, place):
    assert "共 1 个小区" in client.get(place.page).text
    with transaction():
        beside = places.estate(community=estates.region(place.estate.community_id))
        street = people.staff(Role.STREET_OFFICER, estates.region(place.estate.street_id))
        rating.confirmed(beside, place.ann, street, year=2025)
    page = client.get(place.page).text
    assert "共 2 个小区" in page
    assert "共 1 个小区" not in page


def test_a_page_that_was_drawn_costs_one_question_and_is_each_reader_s_own(client, place):
    with transaction():
        officer = people.bearer(place.ann)
    assert "登录</a>" in client.get(place.page).text
    with questions() as asked:
        assert client.get(place.page).status_code == 200
    assert len(asked) == 1, "names, features and the mark of what was drawn, together"
    mine = client.get(place.page, headers=officer).text
    assert "我的</a>" in mine
    assert "登录</a>" not in mine
    client.set_cookie("linli-look", "theme=dark&mode=elder", domain="localhost")
    assert 'data-theme="dark" data-mode="elder"' in client.get(place.page).text
    client.delete_cookie("linli-look", domain="localhost")
    page = client.get(place.page).text
    assert ("登录</a>" in page, 'data-mode="normal"' in page) == (True, True)


def test_names_and_switches_are_not_kept_from_the_last_drawing(client, place):
    assert "斗潭新村" in client.get(place.page).text
    with transaction():
        db.session.get(Region, place.estate.community_id).name = "改名社区"
    assert "改名社区" in client.get(place.page).text
    with transaction():
        today = day_of(clock.now())
        housing.switch_feature(estate_id=place.estate.id, feature=Feature.RATING, on=False, today=today)
    assert client.get(place.page).status_code == 404
    assert client.get(f"/p/estates/{UUID(int=9)}").status_code == 404


def test_where_a_glance_sees_nothing_the_page_is_asked_for_in_the_ordinary_way(client, place, monkeypatch):
    drawn = client.get(place.page).text
    monkeypatch.setattr(public_pages, "glance", lambda *_: None)
    assert "共 1 个小区" in client.get(place.page).text
    assert client.get(place.page).text.count("<dt>") == drawn.count("<dt>")
    assert client.get(f"/p/estates/{UUID(int=9)}").status_code == 404


@contextmanager
def questions():
    """What is asked of any table meanwhile, but for the two that all pages ask every two seconds."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if re.search(r"\sFROM\s", statement) and not re.search(r"FROM (house_switch|banner)\b", statement):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.feature("RA-22")
def test_a_score_sheet_is_two_pages_of_paper_with_all_lines_and_the_same_as_a_table(client, place):
    need("papers")
    answer = client.get(f"{place.page}/stars/2025/sheet.pdf")
    assert answer.mimetype == "application/pdf"
    assert len(paper.sheets(answer.data)) == 2
    words = paper.words(answer.data)
    assert [code for code in CODES if code not in words] == []
    with zipfile.ZipFile(io.BytesIO(client.get(f"{place.page}/stars/2025/sheet.xlsx").data)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert [code for code in CODES if f">{code}<" not in strings] == []
    star = client.get(f"/api/v1/public/estates/{place.estate.id}/stars").json["items"][0]
    assert plain(star["total"]) in words
    assert f">{plain(star['total'])}<" in strings
