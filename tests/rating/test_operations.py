"""A sheet from its first line to a published star."""

import pytest
from sqlalchemy.exc import DBAPIError

from linli.domains.rating.errors import (
    BadEntry,
    Incomplete,
    JumpUnexplained,
    SamePerson,
    SheetExists,
    SheetLocked,
    TooManyNotApplicable,
    WrongState,
)
from linli.domains.rating.models import ScoreEntry
from linli.domains.rating.operations import filling_in, recording
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules.states import State, Typed
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rating


@pytest.fixture
def place(app):
    """An estate with two officers; everything happens in one transaction."""
    with transaction():
        yield Place()


class Place:
    def __init__(self):
        region = places.region()
        self.estate = places.estate("斗潭新村", community=region)
        self.ann, self.bob = (people.staff(people.Role.COMMUNITY_OFFICER, region) for _ in range(2))

    def begin(self, now, year=2025):
        return filling_in.begin(actor=rating.actor(self.ann), estate_id=self.estate.id, year=year, now=now)

    def enter(self, sheet, now, **typed):
        return filling_in.enter(actor=rating.actor(self.ann), sheet=sheet, typed=typed, now=now)


def typed(value, **more):
    return Typed(values={"value": value}, **({"evidence": "现场"} | more))


@pytest.mark.feature("RA-23")
def test_a_star_is_public_only_once_a_second_person_has_confirmed_it(place, now):
    sheet = rating.sheet(place.estate, place.ann, B04="0")
    assert sheets.star(place.estate.id) is None
    filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)
    assert sheets.star(place.estate.id) is None
    with pytest.raises(SamePerson):
        filling_in.confirm(actor=rating.actor(place.ann), sheet=sheet, now=now)
    filling_in.confirm(actor=rating.actor(place.bob), sheet=sheet, now=now)
    star = sheets.star(place.estate.id)
    assert (star.title, star.total, star.missing) == ("五星小区", 9700, None)
    assert [(area["code"], area["score"]) for area in star.areas] == [
        ("A", 2000),
        ("B", 3200),
        ("C", 2500),
        ("D", 2000),
    ]


@pytest.mark.feature("RA-09")
def test_missing_is_not_zero_it_keeps_a_sheet_from_being_submitted(place, now):
    sheet = place.begin(now)
    place.enter(sheet, now, A01=typed("独立支部"))
    with pytest.raises(Incomplete, match="53"):
        filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)
    assert sheets.preview(sheet).total == 200


def test_a_submitted_sheet_is_locked_until_it_is_sent_back(place, now):
    sheet = rating.sheet(place.estate, place.ann)
    filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)
    with pytest.raises(SheetLocked):
        place.enter(sheet, now, B13=typed("2"))
    filling_in.send_back(sheet=sheet, reason="收缴率请核对")
    assert place.enter(sheet, now, B13=typed("2")) == 1
    assert (sheet.state, sheet.result, sheet.sent_back_for) == (State.DRAFT, None, "收缴率请核对")
    with pytest.raises(WrongState):
        filling_in.confirm(actor=rating.actor(place.bob), sheet=sheet, now=now)


@pytest.mark.feature("RA-19")
def test_a_correction_keeps_what_stood_there_with_who_when_and_why(place, now):
    sheet = place.begin(now)
    place.enter(sheet, now, B13=typed("2", evidence="东门"))
    place.enter(sheet, now, B13=typed("0", evidence="复查已清"))
    new, old = sheets.history(sheet, "B13")
    assert (old.values, old.evidence, new.values, new.evidence) == (
        {"value": 2},
        "东门",
        {"value": 0},
        "复查已清",
    )
    assert (new.made_by, new.made_at) == (place.ann.id, now)
    assert sheets.preview(sheet).points == {"B13": 200}


def test_an_entry_cannot_be_rewritten(app, now):
    with transaction():
        place = Place()
        sheet = place.begin(now)
        place.enter(sheet, now, B13=typed("2"))
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(db.update(ScoreEntry).values(evidence="x"))


def test_typing_the_same_again_changes_nothing(place, now):
    sheet = place.begin(now)
    assert place.enter(sheet, now, B13=typed("2")) == 1
    assert place.enter(sheet, now, B13=typed("2"), A01=Typed(values={"value": ""})) == 0


