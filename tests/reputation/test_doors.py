"""Credit and the list through their doors: who sees what, on which desk, and what everybody may read."""

import io
from datetime import timedelta

import pytest

from linli.domains.people.queries import identity
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.reputation import head, officer
from tests.factories.tickets import photo
from tests.support.forms import submit

ITEMS, LIST = "/api/v1/credit/items", "/api/v1/credit/list"


class Hall:
    """Two companies in two counties, officers of each level, a head and a manager."""

    def __init__(self, client):
        self.client = client
        with transaction():
            self.estate, self.far = places.estate(name="江滨花园"), places.estate(name="外地花园")
            self.company, self.other = places.company("衢江物业"), places.company("外地物业")
            places.unit(self.estate)
            places.contract(self.estate, self.company)
            places.contract(self.far, self.other)
            self.street = officer(self.estate, role=Role.STREET_OFFICER)
            self.county = officer(self.estate, role=Role.COUNTY_OFFICER)
            self.city, self.stranger = officer(self.estate), officer(self.far)
            self.head, self.rival = head(self.company), head(self.other)
            self.manager = people.staff(Role.PROPERTY_MANAGER, self.estate)
            self.owner = people.account()
            people.owner(self.estate, places.unit(self.estate), account=self.owner)

    def as_(self, actor):
        with transaction():
            account = identity.account(getattr(actor, "account_id", None) or actor.id)
            return people.bearer(account)

    def ask(self, actor, url, body=None, status=200):
        headers = self.as_(actor) if actor else {}
        answer = (
            self.client.get(url, headers=headers)
            if body is None
            else self.client.post(url, json=body, headers=headers)
        )
        assert answer.status_code == status, answer.text[:800]
        return answer.json if answer.is_json else answer.text

    def finding(self, **more):
        given = {
            "company_id": str(self.company.id), "project_id": str(self.estate.id), "kind": "unlawful_charge",
            "points": 4, "fact": "多收电梯费", "evidence": "收费单据 5 张", "finder": "街道 王某",
            "found_on": "2026-03-01",
        }  # fmt: skip
        return given | more


@pytest.fixture
def hall(app, client):
    return Hall(client)


@pytest.mark.feature("SC-09", "SC-10", "SC-12")
def test_an_item_goes_through_three_desks_and_is_public_only_in_effect(hall):
    for wrong in ({"evidence": ""}, {"points": 9}, {"kind": "nothing"}, {"company_id": str(hall.other.id)}):
        hall.ask(hall.street, ITEMS, hall.finding(**wrong), 422)
    hall.ask(hall.head, ITEMS, hall.finding(), 403)
    page = "/work/credit/new"
    typed = hall.finding(fact="多收了电梯费，住户有票据", points="9")
    again = submit(hall.client, page, typed, to="/work/credit", headers=hall.as_(hall.street))
    assert (again.status_code, "住户有票据" in again.text) == (422, True)
    made = hall.ask(hall.street, ITEMS, hall.finding(), 201)
    one = f"{ITEMS}/{made['id']}"
    for actor, status in ((hall.head, 404), (hall.stranger, 404), (hall.owner, 404), (hall.city, 200)):
        hall.ask(actor, one, status=status)
    hall.ask(hall.street, f"{one}/notify", {}, 403)
    told = hall.ask(hall.county, f"{one}/notify", {})
    assert (told["state"], told["object_until"], told["effective_on"]) == (
        "notified",
        "2026-03-09",
        "2026-03-10",
    )
    for actor, status in ((hall.head, 200), (hall.manager, 200), (hall.rival, 404)):
        hall.ask(actor, one, status=status)
    assert "多收电梯费" not in hall.ask(None, f"/p/credit/{hall.company.id}")
    shown = hall.ask(hall.head, f"/work/credit/{made['id']}")
    assert "提出异议" in shown
    assert "信用信息：违规收费" in hall.ask(hall.manager, "/work/")
    hall.ask(hall.head, f"{one}/object", {"words": "已经退还"})
    hall.ask(hall.head, f"{one}/decide", {"upheld": True, "decision": "x"}, 403)
    hall.ask(hall.city, f"{one}/decide", {"upheld": True, "decision": "退还在检查之后"})
    clock.advance(timedelta(days=8))
    public = hall.ask(None, f"/p/credit/{hall.company.id}")
    for words in ("多收电梯费", "收费单据 5 张", "76.00"):
        assert words in public
    assert [one["grade"] for one in hall.ask(hall.city, "/api/v1/credit/companies")["items"]] == ["A", "B"]
    hall.ask(hall.city, f"{one}/withdraw", {"why": "晚了"}, 409)


