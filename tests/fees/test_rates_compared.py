"""Collection rates over a company's and a region's estates: who sees which, what opens, what adds up."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from linli.domains.estates.rules import RegionLevel
from linli.domains.fees.models import Bill
from linli.kernel.actors import Role
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.fees.test_arrears import at, paid

MARCH = "since_on=2026-04-01&until_on=2026-04-30"


@pytest.fixture
def seen(app):
    """荷花苑 of six flats, two of them paid, and 柳岸 of one, served by one company; 远方 is another's, elsewhere."""
    with transaction():
        street = places.region("荷花街道", level=RegionLevel.STREET)
        company, far = places.company("荷花物业"), places.company("远方物业")
        community = places.region("荷花社区", parent_id=street.id)
        lotus, willow = (places.estate(name, community=community) for name in ("荷花苑", "柳岸"))
        other = places.estate("远方")
        for place, flats in ((lotus, 6), (willow, 1), (other, 6)):
            for number in range(flats):
                people.owner(place, places.unit(place, f"1幢{number + 1}室"))
            places.contract(place, far if place is other else company)
            fees.issued(place, due_on=date(2026, 4, 15))
        first = db.session.scalars(select(Bill).filter_by(estate_id=lotus.id).order_by(Bill.unit_label)).all()
        for bill in first[:2]:
            paid(lotus.id, bill.id, bill.amount_fen, at(date(2026, 4, 10)))
        paid(lotus.id, first[2].id, 6_000, at(date(2026, 4, 11)))
        return {
            "lotus": lotus.id,
            "head": people.bearer(people.staff(Role.COMPANY_HEAD, company)),
            "street": people.bearer(people.staff(Role.STREET_OFFICER, street)),
            "owner": people.bearer(people.account()),
        }


@pytest.mark.feature("NN-30")
def test_a_company_and_a_street_see_their_estates_rates_and_only_the_company_opens_the_bills(client, seen):
    url = f"/api/v1/collection-rates?{MARCH}"
    told = client.get(url, headers=seen["head"]).json
    assert [one["name"] for one in told["estates"]] == ["柳岸", "荷花苑"]
    lotus = told["estates"][1]["rates"]["current"]
    assert (lotus["due_fen"], lotus["paid_fen"], lotus["permille"]) == (72_000, 30_000, 416)
    assert (lotus["households"], lotus["households_paid"], lotus["households_permille"]) == (6, 2, 333)
    assert told["estates"][0]["rates"]["overdue"]["permille"] is None
    whole = told["total"]["current"]
    assert (whole["due_fen"], whole["paid_fen"], whole["households"]) == (84_000, 30_000, 7)
    page = client.get(f"/work/collection-rates?{MARCH}", headers=seen["head"]).text
    assert f"/work/e/{seen['lotus']}/fees/rates?" in page
    assert "远方" not in page
    street = client.get(url, headers=seen["street"]).json
    assert street["total"] == told["total"]
    assert [(one["name"], one["rates"]["current"]["due_fen"]) for one in street["regions"]] == [
        ("荷花社区", 84_000)
    ]
    assert [one["rates"] and one["name"] for one in street["estates"]] == [None, "荷花苑"]
    page = client.get(f"/work/collection-rates?{MARCH}", headers=seen["street"]).text
    assert "/fees/rates?" not in page
    assert "户数太少，不单独显示" in page
    assert client.get("/work/collection-rates", headers=seen["owner"]).status_code == 403


def test_the_tables_hold_what_the_pages_show_and_a_dash_where_nothing_was_due(client, seen):
    sent = client.get(f"/work/collection-rates?{MARCH}&file=xlsx", headers=seen["head"])
    rows = list(openpyxl.load_workbook(io.BytesIO(sent.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["小区", "合计", "柳岸", "荷花苑"]
    assert rows[3][1:7] == ("720.00", "300.00", "41.6%", "6", "2", "33.3%")
    assert rows[3][9] == "—"
    one = client.get(f"/work/e/{seen['lotus']}/fees/rates?{MARCH}&file=xlsx", headers=seen["head"])
    book = openpyxl.load_workbook(io.BytesIO(one.data))
    assert [sheet.title for sheet in book] == ["各楼栋", "三项收缴率"]
    empty = client.get("/work/collection-rates?since_on=2030-01-01&until_on=2030-01-31", headers=seen["head"])
    assert "—" in empty.text
