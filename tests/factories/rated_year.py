"""A year of 322 estates with the shape that was published: 98 rose, the classes moved by +16, +34 and -50."""

import uuid

from sqlalchemy import insert

from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.estates.rules import RegionLevel
from linli.domains.rating.models import Measure, PrizeRound, PrizeShare, ScoreSheet
from linli.domains.rating.queries import improving, sheets
from linli.domains.rating.rules.prizes import Standing
from linli.domains.rating.rules.states import State
from linli.domains.takeover.models import StandbyCompany, Takeover
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from tests.factories import places

KINDS = {5: "示范引领型", 4: "良性发展型", 3: "良性发展型", 2: "托底维持型", 1: "托底维持型"}
# How many estates went from one star to another: 322 in all, 98 of them upward.
MOVES = (
    (5, 5, 16), (5, 4, 4), (4, 5, 20), (4, 4, 40), (3, 4, 18), (3, 3, 70), (3, 2, 2),
    (2, 4, 16), (2, 3, 36), (2, 2, 40), (1, 2, 8), (1, 1, 52),
)  # fmt: skip


def published():
    """The standings, each of an estate with a made-up id."""
    made = [(before, after) for before, after, count in MOVES for _ in range(count)]
    return [
        Standing(uuid.UUID(int=number), before, after) for number, (before, after) in enumerate(made, start=1)
    ]


TOTALS = {5: 9300, 4: 8400, 3: 7400, 2: 6500, 1: 5000}


def result(stars, *, total=None, lost=()):
    """A sheet's kept result with so many stars; `lost` are codes that came to nothing."""
    catalogue = sheets.catalogue("star_2024")
    total = TOTALS[stars] if total is None else total
    points = {one.code: 0 if one.code in lost else one.max for one in catalogue.indicators}
    return {
        "total": total,
        "stars": stars,
        "kind": KINDS[stars],
        "vetoed": False,
        "satisfaction": 9000,
        "areas": [
            {"code": area.code, "name": area.name, "score": area.max * total // 10_000, "max": area.max}
            for area in catalogue.areas
        ],
        "points": points,
        "missing": None,
    }


def confirmed(estate_id, by, *, year, stars, **more):
    """A published star, straight into the table."""
    return {
        "estate_id": estate_id, "id": new_id(), "year": year, "catalogue": "star_2024", "version": "草案 v0",
        "state": State.CONFIRMED, "vetoes": [], "result": result(stars, **more), "made_by": by,
        "made_at": clock.now(), "confirmed_by": by, "confirmed_at": clock.now(),
    }  # fmt: skip


def city(by, *, year, moves=MOVES):
    """A county whose estates went from star to star as `moves` say, in two years; the estates in that order."""
    street = places.region(level=RegionLevel.STREET)
    communities = [places.region(level=RegionLevel.COMMUNITY, parent_id=street.id) for _ in range(2)]
    pairs = [(before, after) for before, after, count in moves for _ in range(count)]
    county = estates.region(street.parent_id)
    rows = [
        {
            "id": new_id(), "name": f"小区{number:03d}", "community_id": communities[number % 2].id,
            "street_id": street.id, "county_id": county.id, "city_id": county.parent_id,
        }
        for number in range(len(pairs))
    ]  # fmt: skip
    db.session.execute(insert(Estate), rows)
    db.session.execute(
        insert(ScoreSheet),
        [
            confirmed(place["id"], by, year=when, stars=stars)
            for place, (before, after) in zip(rows, pairs, strict=True)
            for when, stars in ((year - 1, before), (year, after))
            if stars is not None
        ],
    )
    return county, [place["id"] for place in rows]


def everything(estate, *, officer_id, county_id):
    """What follows the newest star of an estate: prize money approved, a measure, and a takeover that is proposed."""
    year, now = improving.newest(estate.id).year, clock.now()
    given = PrizeRound(
        region_id=estate.county_id, year=year, budget_fen=1_000_000_00, basis="财〔2026〕8 号", base={"4": 12_000_000},
        lines=[{"estate_id": str(estate.id), "before": 3, "after": 4, "base_fen": 12_000_000, "amount_fen": 9_000_000}],
        state="approved", proposed_by=officer_id, proposed_at=now, decided_by=county_id, decided_at=now, words="同意",
    )  # fmt: skip
    company = StandbyCompany(
        county_id=estate.county_id, company_id=places.company(f"国有托底物业{estate.name}").id, basis="县政府办 12 号",
        made_by=county_id, made_at=now,
    )  # fmt: skip
    db.session.add_all([given, company])
    db.session.flush()
    share = PrizeShare(
        estate_id=estate.id, round_id=given.id, year=year, before=3, after=4, base_fen=12_000_000,
        amount_fen=9_000_000, approved_at=now,
    )  # fmt: skip
    measure = Measure(
        estate_id=estate.id, year=year, code="A01", words="成立独立支部", owner="社区党委 李四",
        due_on=day_of(now), made_by=officer_id, made_at=now,
    )  # fmt: skip
    takeover = Takeover(
        estate_id=estate.id, company_id=company.company_id, cause="withdrew", cause_words="原物业撤出",
        since_on=day_of(now), until_on=day_of(now), services="保洁", fee_mfen=60_000, aid_fen=0, state="proposed",
        proposed_by=officer_id, proposed_at=now,
    )  # fmt: skip
    db.session.add_all([share, measure, takeover])
    db.session.flush()
    return {"prize_share": share.id, "measure": measure.id, "takeover": takeover.id, "rated_year": year}