@pytest.mark.feature("SC-09")
def test_evidence_comes_as_files_that_only_those_concerned_open(hall):
    typed = hall.finding(points="4") | {"photos": (photo(), "gate.jpg")}
    page = "/work/credit/new"
    made = submit(hall.client, page, typed, to="/work/credit", headers=hall.as_(hall.street))
    assert made.status_code == 303, made.text
    one = f"{ITEMS}/{made.location.rpartition('/')[2]}"
    (file,) = hall.ask(hall.city, one)["files"]
    assert (file["image"], file["href"] in hall.ask(hall.city, made.location)) == (True, True)
    for actor, status in ((hall.head, 404), (hall.stranger, 404), (hall.owner, 404), (None, 401)):
        hall.ask(actor, file["href"], status=status)
    added = hall.client.post(
        f"{one}/files",
        data={"documents": (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "单据.pdf")},
        headers=hall.as_(hall.city),
    )
    assert [each["name"] for each in added.json["files"]] == ["照片", "单据.pdf"]
    hall.ask(hall.county, f"{one}/notify", {})
    late = hall.client.post(f"{one}/files", data={"photos": (photo(), "x.jpg")}, headers=hall.as_(hall.city))
    assert late.status_code == 409
    seen = hall.client.get(file["href"], headers=hall.as_(hall.head))
    assert (seen.status_code, seen.mimetype) == (200, "image/jpeg")
    hall.ask(hall.rival, file["href"], status=404)
    ours = typed | {"project_id": "", "photos": (photo(), "gate.jpg")}
    refused = submit(hall.client, page, ours, to="/work/credit", headers=hall.as_(hall.city))
    assert (refused.status_code, "存放处" in refused.text) == (422, True)


@pytest.mark.feature("NN-40")
def test_the_list_is_drawn_told_answered_and_published_with_its_reply(hall):
    made = hall.ask(hall.street, ITEMS, hall.finding(kind="grave_accident", points=0), 201)
    hall.ask(hall.city, f"{ITEMS}/{made['id']}/notify", {})
    clock.advance(timedelta(days=32))
    quarter = {"year": 2026, "quarter": 1}
    hall.ask(hall.county, LIST, quarter, 403)
    hall.ask(hall.city, LIST, quarter | {"quarter": 2}, 422)
    drawn = hall.ask(hall.city, LIST, quarter, 201)["items"]
    entry = next(one for one in drawn if one["project"] == "江滨花园")
    one, page = f"{LIST}/{entry['id']}", f"/work/credit-list/{entry['id']}"
    hall.ask(hall.head, one, status=404)
    hall.ask(hall.city, f"{one}/publish", {}, 409)
    hall.ask(hall.city, f"{one}/amend", {"reason": "发生重大安全事故。", "evidence": ""}, 422)
    hall.ask(hall.city, f"{one}/notify", {})
    assert (
        submit(hall.client, page, {"words": ""}, to=f"{page}/reply", headers=hall.as_(hall.head)).status_code
        == 422
    )
    assert (
        submit(
            hall.client, page, {"words": "正在整改"}, to=f"{page}/reply", headers=hall.as_(hall.head)
        ).status_code
        == 303
    )
    assert "江滨花园" not in hall.ask(None, "/p/credit-list")
    hall.ask(hall.city, f"{one}/publish", {}, 409)
    clock.advance(timedelta(days=8))
    hall.ask(hall.city, f"{one}/publish", {})
    public = hall.ask(None, "/p/credit-list")
    for words in ("江滨花园", "一票否决", "正在整改", "2026年6月30日"):
        assert words in public
    hall.ask(hall.city, f"{one}/talk", {"words": "约谈"})
    assert hall.ask(hall.city, f"{one}/check", {"passed": True, "found": "到位"})["state"] == "left"
    assert "江滨花园" not in hall.ask(None, "/p/credit-list")
    assert "拟定" in hall.ask(hall.city, "/work/credit-list?year=2026&quarter=2")
    assert hall.ask(hall.city, "/api/v1/credit/on-time", {"year": 2025}) == {"noted": 0}
