"""A rated year over the API and by page: one test a way."""

import re

import pytest

from linli.domains.rating.operations import visiting
from linli.domains.rating.queries import courses, visits
from linli.domains.rating.rules.course import PLANNED, Stage
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.rating_course import DAYS, City, photo
from tests.support.forms import submit

PLANS = "/api/v1/rating-plans"


@pytest.fixture
def city(app):
    with transaction():
        made = City()
        made.head = heads(made)
        made.id = made.estate.id
    return made


def heads(city):
    """Fresh sign-ins: after a week, the old ones have ended."""
    people_of = {
        "ann": city.officers[0], "bob": city.officers[1], "carl": city.county_officers[0],
        "dora": city.county_officers[1], "manager": city.manager,
    }  # fmt: skip
    return {name: people.bearer(one) for name, one in people_of.items()}


def days():
    return {
        f"{stage.value}_{end}": getattr(DAYS[stage], f"{end}_on").isoformat()
        for stage in PLANNED
        for end in ("since", "until")
    }


def at(city, stage, **other):
    """The estate at a stage, by the verbs; the rest of a test goes by doors."""
    with transaction():
        city.plan()
        city.forward(to=stage, **other)
        city.plan_id = city.planned.id
        city.people = {one.id: people.bearer(one) for one in city.assessors}
        city.course_address = f"/api/v1/estates/{city.id}/ratings/2025/course"
        city.page = f"/work/e/{city.id}/rating/2025"


def pair(city):
    with transaction(writes=False):
        return [(one.id, city.people[one.account_id]) for one in visits.of_course(city.course)]


def test_a_sent_assessment_is_given_back_filled_in_and_the_first_one_stays(client, city):
    at(city, Stage.AREA_CHECK, B12="1")
    (first, assessor), (other, _) = pair(city)
    body = {"visit_id": str(first), "reason": "B12 要再看一次"}
    ann, where = city.head["ann"], city.course_address
    assert client.post(f"{where}/reopenings", json=body, headers=ann).status_code == 409
    assert client.post(f"{where}/undo", json={"reason": "照片不清"}, headers=ann).status_code == 200
    assert (
        submit(
            client, f"{city.page}/course", body, to=f"{city.page}/course/reopenings", headers=ann
        ).status_code
        == 303
    )
    assert client.post(f"{where}/reopenings", json=body, headers=ann).status_code == 409  # once
    (again, assessor), (same, _) = pair(city)
    assert (again != first, same) == (True, other)
    page = client.get(f"/work/e/{city.id}/assessments/{again}", headers=assessor).text
    assert "B12 要再看一次" in page
    assert re.search(r'name="B12.value"[^>]*value="1"', page)
    assert client.get(f"/work/e/{city.id}/assessments/{first}", headers=assessor).status_code == 404
    assert client.post(f"{where}/forward", json={}, headers=ann).status_code == 409  # it is not in
    with transaction():
        visit = visits.visit(estate_id=city.id, visit_id=again)
        marks = city.marks(visit, B12="2")  # proven by the photo that was sent before
        visiting.send(visit=visit, typed=marks, now=clock.now())
        assert visits.marks(visits.visit(estate_id=city.id, visit_id=first))["B12"].values == {"value": 1}
        city.forward(to=Stage.PRELIMINARY)
        assert courses.sheet_of(city.course).result["points"]["B12"] == 140  # 2 - 0.4 × (2 + 1) ÷ 2


