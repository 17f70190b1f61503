"""From door to door: the board adds up, visits say who and how, and nowhere stands what anybody chose."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.notices.models import Message
from linli.domains.voting.queries import rolls
from linli.domains.voting.rules.visits import Outcome, Stand, stand
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.support.forms import submit
from tests.voting.test_api import Hall, key


class Houses(Hall):
    """Two buildings of six and two voters; the last two owners have no account."""

    def __init__(self):
        super().__init__(owners=6, prepare=self.build)

    def build(self, _):
        first, second = places.building(self.estate, "1幢"), places.building(self.estate, "2幢")
        for unit in self.units:
            unit.building_id = first.id
        for n, name in enumerate(("欧阳无号", "李无号")):
            unit = places.unit(self.estate, f"2幢{n + 1}室")
            unit.building_id = second.id
            people.owner(self.estate, unit, name=name)
        self.building_ids = [first.id, second.id]
        db.session.flush()

    def number(self, n):
        with transaction(writes=False):
            return rolls.my_voters(self.vote, self.account_ids[n])[0].entry.voter_no


@pytest.fixture
def houses(app):
    return Houses().open()


def visit(client, houses, n, outcome, *, who="officer", **more):
    body = {"voter_no": houses.number(n), "means": "phone", "outcome": outcome} | more
    return client.post(f"{houses.path}/visits", json=body, headers=houses.headers(who) | key())


@pytest.mark.feature("VO-47", "VO-45")
def test_the_board_adds_up_to_the_roll_in_each_building(client, houses):
    houses.cast(0)
    assert visit(client, houses, 1, "refused").status_code == 201
    visit(client, houses, 2, "refused")
    clock.advance(timedelta(minutes=1))
    again = visit(
        client, houses, 2, "later", means="video", next_on=f"{clock.now():%Y-%m-%d}", note="晚上在家"
    )
    visit(client, houses, 0, "refused")
    board = client.get(f"{houses.path}/canvass", headers=houses.headers("officer")).json
    stands = [(one["name"], one["stands"], one["voters"]) for one in board["buildings"]]
    assert stands == [
        ("1幢", {"voted": 1, "not_yet": 3, "pending": 1, "refused": 1}, 6),
        ("2幢", {"voted": 0, "not_yet": 2, "pending": 0, "refused": 0}, 2),
    ]
    assert board["whole"]["voters"] == 8
    assert (again.json["means"], again.json["made_by"]) == ("video", str(houses.officer.account_id))
    page = client.get(
        f"{houses.desk}/canvass/visit?voter={houses.number(2)}", headers=houses.headers("second")
    )
    assert "视频：约好再来" in page.text
    assert "周社区" in page.text
    assert "晚上在家" in page.text


@pytest.mark.feature("VO-46")
def test_each_room_of_a_building_shows_its_state_the_last_visit_and_the_next_step_and_no_choice(
    client, houses
):
    houses.cast(0, "against")
    visit(client, houses, 1, "absent", next_on="2026-03-22")
    place = f"{houses.desk}/canvass/doors?building_id={houses.building_ids[0]}"
    page = client.get(f"{place}&still=false", headers=houses.headers("officer")).text
    assert page.count("/canvass/visit?voter=") == 6
    for said in ("1幢2室", "没有人", "下次 2026年3月22日", "还没有去过", "已投", "未联系", "联系过"):
        assert said in page
    assert "业主0" not in page
    assert "against" not in page
    assert "反对" not in page
    still = client.get(place, headers=houses.headers("officer")).text
    assert "1幢1室" not in still
    assert "1幢2室" in still
    everybody = client.get(f"{houses.path}/canvass/doors", headers=houses.headers("second")).json["items"]
    assert [one["label"] for one in everybody] == [f"1幢{n}室" for n in range(2, 7)] + ["2幢1室", "2幢2室"]


def test_a_small_building_is_not_told_apart_on_the_map_and_owners_see_none_of_it(client, houses):
    houses.cast(0)
    page = client.get(f"{houses.desk}/canvass", headers=houses.headers("officer")).text
    assert "2幢、1幢合计</span><b>12%" in page  # of two buildings one has two voters
    for way in ("canvass", "canvass/doors", f"canvass/visit?voter={houses.number(0)}", "canvass/unreached"):
        assert client.get(f"{houses.desk}/{way}", headers=houses.headers(0)).status_code in {403, 404}


def test_what_is_wrong_with_a_visit_stands_beside_its_field(client, houses):
    form = f"{houses.desk}/canvass/visit?voter={houses.number(1)}"
    fields = {"voter_no": houses.number(1), "means": "on_site", "outcome": "later", "next_on": "2026-03-01"}
    wrong = submit(
        client,
        form,
        fields | {"note": "留着"},
        to=f"{houses.desk}/canvass/visits",
        headers=houses.headers("officer"),
    )
    assert wrong.status_code == 422
    assert "下次联系的日期不能早于今天" in wrong.text
    assert "留着" in wrong.text
    done = submit(
        client,
        form,
        fields | {"next_on": ""},
        to=f"{houses.desk}/canvass/visits",
        headers=houses.headers("officer"),
    )
    assert done.status_code == 303
    houses.close()
    assert visit(client, houses, 1, "told").status_code == 409
    assert visit(client, houses, 1, "someday").status_code == 422


@pytest.mark.feature("VO-39")
def test_failed_messages_are_listed_by_room_and_those_without_an_account_beside_them(client, houses):
    outbox.deliver()
    assert (
        client.post(f"{houses.path}/reminders", headers=houses.headers("officer") | key()).status_code == 201
    )
    twice = client.post(f"{houses.path}/reminders", headers=houses.headers("officer") | key())
    assert (twice.status_code, twice.json["code"]) == (409, "voting.reminded_today")
    outbox.deliver()
    with transaction():
        for n in (1, 2):
            sms = (
                db.session.query(Message)
                .filter_by(account_id=houses.account_ids[n], channel="sms", template="vote_reminder")
                .one()
            )
            sms.state = "failed"
    houses.cast(2)

    def listed(account):
        page = client.get(
            f"{houses.path}/canvass/unreached?account={account}", headers=houses.headers("officer")
        )
        return [(one["label"], one["names"]) for one in page.json["items"]]

    assert listed("true") == [("1幢2室", "业**")]
    assert [label for label, _ in listed("false")] == ["2幢1室", "2幢2室"]
    page = client.get(f"{houses.desk}/canvass/unreached", headers=houses.headers("officer")).text
    assert "1幢2室" in page


@pytest.mark.feature("VO-12")
def test_before_the_roll_is_published_its_first_five_its_totals_and_every_faulty_unit_are_shown(client, app):
    def prepare(made):
        for n in range(3):
            faulty = places.unit(made.estate, f"9幢{n + 1}室")
            faulty.floor_area = faulty.area_source = None
            people.owner(made.estate, faulty, name="缺面积")

    hall = Hall(owners=7, prepare=prepare)
    page = client.get(f"{hall.desk}/roll", headers=hall.headers("officer")).text
    first = page.split("前五位投票人")[1].split("</table>")[0]
    assert first.count('<th scope="row">') == 5
    assert "100.00" in first
    doubts = page.split("这些房屋还不确定")[1].split("</table>")[0]
    assert [f"9幢{n}室" in doubts for n in (1, 2, 3)] == [True] * 3
    assert "投票人" in page.split("前五位投票人")[0]
    assert hall.vote_id is not None
    refused = client.post(f"{hall.path}/announcement", headers=hall.headers("officer"))
    assert refused.status_code == 409


@given(st.booleans(), st.none() | st.sampled_from(Outcome))
def test_a_ballot_outweighs_what_was_said_at_the_door(voted, last):
    found = stand(voted=voted, last=last)
    assert (found is Stand.VOTED) == voted
    if not voted:
        assert (found is Stand.NOT_YET) == (last is None)
        assert (found is Stand.REFUSED) == (last is Outcome.REFUSED)
