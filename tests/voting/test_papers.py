"""Papers of a vote: the sheet, the minutes and the notice say what the pages say, to the last digit."""

import io
import re

import openpyxl
import pytest

from tests.support import paper
from tests.support.required import need
from tests.voting.test_api import Hall


@pytest.fixture
def hall(app):
    """Three owners, two for and one against; the result is published."""
    made = Hall(owners=3).open()
    for n, choice in enumerate(("for", "for", "against")):
        made.cast(n, choice)
    made.close().publish()
    made.open_page = f"/p/votes/{made.id}/{made.vote_id}"
    return made


def figures(text):
    """Every number with a unit, as it is written."""
    return set(re.findall(r"\d+(?:\.\d+)?(?:㎡|人|%)", re.sub(r"<[^>]+>|\s+", "", text)))


@pytest.mark.feature("VO-48", "VO-56")
def test_the_printed_result_has_every_figure_of_the_page(client, hall):
    need("papers")
    page = client.get(f"{hall.open_page}/sheet").text
    printed = client.get(f"{hall.open_page}/sheet.pdf")
    assert printed.mimetype == "application/pdf"
    said = paper.words(printed.data)
    shown = figures(page)
    assert len(shown) >= 8
    assert {one for one in shown if one.rstrip("㎡人%") not in said} == set()
    for word in ("业主大会表决结果单", "民法典第278条", "第1项", "通过", "名册指纹"):
        assert word in said, word


@pytest.mark.feature("VO-56")
def test_the_workbook_has_the_same_figures(client, hall):
    page = client.get(f"{hall.open_page}/sheet").text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{hall.open_page}/sheet.xlsx").data))
    rows = list(book["各项结果"].iter_rows(values_only=True))
    by_word = {row[2]: row[3:] for row in rows[1:]}
    heads, heads_share, area, area_share = by_word["同意"]
    assert f"{heads}（{heads_share}）" in page
    assert f"{area}（{area_share}）" in page
    assert by_word["交回选票"][0] == "3"
    facts = dict(row[:2] for row in book["概况"].iter_rows(values_only=True))
    assert facts["名册总人数"] == "3"
    assert facts["结果指纹"] in page


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_nothing_is_printed_before_the_publication(client, app, ending):
    early = Hall(owners=3).open()
    assert client.get(f"/p/votes/{early.id}/{early.vote_id}/sheet.{ending}").status_code == 404
