"""An election by page and by API: the ballot, N+1, nobody, the result in words, the run-off; recalls and their hearing."""

import re
from datetime import timedelta

import pytest

from linli.domains.voting import errors
from linli.domains.voting.operations import electing
from linli.domains.voting.queries import elections, votes
from linli.domains.voting.rules.candidacy import RequestBy, request_reached
from linli.domains.voting.rules.majority import Weight
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories.elections import Contest
from tests.support.forms import submit
from tests.voting.test_api import Hall, key


class Poll(Contest, Hall):
    """A contest whose people have tokens."""

    def __init__(self, **more):
        Contest.__init__(self, **more)
        self.api = f"/api/v1/estates/{self.id}"
        self.path = f"{self.api}/votes/{self.vote_id}"
        self.page, self.desk = f"/e/{self.id}/votes/{self.vote_id}", f"/work/e/{self.id}/votes/{self.vote_id}"
        self.about, self.table = f"/e/{self.id}/elections", f"/work/e/{self.id}/elections/{self.election_id}"


@pytest.fixture
def poll(app):
    return Poll()


@pytest.fixture
def ballot(app):
    """Seven candidates for five seats, voting is open."""
    made = Poll()
    made.listed(*range(7))
    made.open()
    return made


def send(client, ballot, names, *, who=0, to="check"):
    fields = {"names": [f"1:{one}" for one in names]}
    return submit(client, ballot.page, fields, to=f"{ballot.page}/{to}", headers=ballot.headers(who))


@pytest.mark.feature("VO-20")
def test_the_page_offers_every_name_and_nobody_and_says_how_many(client, ballot):
    page = client.get(ballot.page, headers=ballot.headers(0)).text
    assert page.count('name="names"') == 8
    assert 'data-most="5"' in page
    assert "一个都不选" in page
    assert "最多选 5 人" in page


@pytest.mark.feature("VO-20")
def test_five_names_go_on_to_the_last_look_and_six_are_refused_with_every_tick_kept(client, ballot):
    five = [f"c{n}" for n in range(1, 6)]
    looked = send(client, ballot, five)
    assert looked.status_code == 200
    assert "业主0、业主1、业主2、业主3、业主4" in looked.text
    assert looked.text.count('name="names"') == 5
    six = send(client, ballot, [*five, "c6"])
    assert six.status_code == 422
    assert "最多选 5 人" in six.text
    assert len(re.findall(r'name="names" value="1:c\d" checked', six.text)) == 6


@pytest.mark.feature("VO-20")
def test_the_server_refuses_six_names_of_a_program_too(client, ballot):
    answer = client.post(
        f"{ballot.path}/ballots",
        json={"choices": {"1": [f"c{n}" for n in range(1, 7)]}},
        headers=key() | ballot.headers(0),
    )
    assert (answer.status_code, answer.json["code"]) == (422, "voting.wrong_choice")


@pytest.mark.parametrize(
    ("names", "status"), [(["none"], 200), ([], 422), (["none", "c1"], 422), (["c99"], 422)]
)
def test_nobody_is_chosen_by_saying_so_and_not_beside_a_name(client, ballot, names, status):
    answer = send(client, ballot, names)
    assert answer.status_code == status
    if status == 200:
        assert "一个都不选" in answer.text


def test_a_ballot_goes_in_and_going_back_keeps_the_names(client, ballot):
    back = send(client, ballot, ["c2", "c4"], to="again")
    kept = re.findall(r'value="1:(c\d)" checked', back.text)
    assert sorted(kept) == ["c2", "c4"]  # they stand in each voter's own order
    cast = send(client, ballot, ["c2", "c4"], to="ballots")
    assert cast.status_code == 303
    with transaction(writes=False):
        assert votes.result(ballot.vote) is None
    page = client.get(ballot.page, headers=ballot.headers(0)).text
    assert "我的回执" in page


@pytest.fixture
def tied(ballot):
    """c1–c4 have eleven of twelve, c5 and c6 both eight, c7 nobody: one seat is left to two."""
    for n in range(12):
        names = ["c1", "c2", "c3", "c4"]
        names += ["c5"] if n < 8 else []
        names += ["c6"] if n >= 4 else []
        ballot.choose(n, *(one for one in names if len(names) < 6 or one != f"c{n - 3}"))
    return ballot


def result_of(poll):
    return poll.close().publish()


