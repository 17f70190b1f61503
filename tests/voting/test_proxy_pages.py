"""Written proxies as people meet them: giving one on the phone, handing in paper, casting for the owner."""

import re

import pytest

from linli.domains.people.queries import identity
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.queries import proxies, rolls
from linli.domains.voting.rules.proxies import Powers
from linli.kernel.actors import Tie
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.tickets import photo
from tests.support.forms import submit
from tests.voting.test_api import Hall, key


@pytest.fixture
def hall(app):
    return Hall().open()


def number(hall, n):
    with transaction(writes=False):
        return rolls.my_voters(hall.vote, hall.account_ids[n])[0].entry.voter_no


def phone(account_id):
    with transaction(writes=False):
        return identity.account(account_id).phone


def tenant(hall):
    """Somebody who rents the third unit; he is on no roll."""
    with transaction():
        from linli.domains.estates import queries as estates

        renter = people.account("吴租客")
        unit = estates.unit(estate_id=hall.id, unit_id=hall.unit_ids[2])
        people.resident(hall.estate_now(), unit, renter, tie=Tie.TENANT)
        return renter.id


def give(client, hall, principal, agent_id, **more):
    fields = {"voter_no": number(hall, principal), "phone": phone(agent_id), "powers": "free"} | more
    return submit(
        client, f"{hall.page}/proxies/new?powers={fields['powers']}", fields, to=f"{hall.page}/proxies",
        headers=hall.headers(principal),
    )  # fmt: skip


@pytest.mark.feature("VO-44")
def test_an_owner_sends_a_tenant_who_finds_the_vote_on_his_first_page_and_casts_it(client, hall):
    agent = tenant(hall)
    assert "仅业主可投票" in client.get(hall.page, headers=hall.headers(agent)).text
    assert give(client, hall, 0, agent).status_code == 303
    assert "吴*" in client.get(f"{hall.page}/proxies", headers=hall.headers(0)).text
    assert "有人委托您投票" in client.get(f"/e/{hall.id}/", headers=hall.headers(agent)).text
    page = client.get(hall.page, headers=hall.headers(agent))
    assert "由您决定" in page.text
    ballot = {"voter_no": number(hall, 0), "choice-1": "against"}
    last = submit(client, hall.page, ballot, to=f"{hall.page}/check", headers=hall.headers(agent))
    assert "您替 <b>1幢1室</b> 投票" in last.text
    done = submit(client, hall.page, ballot, to=f"{hall.page}/ballots", headers=hall.headers(agent))
    assert done.status_code == 303
    receipt = client.get(done.location, headers=hall.headers(agent))
    assert "回执号" in receipt.text
    assert "反对" not in receipt.text
    own = client.get(f"{hall.page}/proxies", headers=hall.headers(0)).text
    assert "已代投" in own
    assert "撤回委托" not in own


def test_somebody_with_several_voters_says_first_for_whom(client, hall):
    give(client, hall, 0, hall.account_ids[1])
    page = client.get(hall.page, headers=hall.headers(1)).text
    assert "现在替哪一户投？" in page
    assert "核对我的选择" not in page
    chosen = client.get(f"{hall.page}?voter={number(hall, 0)}", headers=hall.headers(1)).text
    assert "核对我的选择" in chosen
    assert "换一户（还有 1 户没投）" in chosen
    stranger = client.get(f"{hall.page}?voter={number(hall, 2)}", headers=hall.headers(1)).text
    assert "核对我的选择" not in stranger


def test_what_the_owner_wrote_stands_on_the_agent_s_ballot_and_binds_him(client, hall):
    agent = tenant(hall)
    give(client, hall, 0, agent, **{"powers": "as_told", "choice-1": "against"})
    page = client.get(hall.page, headers=hall.headers(agent)).text
    assert 'value="against" id="f-choice-1-1" checked' in page
    other = {"voter_no": number(hall, 0), "choice-1": "for"}
    refused = submit(client, hall.page, other, to=f"{hall.page}/check", headers=hall.headers(agent))
    assert refused.status_code == 422
    assert "请照委托人写的选" in refused.text


