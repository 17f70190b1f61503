"""Papers of a vote: the sheet, the minutes and the notice say what the pages say, to the last digit."""

import io
import re

import openpyxl
import pytest

from linli.domains.people.queries import register
from linli.domains.voting.queries import posting
from linli.kernel.text import in_order
from linli.platform.transactions import transaction
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
    assert len(paper.sheets(printed.data)) == 1
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
    assert by_word["同意"] == ("2", "66.6%", "200.00", "66.6%")
    assert {"66.6%", "200.00"} <= set(re.findall(r"[\d.]+%?", page))
    assert by_word["交回选票"][0] == "3"
    facts = dict(row[:2] for row in book["概况"].iter_rows(values_only=True))
    assert facts["名册总人数"] == "3"
    assert facts["结果指纹"] in page


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_nothing_is_printed_before_the_publication(client, app, ending):
    early = Hall(owners=3).open()
    assert client.get(f"/p/votes/{early.id}/{early.vote_id}/sheet.{ending}").status_code == 404


@pytest.mark.parametrize(
    ("name", "says", "size"),
    [
        ("notice", ("关于召开业主大会的公告", "民法典第278条", "名册指纹"), (210, 297)),
        ("poster", ("关于召开业主大会的公告",), (297, 420)),
        ("roll", ("投票人名册", "共3人"), (210, 297)),
        ("posting", ("公告张贴记录", "小区公告栏"), (210, 297)),
        ("result", ("业主大会表决结果单",), (210, 297)),
        ("minutes", ("业主大会会议纪要", "结论：通过"), (210, 297)),
    ],
)
@pytest.mark.feature("NN-21")
def test_an_organiser_prints_each_paper(client, hall, name, says, size):
    need("papers")
    place = f"/work/e/{hall.id}/votes/{hall.vote_id}/papers"
    listed = client.get(place, headers=hall.headers("officer")).text
    assert f"{place}/{name}.pdf" in listed
    made = client.get(f"{place}/{name}.pdf", headers=hall.headers("officer"))
    sheets = paper.sheets(made.data)
    assert {sheet.size for sheet in sheets} == {size}
    said = "".join(sheet.words for sheet in sheets)
    assert [word for word in says if word not in said] == []
    assert client.get(f"{place}/{name}.pdf", headers=hall.headers(0)).status_code in {403, 404}


def test_the_posted_roll_lists_houses_as_people_count_and_hides_given_names(client, app):
    hall = Hall(owners=11).open()
    with transaction(writes=False):
        lines = posting.posted(hall.vote)
        names = [one.name for one in register.owner_views(hall.id).values()]
    assert [line.label for line in lines] == sorted((line.label for line in lines), key=in_order)
    assert len(lines) == 11
    assert not {line.owners for line in lines} & set(names)


def test_there_is_no_result_to_print_before_the_publication_and_no_unknown_paper(client, app):
    early = Hall(owners=3).open()
    place = f"/work/e/{early.id}/votes/{early.vote_id}/papers"
    for name in ("result", "minutes", "secret"):
        assert client.get(f"{place}/{name}.pdf", headers=early.headers("officer")).status_code == 404
    assert "结果单" in client.get(place, headers=early.headers("officer")).text