def test_the_result_says_for_each_candidate_who_agreed_on_both_axes_and_why(client, tied):
    result_of(tied)
    page = client.get(tied.page, headers=tied.headers(0)).text
    assert "须另行投票" in page
    assert (
        "同意的人数 8 人 / 12 人（66.6%），同意的面积 800.00 ㎡ / 1200.00 ㎡（66.6%），都超过二分之一" in page
    )
    assert "每位候选人得到的同意，面积和人数都要超过参与表决的二分之一" in page
    public = client.get(f"/p/votes/{tied.id}/{tied.vote_id}").text
    assert "业主4" in public
    api = client.get(f"{tied.path}/result", headers=tied.headers(0))
    assert api.status_code == 200
    assert "须另行投票" in api.json["readings"][0]


@pytest.mark.feature("NN-10")
def test_the_button_drafts_the_run_off_with_the_tied_and_the_seats_left(client, tied):
    result_of(tied)
    page = client.get(tied.table, headers=tied.headers("officer")).text
    assert "起草另行选举" in page
    opens, closes = (str(day_of(clock.now()) + timedelta(days=n)) for n in (20, 30))
    fields = {"opens_at": opens, "closes_at": closes}
    made = submit(client, tied.table, fields, to=f"{tied.table}/run-off", headers=tied.headers("officer"))
    assert made.status_code == 303, made.text
    vote_id = made.location.rsplit("/", 1)[1]
    drafted = client.get(f"{tied.api}/votes/{vote_id}", headers=tied.headers("officer")).json
    (item,) = drafted["items"]
    assert [one["name"] for one in item["candidates"]] == ["业主4", "业主5"]
    assert item["seats"] == 1
    again = submit(client, tied.table, fields, to=f"{tied.table}/run-off", headers=tied.headers("officer"))
    assert again.status_code == 409


@pytest.mark.feature("VO-23")
def test_a_candidates_page_shows_the_building_the_words_and_the_party_only_by_consent(client, poll):
    poll.open_nominations()
    stood = submit(
        client, f"{poll.about}/{poll.election_id}/stand",
        {"statement": "我愿意为大家把账目公开好。", "party_member": "yes"}, headers=poll.headers(0),
    )  # fmt: skip
    assert stood.status_code == 303
    page = stood.location
    assert client.get(page, headers=poll.headers(0)).status_code == 200
    assert client.get(page, headers=poll.headers(1)).status_code == 404  # not on a list yet
    poll.check(0).approve(0).nominations_over().put_up_list()
    shown = client.get(page, headers=poll.headers(1)).text
    assert "我愿意为大家把账目公开好" in shown
    assert "名单公示" in shown
    assert "中共党员" not in shown
    assert "1幢1室" not in shown
    assert "看了书面材料" not in shown
    assert "拖欠" not in shown


@pytest.mark.feature("VO-24")
def test_the_officer_leads_an_election_from_the_draft_to_the_list_by_page(client, poll):
    officer = poll.headers("officer")
    today = day_of(clock.now())
    until = today + timedelta(days=6)
    wrong = submit(client, poll.table, {"since_on": str(today), "until_on": str(today)}, to=f"{poll.table}/nominations", headers=officer)  # fmt: skip
    assert wrong.status_code == 422
    assert "至少 7 天" in wrong.text
    opened = submit(client, poll.table, {"since_on": str(today), "until_on": str(until)}, to=f"{poll.table}/nominations", headers=officer)  # fmt: skip
    assert opened.status_code == 303
    fields = {"room": "1幢3室", "name": "业主2", "source": "斗潭社区党委推荐函"}
    assert (
        submit(client, poll.table, fields, to=f"{poll.table}/recommendations", headers=officer).status_code
        == 303
    )
    with transaction(writes=False):
        candidate = f"/work/e/{poll.id}/candidacies/{poll.candidacy(2).id}"
        mine = f"/e/{poll.id}/candidacies/{poll.candidacy(2).id}"
    agreed = submit(client, mine, {"statement": "谢谢大家推荐，我愿意参选。"}, to=f"{mine}/acceptance", headers=poll.headers(2))  # fmt: skip
    assert agreed.status_code == 303
    checks = {f"holds-{c}": "yes" for c in ("owner", "capacity", "fees", "kin", "honest", "building")}
    lacking = submit(client, candidate, checks, to=f"{candidate}/checks", headers=officer)
    assert lacking.status_code == 422
    checks |= {name.replace("holds", "evidence"): "看了书面材料" for name in checks}
    assert submit(client, candidate, checks, to=f"{candidate}/checks", headers=officer).status_code == 303
    assert submit(client, candidate, {}, to=f"{candidate}/approval", headers=officer).status_code == 303
    poll.nominations_over()
    officer = poll.headers("officer")
    assert submit(client, poll.table, {}, to=f"{poll.table}/lists", headers=officer).status_code == 303
    assert "业主2" in client.get(f"{poll.about}/{poll.election_id}", headers=poll.headers(1)).text