@pytest.mark.parametrize(
    ("code", "one", "field"),
    [
        ("B12", typed("很多"), "B12.value"),
        ("B12", typed(""), "B12.value"),
        ("A01", typed("不知道"), "A01.value"),
        ("B12", typed("1.5"), "B12.value"),
        ("B11", Typed(values={"findings": "0"}, evidence="现场"), "B11.lanes"),
        ("A01", Typed(not_applicable=True), "A01.evidence"),
        ("A01", typed("独立支部", zeroed=True), "A01.zeroed"),
        ("A01", Typed(values={"value": "独立支部", "other": "1"}), "A01.other"),
        ("Z99", typed("1"), "Z99"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_nothing_is_kept(place, now, code, one, field):
    sheet = place.begin(now)
    with pytest.raises(BadEntry) as no:
        place.enter(sheet, now, A11=typed("没有"), **{code: one})
    assert list(no.value.field_errors) == [field]
    assert sheets.entries(sheet) == {}


@pytest.mark.feature("RA-10")
def test_a_site_deduction_needs_evidence_and_a_clean_site_does_not(place, now):
    sheet = place.begin(now)
    with pytest.raises(BadEntry):
        place.enter(sheet, now, B12=typed("1", evidence=""))
    assert place.enter(sheet, now, B12=typed("0", evidence="")) == 1


@pytest.mark.feature("RA-11")
def test_an_established_veto_caps_the_star(place, now):
    sheet = rating.sheet(place.estate, place.ann)
    filling_in.set_vetoes(sheet=sheet, codes=["funds"])
    assert filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now).stars == 2
    with pytest.raises(SheetLocked):
        filling_in.set_vetoes(sheet=sheet, codes=[])


def test_an_unknown_veto_is_refused(place, now):
    with pytest.raises(BadEntry):
        filling_in.set_vetoes(sheet=place.begin(now), codes=["weather"])


@pytest.mark.feature("RA-08")
def test_too_much_that_does_not_apply_needs_a_decision(place, now):
    sheet = rating.sheet(place.estate, place.ann)
    absent = Typed(not_applicable=True, evidence="新建小区")
    place.enter(sheet, now, **dict.fromkeys(("D03", "D06", "D08", "D11"), absent))
    rating.corrected(place.estate, place.ann, "life.events", not_applicable=True)
    with pytest.raises(TooManyNotApplicable):
        filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)
    filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="街道同意", now=now)
    assert sheet.decision == "街道同意"


@pytest.mark.feature("RA-20")
def test_what_is_stored_is_what_the_preview_gives(place, now):
    sheet = rating.sheet(place.estate, place.ann, B07="91.3", C05="44.44", D01="71.07", B12="2")
    shown = sheets.preview(sheet)
    filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)
    assert (sheet.result["total"], sheet.result["points"]) == (shown.total, dict(shown.points))


def test_a_result_that_no_longer_follows_from_its_sheet_is_not_confirmed(place, now):
    sheet = rating.sheet(place.estate, place.ann)
    filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)
    sheet.result = sheet.result | {"total": 1}
    with pytest.raises(WrongState):
        filling_in.confirm(actor=rating.actor(place.bob), sheet=sheet, now=now)


def test_a_year_has_one_sheet(app, now):
    with transaction():
        place = Place()
        place.begin(now)
    with pytest.raises(SheetExists), transaction():
        place.begin(now)


def test_the_newest_year_comes_first_and_a_foreign_year_is_unknown(place, now):
    rating.confirmed(place.estate, place.ann, place.bob, year=2024, B04="0", B07="0", B06="0", B08="0")
    rating.confirmed(place.estate, place.ann, place.bob, year=2025)
    assert [(star.year, star.stars) for star in sheets.stars(place.estate.id)] == [(2025, 5), (2024, 4)]
    assert sheets.newest_stars([place.estate.id])[place.estate.id].year == 2025
    for year in (2023, 10**30, -1):
        with pytest.raises(Unknown):
            sheets.sheet(estate_id=place.estate.id, year=year)


@pytest.mark.feature("RA-18")
def test_a_figure_that_jumps_against_last_year_asks_for_a_word(place, now):
    rating.data(place.estate, place.ann, year=2024)
    sheet = rating.sheet(place.estate, place.ann, B04="70", C07="1")
    (jump,) = datasets.jumps(place.estate.id, 2025, sheets.catalogue("star_2024"))
    assert (jump.fact, jump.now.numerator, jump.before.numerator) == ("fees.collection_rate", 7000, 9500)
    with pytest.raises(JumpUnexplained):
        filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)
    recording.comment(
        actor=rating.actor(place.ann), estate_id=place.estate.id, year=2025, fact="fees.collection_rate",
        words="换了物业，交接期间停收两个月", now=now,
    )  # fmt: skip
    filling_in.submit(actor=rating.actor(place.ann), sheet=sheet, decision="", now=now)


def test_every_step_is_written_down(app, now):
    with transaction():
        place = Place()
        estate_id = place.estate.id
        rating.confirmed(place.estate, place.ann, place.bob)
    acts = db.session.scalars(
        db.select(audit.AuditEntry.act).filter_by(chain=estate_id).order_by(audit.AuditEntry.seq)
    )
    assert [act for act in acts if act.startswith("rating")] == [
        f"rating:sheet:{verb}" for verb in ("begin", "enter", "submit", "confirm")
    ]
