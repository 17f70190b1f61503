"""A PDF of an announcement is shown page by page."""

import io

import pytest
from PIL import Image

from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import scans as kept
from linli.domains.notices.rules.aims import Aim
from linli.jobs.notices import draw_pages
from linli.platform import pdf_pages
from linli.platform.transactions import transaction
from tests.factories.announcing import scan
from tests.notices.test_announcing import Estate, people_headers


@pytest.fixture
def estate(app):
    return Estate()


def test_each_page_of_a_pdf_is_drawn_and_what_cannot_be_drawn_harms_nobody(monkeypatch):
    first, second, third = (Image.open(io.BytesIO(one)) for one in pdf_pages.drawn(scan(3)))
    assert {one.width - pdf_pages.WIDTH for one in (first, second, third)} <= {0, 1}
    assert first.getpixel((300, 400))[0] > third.getpixel((300, 400))[0] + 100
    tall = Image.open(io.BytesIO(pdf_pages.drawn(scan(1, size=(200, 4000)))[0]))
    assert tall.height - pdf_pages.HEIGHT in {0, 1}
    for strange in (
        b"%PDF-1.7\n" + b"0" * 5000,
        b"",
        scan(2)[:4000],
        scan(pdf_pages.MOST_PAGES + 1, size=(9, 9)),
    ):
        assert pdf_pages.drawn(strange) == []
    monkeypatch.setattr(pdf_pages, "PATIENCE", 0.01)
    assert pdf_pages.drawn(scan(3)) == []


@pytest.mark.feature("NT-14")
def test_a_scan_of_twenty_pages_is_shown_page_by_page_to_its_readers_only(client, estate):
    with transaction():
        made = estate.publish(title="维修资金使用方案")
    files = [(io.BytesIO(scan(20)), "方案.pdf"), (io.BytesIO(b"%PDF-1.7\n" + b"0" * 5000), "别的.pdf")]
    sent = client.post(f"{estate.api}/{made.id}/files", data={"files": files}, headers=estate.clerk)
    assert sent.status_code == 204
    while draw_pages():
        pass
    with transaction(writes=False):
        plan, other = boards.files(made)
        assert len(kept.pages_of(estate.id, [plan.id])[plan.id]) == 20
    mine = people_headers(estate.li)
    here = f"/e/{estate.id}/notices/{made.id}"
    shown = client.get(here, headers=mine).text
    assert f"{plan.id}/pages" in shown
    assert f"{other.id}/pages" not in shown
    page = client.get(f"{here}/files/{plan.id}/pages", headers=mine).text
    assert page.count("<img") >= 20
    first, last = (client.get(f"{here}/files/{plan.id}/pages/{number}", headers=mine) for number in (1, 20))
    assert [first.mimetype, last.mimetype] == ["image/jpeg"] * 2
    red, blue = (
        Image.open(io.BytesIO(one.data)).convert("RGB").getpixel((300, 400)) for one in (first, last)
    )
    assert red[0] > red[2]
    assert blue[2] > blue[0]
    listed = client.get(f"{estate.api}/{made.id}/files/{plan.id}/pages", headers=mine).json["items"]
    assert [one["number"] for one in listed] == list(range(1, 21))
    for path in (f"{plan.id}/pages/21", f"{plan.id}/pages/0", f"{other.id}/pages", f"{made.id}/pages"):
        assert client.get(f"{here}/files/{path}", headers=mine).status_code == 404
    with transaction():
        aimed = estate.publish(title="只给二幢", aim=Aim(buildings=(estate.house_ids[1],)))
    client.post(
        f"{estate.api}/{aimed.id}/files",
        data={"files": [(io.BytesIO(scan(1)), "a.pdf")]},
        headers=estate.clerk,
    )
    while draw_pages():
        pass
    with transaction(writes=False):
        (one,) = boards.files(aimed)
    there = f"/e/{estate.id}/notices/{aimed.id}/files/{one.id}/pages"
    assert client.get(there, headers=mine).status_code == 200
    for path in (there, f"{there}/1"):
        assert client.get(path, headers=people_headers(estate.zhao)).status_code == 404