def test_a_city_plans_and_draws_over_the_api_and_sees_why_estates_stay(client, city):
    made = client.post(PLANS, json={"year": 2025, "organisation": "信衡"} | days(), headers=city.head["ann"])
    assert made.status_code == 201
    one = f"{PLANS}/{made.json['id']}"
    assert made.json["counts"]["plan"] == 1
    again = client.post(PLANS, json={"year": 2025, "organisation": "信衡"} | days(), headers=city.head["ann"])
    assert again.status_code == 409
    for who in city.assessors:
        added = client.post(f"{one}/assessors", json={"username": who.username}, headers=city.head["ann"])
    assert len(added.json["assessors"]) == 3
    tie = {"account_id": str(city.assessors[0].id), "kind": "company", "words": "配偶任职"}
    told = client.post(
        f"{one}/ties", json=tie | {"object_id": str(city.company.id)}, headers=city.head["ann"]
    )
    assert told.json["assessors"][0]["ties"] == ["与物业公司有关系：配偶任职"]
    wrong = client.post(f"{one}/ties", json=tie | {"object_id": str(city.id)}, headers=city.head["ann"])
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["object_id"])
    for stage in ("plan", "data_freeze"):
        stepped = client.post(f"{one}/steps", json={"stage": stage}, headers=city.head["ann"])
    assert stepped.status_code == 409
    drawn = client.post(f"{one}/draws", json={"seed": "2026012"}, headers=city.head["ann"]).json["draws"][0]
    assert str(city.assessors[0].id) in " ".join(drawn["inputs"]["barred"])
    listed = client.get(f"{one}/estates?stage=data_freeze", headers=city.head["carl"]).json["items"]
    assert [item["name"] for item in listed] == [city.estate.name]
    assert client.post(f"{one}/draws", json={"seed": "1234"}, headers=city.head["carl"]).status_code == 403
    assert client.get(one, headers=city.head["manager"]).status_code == 404
    with transaction():
        stranger = people.bearer(City().officers[0])
    assert client.get(one, headers=stranger).status_code == 404


@pytest.mark.feature("RA-14")
def test_an_assessment_is_sent_once_however_often_the_phone_tries(client, city):
    at(city, Stage.SELF_REPORT)
    report = {"value": "有合同并备案", "valid_from": "2025-01-01", "photos": (photo(), "a.jpg")}
    said = client.post(f"{city.course_address}/self-reports/B01", data=report, headers=city.head["manager"])
    assert (said.status_code, said.json["reports"][0]["code"]) == (201, "B01")
    assert (
        client.get(said.json["reports"][0]["files"][0]["href"], headers=city.head["bob"]).status_code == 200
    )
    assert client.post(f"{city.course_address}/forward", json={}, headers=city.head["ann"]).status_code == 200
    (visit_id, head), (_, other) = pair(city)
    address = f"/work/e/{city.id}/assessments/{visit_id}"
    page = client.get(address, headers=head).text
    assert "小区自评：有合同并备案" in page
    assert client.get(address, headers=other).status_code == 404
    with transaction(writes=False):
        marks = city.marks(visits.visit(estate_id=city.id, visit_id=visit_id), B12="1", B15="1")
    sent = {f"{code}.{key}": text for code, one in marks.items() for key, text in one.values.items()}
    refused = submit(client, address, sent, headers=head)
    assert (refused.status_code, refused.text.count("扣了分要有现场照片")) == (422, 4)
    shot = {
        "photo1.taken_at": "2026-03-02T12:00",
        "photo1.place": "东门",
        "photo1.B12": "yes",
        "photo1.B15": "yes",
    }
    tries = [
        submit(client, address, sent | shot | {"once": "round-1", "photo1": (photo(), "a.jpg")}, headers=head)
        for _ in range(2)
    ]
    assert [one.status_code for one in tries] == [303, 303]
    late = submit(
        client, address, sent | shot | {"once": "round-2", "photo1": (photo(), "a.jpg")}, headers=head
    )
    assert late.status_code in {303, 409}
    kept = client.get(f"/api/v1/estates/{city.id}/assessments/{visit_id}", headers=head).json
    assert [one["codes"] for one in kept["photos"]] == [["B12", "B15"]]
    assert client.get(kept["photos"][0]["href"], headers=head).status_code == 200
    assert "测评已提交" in client.get(address, headers=head).text


