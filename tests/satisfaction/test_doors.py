"""The round through its doors: a household's page, the officers' desks, programs, and everybody's results."""

import pytest

from linli.domains.people.queries import identity
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.satisfaction import close, home, keyer, officer, said
from tests.support.forms import submit
from tests.support.required import need


class Block:
    """An estate with four homes, a company, and officers."""

    def __init__(self, client):
        self.client = client
        with transaction():
            self.estate = places.estate(name="江滨花园")
            places.contract(self.estate, places.company("衢江物业"))
            self.homes = [home(self.estate, f"1幢{n}01室") for n in range(1, 5)]
            self.city, self.desk = officer(self.estate), keyer(self.estate)
            self.manager = people.staff(Role.PROPERTY_MANAGER, self.estate)
        self.page, self.work = f"/e/{self.estate.id}/satisfaction", f"/work/e/{self.estate.id}/satisfaction"
        self.api = f"/api/v1/estates/{self.estate.id}/satisfaction"

    def as_(self, actor):
        with transaction():
            account = identity.account(getattr(actor, "account_id", None) or actor.id)
            return people.bearer(account)

    def get(self, url, actor=None, status=200):
        answer = self.client.get(url, headers=self.as_(actor) if actor else {})
        assert answer.status_code == status, answer.text[:500]
        return answer

    def send(self, url, actor, body=None, status=204):
        answer = self.client.post(url, json=body or {}, headers=self.as_(actor))
        assert answer.status_code == status, answer.text
        return answer.json

    def start(self):
        today = clock.now().date()
        plan = {"year": 2026, "opens_on": f"{today}", "closes_on": "2026-03-17", "replaces": True}
        self.round = self.send("/api/v1/satisfaction/rounds", self.city, plan, 201)
        self.one = f"/api/v1/satisfaction/rounds/{self.round['id']}"
        return self.send(f"{self.one}/publish", self.city, status=200)


@pytest.fixture
def block(app, client):
    return Block(client)


@pytest.mark.feature("SC-03", "SC-04")
def test_a_household_answers_officers_see_who_many_took_part_and_companies_see_nothing_before(block):
    assert "现在没有评价" in block.get(block.page, block.homes[0][1]).text
    assert block.start()["state"] == "open"
    block.send("/api/v1/satisfaction/rounds", block.desk, {}, 403)
    (unit, actor), (second, other) = block.homes[:2]
    body = said(5) | {"unit_id": str(unit.id), "adult": True}
    for wrong in ({"overall": 0}, {"safety": 6}, {"adult": False}):
        block.send(f"{block.api}/answers", actor, body | wrong, 422)
    block.send(f"{block.api}/answers", actor, body | {"unit_id": str(second.id)}, 403)
    block.send(f"{block.api}/answers", actor, body)
    assert block.get(block.api, actor).json["current"]["households"][0]["answered"]

    form = {key: str(level) for key, level in said(4).items()} | {"unit_id": str(second.id), "adult": "yes"}
    headers = block.as_(other)
    again = submit(block.client, block.page, form | {"parking": ""}, headers=headers)
    assert (again.status_code, 'value="4" id="f-overall-3" required checked' in again.text) == (422, True)
    assert submit(block.client, block.page, form, headers=headers).status_code == 303
    assert "收到了" in block.get(block.page, other).text

    keyed = said(1) | {"label": "1幢301室", "channel": "paper"}
    block.send(f"{block.api}/keyed", block.desk, keyed)
    block.send(f"{block.api}/keyed", block.desk, keyed | {"label": "9幢"}, 422)
    for url in (block.work, f"{block.work}/poster.pdf", block.one, "/work/satisfaction"):
        block.get(url, block.manager, 403 if "rounds/" not in url else 404)
    assert block.get(f"{block.one}/progress", block.desk).json["items"][0]["answered"] == 3
    shown = block.get(block.work, block.desk).text
    assert "75" in shown
    assert not [one for one in ("101室", "201室", "301室") if one in shown]  # never which household
    assert "发布以后" not in block.get(f"/work/satisfaction/{block.round['id']}", block.city).text
    assert block.get(f"/p/satisfaction/{block.round['id']}", status=404)


@pytest.mark.feature("NN-39", "SC-02", "SC-05")
def test_the_result_is_public_with_its_interval_and_says_how_the_city_is_counted(block):
    need("papers")
    block.start()
    assert block.get(f"{block.work}/poster.pdf", block.desk).data.startswith(b"%PDF-")
    for (unit, actor), level in zip(block.homes, (5, 4, 3, 1), strict=True):
        block.send(f"{block.api}/answers", actor, said(level) | {"unit_id": str(unit.id), "adult": True})
    from linli.domains.satisfaction.queries import rounds

    close(rounds.newest(block.estate.id))
    city = block.get(f"/p/satisfaction/{block.round['id']}").text
    for words in ("50.00%", "75.00%", "不是各小区满意率的平均", "衢江物业", "可信范围"):
        assert words in city
    assert "江滨花园" in block.get(f"/p/satisfaction/{block.round['id']}/{block.estate.id}").text
    assert "结果已经公布" in block.get(block.page, block.homes[0][1]).text
    assert block.get(block.one, block.city).json["result"]["rate"] == 5000
    assert "2026 年" in block.get("/p/satisfaction").text


def test_a_browser_in_which_the_company_worked_answers_for_no_household(block):
    block.start()
    unit, actor = block.homes[0]
    with transaction():
        at_work, at_home = (
            people.token(identity.account(one)) for one in (block.manager.id, actor.account_id)
        )
    here = {"domain": "localhost", "secure": True}

    def ask(token):
        block.client.set_cookie("__Host-linli", token, **here)
        return block.client.get(block.page, base_url="https://localhost")

    assert "请换一台设备" not in ask(at_home).text
    block.client.set_cookie("__Host-linli", at_work, **here)
    block.client.get("/work/", base_url="https://localhost")
    assert "请换一台设备" in ask(at_home).text
    form = {key: str(level) for key, level in said(4).items()} | {"unit_id": str(unit.id), "adult": "yes"}
    refused = submit(block.client, block.page, form)
    assert (refused.status_code, "用自己家的手机" in refused.text) == (403, True)
    block.client.delete_cookie("__Host-linli-desk", domain="localhost")
    assert submit(block.client, block.page, form).status_code == 303
