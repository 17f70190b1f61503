"""Paper over HTTP: given out, printed, delivered, received, keyed by two, settled by a third; by page and by API."""

import uuid

import pytest

from linli.platform.transactions import transaction
from tests.factories.papers import PaperAssembly
from tests.support import paper as pdf
from tests.support.forms import submit
from tests.support.required import need
from tests.voting.test_api import Hall


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
