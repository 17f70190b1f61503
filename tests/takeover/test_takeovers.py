"""An estate without a company is taken over: only such a one, by a named company, decided by another, kept apart."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from linli.domains.estates import queries as estates
from linli.domains.notices.models import Message
from linli.domains.rating.queries import sheets
from linli.domains.takeover import operations, queries
from linli.domains.takeover.errors import AlreadyTakenOver, NotStandby, SamePerson, StillServed, WrongDays
from linli.domains.takeover.rules import Days, End, State, days_in, kept_up
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.times import SHANGHAI
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rating, takeover
from tests.support.forms import submit

TODAY = date(2026, 3, 2)


class Place:
    def __init__(self):
        with transaction():
            self.estate = places.estate("斗潭新村")
            self.id, county = self.estate.id, estates.region(self.estate.county_id)
            street = estates.region(self.estate.street_id)
            staff = {
                "street": people.staff(Role.STREET_OFFICER, street, name="何街道"),
                "county": people.staff(Role.COUNTY_OFFICER, county, name="周县区"),
                "other": people.staff(Role.COUNTY_OFFICER, places.region(level=county.level)),
            }
            self.actors = {
                name: Actor(account_id=one.id, role=role, scope=Scope(kind, region.id))
                for (name, one), role, kind, region in zip(
                    list(staff.items())[:2],
                    (Role.STREET_OFFICER, Role.COUNTY_OFFICER),
                    (ScopeKind.STREET, ScopeKind.COUNTY),
                    (street, county),
                    strict=True,
                )
            }
            self.bearers = {name: people.bearer(one) for name, one in staff.items()}
            self.old = places.contract(self.estate, places.company("旧物业"), until_on=date(2026, 2, 28))
            self.company = takeover.standby(self.estate, self.actors["county"])
            self.company_id = self.company.id
        self.api, self.page = f"/api/v1/estates/{self.id}/takeovers", f"/work/e/{self.id}/takeovers"


@pytest.fixture
def place(app):
    return Place()


@pytest.mark.feature("AP-12")
def test_a_takeover_has_start_cause_end_and_figures_of_its_own(place):
    street, county = place.actors["street"], place.actors["county"]
    with transaction():
        home = people.resident(
            place.estate, places.unit(place.estate), people.account("租户"), tie=Tie.TENANT
        )
        tenant = {home.account_id}
        made = takeover.proposed(place.estate, place.company, street)
        with pytest.raises(SamePerson):
            operations.approve(actor=street, takeover=made, words="同意", now=clock.now())
        operations.approve(actor=county, takeover=made, words="同意", now=clock.now())
        assert estates.company_serving(place.id, on=TODAY).id == place.company.id
        assert queries.in_force(place.id, on=TODAY).id == made.id
        running = queries.figures(made, now=clock.now(), today=TODAY)
    assert [one.name for one in running] == list(queries.KEPT_APART)
    with clock.freeze(datetime(2026, 5, 31, 12, tzinfo=SHANGHAI)):
        _ended_early(place, made.id, street)
        outbox.deliver()
    with transaction(writes=False):
        for template in ("taken_over", "takeover_ended"):
            assert set(db.session.scalars(select(Message.account_id).filter_by(template=template))) == tenant


def _ended_early(place, takeover_id, street):
    with transaction():
        made = queries.takeover(estate_id=place.id, takeover_id=takeover_id)
        for wrong in (date(2026, 3, 1), date(2026, 6, 1)):
            with pytest.raises(WrongDays):
                operations.end(
                    actor=street, takeover=made, cause=End.ENGAGED, ended_on=wrong, words="", now=clock.now()
                )
        operations.end(
            actor=street, takeover=made, cause=End.ENGAGED, ended_on=date(2026, 5, 31), words="",
            now=clock.now(),
        )  # fmt: skip
    with transaction():
        made = queries.takeover(estate_id=place.id, takeover_id=takeover_id)
        assert (made.standing, made.last_on, made.end_cause) == (State.ENDED, date(2026, 5, 31), "engaged")
        assert estates.company_serving(place.id, on=date(2026, 6, 1)) is None
        assert queries.in_force(place.id, on=date(2026, 6, 1)) is None
        kept = queries.figures(made, now=clock.now(), today=date(2027, 1, 1))
        assert [one.name for one in kept] == list(queries.KEPT_APART)
        spans = queries.spans_of([place.id])[place.id]
        assert (days_in(spans, 2026), kept_up(spans, 2026)) == (91, False)
        places.contract(place.estate, places.company("新物业"), since_on=date(2026, 6, 1))


def test_only_an_estate_without_a_company_is_taken_over_and_only_once(place):
    street = place.actors["street"]
    with transaction():
        with pytest.raises(StillServed):
            takeover.proposed(place.estate, place.company, street, since_on=date(2026, 2, 27))
        with pytest.raises(NotStandby):
            takeover.proposed(place.estate, places.company("民营物业"), street)
        for days in ({"until_on": date(2026, 3, 1)}, {"until_on": TODAY + timedelta(days=366)}):
            with pytest.raises(WrongDays):
                takeover.proposed(place.estate, place.company, street, **days)
        made = takeover.proposed(place.estate, place.company, street)
        with pytest.raises(AlreadyTakenOver):
            takeover.proposed(place.estate, place.company, street)
        places.contract(place.estate, places.company("抢先"), since_on=date(2026, 4, 1))
        with pytest.raises(StillServed):
            operations.approve(actor=place.actors["county"], takeover=made, words="", now=clock.now())
        operations.refuse(actor=place.actors["county"], takeover=made, words="已选聘", now=clock.now())
        assert queries.spans_of([place.id]) == {}


SPANS = st.tuples(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 365)).map(
    lambda one: Days(one[0], one[0] + timedelta(days=one[1]))
)


@given(span=SPANS, year=st.integers(2023, 2029))
@settings(max_examples=80, deadline=None)
def test_days_of_a_year_add_up_and_the_last_one_decides_its_class(span, year):
    assert span.in_order
    assert sum(days_in([span], one) for one in range(2023, 2030)) == (span.until_on - span.since_on).days + 1
    last = date(year, 12, 31)
    assert kept_up([span], year) is (span.within(last, last) == 1)


def test_a_takeover_goes_its_way_by_page_and_by_program(client, place):
    sent = {
        "company_id": str(place.company_id), "cause": "withdrew", "cause_words": "原物业撤出",
        "since_on": "2026-03-02", "until_on": "2026-08-31", "services": "保洁和秩序", "fee": "0.60", "aid": "5000",
    }  # fmt: skip
    street, county = place.bearers["street"], place.bearers["county"]
    refused = submit(client, place.page, sent | {"fee": "六毛", "until_on": "2028-01-01"}, headers=street)
    assert refused.status_code == 422
    assert "保洁和秩序" in refused.text
    assert submit(client, place.page, sent, headers=street).status_code == 303
    (one,) = client.get(place.api, headers=street).json["items"]
    assert (one["state"], one["fee_mfen"], one["aid_fen"]) == ("proposed", 60_000, 500_000)
    where = f"{place.page}/{one['id']}"
    assert (
        client.post(f"{place.api}/{one['id']}/approval", json={"words": "同意"}, headers=street).status_code
        == 403
    )
    assert client.get(f"{place.api}/{one['id']}", headers=place.bearers["other"]).status_code == 404
    assert submit(client, where, {"words": "同意"}, to=f"{where}/approval", headers=county).status_code == 303
    assert "托底中" in client.get("/work/takeovers?state=running", headers=county).text
    assert "托底期间的数据" in client.get(where, headers=street).text
    over = {"cause": "self_managed", "ended_on": "2026-03-02"}
    ended = client.post(f"{place.api}/{one['id']}/end", json=over, headers=street).json
    assert (ended["state"], len(ended["figures"])) == ("ended", 4)
    listed = client.get("/api/v1/takeovers", headers=county).json["items"]
    assert [(line["estate_name"], line["state"]) for line in listed] == [("斗潭新村", "ended")]
    assert client.get("/api/v1/takeovers", headers=place.bearers["other"]).json["items"] == []


def test_a_county_names_its_companies_once(client, place):
    with transaction():
        fresh = places.company("城投物业").id
    sent, county = {"company_id": str(fresh), "basis": "国资〔2026〕3 号"}, place.bearers["county"]
    assert submit(client, "/work/takeovers/companies", sent, headers=county).status_code == 303
    assert "城投物业" in client.get("/work/takeovers/companies", headers=county).text
    again = client.post("/api/v1/standby-companies", json=sent, headers=county)
    assert again.status_code == 409
    assert (
        client.post("/api/v1/standby-companies", json=sent, headers=place.bearers["street"]).status_code
        == 403
    )


@pytest.mark.parametrize(("ended_on", "stars"), [(None, 2), (date(2025, 12, 30), 5)])
def test_an_estate_that_is_kept_up_at_the_end_of_a_year_is_of_the_lowest_class_whatever_its_points(
    place, ended_on, stars
):
    street, county = place.actors["street"], place.actors["county"]
    with transaction():
        place.old = estates.contracts(place.id)[0][0]
        place.old.until_on = date(2025, 6, 30)
        made = takeover.running(
            place.estate, place.company, street, county, since_on=date(2025, 7, 1), until_on=date(2026, 6, 30)
        )
        if ended_on:
            made.ended_on, made.state = ended_on, State.ENDED
        ann, bob = (people.staff(Role.COMMUNITY_OFFICER, place.estate) for _ in range(2))
        rating.confirmed(place.estate, ann, bob, year=2025)
        star = sheets.star(place.id)
    assert (star.stars, star.total, star.kept_up) == (stars, 10_000, ended_on is None)
    assert star.kind == ("托底维持型" if stars == 2 else "示范引领型")
