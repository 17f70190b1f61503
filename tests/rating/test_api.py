"""Stars and score sheets over the API and by page: one test an outcome."""

import pytest

from linli.kernel.actors import Role
from linli.platform.transactions import transaction
from tests.factories import people, places, rating
from tests.support.forms import submit


class Place:
    """An estate with two officers, an owner, and an officer from elsewhere, signed in."""

    def __init__(self):
        with transaction():
            region = places.region()
            self.estate = places.estate("斗潭新村", community=region)
            self.id, unit = self.estate.id, places.unit(self.estate)
            me = people.account("王秀英")
            people.owner(self.estate, unit, account=me)
            ann, bob = (people.staff(Role.COMMUNITY_OFFICER, region) for _ in range(2))
            self.ann_id, self.bob_id = ann.id, bob.id
            self.ann, self.bob, self.owner = people.bearer(ann), people.bearer(bob), people.bearer(me)
            self.stranger = people.bearer(people.staff(Role.COMMUNITY_OFFICER, places.region()))
        self._by = ann
        self.api = f"/api/v1/estates/{self.id}/ratings"
        self.page = f"/work/e/{self.id}/rating"

    def data(self, **other):
        with transaction():
            rating.data(self.estate, self._by, **other)


@pytest.fixture
def place(app):
    return Place()


def entries(**other):
    return [
        {"code": code, "values": dict(one.values), "evidence": one.evidence}
        for code, one in rating.all_best(**other).items()
    ]


def test_a_star_goes_from_sheet_to_public_over_the_api(client, place):
    place.data(B04="60")
    assert client.post(place.api, json={"year": 2025}, headers=place.ann).status_code == 201
    sheet = f"{place.api}/2025"
    filled = client.put(f"{sheet}/entries", json={"entries": entries()}, headers=place.ann).json
    assert (filled["total"], filled["stars"], filled["open"], len(filled["entries"])) == (9700, 5, [], 13)
    assert client.post(f"{sheet}/submission", json={}, headers=place.ann).json["state"] == "preliminary"
    public = f"/api/v1/public/estates/{place.id}/stars"
    assert client.get(public).json == {"items": []}
    assert client.post(f"{sheet}/confirmation", headers=place.ann).status_code == 403
    assert client.post(f"{sheet}/confirmation", headers=place.bob).json["state"] == "confirmed"
    (star,) = client.get(public).json["items"]
    assert (star["year"], star["stars"], star["total"], star["missing"]) == (2025, 5, 9700, None)
    assert "五星小区" in client.get(f"/p/estates/{place.id}").text


def test_the_public_page_of_an_estate_without_a_star_says_so(client, place):
    assert "还没有公布星级" in client.get(f"/p/estates/{place.id}").text
    assert client.get(f"/p/estates/{place.ann_id}").status_code == 404
    assert client.get(f"/api/v1/public/estates/{place.ann_id}/stars").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("owner", 403), ("stranger", 404), (None, 401)])
def test_only_officers_of_the_place_see_and_make_sheets(client, place, who, status):
    headers = getattr(place, who) if who else {}
    assert client.get(place.api, headers=headers).status_code == status
    assert client.post(place.api, json={"year": 2025}, headers=headers).status_code == status


@pytest.mark.parametrize("year", [1999, 2201, 10**18, "2025", None])
def test_a_year_that_is_none_is_refused(client, place, year):
    assert client.post(place.api, json={"year": year}, headers=place.ann).status_code == 422


@pytest.mark.parametrize("year", [0, 2030, 10**40])
def test_a_sheet_that_never_was_is_not_found(client, place, year):
    assert client.get(f"{place.api}/{year}", headers=place.ann).status_code == 404


