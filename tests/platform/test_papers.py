"""Papers: readable text on sheets of the right size, the same bytes twice, and nothing fetched from anywhere."""

import builtins
import socketserver

import pytest

from linli.platform import papers, qr
from tests.support import paper
from tests.support.required import need


@pytest.fixture(autouse=True)
def _typesetter():
    need("papers")


def page(body, place="斗潭新村"):
    return f'<!doctype html><meta charset="utf-8"><body><span class="place">{place}</span>{body}</body>'


def test_the_words_can_be_searched_and_the_foot_names_the_place_and_the_page():
    (sheet,) = paper.sheets(papers.pdf(page("<h1>表决结果公示</h1>")))
    assert "表决结果公示" in sheet.words
    assert "斗潭新村" in sheet.words
    assert "第1页，共1页" in sheet.words
    assert sheet.size == (210, 297)


def test_a_poster_is_a3_and_a_wide_list_lies_on_its_side():
    assert paper.sheets(papers.pdf(page('<div class="poster">公告</div>')))[0].size == (297, 420)
    assert paper.sheets(papers.pdf(page('<div class="wide">名册</div>')))[0].size == (297, 210)


def test_a_long_table_repeats_its_head_on_every_sheet():
    rows = "".join(f"<tr><td>{number}幢</td></tr>" for number in range(120))
    made = paper.sheets(papers.pdf(page(f"<table><thead><tr><th>楼幢</th></tr></thead>{rows}</table>")))
    assert len(made) > 1
    assert all("楼幢" in sheet.words for sheet in made)


def test_the_same_page_gives_the_same_bytes():
    assert papers.pdf(page("<p>一</p>")) == papers.pdf(page("<p>一</p>"))


def test_no_address_in_somebodys_words_is_visited(tmp_path, caplog):
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        server.timeout = 0.2
        server.process_request = lambda *_: pytest.fail("somebody came")
        (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>密</text></svg>")
        places = [
            f"http://127.0.0.1:{server.server_address[1]}/x.png",
            f"file://{tmp_path}/secret.svg",
            "linli:css/a",
        ]
        made = papers.pdf(page("前" + "".join(f'<img src="{place}">' for place in places) + "后"))
        server.handle_request()
    assert "密" not in paper.words(made)
    assert "前" in paper.words(made)
    assert caplog.text.count("disallowed protocol") == len(places)


def test_a_code_is_drawn_without_styles_of_its_own():
    drawn = qr.svg("https://linli.example/p/receipts/ABC")
    assert drawn.startswith("<svg")
    assert "style=" not in drawn


def test_a_machine_without_the_libraries_is_told_what_to_do(monkeypatch):
    real = builtins.__import__

    def lacks(name, *more, **named):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", lacks)
    assert not papers.can_typeset()
    with pytest.raises(papers.CannotTypeset, match="打印"):
        papers.pdf(page("一"))