def test_an_assessment_goes_over_the_api_with_photos_first(client, city):
    at(city, Stage.ASSESSMENT)
    (visit_id, head), _ = pair(city)
    one = f"/api/v1/estates/{city.id}/assessments/{visit_id}"
    assert [item["id"] for item in client.get("/api/v1/assessments", headers=head).json["items"]] == [
        str(visit_id)
    ]
    with transaction(writes=False):
        marks = city.marks(visits.visit(estate_id=city.id, visit_id=visit_id), B12="1")
    body = {"entries": [{"code": code, "values": dict(typed.values)} for code, typed in marks.items()]}
    refused = client.post(f"{one}/submission", json=body, headers=head)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["B12.photo"])
    shot = {
        "codes": ["B12"],
        "taken_at": "2026-03-02T12:00:00+08:00",
        "latitude": "28936000",
        "longitude": "118874000",
    }
    added = client.post(f"{one}/photos", data=shot | {"photo": (photo(), "a.jpg")}, headers=head)
    assert added.status_code == 201
    assert client.post(f"{one}/submission", json=body, headers=head).json["sent_at"]
    assert client.post(f"{one}/submission", json=body, headers=head).status_code == 409


def test_an_appeal_is_filed_and_decided_by_page_and_the_public_page_follows(client, city):
    at(city, Stage.PRELIMINARY, B12="1")
    public = f"/p/estates/{city.id}/ratings/2025"
    assert "99.6 分" in client.get(public).text
    with transaction():
        city.after_public()
        city.head = heads(city)
    filed = submit(
        client, f"{city.page}/appeal", {"code": "B12", "words": "当天检修", "photos": (photo(), "a.jpg")},
        headers=city.head["manager"],
    )  # fmt: skip
    assert filed.status_code == 303
    assert "2025 年申诉待处理" in client.get("/work/", headers=city.head["dora"]).text
    with transaction(writes=False):
        appeal_id = str(courses.appeals(city.course)[0].id)
    decision = {"appeal_id": appeal_id, "points": "2", "answer": "检修单属实"}
    course = f"{city.page}/course"
    taken = submit(client, course, decision, to=f"{course}/decisions", headers=city.head["carl"])
    assert (taken.status_code, "没有参加的人处理" in taken.text) == (403, True)
    assert (
        submit(client, course, decision, to=f"{course}/decisions", headers=city.head["dora"]).status_code
        == 303
    )
    assert "99.6 → 100 分" in client.get(course, headers=city.head["manager"]).text
    assert client.get(f"/api/v1/public/estates/{city.id}/ratings/2025/preliminary").json["total"] == 10000


def test_every_desk_reads_its_pages_and_nobody_elses(client, city):
    at(city, Stage.AREA_CHECK)
    for address, who in (
        ("/work/ratings", "ann"), (f"/work/ratings/{city.plan_id}", "ann"),
        (f"/work/ratings/{city.plan_id}/estates", "carl"), (f"{city.page}/course", "carl"),
        (f"{city.page}/self-report", "manager"), (f"{city.page}/self-report/B01", "manager"),
        (f"/work/e/{city.id}/self-report", "manager"),
    ):  # fmt: skip
        assert client.get(address, headers=city.head[who]).status_code in {200, 303}, address
    assert client.get(f"/p/estates/{city.id}/ratings/2025").status_code == 404
    assert "2025 年测评待审核" in client.get("/work/", headers=city.head["carl"]).text
    hidden = client.get(city.course_address, headers=city.head["manager"]).json
    assert (
        hidden["assessors"],
        len(client.get(city.course_address, headers=city.head["ann"]).json["assessors"]),
    ) == ([], 2)
    checked = submit(
        client, f"{city.page}/course", {"area": "A", "passed": "false", "words": ""},
        to=f"{city.page}/course/checks", headers=city.head["carl"],
    )  # fmt: skip
    assert (checked.status_code, "请写明哪里不对" in checked.text) == (422, True)
    undone = client.post(f"{city.course_address}/undo", json={"reason": "重测"}, headers=city.head["ann"])
    assert (undone.json["stage"], undone.json["steps"][0]["reason"]) == ("third_party_assessment", "重测")
    assert (
        client.post(
            f"{city.course_address}/undo", json={"reason": "x"}, headers=city.head["dora"]
        ).status_code
        == 403
    )
