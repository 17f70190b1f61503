"""A year of many estates: prize money from proposal to voucher, its report, and what everybody sees of it."""

import io
import zipfile
from datetime import date

import pytest

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import RegionLevel
from linli.domains.rating.errors import (
    AlreadyPaid,
    NobodyRose,
    NotAllConfirmed,
    RoundExists,
    SamePerson,
    SharesMoved,
    WrongPayDay,
)
from linli.domains.rating.models import ScoreSheet
from linli.domains.rating.operations import filling_in
from linli.domains.rating.operations import prizes as deeds
from linli.domains.rating.queries import prizes, years
from linli.domains.rating.rules.prizes import Change, Redrawn, ten_thousands
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rated_year, rating
from tests.support.forms import submit

WAN = 1_000_000
BUDGET = 1135 * WAN
SMALL = ((2, 4, 2), (3, 3, 2), (4, 5, 1), (5, 4, 1), (None, 5, 1))


class County:
    """A county with a rated year and two officers of its own."""

    def __init__(self, *, moves, year=2025):
        with transaction():
            someone = people.account("沈确认")
            self.county, self.estates = rated_year.city(someone.id, year=year, moves=moves)
            self.staff = [
                people.staff(Role.COUNTY_OFFICER, self.county, name=n) for n in ("周提出", "吴审批")
            ]
            scope = Scope(ScopeKind.COUNTY, self.county.id)
            self.ann, self.bob = (Actor(one.id, Role.COUNTY_OFFICER, scope) for one in self.staff)
            self.bearers = [people.bearer(one) for one in self.staff]
            self.someone_id = someone.id

    def propose(self, *, budget=BUDGET, year=2025):
        return deeds.propose(
            actor=self.ann, year=year, budget_fen=budget, basis="财〔2026〕8 号", now=clock.now()
        )

    def approve(self, one):
        return deeds.approve(actor=self.bob, prize_round=one, words="同意", now=clock.now())