def test_the_checks_are_for_those_who_review_and_not_for_neighbours(client, poll):
    poll.open_nominations().stand(0)
    poll.check(0)
    with transaction(writes=False):
        path = f"{poll.api}/candidacies/{poll.candidacy(0).id}/review"
    assert client.get(path, headers=poll.headers(0)).status_code == 403
    found = client.get(path, headers=poll.headers("second")).json
    assert {one["checked_by"] for one in found["checks"]} == {"周社区"}


# ------------------------------------------------------------------------------------------------ recalls


@pytest.fixture
def recall(client, app):
    """A draft with the recall of the first owner."""
    hall = Hall(owners=10, matters=())
    made = client.post(
        f"{hall.path}/recalls",
        json={"room": "1幢1室", "name": "业主0", "reason": "半年不参加会议。"},
        headers=hall.headers("officer"),
    )
    assert made.status_code == 201, made.json
    hall.recall = f"/api/v1/estates/{hall.id}/recalls/{made.json['id']}"
    return hall


def request(client, hall, **more):
    body = {"asked_by": "owners", "requested_on": "2026-02-20", "document": "联名书"} | more
    return client.put(f"{hall.recall}/request", json=body, headers=hall.headers("officer"))


def hearing(client, hall, **more):
    body = {
        "heard_on": "2026-03-01",
        "place": "社区会议室",
        "attended": True,
        "words": "我因病住院，已请假。",
    } | more
    return client.put(f"{hall.recall}/hearing", json=body, headers=hall.headers("officer"))


def announced(client, hall):
    return client.post(f"{hall.path}/announcement", headers=hall.headers("officer"))


@pytest.mark.feature("NN-12")
def test_a_recall_is_not_announced_without_the_counted_request_and_the_hearing(client, recall):
    assert "由谁提出" in announced(client, recall).text
    assert request(client, recall, heads=1, area=10000).status_code == 200
    said = announced(client, recall).text
    assert "业主不够" in said
    assert "申辩" in said
    request(client, recall, heads=2, area=20000)
    said = announced(client, recall).text
    assert "业主不够" not in said
    assert "申辩" in said
    assert hearing(client, recall).json["lacks"] == []
    assert "申辩" not in announced(client, recall).text


@pytest.mark.feature("NN-12")
@pytest.mark.parametrize(
    ("heads", "area", "by_heads", "by_both"),
    [(2, 20000, True, True), (2, 19999, True, False), (1, 99999, False, False), (3, 0, True, False)],
)
def test_the_request_is_counted_by_the_rule_in_force(heads, area, by_heads, by_both):
    whole, signed = Weight(10, 100000), Weight(heads, area)
    assert request_reached(signed, whole, RequestBy.HEADS) is by_heads
    assert request_reached(signed, whole, RequestBy.HEADS_AND_AREA) is by_both


def test_the_committees_own_request_needs_no_signatures_but_the_hearing_all_the_same(client, recall):
    found = request(client, recall, asked_by="committee", document="业委会第 12 次会议决定").json
    assert len(found["lacks"]) == 1
    assert "申辩" in found["lacks"][0]


@pytest.mark.parametrize("day", ["2026-02-01", "2026-03-03"])
def test_the_hearing_is_after_the_request_and_not_in_the_future(client, recall, day):
    request(client, recall, heads=2, area=20000)
    assert hearing(client, recall, heard_on=day).status_code == 422


def test_the_recall_has_pages(client, recall):
    officer = recall.headers("officer")
    desk = f"/work{recall.recall.removeprefix('/api/v1').replace('/estates/', '/e/')}"
    assert "业主0" in client.get(desk, headers=officer).text
    fields = {
        "asked_by": "owners",
        "requested_on": "2026-02-20",
        "document": "联名书",
        "heads": "2",
        "area": "200.00",
    }
    assert submit(client, desk, fields, to=f"{desk}/request", headers=officer).status_code == 303
    heard = {"heard_on": "2026-03-01", "place": "社区", "attended": "no", "words": "电话通知，本人不来。"}
    assert submit(client, desk, heard, to=f"{desk}/hearing", headers=officer).status_code == 303
    assert "可以公告" in client.get(desk, headers=officer).text


def test_only_a_draft_takes_a_recall(app, poll):
    poll.listed(*range(6))
    poll.announce()
    with pytest.raises(errors.TextFrozen), transaction():
        electing.add_recall(vote=poll.vote, owner_id=poll.owner_ids[0], reason="不称职")
    with transaction(writes=False):
        assert elections.recalls_of(poll.vote) == {}
