"""The engine of the stars carries other scales: the community's index and the election chart of nine items."""

import pytest

from linli.domains.rating.queries import catalogues, scales
from linli.domains.rating.rules import scoring
from linli.domains.rating.rules.scoring import Finding
from linli.kernel.actors import Role
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.support.forms import submit


def test_both_scales_are_read_by_the_same_rules_and_marked_as_drafts():
    for name, count in (("election_2024", 9), ("silver_2024", 8)):
        of = catalogues.shipped(name)
        assert (len(of.indicators), sum(area.max for area in of.areas)) == (count, 10_000)
        assert "草案" in of.version


@pytest.mark.parametrize(
    ("total", "colour"),
    [(10_000, "green"), (8000, "green"), (7999, "yellow"), (6001, "yellow"), (6000, "red"), (0, "red")],
)
def test_green_from_80_red_to_60_yellow_between(total, colour):
    of = catalogues.shipped("election_2024")
    stars, _ = scoring.star(of, total, satisfaction=None, vetoed=False)
    assert scales.band(of, stars).colour == colour


def test_an_index_is_scored_with_its_points_and_what_is_not_filled_in_is_open():
    of = catalogues.shipped("silver_2024")
    result = scoring.score(of, {"H1": Finding({"value": 7500}), "M2": Finding({"value": 2})})
    assert (result.points, result.total, len(result.open)) == ({"H1": 750, "M2": 600}, 1350, 6)


class Street:
    """A street with two communities, its officer, and an officer of elsewhere."""

    def __init__(self):
        with transaction():
            self.one, other = places.region(), places.region()
            self.officer = people.bearer(people.staff(Role.COMMUNITY_OFFICER, self.one))
            self.stranger = people.bearer(people.staff(Role.COMMUNITY_OFFICER, other))
            self.id = self.one.id


BEST = {
    "E1.value": "团结有力", "E2.value": "5", "E3.value": "98", "F1.value": "明朗，群众认可", "F2.value": "有序",
    "F3.value": "0", "G1.value": "0", "G2.value": "没有", "G3.value": "0",
}  # fmt: skip


def test_a_community_is_filled_in_by_page_and_stands_in_the_chart_by_its_colour(client, app):
    street = Street()
    page = f"/work/rating/scales/election_2024/regions/{street.id}/2026"
    api = f"/api/v1/rating-scales/election_2024/regions/{street.id}/2026"
    bad = submit(client, page, BEST | {"G1.value": "很多"}, headers=street.officer)
    assert bad.status_code == 422
    assert 'value="很多"' in bad.text
    assert submit(client, page, BEST, headers=street.officer).status_code == 303
    answer = client.get("/api/v1/rating-scales/election_2024?year=2026", headers=street.officer)
    assert answer.status_code == 200, answer.text
    chart = answer.json["items"]
    assert [(one["total"], one["colour"], one["open"]) for one in chart] == [(10_000, "绿", 0)]
    entries = [
        {"code": "G1", "values": {"value": "5"}, "evidence": "信访台账"},
        {"code": "E1", "values": {"value": "基本正常"}},
    ]
    read = client.post(api, json={"entries": entries}, headers=street.officer).json
    assert (read["total"], read["colour"], read["open"]) == (900, "", 7), "what is open is not zero"
    assert (
        "没有填完" in client.get("/work/rating/scales/election_2024?year=2026", headers=street.officer).text
    )
    for there in (page, api):
        assert client.get(page, headers=street.stranger).status_code == 404, there
    assert client.get(page.replace("2026", "1"), headers=street.officer).status_code == 404
    assert client.get("/work/rating/scales/star_2024", headers=street.officer).status_code == 404
