"""A city with an estate on its way through a rated year: plan, assessors, officers, and the steps between them."""

import io
from datetime import date, timedelta

from PIL import Image

from linli.domains.estates.rules import RegionLevel
from linli.domains.rating.models import RatingPlan
from linli.domains.rating.operations import advancing, assigning, planning, self_reporting, visiting
from linli.domains.rating.operations.self_reporting import Said
from linli.domains.rating.operations.visiting import Shot
from linli.domains.rating.queries import courses, sheets, visits
from linli.domains.rating.rules.course import PLANNED, Stage, Window
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Role, Scope, ScopeKind
from linli.platform import clock
from tests.factories import people, places, rating

DAYS = {stage: Window(date(2026, 1, 1), date(2026, 3, 20)) for stage in PLANNED}


def photo(shade=90):
    """A small photo as a phone sends it."""
    made = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 120, 90)).save(made, "JPEG")
    made.seek(0)
    return made


def region_actor(account, role, region):
    made = rating.actor(account, role)
    return type(made)(
        account_id=made.account_id,
        role=role,
        scope=Scope(ScopeKind(region.level), region.id),
        name=account.name,
    )


class City:
    """A city with a planned year, one estate, its company, three assessors, two officers of county and city."""

    def __init__(self, *, estates=1, assessors=3):
        self.city = places.region(level=RegionLevel.CITY)
        self.county = places.region(level=RegionLevel.COUNTY, parent_id=self.city.id)
        self.street = places.region(level=RegionLevel.STREET, parent_id=self.county.id)
        self.community = places.region(parent_id=self.street.id)
        self.estates = [places.estate(community=self.community) for _ in range(estates)]
        self.estate = self.estates[0]
        self.company = places.company()
        for one in self.estates:
            places.contract(one, self.company)
        self.officers = [people.staff(Role.CITY_OFFICER, self.city, name=name) for name in ("周明", "吴静")]
        self.county_officers = [
            people.staff(Role.COUNTY_OFFICER, self.county, name=name) for name in ("郑红", "冯波")
        ]
        self.manager = people.staff(Role.PROPERTY_MANAGER, self.estate, name="陈刚")
        self.assessors = [
            people.staff(Role.ASSESSOR, self.city, name=f"测评员{number}") for number in range(assessors)
        ]
        self.ann, self.bob = (region_actor(one, Role.CITY_OFFICER, self.city) for one in self.officers)
        self.carl, self.dora = (
            region_actor(one, Role.COUNTY_OFFICER, self.county) for one in self.county_officers
        )
        self.company_actor = rating.actor(self.manager, Role.PROPERTY_MANAGER)

    def plan(self, *, year=2025, draw=True) -> RatingPlan:
        now = clock.now()
        self.planned = planning.make(
            actor=self.ann, year=year, organisation="信衡测评中心", windows=DAYS, now=now
        )
        for one in self.assessors:
            planning.add_assessor(actor=self.ann, plan=self.planned, username=one.username, now=now)
        if draw:
            assigning.draw(actor=self.ann, plan=self.planned, seed="双色球 2026012 期 03 08 11", now=now)
        return self.planned

    @property
    def course(self):
        return courses.course(estate_id=self.estate.id, year=self.planned.year)

    def forward(self, *, to: Stage, by=None, **other):
        """Take the estate on until it stands at a stage, everything that is needed on the way being at its best."""
        while self.course.standing is not to:
            here = self.course.standing
            if here is Stage.DATA_FREEZE:
                rating.data(self.estate, self.officers[0], year=self.planned.year, **other)
            if here is Stage.ASSESSMENT:
                for one in visits.of_course(self.course):
                    if one.sent_at is None:
                        self.send(one, **other)
            if here is Stage.AREA_CHECK:
                self.check_all()
            who = by or (self.bob if here is Stage.APPEAL else self.ann)
            advancing.forward(actor=who, of=self.course, now=clock.now())
        return self.course

    def send(self, visit, *, shots=(), **other):
        """Hand in an assessment: the best everywhere, except where another value is given; losses with a photo."""
        marks = self.marks(visit, **other)
        lost = [code for code in other if code in marks]
        photos = [self.shot(codes=lost)] if lost else []
        return visiting.send(visit=visit, typed=marks, shots=[*photos, *shots], now=clock.now())

    def marks(self, visit, **other):
        asked = visits.asked(visit, sheets.catalogue("star_2024"))
        return {
            one.code: Typed(
                values={part.key: rating.best(part.grade) for part in one.parts}
                | ({one.parts[0].key: other[one.code]} if one.code in other else {}),
                evidence="见照片" if one.code in other else "",
            )
            for one in asked
        }

    def shot(self, *, codes, **more):
        made = {"taken_at": clock.now(), "place": "3 幢西侧"} | more
        return Shot(stream=photo(), codes=codes, **made)

    def check_all(self):
        for area in "ABCD":
            advancing.check_area(
                actor=self.carl, of=self.course, area=area, passed=True, words="", now=clock.now()
            )

    def say(self, code, **more):
        return self_reporting.say(
            actor=self.company_actor, of=self.course, code=code, said=Said(**more), now=clock.now()
        )

    def after_public(self, days=7):
        """The day after the publication has run so long."""
        clock.advance(self.course.published_at + timedelta(days=days + 1) - clock.now())
