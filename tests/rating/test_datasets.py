"""A year's data set: computed fact by fact, taken up again, frozen with its hash, corrected only by signed lines."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from linli.domains.rating.errors import AlreadyFrozen, BadEntry, ComputedByPlatform, NotFrozen, SheetLocked
from linli.domains.rating.models import Figure
from linli.domains.rating.operations import datasets as running
from linli.domains.rating.operations import recording
from linli.domains.rating.queries import datasets, sheets, tracing
from linli.domains.rating.rules.figures import RunState, Source, TypedValue
from linli.jobs import rating as job
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places, rating
from tests.rating.test_facts import statements

HERE, OWN = "people.activated", "party.meetings"


class City:
    """Three estates: in the first two of three homes are signed in, in the second none, the third has no homes."""

    def __init__(self):
        self.region = places.region()
        self.city_officer = people.staff(Role.CITY_OFFICER, self.region)
        self.ann, self.bob = (people.staff(Role.COMMUNITY_OFFICER, self.region) for _ in range(2))
        self.estates = [places.estate(f"小区{number}", community=self.region) for number in range(3)]
        for number, estate in enumerate(self.estates[:2]):
            for home in range(3):
                account = people.account() if number == 0 and home < 2 else None
                people.owner(estate, places.unit(estate, f"1幢1单元{home + 1}01"), account=account)
        self.officer = rating.actor(self.city_officer, Role.CITY_OFFICER)
        self.street = rating.actor(self.ann)

    def start(self, year=2025):
        return running.start(actor=self.officer, year=year, now=clock.now())

    def record(self, estate, fact=OWN, numerator="4", **typed):
        return recording.record(
            actor=self.street, estate_id=estate.id, year=2025, fact=fact, evidence="组织生活记录本",
            typed=TypedValue(numerator=numerator, **typed), now=clock.now(),
        )  # fmt: skip


def computed(of, *, order=None):
    """Compute a run to its end, in the usual order or in another one."""
    for name in order or datasets.waiting(of):
        running.compute(of=of, name=name, now=clock.now())
    running.compute_next(of=of, now=clock.now())
    return of


@pytest.mark.feature("RA-04")
@pytest.mark.feature("RA-09")
@pytest.mark.feature("RA-16")
@pytest.mark.feature("RA-19")
def test_a_year_is_computed_frozen_and_not_moved_by_what_comes_later(app):
    with transaction():
        city = City()
        first, second, third = city.estates
        of = computed(city.start())
        assert of.state == RunState.COMPUTED
        city.record(first)
        running.freeze(actor=city.officer, of=of, now=clock.now())
        held = {one.id: datasets.values(one.id, 2025) for one in city.estates}
        share = held[first.id][HERE].value
        assert (share.numerator, share.denominator) == (2, 3)
        assert held[second.id][HERE].value.numerator == 0, "nobody signed in is a zero"
        assert HERE not in held[third.id], "no home at all is no zero: it is missing"
        assert (held[first.id][OWN].source, held[first.id][OWN].value.numerator) == (Source.RECORDED, 4)
        catalogue = sheets.catalogue("star_2024")
        assert OWN in datasets.missing(second.id, 2025, catalogue)
        assert datasets.missing_counts(of, catalogue, 3)[OWN] == 2
        account = people.account("新住户")
        people.owner(first, places.unit(first, "9幢1单元101"), account=account)
        assert datasets.values(first.id, 2025)[HERE].value == share
        assert datasets.digest_of(of) == of.digest
        with pytest.raises(AlreadyFrozen):
            city.start()
        with pytest.raises(AlreadyFrozen):
            city.record(second)
        (line,) = datasets.history(first.id, 2025, HERE)
        assert (line.source, line.value) == (Source.COMPUTED, share)


@pytest.mark.feature("NN-35")
@pytest.mark.feature("RA-20")
def test_twice_computed_in_any_order_gives_the_same_bytes_and_a_killed_run_goes_on(app, monkeypatch):
    with transaction():
        city = City()
        one = city.start()
        names = datasets.waiting(one)
        once = datasets.bytes_of(computed(one))
        again = city.start()
        again.as_of = one.as_of
        assert one.state == RunState.DROPPED
        computed(again, order=list(reversed(names)))
        assert datasets.bytes_of(again) == once
        third = city.start()
        third.as_of = one.as_of
        third_id = third.id
    with monkeypatch.context() as broken:
        broken.setattr(running, "compute", cut_off_after(5, running.compute))
        with pytest.raises(KeyboardInterrupt):
            job.compute(now=clock.now())
    with transaction():
        third = datasets.run(data_set_id=third_id)
        assert (third.state, datasets.steps(third)) == (RunState.COMPUTING, names[:5])
        assert {fact for _, fact in datasets.known(third)} <= set(names[:5]), "nothing of the sixth"
    job.compute(now=clock.now() + timedelta(minutes=3))
    with transaction():
        third = datasets.run(data_set_id=third_id)
        assert third.state == RunState.COMPUTED
        assert datasets.bytes_of(third) == once
        assert datasets.steps(third) == names, "none twice"


def cut_off_after(facts, compute):
    """Computing that is killed when the next fact's figures are written, before its transaction ends."""
    done = []

    def computing(**which):
        compute(**which)
        done.append(which)
        if len(done) > facts:
            raise KeyboardInterrupt

    return computing