def test_a_mistake_beside_the_field_loses_nothing_and_a_proxy_can_be_taken_back(client, hall):
    missing = give(client, hall, 0, hall.account_ids[1], phone="13900000000")
    assert missing.status_code == 422
    assert "没有找到这个手机号的住户" in missing.text
    assert 'value="13900000000"' in missing.text
    assert give(client, hall, 0, hall.account_ids[1], until_on="2026-02-30").status_code == 422
    body = {"voter_no": number(hall, 0), "phone": phone(hall.account_ids[1]), "powers": "free"}
    made = client.post(f"{hall.path}/proxies", json=body, headers=hall.headers(0) | key())
    assert (made.status_code, made.json["standing"], made.json["agent"]) == (201, "stands", "业**")
    way = f"{hall.page}/proxies"
    for who, status in ((2, 404), (0, 303), (0, 409)):
        answer = submit(client, way, {}, to=f"{way}/{made.json['id']}/revocation", headers=hall.headers(who))
        assert answer.status_code == status
    mine = client.get(f"{hall.path}/proxies/mine", headers=hall.headers(0)).json["items"]
    assert [one["standing"] for one in mine] == ["revoked"]


def test_a_proxy_on_paper_is_scanned_by_one_officer_and_compared_by_another(client, hall):
    desk, agent = f"{hall.desk}/proxies", hall.account_ids[1]
    fields = {"voter_no": number(hall, 0), "phone": phone(agent), "powers": "as_told", "choice-1": "for"}
    without = submit(client, f"{desk}/new", fields, to=desk, headers=hall.headers("officer"))
    assert without.status_code == 422
    with_photo = fields | {"photos": (photo(), "p.jpg")}
    made = submit(client, f"{desk}/new?powers=as_told", with_photo, to=desk, headers=hall.headers("officer"))
    assert made.status_code == 303, made.text
    first = client.get(made.location, headers=hall.headers("officer")).text
    assert "须由另一位工作人员核对" in first
    picture = re.search(r'src="([^"]+/photos/[^"]+)"', first)[1]
    assert client.get(picture, headers=hall.headers("second")).mimetype == "image/jpeg"
    assert client.get(picture, headers=hall.headers(0)).status_code in {403, 404}
    second = client.get(made.location, headers=hall.headers("second")).text
    assert "同意" in second.split("请核对")[1].split("核对无误")[0]
    for who, status in (("officer", 403), ("second", 303)):
        answer = submit(client, made.location, {}, to=f"{made.location}/approval", headers=hall.headers(who))
        assert answer.status_code == status
    assert "同意" not in client.get(made.location, headers=hall.headers("second")).text.split("</dl>")[0]
    listed = client.get(f"{hall.path}/proxies", headers=hall.headers("officer")).json["items"]
    assert [(one["standing"], one["on_paper"]) for one in listed] == [("stands", True)]
    hall.cast(1, voter_no=number(hall, 0))
    with transaction(writes=False):
        assert proxies.held(hall.vote, agent, now=clock.now())[0].ballot is not None


def test_after_the_close_nobody_gives_a_proxy_any_more(client, hall):
    voter_no, agents_phone = number(hall, 0), phone(hall.account_ids[1])
    with transaction():
        proxying.give(
            actor=hall.owner_actor(0), vote=hall.vote, voter_no=voter_no, phone=agents_phone,
            powers=Powers.FREE, now=clock.now(),
        )  # fmt: skip
    hall.close()
    assert give(client, hall, 2, hall.account_ids[1]).status_code == 409
    assert (
        "只有公告以后、截止以前可以办委托" in client.get(f"{hall.page}/proxies", headers=hall.headers(0)).text
    )
