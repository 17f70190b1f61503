"""Votes over the API and by page: who may, what is answered, what stays sealed."""

import uuid

import pytest

from linli.domains.voting.queries import votes
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Role
from linli.kernel.times import SHANGHAI
from linli.platform import audit, clock
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly, item
from tests.support.forms import submit


class Hall(Assembly):
    """An assembly whose people have tokens."""

    def __init__(self, **more):
        super().__init__(**more)
        self.api = f"/api/v1/estates/{self.id}/votes"
        self.path = f"{self.api}/{self.vote_id}"
        self.page = f"/e/{self.id}/votes/{self.vote_id}"
        self.desk = f"/work/e/{self.id}/votes/{self.vote_id}"

    def headers(self, who, **more):
        with transaction():
            account = {"officer": self.officer_account, "second": self.second_account}.get(who)
            if account is None:
                account = self.account_ids[who] if isinstance(who, int) else who
            from linli.domains.people.queries import identity

            account_id = account if isinstance(account, uuid.UUID) else _id(account)
            return people.bearer(identity.account(account_id)) | more


def _id(account):
    from sqlalchemy import inspect

    return inspect(account).identity[0]


def key():
    return {"Idempotency-Key": uuid.uuid4().hex}


@pytest.fixture
def hall(app):
    return Hall()


def cast(client, hall, who=0, *, choice="for", headers=None, **more):
    return client.post(
        f"{hall.path}/ballots",
        json={"choices": {"1": choice}} | more,
        headers=(headers or key()) | hall.headers(who),
    )


def test_a_ballot_needs_a_key(client, hall):
    hall.open()
    answer = client.post(f"{hall.path}/ballots", json={"choices": {"1": "for"}}, headers=hall.headers(0))
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_required")


def test_the_same_cast_again_gives_the_same_receipt_and_another_choice_under_its_key_is_refused(client, hall):
    hall.open()  # check D-2
    once = key()
    first, again = cast(client, hall, headers=once), cast(client, hall, headers=once)
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    other = cast(client, hall, headers=once, choice="against")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    second = cast(client, hall)
    assert (second.status_code, second.json["code"]) == (409, "voting.already_voted")
    assert first.json["receipt_no"] in second.json["detail"]


@pytest.mark.feature("VO-31")
def test_only_owners_on_the_roll_cast(client, hall):
    with transaction():
        tenant, family, stranger = people.account("租客"), people.account("家属"), people.account("外人")
        from linli.domains.estates import queries as estates
        from linli.kernel.actors import Tie

        unit = estates.unit(estate_id=hall.id, unit_id=hall.unit_ids[0])
        people.resident(hall.estate_now(), unit, tenant)
        people.resident(hall.estate_now(), unit, family, tie=Tie.FAMILY)
        ids = [one.id for one in (tenant, family, stranger)]
    hall.open()
    assert [cast(client, hall, one).status_code for one in ids] == [403, 403, 404]
    page = client.get(hall.page, headers=hall.headers(ids[0]))
    assert "仅业主可投票" in page.text
    assert "核对我的选择" not in page.text


@pytest.mark.feature("VO-34")
def test_nobody_sees_for_and_against_before_the_close_and_the_publication(
    client, hall
):  # check D-19, case 22
    hall.open()
    before = {who: _everything(client, hall, who) for who in ("officer", "second", 1)}
    assert cast(client, hall, 0, choice="against").status_code == 201
    for who, pages in before.items():
        after = _everything(client, hall, who)
        for path, (status, text) in after.items():
            assert status == pages[path][0]
            assert "against" not in text.replace('value="against"', ""), path
    hall.close()
    for who in ("officer", 1):
        assert client.get(f"{hall.path}/result", headers=hall.headers(who)).status_code == 403
        assert client.get(f"{hall.path}/bundle", headers=hall.headers(who)).status_code == 403
    assert "尚未公布" in client.get(f"/p/votes/{hall.id}/{hall.vote_id}").text
    hall.publish()
    result = client.get(f"{hall.path}/result", headers=hall.headers(1))
    assert result.json["result"]["items"][0]["against"] == {"heads": 1, "area": 10000}
    assert "本项未通过" in client.get(f"/p/votes/{hall.id}/{hall.vote_id}").text


