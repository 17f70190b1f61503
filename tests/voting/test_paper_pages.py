"""Paper over HTTP: given out, printed, delivered, received, keyed by two, settled by a third; by page and by API."""

import io
import uuid

import openpyxl
import pytest

from linli.domains.voting.queries import ballots
from linli.platform.transactions import transaction
from tests.factories.papers import PaperAssembly
from tests.factories.tickets import photo
from tests.support import paper as pdf
from tests.support.forms import submit
from tests.support.required import need
from tests.voting.test_api import Hall, key


class Desk(PaperAssembly, Hall):
    """A hall with paper whose three officers have tokens."""

    def headers(self, who, **more):
        return super().headers(self.third_id if who == "third" else who, **more)

    @property
    def paper(self):
        return f"{self.desk}/paper"

    def serial(self, sheet_id):
        with transaction(writes=False):
            return self.sheet(sheet_id).serial

    def state(self, sheet_id):
        with transaction(writes=False):
            return self.sheet(sheet_id).state


@pytest.fixture
def hall(app):
    return Desk(owners=4).open()


def once(**fields):
    return fields | {"once": uuid.uuid4().hex}


def post(client, hall, way, fields, who="officer", page=""):
    """Post a form of the paper pages as one of the officers."""
    return submit(client, f"{hall.paper}{page}", fields, to=f"{hall.paper}{way}", headers=hall.headers(who))


def keyed(client, hall, serial, who, **choices):
    fields = once(serial=serial) | {f"choice-{name[1:]}": one for name, one in choices.items()}
    return post(client, hall, "/desk", fields, who, "/desk")


@pytest.mark.feature("VO-40", "VO-43")
def test_a_sheet_goes_through_every_page_from_the_request_to_the_box(client, hall):
    number = hall.voter_no(0)
    voters = client.get(f"{hall.paper}/voters", headers=hall.headers("officer")).text
    assert f'value="{number}"' in voters
    assert post(client, hall, "/sheets", once(voter_nos=[number]), page="/voters").status_code == 303
    (sheet,) = client.get(f"{hall.path}/paper/sheets", headers=hall.headers("officer")).json["items"]
    opened = post(client, hall, "/batches", once(name="柜台", expected="1"), page="/batches")
    pack = opened.location.partition("/paper")[2]
    said = post(client, hall, f"{pack}/sheets", {"serial": "1234567890"}, page=pack)
    assert (said.status_code, "没有这个票号" in said.text, "1234567890" in said.text) == (422, True, True)
    assert post(client, hall, f"{pack}/sheets", {"serial": sheet["serial"]}, page=pack).status_code == 303
    form = client.get(f"{hall.paper}/desk?serial={sheet['serial']}", headers=hall.headers("officer")).text
    assert "1幢1室" in form
    assert keyed(client, hall, sheet["serial"], "officer", n1="for").status_code == 303
    again = client.get(f"{hall.paper}/desk?serial={sheet['serial']}", headers=hall.headers("officer")).text
    assert "这一张您已经录过" in again
    assert keyed(client, hall, sheet["serial"], "second", n1="for").status_code == 303
    assert hall.state(uuid.UUID(sheet["id"])) == "in_box"
    way = client.get(f"{hall.paper}/sheets/{sheet['id']}", headers=hall.headers("officer")).text
    assert [word for word in ("周社区", "钱社区", "第二次录入", "已入票箱") if word not in way] == []
    assert "同意" not in way.partition("<main")[2].partition("</main>")[0]


@pytest.mark.feature("VO-43")
def test_exactly_those_who_asked_are_printed_one_sheet_each_and_a_run_is_opened_again(client, hall):
    need("papers")
    sheets = [hall.issue(n) for n in (0, 2)]
    here = f"{hall.paper}/printing"
    page = client.get(here, headers=hall.headers("officer")).text
    assert "打印 2 张" in page
    building = page.partition('name="building_id" value="')[2].partition('"')[0]
    for _ in range(2):  # the second time there is nothing left to print
        assert (
            post(client, hall, "/printing", once(building_id=building), page="/printing").status_code == 303
        )
    page = client.get(here, headers=hall.headers("officer")).text
    assert "没有等打印的选票" in page
    run = page.partition("/paper/runs/")[2].partition('"')[0]
    made = client.get(f"{hall.paper}/runs/{run}", headers=hall.headers("officer"))
    found = pdf.sheets(made.data)
    assert [one.size for one in found] == [(210, 297)] * 2
    with transaction(writes=False):
        rows = [(one.serial, one.receipt_no) for one in map(hall.sheet, sheets)]
    for one, house, (serial, receipt) in zip(found, ("1幢1室", "1幢3室"), rows, strict=True):
        assert [
            word
            for word in (house, serial, receipt, "同意反对弃权", "签收人", "业主存根")
            if word not in one.words
        ] == []
        assert one.words.count(receipt) == 1
    with transaction(writes=False):
        serial = hall.sheet(sheets[0]).serial
    pack = hall.batch(expected=1)
    post(client, hall, f"/batches/{pack}/sheets", {"serial": serial}, page=f"/batches/{pack}")
    again = client.get(f"{hall.paper}/runs/{run}", headers=hall.headers("officer"))
    assert len(pdf.sheets(again.data)) == 1  # what was handed in is not printed again
    other = client.get(f"{hall.paper}/sheets/{sheets[0]}.pdf", headers=hall.headers("officer"))
    assert other.status_code == 404


