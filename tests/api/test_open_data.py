"""Open data: figures for everybody, and nobody in them."""

import csv
import io
from datetime import timedelta

import pytest

from linli.domains.voting.operations import closing
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import tickets
from tests.factories.voting import Assembly


def table(client, name):
    answer = client.get(f"/p/open-data/{name}.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))), answer.data.decode()


@pytest.mark.feature("API-11")
def test_final_figures_of_votes_are_open_and_no_voter_is_in_them(client, app):
    hall = Assembly(owners=3).open()
    hall.cast(0, "for")
    hall.cast(1, "for")
    hall.cast(2, "against")
    hall.close().publish()
    assert len(table(client, "votes")[0]) == 1  # while somebody may object, it is not final
    clock.advance(timedelta(days=30))
    with transaction():
        closing.settle(vote=hall.vote, now=clock.now())
    rows, text = table(client, "votes")
    assert rows[1][0] == "斗潭新村"
    assert rows[1][4:] == ["3", "300.00", "3", "300.00", "2", "200.00", "通过"]
    assert "业主0" not in text


@pytest.mark.feature("API-11")
def test_counts_of_tickets_below_five_are_not_told(client, app):
    with transaction():
        ground = tickets.ground()
        for _ in range(4):
            tickets.finished(ground, words="张三家漏水")
    clock.advance(timedelta(minutes=1))
    rows, text = table(client, "tickets")
    assert rows[1][1:] == ["<5", "0", ""]
    assert "张三" not in text
    with transaction():
        tickets.finished(ground)
    clock.advance(timedelta(minutes=1))
    assert table(client, "tickets")[0][1][1] == "5"


def test_stars_are_open(client, app):
    assert table(client, "stars")[0] == [["小区", "年度", "星级", "认定日期"]]