def test_more_estates_ask_no_more_questions(app):
    with transaction():
        city = City()
        with statements() as few:
            running.freeze(actor=city.officer, of=computed(city.start()), now=clock.now())
        for number in range(4):
            estate = places.estate(f"新小区{number}", community=city.region)
            people.owner(estate, places.unit(estate, "1幢1单元101"), account=people.account())
        with statements() as many:
            running.freeze(actor=city.officer, of=computed(city.start(year=2026)), now=clock.now())
        assert len(datasets.values_of_all(2026)) == len(city.estates) + 4
    assert len(few) - len(many) in (0, 1), "the first run read the city's catalogue"


def test_a_frozen_figure_cannot_be_rewritten(app):
    with transaction():
        city = City()
        computed(city.start())
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(db.update(Figure).values(numerator=9))


@pytest.mark.feature("RA-03")
@pytest.mark.feature("NN-35")
def test_what_the_platform_counts_is_corrected_only_by_a_signed_line(app):
    with transaction():
        city = City()
        first, _, third = city.estates
        of = city.start()
        with pytest.raises(ComputedByPlatform):
            city.record(first, HERE, "3", denominator="3")
        computed(of)
        with pytest.raises(ComputedByPlatform):
            city.record(first, HERE, "3", denominator="3")
        city.record(third, HERE, "1", denominator="2")  # of which the platform knows nothing
        with pytest.raises(NotFrozen):
            rating.corrected(first, city.city_officer, HERE, numerator="3", denominator="3")
        running.freeze(actor=city.officer, of=of, now=clock.now())
        digest = datasets.digest_of(of)
        assert datasets.value(third.id, 2025, HERE).source is Source.RECORDED
        for typed, field in (
            ({"numerator": "95%"}, "numerator"),
            ({"numerator": "4", "denominator": "3"}, "numerator"),
            ({"numerator": "0", "denominator": "0"}, "denominator"),
            ({"numerator": "1", "denominator": "3", "reason": ""}, "reason"),
            ({"numerator": "1", "denominator": "3", "zeroed": True}, "zeroed"),
        ):
            with pytest.raises(BadEntry) as no:
                rating.corrected(first, city.city_officer, HERE, **typed)
            assert field in no.value.field_errors
        rating.corrected(first, city.city_officer, HERE, numerator="3", denominator="3", reason="漏了一户")
        held = datasets.value(first.id, 2025, HERE)
        assert (held.source, held.value.numerator, held.reason) == (Source.CORRECTED, 3, "漏了一户")
        assert datasets.digest_of(of) == digest == of.digest, "the frozen figure stays"
        newest, oldest = datasets.history(first.id, 2025, HERE)
        assert (newest.source, newest.value.numerator, oldest.value.numerator) == (Source.CORRECTED, 3, 2)
        assert datasets.findings(first.id, 2025, sheets.catalogue("star_2024"))["D01"].values == {
            "value": 10000
        }


def test_a_sheet_that_was_submitted_takes_no_more_corrections(app, now):
    with transaction():
        city = City()
        rating.confirmed(city.estates[0], city.ann, city.bob)
        with pytest.raises(SheetLocked):
            rating.corrected(city.estates[0], city.ann, OWN, numerator="1")


@pytest.mark.feature("RA-05")
def test_the_rows_behind_a_figure_agree_and_name_homes_only_to_the_community(app):
    with transaction():
        city = City()
        first = city.estates[0]
        of = computed(city.start())
        running.freeze(actor=city.officer, of=of, now=clock.now())
        one = tracing.asked(estate_id=first.id, year=2025, fact=HERE)
        told = tracing.explained_figure(one)
        assert (told.said, told.rows, told.agrees) == ("66.67%（2 ÷ 3）", 3, True)
        seen = tracing.rows(city.street, one, window=Window(10)).items
        assert (sum(row.part for row in seen), sum(row.whole for row in seen)) == (2, 3)
        assert {row.words for row in seen} == {"1幢1单元101", "1幢1单元201", "1幢1单元301"}
        hidden = tracing.rows(rating.actor(city.ann, Role.ASSESSOR), one, window=Window(10)).items
        assert {row.words for row in hidden} == {tracing.HIDDEN}
        people.owner(first, places.unit(first, "9幢1单元101"))
        assert tracing.explained_figure(one).agrees is False, "later rows are shown as such"