def lines(content):
    """The rows of a workbook's first sheet, by their headings."""
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.feature("NN-06")
def test_the_ledger_says_who_was_given_what_when_how_and_into_whose_hands(client, hall):
    need("papers")
    hall.issue(0)
    number, page = hall.voter_no(0), f"/voters/{hall.voter_no(0)}"
    given = {"way": "door", "receiver": "tenant", "name": "小李", "note": "业主出差"}
    assert post(client, hall, f"{page}/deliveries", once(**given), page=page).status_code == 303
    given = {
        "way": "in_person",
        "receiver": "owner",
        "name": "业主0",
        "note": "",
        "photos": (photo(), "a.jpg"),
    }
    assert post(client, hall, f"{page}/deliveries", once(**given), page=page).status_code == 303
    shown = client.get(f"{hall.paper}{page}", headers=hall.headers("officer")).text
    assert ("不算送达" in shown, "算送达" in shown, "签收的照片 1" in shown) == (True, True, True)
    picture = (
        hall.paper + "/deliveries/" + shown.split(f'<img src="{hall.paper}/deliveries/')[1].split('"')[0]
    )
    assert client.get(picture, headers=hall.headers("officer")).mimetype == "image/jpeg"
    wrong = post(client, hall, f"{page}/deliveries", once(way="door", receiver="dog", note="留言"), page=page)
    assert (wrong.status_code, "没有这个选项" in wrong.text, "留言" in wrong.text) == (422, True, True)
    (voter,) = [
        one
        for one in client.get(f"{hall.path}/paper/voters", headers=hall.headers("officer")).json["items"]
        if one["voter_no"] == number
    ]
    assert [one["counts"] for one in voter["deliveries"]] == [True, False]
    right = voter["deliveries"][0]["id"]
    back = f"{page}/deliveries/{right}/correction"
    assert post(client, hall, back, {"note": "送错了人"}, page=page).status_code == 303
    book = client.get(f"{hall.paper}/ledger.xlsx", headers=hall.headers("officer"))
    rows = [(one["房屋"], one["送达方式"], one["交到谁手里"], one["算送达"]) for one in lines(book.data)]
    assert rows == [("1幢1室", "上门送达", "租客", "否"), ("1幢1室", "当面交给", "业主本人", "否")]
    said = pdf.words(client.get(f"{hall.paper}/ledger.pdf", headers=hall.headers("officer")).data)
    assert [
        word for word in ("选票送达登记表", "租客（小李），不算送达", "周社区", "已更正") if word not in said
    ] == []


@pytest.mark.feature("VO-41", "NN-09")
def test_paper_beside_a_phone_is_listed_with_the_rule_and_no_choice_before_the_publication(client, hall):
    sheet, pack = hall.issue(0), hall.batch(expected=1)
    hall.cast(0)
    hall.register(sheet, pack)
    hall.key_twice(sheet, {"1": "against"})
    here = f"{hall.paper}/conflicts"
    page = client.get(here, headers=hall.headers("officer")).text
    assert [word for word in ("1幢1室", "以网上为准", "纸质票存档不计入") if word not in page] == []
    assert not {"同意", "反对"} & set(page.partition("<main")[2].partition("</main>")[0].split())
    (one,) = client.get(f"{hall.path}/paper/conflicts", headers=hall.headers("officer")).json["items"]
    assert (one["counts"], one["rule"], one["serial"]) == ("online", "online_wins", hall.serial(sheet))
    hall.close().publish()
    page = client.get(here, headers=hall.headers("officer")).text
    assert ("<td>反对</td>" in page, "<td>同意</td>" in page) == (True, True)


def test_an_owner_asks_on_the_phone_for_the_own_house_once(client, hall):
    number, mine = hall.voter_no(0), f"{hall.page}/paper"
    assert "我要纸质选票" in client.get(hall.page, headers=hall.headers(0)).text
    sent = submit(client, mine, once(voter_no=number), headers=hall.headers(0))
    assert sent.status_code == 303
    page = client.get(mine, headers=hall.headers(0)).text
    assert ("已登记，没有交回" in page, "申请纸质选票" in page.partition("<main")[2]) == (True, False)
    other = submit(client, mine, once(voter_no=hall.voter_no(1)), headers=hall.headers(0))
    assert other.status_code in {403, 404, 409}
    twice = client.post(
        f"{hall.path}/paper/requests", json={"voter_no": number}, headers=key() | hall.headers(0)
    )
    assert (twice.status_code, twice.json["code"]) == (409, "voting.already_issued")


