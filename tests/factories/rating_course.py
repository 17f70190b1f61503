"""A city with an estate on its way through a rated year: plan, assessors, officers, and the steps between them."""

import io
from datetime import date, timedelta

from PIL import Image

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import RegionLevel
from linli.domains.people.queries import identity
from linli.domains.rating.models import RatingAppeal, RatingPlan
from linli.domains.rating.operations import (
    advancing,
    appealing,
    assigning,
    correcting,
    planning,
    self_reporting,
    visiting,
)
from linli.domains.rating.operations.self_reporting import Said
from linli.domains.rating.operations.visiting import Shot
from linli.domains.rating.queries import courses, sheets, visits
from linli.domains.rating.rules.course import PLANNED, Stage, Window
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import attachments, clock
from linli.platform.db import db
from tests.factories import people, places, rating

DAYS = {stage: Window(date(2026, 1, 1), date(2026, 3, 20)) for stage in PLANNED}


def photo(shade=90):
    """A small photo as a phone sends it."""
    made = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 120, 90)).save(made, "JPEG")
    made.seek(0)
    return made


def marks_of(asked, **other):
    """The best for each indicator that is asked, except where another value is given."""
    return {
        one.code: Typed(
            values={part.key: rating.best(part.grade) for part in one.parts}
            | ({one.parts[0].key: other[one.code]} if one.code in other else {}),
            evidence="见照片" if one.code in other else "",
        )
        for one in asked
    }


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
        return marks_of(visits.asked(visit, sheets.catalogue("star_2024")), **other)

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


def in_city(city):
    """The same for the city that every page is looked at in, by its accounts and ids."""
    city.ids |= by_accounts(city.accounts, estates.estate(estate_id=city.ids["estate"]))


def by_accounts(accounts, estate):
    """Two planned years of an estate, by those who work there; where nobody assesses yet, somebody comes to."""
    actors = tuple(
        Actor(account_id=accounts[role.value], role=role, scope=Scope(kind, scope_id))
        for role, kind, scope_id in (
            (Role.CITY_OFFICER, ScopeKind.CITY, estate.city_id),
            (Role.COUNTY_OFFICER, ScopeKind.COUNTY, estate.county_id),
            (Role.PROPERTY_MANAGER, ScopeKind.ESTATE, estate.id),
        )
    )
    known = accounts.get("assessor")
    assessor = identity.account(known) if known else people.staff(Role.ASSESSOR, actors[0].scope)
    return everything(actors, estate.id, assessor, city=actors[0].scope)


def everything(actors, estate_id, assessor, *, city):
    """Two planned years of an estate: one published with an appeal, one being assessed. Ids for addresses.

    `actors` are those of the city, the county and the property company; `assessor` is an account.
    """
    now, year = clock.now(), day_of(clock.now()).year + 1
    head, _, manager = actors
    helpers = [people.staff(Role.ASSESSOR, city, name="测评员乙"), assessor]
    ids = {}
    for of_year, stage in ((year, Stage.PRELIMINARY), (year + 1, Stage.ASSESSMENT)):
        plan = planning.make(actor=head, year=of_year, organisation="信衡测评中心", windows=DAYS, now=now)
        for one in helpers:
            planning.add_assessor(actor=head, plan=plan, username=one.username, now=now)
        assigning.draw(actor=head, plan=plan, seed="2026012", now=now)
        _on(actors, estates.estate(estate_id=estate_id), of_year, stage, helpers[0])
        of = courses.course(estate_id=estate_id, year=of_year)
        mine = next(one for one in visits.of_course(of) if one.account_id == assessor.id)
        ids |= {
            f"{stage.value}_plan": plan.id,
            f"{stage.value}_year": of_year,
            f"{stage.value}_visit": mine.id,
        }
    of = courses.course(estate_id=estate_id, year=year)
    correcting.remark(actor=manager, of=of, code="B12", words="夜间也算吗？", now=now)
    appeal = RatingAppeal(
        id=new_id(), estate_id=estate_id, course_id=of.id, code="B12", words="岗亭当天检修",
        filed_by=manager.account_id, filed_at=now,
    )  # fmt: skip
    db.session.add(appeal)
    db.session.flush()
    attachments.store_image(
        estate_id=estate_id, stream=photo(), object_kind=appealing.KIND, object_id=appeal.id,
        made_by=manager.account_id, now=now,
    )  # fmt: skip
    return ids


def _on(actors, estate, year, stage, by):
    """Take one estate of a plan on to a stage, at its best but for one finding with a photo."""
    head, county, manager = actors
    now = clock.now()
    rating.data(estate, by, year=year)

    def of():
        return courses.course(estate_id=estate.id, year=year)

    while of().standing is not stage:
        if of().standing is Stage.SELF_REPORT:
            said = Said(values={"value": "有合同并备案"}, words="合同已备案", valid_from=now.date())
            self_reporting.say(actor=manager, of=of(), code="B01", said=said, now=now)
        if of().standing is Stage.ASSESSMENT:
            for one in visits.of_course(of()):
                asked = visits.asked(one, courses.catalogue_of(of()))
                shot = Shot(stream=photo(), codes=["B12"], taken_at=now, place="东门")
                visiting.send(visit=one, typed=marks_of(asked, B12="1"), shots=[shot], now=now)
        if of().standing is Stage.AREA_CHECK:
            for area in "ABCD":
                advancing.check_area(actor=county, of=of(), area=area, passed=True, words="", now=now)
        advancing.forward(actor=head, of=of(), now=now)