@pytest.mark.feature("NN-38")
def test_a_worked_year_has_the_shape_of_the_published_one_and_is_paid_to_the_fen(app):
    """322 rated, 98 rose, 示范 +16, 良性 +34, 托底 -50; 1135 万元 shared out, approved by another, paid by voucher."""
    county = County(moves=rated_year.MOVES)
    with transaction():
        one = county.propose()
        with pytest.raises(SamePerson):
            deeds.approve(actor=county.ann, prize_round=one, words="", now=clock.now())
        county.approve(one)
        paid = prizes.paid(one)
        for number, each in enumerate(paid):
            deeds.pay(
                actor=county.bob, share=each.share, paid_on=date(2026, 3, 2), voucher=f"2026-{number:03d}",
                now=clock.now(),
            )  # fmt: skip
    with transaction(writes=False):
        rated = years.rated(county.ann.scope, 2025, on=date(2026, 3, 2))
        moved = years.movement(rated, 2025)
        assert (moved.rated, moved.changes[Change.ROSE]) == (322, 98)
        assert [moved.moved(kind) for kind in ("示范引领型", "良性发展型", "托底维持型")] == [16, 34, -50]
        one = prizes.round_of(county.county.id, 2025)
        payments = [each.payment.amount_fen for each in prizes.paid(one)]
        total = prizes.sums(one)
    assert (len(payments), sum(payments)) == (98, BUDGET)
    assert [ten_thousands(fen) for fen in (total.total_fen, total.mean_fen)] == ["1,135", "11.58"]
    client = app.test_client()
    page = client.get("/work/rating/years/2025", headers=county.bearers[0]).text
    assert all(words in page for words in ("322", "1,135", "11.58", "比上年 +16", "比上年 -50"))
    sheet = client.get("/work/rating/years/2025/report.xlsx", headers=county.bearers[0])
    with zipfile.ZipFile(io.BytesIO(sheet.data)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert all(words in strings for words in ("小区321", "2026-097", "1,135", "11.58"))
    first = client.get("/p/stars?year=2025").text
    assert first.count('<th scope="row"><a') == 50


def test_prize_money_waits_for_every_star_and_is_proposed_and_paid_once(app):
    county = County(moves=SMALL)
    with transaction():
        draft = filling_in.begin(
            actor=county.ann,
            estate_id=places.estate(community=_community(county)).id,
            year=2025,
            now=clock.now(),
        )
        with pytest.raises(NotAllConfirmed, match="1 个"):
            county.propose()
        db.session.delete(draft)
        db.session.flush()
        with pytest.raises(NobodyRose):
            county.propose(year=2024)
        one = county.propose()
        with pytest.raises(RoundExists):
            county.propose()
        deeds.send_back(actor=county.bob, prize_round=one, words="预算文号不对", now=clock.now())
        one = county.propose()
        risen = db.session.query(ScoreSheet).filter_by(estate_id=county.estates[0], year=2025).one()
        risen.result = rated_year.result(5)
        db.session.flush()
        with pytest.raises(SharesMoved):
            county.approve(one)
        risen.result = rated_year.result(4)
        db.session.flush()
        county.approve(one)
        first = prizes.paid(one)[0].share
        payment = {"actor": county.ann, "share": first, "voucher": "1", "now": clock.now()}
        for day in (date(2026, 3, 1), date(2026, 3, 3)):
            with pytest.raises(WrongPayDay):
                deeds.pay(paid_on=day, **payment)
        deeds.pay(paid_on=date(2026, 3, 2), **payment)
    with pytest.raises(AlreadyPaid), transaction():
        deeds.pay(paid_on=date(2026, 3, 2), **payment | {"voucher": "2"})


@pytest.mark.feature("NN-38")
def test_a_merged_estate_is_no_riser(app):
    county = County(moves=SMALL)
    with transaction():
        deeds.note_redrawing(
            actor=county.ann, estate_id=county.estates[0], year=2025, kind=Redrawn.MERGED, words="并入二期",
            now=clock.now(),
        )  # fmt: skip
        lines = prizes.proposed(county.propose())
    assert {line.estate_id for line in lines} == {county.estates[1], county.estates[4]}
    assert sorted(line.amount_fen for line in lines) == [12 * WAN, 20 * WAN]


def test_prize_money_goes_its_way_by_page_and_by_program(client, app):
    county = County(moves=SMALL)
    where, (ann, bob) = "/work/rating/years/2025/prizes", county.bearers
    assert submit(client, where, {"budget": "三百万", "basis": "财"}, headers=ann).status_code == 422
    assert (
        submit(client, where, {"budget": "300000", "basis": "财〔2026〕8 号"}, headers=ann).status_code == 303
    )
    api = "/api/v1/rating-years/2025"
    assert client.get(api, headers=ann).json["rose"] == 3
    assert client.post(f"{api}/prizes/approval", json={"words": "同意"}, headers=ann).status_code == 403
    assert submit(client, where, {"words": "同意"}, to=f"{where}/approval", headers=bob).status_code == 303
    found = client.get(f"{api}/prizes", headers=bob).json
    assert (found["state"], found["risers"], found["total_fen"]) == ("approved", 3, 300_000_00)
    line = found["lines"][0]
    share = f"/work/e/{line['estate_id']}/prizes/{line['share_id']}"
    sent = {"paid_on": "2026-03-02", "voucher": "2026-001"}
    assert submit(client, share, sent, to=f"{share}/payment", headers=ann).status_code == 303
    assert "2026-001" in client.get(where, headers=ann).text
    assert "2026-001" in client.get(f"/p/estates/{line['estate_id']}").text
    for year in (1999, 10**40):
        assert client.get(f"/api/v1/rating-years/{year}", headers=ann).status_code == 404
        assert client.post(
            f"/api/v1/rating-years/{year}/prizes", json={"budget": "1", "basis": "x"}, headers=ann
        ).status_code == 404  # fmt: skip
    with transaction():
        stranger = people.bearer(people.staff(Role.COUNTY_OFFICER, places.region(level=RegionLevel.COUNTY)))
    assert client.get(f"{api}/prizes", headers=stranger).status_code == 404
    assert client.post(f"/api/v1/estates/{line['estate_id']}/prizes/{line['share_id']}/payment", json=sent,
                       headers=stranger).status_code == 404  # fmt: skip


@pytest.mark.feature("RA-21")
def test_everybody_reads_the_ranking_by_city_county_and_street(client, app):
    county = County(moves=SMALL)
    with transaction():
        rated_year.city(county.someone_id, year=2025, moves=((4, 4, 1),))
    api = "/api/v1/public/stars"
    city = client.get(f"{api}?year=2025").json
    assert (city["rated"], city["rose"], city["next"]) == (8, 3, None)
    assert [one["rank"] for one in city["items"]] == [1, 1, 3, 3, 3, 3, 7, 7]
    ours = client.get(f"{api}?year=2025&region_id={county.county.id}&stars=4&change=rose").json
    assert [(one["rank"], one["stars"]) for one in ours["items"]] == [(3, 4), (3, 4)]
    assert client.get(f"{api}?change=flew").status_code == 422
    assert client.get(f"{api}?region_id={county.estates[0]}").status_code == 404
    page = client.get(f"/p/stars?year=&region_id={county.county.id}&search=小区00").text
    assert page.count('<th scope="row"><a') == 7
    assert "还没有公布的星级" in client.get("/p/stars?year=2020").text


@pytest.mark.feature("RA-24")
def test_a_measure_answers_a_loss_and_the_next_year_shows_its_effect(client, app):
    with transaction():
        region = places.region()
        estate, ann = (
            places.estate("斗潭新村", community=region),
            people.staff(Role.COMMUNITY_OFFICER, region),
        )
        bob = people.staff(Role.STREET_OFFICER, estates.region(estate.street_id))
        rating.confirmed(estate, ann, bob, year=2024, A01="没有", B16="3")
        rating.confirmed(estate, ann, bob, year=2025, A01="独立支部", B16="3")
        headers, place = people.bearer(ann), estate.id
    where = f"/work/e/{place}/rating/2024/improving"
    page = client.get(f"{where}?done=B16&done=A01", headers=headers).text
    assert "如果做到勾选的 2 件" in page
    assert page.index("B16") < page.index("A01")
    sent = {"code": "A01", "words": "成立独立支部", "owner": "社区党委 李四", "due_on": "2026-06-30"}
    to = f"{where}/measures"
    assert submit(client, where, sent | {"code": "A02"}, to=to, headers=headers).status_code == 422
    assert submit(client, where, sent, to=to, headers=headers).status_code == 303
    api = f"/api/v1/estates/{place}/ratings/2024/measures"
    (one,) = client.get(api, headers=headers).json["items"]
    assert (one["owner"], one["points"], one["after"], one["effect"]) == ("社区党委 李四", 0, 200, 200)
    page = client.get(where, headers=headers).text
    assert "社区党委 李四" in page
    assert "+2 分" in page
    done = {"done_on": "2026-03-02", "outcome": "支部已批复"}
    finish = f"/api/v1/estates/{place}/measures/{one['id']}/done"
    assert client.post(finish, json=done, headers=headers).json["items"][0]["outcome"] == "支部已批复"
    assert client.post(finish, json=done, headers=headers).status_code == 409
    ways = client.get(f"/api/v1/public/estates/{place}/stars/2025/ways").json
    assert [way["code"] for way in ways["items"]] == ["B16"]


def _community(county):
    street = estates.estate(estate_id=county.estates[0]).street_id
    return places.region(level=RegionLevel.COMMUNITY, parent_id=street)


def test_years_of_stars_and_prizes_are_open_data(client, app):
    county = County(moves=SMALL)
    with transaction():
        county.approve(county.propose(budget=300_000_00))
    stars = client.get("/p/open-data/star-years.csv").data.decode("utf-8-sig").splitlines()
    assert len(stars) == 1 + 7 + 6  # one was rated for the first time
    assert '"升星"' in stars[1] or '"首次评定"' in stars[1]
    prizes_rows = client.get("/p/open-data/prizes.csv").data.decode("utf-8-sig").splitlines()[1:]
    assert sorted(row.split(",")[4] for row in prizes_rows) == ['"136364.00"', '"81818.00"', '"81818.00"']