def test_the_api_takes_a_sheet_from_issue_to_settlement_and_never_tells_a_choice(client, hall):
    def send(who, way, body):
        answer = client.post(f"{hall.path}/paper{way}", json=body, headers=key() | hall.headers(who))
        assert answer.status_code in {200, 201}, answer.json
        return answer.json

    (sheet,) = send("officer", "/sheets", {"voter_nos": [hall.voter_no(0)]})["items"]
    fresh = send("officer", f"/sheets/{sheet['id']}/replacement", {"reason": "遗失"})
    assert (fresh["issue"], fresh["serial"] != sheet["serial"]) == (2, True)
    pack = send("officer", "/batches", {"name": "柜台"})
    serial = {"serial": fresh["serial"]}
    assert send("officer", f"/batches/{pack['id']}/sheets", serial)["state"] == "returned"
    assert send("second", f"/batches/{pack['id']}/count", {"expected": 1})["balanced"] is True
    waiting = client.get(f"{hall.path}/paper/waiting", headers=hall.headers("second")).json["items"]
    assert waiting == [{"serial": fresh["serial"], "label": "1幢1室"}]
    first = send("officer", "/keyings", serial | {"choices": {"1": "for"}})
    refused = client.get(f"{hall.path}/paper/desk?serial={fresh['serial']}", headers=hall.headers("officer"))
    assert (refused.status_code, refused.json["code"]) == (403, "voting.keyed_already")
    second = send("second", "/keyings", serial | {"choices": {"1": "against"}})
    assert (first["progress"]["keyed_once"], second["progress"]["differing"]) == (1, 1)
    way = f"/sheets/{fresh['id']}/settlement"
    page = client.get(f"{hall.paper}{way}", headers=hall.headers("second")).text
    assert ("这一张您录过" in page, "同意" in page) == (True, False)
    own = client.post(
        f"{hall.path}/paper{way}", json={"choices": {"1": "for"}}, headers=key() | hall.headers("second")
    )
    assert own.status_code == 403
    done = send("third", way, {"choices": {"1": "for"}})
    assert (done["sheet"]["state"], done["progress"]["left"], done["batches"][0]["settled"]) == (
        "in_box",
        0,
        1,
    )
    listed = client.get(f"{hall.path}/paper/sheets?state=in_box", headers=hall.headers("officer"))
    assert [one["id"] for one in listed.json["items"]] == [fresh["id"]]
    for answer in (first, second, done, listed.json):
        assert not {"for", "against"} & set(str(answer).replace("'", " ").split())
    with transaction(writes=False):
        assert [one["choices"] for one in ballots.lines(hall.vote)] == [{"1": "for"}]


def test_a_helped_voter_needs_both_officers_and_a_scan_can_be_looked_at(client, hall):
    sheet = hall.returned(0)
    here = f"/sheets/{sheet}"
    said = once(place="3 号楼大厅", photos=(photo(), "a.jpg"))
    said.pop("once")
    assert post(client, hall, f"{here}/help", said, page=here).status_code == 303
    waits = keyed(client, hall, hall.serial(sheet), "second", n1="for")
    assert (waits.status_code, "协助" in waits.text) == (409, True)
    assert post(client, hall, f"{here}/help/confirmation", {}, page=here).status_code == 403
    assert post(client, hall, f"{here}/help/confirmation", {}, "second", here).status_code == 303
    fields = once(serial=hall.serial(sheet), scan=(io.BytesIO(b"%PDF-1.4 sheet"), "scan.pdf"))
    assert post(client, hall, "/desk", fields | {"choice-1": ""}, page="/desk").status_code == 303
    page = client.get(f"{hall.paper}{here}", headers=hall.headers("third")).text
    files = [part.partition('"')[0] for part in page.split(f'href="{hall.paper}/files/')[1:]]
    kinds = [client.get(f"{hall.paper}/files/{one}", headers=hall.headers("third")).mimetype for one in files]
    assert sorted(kinds) == ["application/pdf", "image/jpeg"]


def test_paper_is_the_organisers_and_what_waits_stands_on_their_first_page(client, hall):
    sheet = hall.returned(0)
    hall.issue(1)
    for way in ("", "/sheets", "/desk", "/voters", "/batches", "/printing", "/differing", "/conflicts"):
        assert client.get(f"{hall.paper}{way}", headers=hall.headers(0)).status_code == 403, way
        assert client.get(f"{hall.paper}{way}", headers=hall.headers("officer")).status_code == 200, way
    first = client.get("/work/", headers=hall.headers("officer")).text
    assert ("1 张纸质选票等您录入" in first, "1 张纸质选票等打印" in first) == (True, True)
    hall.key(sheet, hall.officer, {"1": "for"})
    hall.key(sheet, hall.second, {})
    first = client.get("/work/", headers=hall.headers("third")).text
    assert "1 张纸质选票两次录入不一致" in first
    assert f'href="{hall.paper}"' in client.get(hall.desk, headers=hall.headers("officer")).text