@pytest.mark.parametrize(
    "entry",
    [{"code": "Z01"}, {"code": "B12", "values": {"value": "lots"}}, {"code": "B12", "values": {"value": 1}},
     {"code": "B12", "values": []}, {"code": "B12", "values": {"x": "1"}, "evidence": "a"}, {"values": {}}],
)  # fmt: skip
def test_a_line_that_does_not_fit_is_refused_with_its_field(client, place, entry):
    client.post(place.api, json={"year": 2025}, headers=place.ann)
    answer = client.put(f"{place.api}/2025/entries", json={"entries": [entry]}, headers=place.ann)
    assert answer.status_code == 422
    assert answer.json["errors"]


def test_a_page_with_a_wrong_field_comes_back_with_all_that_was_typed(client, place):
    submit(client, place.page, {"year": "2025"}, headers=place.ann)
    sent = {"B12.value": "很多", "B12.evidence": "东门岗亭"}
    answer = submit(client, f"{place.page}/2025/B", sent, headers=place.ann)
    assert answer.status_code == 422
    assert "请填整数" in answer.text
    assert 'value="很多"' in answer.text
    assert 'value="东门岗亭"' in answer.text
    kept = client.get(f"{place.api}/2025", headers=place.ann).json
    assert kept["entries"] == []


def test_an_area_is_filled_in_by_page_and_its_fields_hold_what_was_found(client, place):
    submit(client, place.page, {"year": "2025"}, headers=place.ann)
    sent = {"B13.value": "3", "B13.evidence": "十点抽查", "B14.na": "yes", "B14.evidence": "没有绿地"}
    assert submit(client, f"{place.page}/2025/B", sent, headers=place.ann).status_code == 303
    page = client.get(f"{place.page}/2025/B", headers=place.ann).text
    assert "不适用" in page
    assert 'value="3"' in page
    assert 'value="十点抽查"' in page
    assert client.get(f"{place.page}/2025/Z", headers=place.ann).status_code == 404


def test_a_second_person_finds_the_sheet_under_today_and_may_send_it_back(client, place):
    place.data()
    client.post(place.api, json={"year": 2025}, headers=place.ann)
    client.put(f"{place.api}/2025/entries", json={"entries": entries()}, headers=place.ann)
    client.post(f"{place.api}/2025/submission", json={}, headers=place.ann)
    assert "2025 年星级待确认" in client.get("/work/", headers=place.bob).text
    assert "2025 年星级待确认" not in client.get("/work/", headers=place.ann).text
    submit(
        client,
        f"{place.page}/2025",
        {"reason": "收缴率请核对"},
        to=f"{place.page}/2025/return",
        headers=place.bob,
    )
    assert "收缴率请核对" in client.get(f"{place.page}/2025", headers=place.ann).text


def test_an_officer_notes_a_veto_by_page(client, place):
    client.post(place.api, json={"year": 2025}, headers=place.ann)
    submit(
        client, f"{place.page}/2025", {"codes": ["funds"]}, to=f"{place.page}/2025/vetoes", headers=place.ann
    )
    assert client.get(f"{place.api}/2025", headers=place.ann).json["sheet"]["vetoes"] == ["funds"]


@pytest.mark.feature("RA-03")
@pytest.mark.feature("NN-35")
def test_nobody_types_over_what_the_platform_counts(client, place):
    place.data(B04="60")
    client.post(place.api, json={"year": 2025}, headers=place.ann)
    typed = {"code": "B04", "values": {"value": "95"}, "evidence": "物业说的"}
    answer = client.put(f"{place.api}/2025/entries", json={"entries": [typed]}, headers=place.ann)
    assert answer.status_code == 422
    assert "由平台自动计算" in answer.text
    page = f"{place.page}/2025/B"
    assert 'name="B04.value"' not in client.get(page, headers=place.ann).text
    assert (
        submit(client, page, {"B04.value": "95", "B04.evidence": "x"}, headers=place.ann).status_code == 422
    )
    figure = f"/api/v1/estates/{place.id}/rating-figures/2025/fees.collection_rate"
    sent = {"numerator": "95", "denominator": "100", "evidence": "物业说的"}
    assert client.post(f"{figure}/records", json=sent, headers=place.ann).status_code == 409
    assert client.get(f"{place.api}/2025", headers=place.ann).json["points"]["B04"] == 0
