"""The register of the owners' committee: who may keep it, what it refuses, and when a term's end shows."""

from datetime import timedelta

import pytest

from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.support.forms import submit

TERM = {"since_on": "2025-06-01", "until_on": "2030-05-31"}
REMINDER = "业主委员会要换届了"


@pytest.fixture
def ground(app):
    """An estate with four owners, one of them signed in, its officer and its manager."""
    with transaction():
        community = places.region()
        estate = places.estate("斗潭新村", community=community)
        flats = [places.unit(estate, f"1幢{n}室") for n in (101, 102, 103, 104)]
        me = people.account("王芳")
        owners = [
            people.owner(estate, flat, name=name, account=me if name == "王芳" else None)
            for flat, name in zip(flats, ("王芳", "李强", "赵敏", "钱进"), strict=True)
        ]
        return {
            "id": estate.id,
            "api": f"/api/v1/estates/{estate.id}/committee",
            "desk": f"/work/e/{estate.id}/committee",
            "owners": [str(one.id) for one in owners],
            "stranger": str(people.owner(places.estate(), name="外人").id),
            "officer": people.bearer(people.staff(Role.COMMUNITY_OFFICER, community)),
            "manager": people.bearer(people.staff(Role.PROPERTY_MANAGER, estate)),
            "resident": people.bearer(me),
        }


def begin(client, ground, who="officer", **term):
    return client.post(f"{ground['api']}/terms", json=TERM | term, headers=ground[who])


def seat(client, ground, term_id, n, post="member", *, since_on="2025-06-01", who="officer"):
    owner_id = ground["owners"][n] if isinstance(n, int) else ground[n]
    return client.post(
        f"{ground['api']}/terms/{term_id}/members",
        json={"owner_id": owner_id, "post": post, "since_on": since_on},
        headers=ground[who],
    )


def read(client, ground, who="resident"):
    return client.get(ground["api"], headers=ground[who]).json["items"]


@pytest.mark.feature("EI-24")
def test_the_register_has_members_posts_and_substitutes_and_residents_read_it(client, ground):
    term_id = begin(client, ground).json["id"]
    for n, post in enumerate(("substitute", "member", "deputy", "chair")):
        assert seat(client, ground, term_id, n, post).status_code == 201
    (term,) = read(client, ground)
    assert (term["number"], term["current"], term["until_on"]) == (1, True, "2030-05-31")
    posts = [(one["name"], one["post_title"]) for one in term["members"]]
    assert posts == [("钱进", "主任"), ("赵敏", "副主任"), ("李强", "委员"), ("王芳", "候补委员")]
    page = client.get(f"/e/{ground['id']}/committee", headers=ground["resident"]).text
    for word in ("第 1 届", "钱进", "主任", "候补委员"):
        assert word in page


@pytest.mark.feature("EI-24")
def test_the_first_substitute_moves_up_when_a_seat_falls_free_and_the_entries_stay(client, ground):
    term_id = begin(client, ground).json["id"]
    ids = [seat(client, ground, term_id, n, p).json["id"] for n, p in ((0, "chair"), (1, "substitute"))]
    assert seat(client, ground, term_id, 1, "member").json["code"] == "committees.seat_taken"
    assert seat(client, ground, term_id, 2, "chair").json["code"] == "committees.seat_taken"
    left = client.put(
        f"{ground['api']}/members/{ids[0]}/leaving",
        json={"until_on": "2026-01-31", "leaving": "resigned"},
        headers=ground["officer"],
    )
    assert (left.status_code, left.json["holding"], left.json["leaving"]) == (200, False, "resigned")
    moved = next(one for one in read(client, ground)[0]["members"] if one["holding"])
    assert (moved["name"], moved["post"], moved["since_on"]) == ("李强", "member", "2026-02-01")
    chosen = client.put(
        f"{ground['api']}/members/{moved['id']}/post",
        json={"post": "chair", "on": "2026-02-05"},
        headers=ground["officer"],
    )
    assert chosen.json["post"] == "chair"
    assert [(one["name"], one["post"], one["holding"]) for one in read(client, ground)[0]["members"]] == [
        ("王芳", "chair", False),
        ("李强", "chair", True),
        ("李强", "member", False),
        ("李强", "substitute", False),
    ]


def test_what_cannot_be_is_refused_in_words(client, ground):
    for wrong in ({"until_on": "2025-06-01"}, {"until_on": "2030-06-01"}, {"since_on": "2025-02-30"}):
        assert begin(client, ground, **wrong).status_code == 422
    term_id = begin(client, ground).json["id"]
    overlapping = begin(client, ground, since_on="2030-05-31", until_on="2033-05-31")
    assert overlapping.json["code"] == "committees.terms_overlap"
    assert begin(client, ground, since_on="2030-06-01", until_on="2033-05-31").json["number"] == 2
    assert seat(client, ground, term_id, "stranger").json["code"] == "committees.no_such_owner"
    assert seat(client, ground, term_id, 0, since_on="2030-06-01").json["code"] == "committees.not_in_term"


def test_only_the_community_writes(client, ground):
    term_id = begin(client, ground).json["id"]
    for who in ("resident", "manager"):
        assert begin(client, ground, who).status_code == 403
        assert seat(client, ground, term_id, 0, who=who).status_code == 403
        assert len(read(client, ground, who)) == 1


def test_an_officer_keeps_it_by_page_with_room_and_name(client, ground):
    desk, officer = ground["desk"], ground["officer"]
    assert "登记新一届" in client.get(desk, headers=officer).text
    begun = submit(client, f"{desk}/terms/new", TERM, to=f"{desk}/terms", headers=officer)
    assert begun.status_code == 303
    (term,) = read(client, ground)
    form = {"room": "1-101", "name": "王方", "post": "chair", "since_on": "2025-06-01"}
    members = f"{desk}/terms/{term['id']}/members"
    wrong = submit(client, desk, form, to=members, headers=officer)
    assert wrong.status_code == 422
    assert "名册上没有这位业主" in wrong.text
    assert 'value="王方"' in wrong.text
    assert submit(client, desk, form | {"name": "王芳"}, to=members, headers=officer).status_code == 303
    assert "王芳" in client.get(desk, headers=officer).text
    assert "登记离任" not in client.get(desk, headers=ground["manager"]).text


@pytest.mark.feature("EI-24")
@pytest.mark.parametrize(("days", "shown"), [(91, False), (90, True), (61, True), (1, True), (-5, True)])
def test_the_end_of_a_term_shows_from_90_days_ahead_on_the_officers_page(client, ground, days, shown):
    ends = day_of(clock.now()) + timedelta(days=days)
    begin(client, ground, since_on=str(ends - timedelta(days=1000)), until_on=str(ends))
    today = client.get("/work/", headers=ground["officer"]).text
    assert (REMINDER in today) is shown
    if shown:
        assert ground["desk"] in today
        assert str(ends) in today


@pytest.mark.feature("EI-24")
def test_it_shows_no_more_once_the_next_term_is_on_record(client, ground):
    begin(client, ground, since_on="2023-04-01", until_on="2026-03-31")
    assert REMINDER in client.get("/work/", headers=ground["officer"]).text
    begin(client, ground, since_on="2026-04-01", until_on="2029-03-31")
    assert REMINDER not in client.get("/work/", headers=ground["officer"]).text