def test_case_22_an_officer_who_asks_for_the_result_before_the_close_is_refused_and_it_is_written_down(
    client, hall
):
    hall.open()
    assert cast(client, hall, 0).status_code == 201
    asked = [f"{hall.path}/result", f"{hall.path}/bundle"]
    answers = [client.get(path, headers=hall.headers("officer")) for path in asked]
    assert [answer.status_code // 100 for answer in answers] == [4, 4]
    with transaction(writes=False):
        noted = audit.entries_page(window=Window(limit=9), account_id=hall.officer.account_id, act="refused:")
    assert sum(str(hall.vote_id) in one.object_id for one in noted.items) == len(asked)


def _everything(client, hall, who):
    headers = hall.headers(who)
    paths = [
        hall.path,
        f"{hall.path}/turnout",
        f"{hall.path}/result",
        f"{hall.path}/bundle",
        hall.page,
        hall.desk,
    ]
    paths += [hall.api, f"/p/votes/{hall.id}/{hall.vote_id}", f"{hall.path}/roll", f"{hall.desk}/roll"]
    found = {path: client.get(path, headers=headers) for path in paths}
    return {path: (answer.status_code, answer.text) for path, answer in found.items()}


def test_turnout_is_shown_on_both_counts(client, hall):
    hall.open()
    cast(client, hall, 0)
    turnout = client.get(f"{hall.path}/turnout", headers=hall.headers(1)).json
    assert turnout == {
        "taken_part": {"heads": 1, "area": 10000},
        "roll": {"heads": 3, "area": 30000},
        "buildings": [],
    }


def test_a_draft_is_seen_by_organisers_only(client, hall):
    assert client.get(hall.api, headers=hall.headers(0)).json["items"] == []
    assert client.get(hall.path, headers=hall.headers(0)).status_code == 403
    assert client.get(f"/p/votes/{hall.id}/{hall.vote_id}").status_code == 404
    assert client.get(hall.path, headers=hall.headers("second")).json["state"] == "draft"


def test_a_foreign_vote_looks_like_one_that_never_was(client, hall):
    with transaction():
        stranger = people.staff(Role.COMMUNITY_OFFICER, places.region()).id
    for path in (hall.path, hall.desk, f"{hall.desk}/roll"):
        assert client.get(path, headers=hall.headers(stranger)).status_code == 404
    other = Hall()
    wrong = f"/api/v1/estates/{hall.id}/votes/{other.vote_id}"
    assert client.get(wrong, headers=hall.headers("officer")).status_code == 404


def test_the_whole_course_over_the_api(client, app):
    hall = Hall(matters=())
    officer, second = hall.headers("officer"), hall.headers("second")
    body = {
        "title": "使用维修资金",
        "words": "更换电梯",
        "matter": "use_maintenance_fund",
        "changes": "换新",
        "costs": "约 800 元",
        "otherwise": "继续维修",
    }
    made = client.post(f"{hall.path}/items", json=body, headers=officer)
    assert (made.status_code, made.json["threshold"]) == (201, "ordinary")
    assert client.get(f"{hall.path}/roll", headers=officer).json["heads"] == 3
    announced = client.post(f"{hall.path}/announcement", headers=officer)
    assert (announced.status_code, announced.json["state"]) == (200, "announced")
    assert client.post(f"{hall.path}/opening", headers=officer).json["code"] == "voting.same_hand"
    with transaction(writes=False):
        opens_at, closes_at = hall.vote.opens_at, hall.vote.closes_at
    clock.advance(opens_at - clock.now())
    second, officer = hall.headers("second"), hall.headers("officer")
    assert client.post(f"{hall.path}/opening", headers=second).json["state"] == "open"
    assert cast(client, hall, 0).status_code == 201
    mine = client.get(f"{hall.path}/voters/mine", headers=hall.headers(0)).json["items"]
    assert (len(mine), mine[0]["ballot_id"] is not None) == (1, True)
    clock.advance(closes_at - clock.now())
    officer = hall.headers("officer")
    assert cast(client, hall, 1).json["code"] == "voting.closed"
    assert client.post(f"{hall.path}/closing", headers=officer).json["state"] == "counted"
    assert client.post(f"{hall.path}/publication", headers=officer).json["code"] == "voting.same_hand"
    second = hall.headers("second")
    assert client.post(f"{hall.path}/publication", headers=second).json["state"] == "published"
    bundle = client.get(f"{hall.path}/bundle", headers=officer)
    assert (bundle.status_code, bundle.data[:2]) == (200, b"PK")
    assert client.get(f"{hall.path}/bundle", headers=hall.headers(0)).status_code == 403


@pytest.mark.feature("VO-25")
def test_the_page_asks_again_before_the_ballot_goes_in_and_going_back_keeps_the_choice(client, app):
    hall = Hall(matters=(Matter.USE_FUND, Matter.OTHER)).open()
    me = hall.headers(0)
    with transaction(writes=False):
        text_hash = hall.vote.text_hash
    fields = {"choice-1": "against", "choice-2": "for", "text_hash": text_hash, "voter_no": ""}
    check = submit(client, hall.page, fields, to=f"{hall.page}/check", headers=me)
    assert check.status_code == 200
    assert "反对" in check.text
    again = submit(client, hall.page, fields, to=f"{hall.page}/again", headers=me)
    assert again.text.count("checked") == 2
    missing = submit(client, hall.page, fields | {"choice-2": ""}, to=f"{hall.page}/check", headers=me)
    assert missing.status_code == 422
    assert 'value="against" id="f-choice-1-1" checked' in missing.text
    done = submit(
        client, hall.page, fields | {"once": uuid.uuid4().hex}, to=f"{hall.page}/ballots", headers=me
    )
    assert done.status_code == 303
    receipt = client.get(done.headers["Location"], headers=me)
    assert "回执号" in receipt.text
    assert "反对" not in receipt.text
    assert client.get(done.headers["Location"], headers=hall.headers(1)).status_code == 404
    late = submit(
        client, hall.page, fields | {"once": uuid.uuid4().hex}, to=f"{hall.page}/ballots", headers=me
    )
    assert (late.status_code, "您已在" in late.text) == (409, True)


def test_the_desk_drafts_shows_what_is_typed_wrongly_and_lists_what_is_missing(client, hall):
    officer = hall.headers("officer")
    new = f"/work/e/{hall.id}/votes/new"
    bad = {"title": "换电梯", "meeting": "regular", "opens_at": "2026-03-10", "closes_at": "2026-03-20"}
    refused = submit(client, new, bad, to=f"/work/e/{hall.id}/votes", headers=officer)
    assert refused.status_code == 422
    assert "最早 2026年3月17日" in refused.text
    assert 'value="换电梯"' in refused.text
    good = bad | {"opens_at": "2026-03-20", "closes_at": "2026-03-30"}
    made = submit(client, new, good, to=f"/work/e/{hall.id}/votes", headers=officer)
    assert made.status_code == 303
    desk = client.get(made.headers["Location"], headers=officer).text
    assert "还没有表决事项" in desk
    vote_id = uuid.UUID(made.headers["Location"].rpartition("/")[2])
    with transaction(writes=False):
        vote = votes.vote(estate_id=hall.id, vote_id=vote_id)
        assert vote.opens_at.astimezone(SHANGHAI).isoformat() == "2026-03-20T09:00:00+08:00"
    blank = submit(
        client, f"{made.headers['Location']}/items/new", {"title": ""}, to=f"{made.headers['Location']}/items",
        headers=officer,
    )  # fmt: skip
    assert blank.status_code == 422
    edited = submit(client, f"{made.headers['Location']}/edit", good | {"title": "新标题"}, headers=officer)
    assert edited.status_code == 303


def test_items_are_renumbered_when_one_is_removed(client, app):
    hall = Hall(matters=(Matter.USE_FUND, Matter.OTHER, Matter.COVENANT))
    with transaction(writes=False):
        first = votes.items(hall.vote)[0].id
    assert client.delete(f"{hall.path}/items/{first}", headers=hall.headers("officer")).status_code == 204
    with transaction():
        assert [one.number for one in votes.items(hall.vote)] == [1, 2]
        assert item(hall.vote).number == 3


@pytest.mark.parametrize("state", ["draft", "announced", "open", "closed", "published"])
def test_every_page_opens_in_every_state(client, hall, state):
    steps = ["announced", "open", "closed", "published"]
    for one, take in zip(steps, ("announce", "open", "close", "publish"), strict=True):
        if state in steps[steps.index(one) :] and not (one == "announced" and state != "announced"):
            getattr(hall, take)()
    officer = hall.headers("officer")
    for path in (hall.desk, f"{hall.desk}/roll", f"/work/e/{hall.id}/votes", f"/work/e/{hall.id}/votes/new"):
        assert client.get(path, headers=officer).status_code == 200
    assert client.get(f"/e/{hall.id}/votes", headers=hall.headers(0)).status_code == 200
    if state != "draft":
        assert client.get(hall.page, headers=hall.headers(0)).status_code == 200
        assert client.get(f"/p/votes/{hall.id}/{hall.vote_id}").status_code == 200
