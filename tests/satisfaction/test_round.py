"""A round from its invitation to its sums: one answer a household, nothing to link, nothing of too small a sample."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import func, inspect, select

from linli.domains.estates import queries as estates
from linli.domains.notices.models import Message
from linli.domains.satisfaction import facts
from linli.domains.satisfaction.errors import (
    AlreadyAnswered,
    NoBurst,
    NoSuchHousehold,
    NotAsked,
    NotOpen,
    RemindedLately,
    StaffBarred,
    WrongAnswers,
    WrongWindow,
    YearTaken,
)
from linli.domains.satisfaction.models import (
    SatisfactionEnvelope,
    SatisfactionParticipation,
    SatisfactionResult,
    SatisfactionTally,
)
from linli.domains.satisfaction.operations import answering, forgetting, planning
from linli.domains.satisfaction.queries import households, own, results, rounds
from linli.domains.satisfaction.rules.course import Channel
from linli.domains.satisfaction.rules.questions import OVERALL
from linli.jobs import satisfaction as jobs
from linli.kernel.actors import Role, Tie
from linli.kernel.times import day_of
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.satisfaction import (
    BAD,
    FAIR,
    GOOD,
    answer,
    close,
    home,
    keyer,
    officer,
    on_paper,
    running,
)


@pytest.mark.feature("SC-01", "SC-05")
def test_each_household_has_one_answer_the_last_counts_and_those_not_asked_are_refused(app):
    with transaction():
        estate = places.estate(name="江滨花园")
        city = officer(estate)
        homes = [home(estate, f"{n}01室") for n in range(1, 6)]
        found = running(city)
        first, second = homes[:2]
        answer(found, estate, first, BAD)
        answer(found, estate, first, GOOD)
        partner = people.account(name="共有人")
        people.owner(estate, first[0], account=partner)
        both = replace(first[1], account_id=partner.id)
        answer(found, estate, (first[0], both), FAIR)
        assert db.session.scalar(select(func.count()).select_from(SatisfactionEnvelope)) == 1

        for tie, since in ((Tie.FAMILY, date(2020, 1, 1)), (Tie.TENANT, day_of(clock.now()))):
            account = people.account()
            people.resident(estate, second[0], account, tie=tie).since_on = since
            db.session.flush()
            stranger = replace(second[1], account_id=account.id, units=MappingProxyType({second[0].id: tie}))
            with pytest.raises(NotAsked):
                answer(found, estate, (second[0], stranger))
        worker = people.staff(Role.PROPERTY_WORKER, estate)
        people.owner(estate, second[0], account=worker)
        with pytest.raises(StaffBarred):
            answer(found, estate, (second[0], replace(second[1], account_id=worker.id)))
        with pytest.raises(WrongAnswers):
            answer(found, estate, second, 0)

        desk = keyer(estate)
        on_paper(found, estate, desk, "301室", BAD)
        on_paper(found, estate, desk, "301室", FAIR, channel=Channel.INTERVIEW)
        with pytest.raises(AlreadyAnswered):
            on_paper(found, estate, desk, "101室")  # answered online itself
        with pytest.raises(NoSuchHousehold):
            on_paper(found, estate, desk, "999室")
        answer(found, estate, homes[2], GOOD)  # and who spoke at the door may still do it on the phone
        assert rounds.answered_by_channel(found, estate.id) == {"online": 2}
    close(found)
    with transaction():
        kept = db.session.scalars(select(SatisfactionResult)).one()
        assert (kept.households, kept.valid, kept.satisfied, kept.basic, kept.sound) == (5, 2, 1, 1, True)
        with pytest.raises(NotOpen):
            answer(found, estate, second)


@pytest.mark.feature("SC-02", "SC-03")
def test_nothing_joins_an_answer_to_a_household_and_a_small_sample_gives_no_rate(app):
    with transaction():
        estate = places.estate(name="大院")
        small = places.estate(name="小院", community=_community(estate))
        city = officer(estate)
        homes, few = (
            [home(estate, f"大{n}室") for n in range(10)],
            [home(small, f"小{n}室") for n in range(10)],
        )
        found = running(city)
        for one in homes:
            answer(found, estate, one, GOOD if one is not homes[0] else BAD)
        for one in few[:2]:
            answer(found, small, one)
        shared = {column.key for column in inspect(SatisfactionEnvelope).columns} & {
            column.key for column in inspect(SatisfactionParticipation).columns
        }
        assert shared == {"estate_id", "id", "round_id"}  # the ids are random, each its own
        ids = set(db.session.scalars(select(SatisfactionEnvelope.id)))
        assert not ids & set(db.session.scalars(select(SatisfactionParticipation.id)))
        assert own.answered(homes[0][1].account_id)[0].keys() == {
            "year",
            "estate_id",
            "unit_id",
            "answered_on",
        }
    close(found)
    with transaction():
        assert db.session.scalar(select(func.count()).select_from(SatisfactionEnvelope)) == 0
        taken = db.session.scalars(select(SatisfactionParticipation)).all()
        assert {(one.account_id, one.device) for one in taken} == {(None, None)}
        assert not {"unit_id", "account_id", "answered_on"} & {
            column.key for kept in (SatisfactionTally, SatisfactionResult) for column in inspect(kept).columns
        }
        shown, hidden = (results.of_estate(found, one.id) for one in (estate, small))
        assert (shown.measure.rate, shown.measure.between) == (9000, (5958, 9822))
        assert (hidden.measure.rate, hidden.questions, hidden.score) == (None, [], None)
        assert hidden.measure.valid == 2
        assert {one.sound for one in facts.satisfaction(year=2026)} == {True, False}
        clock.advance(timedelta(days=200))
        assert forgetting.takers(clock.now() - timedelta(days=180), 100) == 12


@pytest.mark.feature("NN-39", "SC-08")
def test_the_city_is_all_answers_together_and_years_compare_only_where_both_are_sound(app):
    with transaction():
        large = places.estate(name="大区")
        small = places.estate(name="小区", community=_community(large))
        company = places.company("衢江物业")
        for one in (large, small):
            places.contract(one, company)
        city = officer(large)
        homes, few = [home(large, f"大{n}室") for n in range(9)], [home(small, "小1室")]
        found = running(city, year=2025)
        answer(found, small, few[0], GOOD)  # of the large one too few answer in the first year
        answer(found, large, homes[0], BAD)
    close(found)
    with transaction():
        clock.advance(timedelta(days=300))
        found = running(city, year=2026)
        for one in homes[:8]:
            answer(found, large, one, BAD, safety=0)
        answer(found, small, few[0], GOOD)
        assert rounds.answered_counts(found) == {large.id: 8, small.id: 1}
    close(found)
    with transaction():
        whole = results.of_city(found)
        assert (whole.measure.satisfied, whole.measure.valid) == (1, 9)
        assert whole.measure.rate == 1111  # a mean of 0 % and 100 % would be half
        assert whole.change is None  # two of ten households had answered the year before
        assert results.of_estate(found, large.id).change is None
        assert results.of_estate(found, small.id).change == 0
        line = results.companies(found)[0]
        assert (line.name, line.measure.valid) == ("衢江物业", 9)
        safety = next(one for one in whole.questions if one.question.key == "safety")
        assert (safety.spread.valid, safety.rate) == (1, 10_000)
        assert results.sound_estates(found) == (2, 2)


@pytest.mark.feature("SC-04")
def test_invitations_go_to_owners_and_tenants_reminders_to_households_that_have_not_answered(app):
    with transaction():
        estate = places.estate()
        city = officer(estate)
        first, second = home(estate, "1室"), home(estate, "2室")
        tenant, manager = people.account(), people.staff(Role.PROPERTY_MANAGER, estate)
        people.resident(estate, first[0], tenant)
        found = running(city)
    assert _told("satisfaction_asked") == {first[1].account_id, second[1].account_id, tenant.id}
    with transaction():
        answer(found, estate, first)
        planning.remind(actor=city, found=found, now=clock.now())
        with pytest.raises(RemindedLately):
            planning.remind(actor=city, found=found, now=clock.now())
    assert _told("satisfaction_reminded") == {second[1].account_id}
    assert manager.id not in _told("satisfaction_asked")


def test_a_burst_from_one_device_is_seen_and_its_households_may_answer_anew(app):
    with transaction():
        estate = places.estate()
        city = officer(estate)
        homes = [home(estate, f"{n}室") for n in range(5)]
        found = running(city, replaces=False)
        for one in homes[:4]:
            answer(found, estate, one, device="the front desk")
        with pytest.raises(AlreadyAnswered):
            answer(found, estate, homes[0])
        [(where, device, number, _)] = rounds.bursts(found)
        assert (where, number) == (estate.id, 4)
        assert answering.set_aside(actor=city, found=found, estate_id=estate.id, device=device) == 4
        with pytest.raises(NoBurst):
            answering.set_aside(actor=city, found=found, estate_id=estate.id, device=device)
        answer(found, estate, homes[0], BAD)
        assert households.participation(found, estate.id, homes[1][0].id) is None
    clock.advance(timedelta(days=16))
    jobs.close_due(now=clock.now())
    with transaction():
        assert db.session.scalars(select(SatisfactionResult)).one().valid == 1


def test_a_city_has_one_round_a_year_with_a_window_of_its_length(app):
    with transaction():
        city = officer(places.estate())
        now = clock.now()
        with pytest.raises(WrongWindow):
            running(city, days=14)
        found = running(city)
        later = planning.plan(
            actor=city, year=2027, opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=20),
            replaces=True, now=now,
        )  # fmt: skip
        with pytest.raises(NotOpen):
            planning.remind(actor=city, found=later, now=now)
        assert rounds.asked(found)[0].key == OVERALL
    with pytest.raises(YearTaken), transaction():
        running(city)


def _told(template):
    outbox.deliver()
    with transaction():
        return set(db.session.scalars(select(Message.account_id).filter_by(template=template)))


def _community(estate):
    return estates.region(estate.community_id)
