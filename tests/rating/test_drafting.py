"""A city's own catalogue: copied, edited, compared, tried on last year's data, published by a second person."""

import pytest
from sqlalchemy.exc import DBAPIError

from linli.domains.rating.errors import BadCatalogue, CatalogueInUse, SameAuthor
from linli.domains.rating.models import CatalogueEdition
from linli.domains.rating.operations import drafting
from linli.domains.rating.queries import catalogues, effects
from linli.domains.rating.rules.editions import Line, NewLine
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rating
from tests.support import paper
from tests.support.required import need


class Hall:
    """The city's office: two officers, and estates with a year behind them."""

    def __init__(self):
        region = places.region()
        self.region = region
        self.officers = [people.staff(Role.CITY_OFFICER, region) for _ in range(2)]
        self.one, self.two = (rating.actor(one, Role.CITY_OFFICER) for one in self.officers)
        self.ann, self.bob = (people.staff(Role.COMMUNITY_OFFICER, region) for _ in range(2))

    def copy(self, since=2027):
        return drafting.copy_year(
            actor=self.one, of_year=2025, since=since, version=f"{since} 年版", now=clock.now()
        )


def change(of, code, most, *grades, **more):
    keys = [part.key for part in catalogues.shipped("star_2024").indicator(code).parts]
    line = Line(max=most, grades=dict(zip(keys, grades, strict=True)), **more)
    drafting.change_line(of=of, code=code, line=line, now=clock.now())


def new(**more):
    told = {
        "area": "A",
        "code": "A13",
        "name": "红色驿站",
        "max": "2",
        "source": "doc",
        "ask": "驿站",
        "grade": "BOOL(2)",
    }
    return NewLine(**told | more)


@pytest.mark.feature("RA-25")
@pytest.mark.feature("RA-02")
def test_a_copy_is_edited_until_it_adds_up_and_published_by_a_second_person(app):
    with transaction():
        hall = Hall()
        of = hall.copy()
        assert (catalogues.problem(of), catalogues.differences(of)) == ("", [])
        change(of, "B04", "2", "LIN(60→0, 95→2)")
        assert catalogues.problem(of) == "B 各项之和是 34，应是 35"
        with pytest.raises(BadCatalogue, match="34"):
            drafting.publish(actor=hall.two, of=of, now=clock.now())
        change(of, "B07", "4", "LIN(75→0, 98→4)", not_applicable="全年没有报修")
        told = [(one.code, one.what, one.before, one.after) for one in catalogues.differences(of)]
        assert told == [
            ("B04", "满分", "3", "2"),
            ("B04", "评分", "LIN(60→0, 95→3)", "LIN(60→0, 95→2)"),
            ("B07", "满分", "3", "4"),
            ("B07", "不适用", "", "全年没有报修"),
            ("B07", "评分", "LIN(75→0, 98→3)", "LIN(75→0, 98→4)"),
        ]
        drafting.drop_line(of=of, code="A01", now=clock.now())
        for line, field in (
            (new(code="A01"), "code"),
            (new(code="B04"), "code"),
            (new(grade="LIN(1→2)"), "grade"),
            (new(max="很多"), "max"),
            (new(source="auto"), "fact"),
            (new(source="auto", fact="nobody.knows"), "fact"),
            (new(area="Z"), "area"),
        ):
            with pytest.raises(BadCatalogue) as no:
                drafting.add_line(of=of, line=line, now=clock.now())
            assert field in no.value.field_errors
        drafting.add_line(of=of, line=new(), now=clock.now())
        assert catalogues.problem(of) == ""
        with pytest.raises(SameAuthor):
            drafting.publish(actor=hall.one, of=of, now=clock.now())
        drafting.publish(actor=hall.two, of=of, now=clock.now())
        assert catalogues.for_year(2026) == "star_2024"
        assert catalogues.for_year(2027) == catalogues.name_of(of)
        assert catalogues.named(catalogues.for_year(2028)).indicator("B04").max == 200
        with pytest.raises(CatalogueInUse):
            change(of, "B04", "3", "LIN(60→0, 95→3)")
        of_id = of.id
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(db.update(CatalogueEdition).filter_by(id=of_id).values(version="x"))
    with transaction():
        hall = Hall()
        again = hall.copy(since=2028)
        drafting.drop_line(
            of=again, code="A13", now=clock.now()
        ) if again.copied_from != "star_2024" else None
        with pytest.raises(BadCatalogue):
            drafting.add_line(of=again, line=new(name="别的意思"), now=clock.now())


def test_a_word_that_does_not_grade_is_refused_beside_its_field(app):
    wrong = [
        ("0", "LIN(60→0, 95→3)", "max"),
        ("3.001", "LIN(60→0, 95→3)", "max"),
        ("3", "LIN(60→1, 95→3)", "grade_0"),
        ("3", "STEP(1→1, 2→3)", "grade_0"),
        ("3", "SUM(3)", "grade_0"),
        ("-1", "", "max"),
    ]
    with transaction():
        of = Hall().copy()
        for most, grade, field in wrong:
            with pytest.raises(BadCatalogue) as no:
                change(of, "B04", most, grade)
            assert field in no.value.field_errors


@pytest.mark.feature("RA-25")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_difference_list_of_next_year_is_printed(client, app):
    need("papers")
    with transaction():
        hall = Hall()
        of = hall.copy()
        change(of, "B04", "2", "LIN(60→0, 95→2)")
        change(of, "B07", "4", "LIN(75→0, 98→4)")
        drafting.drop_line(of=of, code="A01", now=clock.now())
        where, headers = f"/work/rating/catalogues/{of.id}", people.bearer(hall.officers[0])
    page = client.get(where, headers=headers).text
    assert f'href="{where}/differences.pdf"' in page
    printed = paper.words(client.get(f"{where}/differences.pdf", headers=headers).data)
    for words in ("LIN(60→0,95→3)LIN(60→0,95→2)", "B07", "删去", "共5处", "起草中"):
        assert words in printed


def test_a_running_year_keeps_its_catalogue(app):
    with transaction():
        hall = Hall()
        for year in (2025, 2026):
            with pytest.raises(CatalogueInUse):
                hall.copy(since=year)
        estate = places.estate("斗潭新村", community=hall.region)
        rating.sheet(estate, hall.ann, year=2025)


@pytest.mark.feature("RA-20")
def test_the_preview_gives_every_stored_total_and_what_the_new_words_would_make_of_it(app):
    with transaction():
        hall = Hall()
        worse = ("60", "70", "80", "95")
        for number, collected in enumerate(worse):
            estate = places.estate(f"小区{number}", community=hall.region)
            rating.confirmed(estate, hall.ann, hall.bob, B04=collected, B12=str(number), C07="1")
        of = hall.copy()
        same = effects.effects(catalogues.as_drafted(of), 2025)
        assert same.agrees
        assert len(same.estates) == 4
        assert all(one.stored == one.again == one.after for one in same.estates)
        change(of, "B04", "2", "LIN(60→0, 95→2)")
        change(of, "B07", "4", "LIN(75→0, 98→4)")
        moved = {one.name: one.moves for one in effects.effects(catalogues.as_drafted(of), 2025).estates}
        assert moved == {"小区0": 100, "小区1": 71, "小区2": 43, "小区3": 0}
