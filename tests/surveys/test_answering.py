"""Taking part: once for each person or household, in time, within quotas, named or without a trace."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from linli.domains.estates.rules import UnitKind
from linli.domains.notices.models import Message
from linli.domains.surveys.errors import (
    AlreadyAnswered,
    BadQuestion,
    ClaimsEffect,
    NoServerDraft,
    NotAsked,
    NotOpen,
    NotReady,
    Over,
    QuotaFull,
    ResultsSealed,
    TextChanged,
    TextFrozen,
    WrongAnswers,
    WrongSettings,
    WrongStep,
)
from linli.domains.surveys.models import (
    SurveyAnswer,
    SurveyDraft,
    SurveyEnvelope,
    SurveyParticipation,
    SurveyText,
)
from linli.domains.surveys.operations import answering, closing, drafting, forgetting, moderating
from linli.domains.surveys.queries import own, results, surveys, taking_part, texts
from linli.domains.surveys.queries.results import Split
from linli.domains.surveys.rules.course import Mode, Per, Showing, State
from linli.domains.surveys.rules.moderation import TextState
from linli.domains.surveys.rules.tallying import LEAST
from linli.jobs import surveys as jobs
from linli.kernel.actors import Tie
from linli.platform import audit, clock, idempotency, outbox
from linli.platform.db import db
from linli.platform.outbox import OutboxMessage
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import places
from tests.factories.surveys import ASKED, CAR, DAYS, HARD, WORDS, Block, draft

FULL = {"q1": "2", "q2": ["1"], "q3": 5, "q4": "树荫下的车位最抢手。"}


@pytest.fixture
def block(app):
    return Block()


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.feature("VO-67")
def test_each_person_answers_once_and_only_submitting_uses_the_token_up(block):
    survey_id = block.asks()
    for _ in range(3):  # looking at it, even half filling it, uses nothing up
        assert taking_part.tickets(block.survey(survey_id), block.actor(0))[0].taken is None
    with pytest.raises(WrongAnswers):
        block.answer(survey_id, 0, {"q1": "2"})
    block.answer(survey_id, 0, FULL)
    block.answer(survey_id, "wife")
    block.answer(survey_id, "tenant")
    with pytest.raises(AlreadyAnswered):
        block.answer(survey_id, 0)
    assert count(SurveyParticipation) == count(SurveyAnswer) == 3


def test_each_household_answers_once_whoever_of_it_is_first(block):
    survey_id = block.asks(per=Per.HOUSEHOLD)
    block.answer(survey_id, "wife")
    with pytest.raises(AlreadyAnswered, match="您家已经有人答过"):
        block.answer(survey_id, 0)
    block.answer(survey_id, 2)
    assert taking_part.reach(block.survey(survey_id), on=clock.now().date()) == taking_part.Reach(7, 2, "户")


def test_a_parking_place_is_no_household(block):
    with transaction():
        place = places.unit(type("E", (), {"id": block.id}), "车位 1", kind=UnitKind.PARKING)
        place_id = place.id
    survey_id = block.asks(per=Per.HOUSEHOLD)
    block.unit_ids[3] = place_id
    with pytest.raises(NotAsked):
        block.answer(survey_id, 3)


def test_two_at_one_moment_the_constraint_lets_one_in(block):
    survey_id = block.asks()
    block.answer(survey_id, 0)
    with transaction():
        one = db.session.scalars(select(SurveyParticipation)).one()
        columns = {column.key: getattr(one, column.key) for column in inspect(SurveyParticipation).columns}
    columns.pop("id")
    with pytest.raises(IntegrityError), transaction():
        db.session.add(SurveyParticipation(**columns))


def test_only_those_in_the_aim_are_asked(block):
    tenants = block.asks(ties=(Tie.TENANT,))
    block.answer(tenants, "tenant")
    with pytest.raises(NotAsked):
        block.answer(tenants, 0)
    first = block.asks(building_ids=block.building_ids[:1])
    block.answer(first, 0)
    with pytest.raises(NotAsked):
        block.answer(first, 1)
    survey = block.survey(first)
    assert taking_part.invited(survey, on=clock.now().date()) == {
        block.ids[who] for who in (0, 2, 4, 6, "wife")
    }
    assert taking_part.reach(survey, on=clock.now().date()).asked == 5
    assert taking_part.invited(block.survey(tenants), on=clock.now().date()) == {block.ids["tenant"]}


def test_answers_are_taken_from_the_opening_to_the_close_to_the_instant(block):
    survey_id = block.asks(opens_at=clock.now() + timedelta(hours=1))
    with pytest.raises(NotOpen):
        block.answer(survey_id, 0)
    closes_at = block.survey(survey_id).closes_at
    with clock.freeze(closes_at - timedelta(microseconds=1)):
        block.answer(survey_id, 0)
    with clock.freeze(closes_at):
        with pytest.raises(Over):
            block.answer(survey_id, 1)
        assert surveys.state(block.survey(survey_id), now=clock.now()) is State.ENDED
        jobs.close_due(now=clock.now())
        assert surveys.state(block.survey(survey_id), now=clock.now()) is State.CLOSED


def test_a_draft_takes_no_answers_and_other_words_than_the_published_are_refused(block):
    with transaction():
        survey_id = draft(block.officer, block.id).id
    with pytest.raises(NotOpen):
        block.answer(survey_id, 0)
    survey_id = block.asks()
    with pytest.raises(TextChanged):
        block.answer(survey_id, 0, text_hash="0" * 64)
    block.answer(survey_id, 0, text_hash=block.survey(survey_id).text_hash)


@pytest.mark.feature("VO-66")
def test_a_quota_closes_further_answers_of_its_group_with_a_sentence(block):
    survey_id = block.asks(quotas={"building": 2, "tenant": 1})
    for who in (0, 2, 1, "tenant"):
        block.answer(survey_id, who)
    with pytest.raises(QuotaFull, match="您这幢楼名额（2 份）已满"):
        block.answer(survey_id, 4)
    total = block.asks(quotas={"total": 1})
    block.answer(total, 5)
    with pytest.raises(QuotaFull, match="这份问卷名额"):
        block.answer(total, 6)
    assert taking_part.tickets(block.survey(total), block.actor(6))[0].taken is None


def test_an_answer_is_changed_until_the_end_only_where_the_survey_says_so(block):
    survey_id = block.asks(changeable=True)
    block.answer(survey_id, 0, FULL)
    block.answer(survey_id, 0, {"q1": "1", "q3": 1, "q4": "改主意了。"})
    answer = db.session.scalars(select(SurveyAnswer)).one()
    assert (answer.answers, answer.revision) == ({"q1": "1", "q3": 1, "q4": True}, 2)
    assert [one.words for one in db.session.scalars(select(SurveyText))] == ["改主意了。"]
    block.close(survey_id)
    with pytest.raises(Over):
        block.answer(survey_id, 0)


def test_a_households_answer_is_changed_only_by_whoever_gave_it(block):
    survey_id = block.asks(changeable=True, per=Per.HOUSEHOLD)
    block.answer(survey_id, 0)
    with pytest.raises(AlreadyAnswered):
        block.answer(survey_id, "wife", {"q1": "1", "q3": 1})
    block.answer(survey_id, 0, {"q1": "1", "q3": 2})


@pytest.mark.feature("VO-69")
def test_a_half_filled_survey_is_found_again_on_the_same_account_within_the_window(block):
    survey_id = block.asks()
    with transaction():
        answering.keep_draft(
            actor=block.actor(0), survey=block.survey(survey_id),
            answers={"q1": "2", "q2": ["1", "9"], "q9": "x", "q4": "半句"}, now=clock.now(),
        )  # fmt: skip
    survey = block.survey(survey_id)
    assert taking_part.drafted(survey, block.ids[0])[0] == {"q1": "2", "q2": ["1"], "q4": "半句"}
    assert taking_part.drafted(survey, block.ids[1]) is None
    stored = db.session.execute(text("SELECT content FROM survey_draft")).scalar_one()
    assert "半句".encode() not in bytes(stored)
    block.answer(survey_id, 0, FULL)
    assert count(SurveyDraft) == 0
    with transaction():
        answering.keep_draft(
            actor=block.actor(1), survey=block.survey(survey_id), answers={"q1": "1"}, now=clock.now()
        )
    block.close(survey_id)
    assert count(SurveyDraft) == 0
    with pytest.raises(Over), transaction():
        answering.keep_draft(
            actor=block.actor(1), survey=block.survey(survey_id), answers={}, now=clock.now()
        )


def anonymous(block, answers):
    """An anonymous survey with these answers, in the order of the owners."""
    survey_id = block.asks(mode=Mode.ANONYMOUS)
    for who, given in enumerate(answers):
        block.answer(survey_id, who, given)
    return survey_id


@pytest.mark.feature("VO-68")
def test_nothing_joins_an_anonymous_answer_to_whoever_gave_it(block, app):
    given = [FULL | {"q3": n % 5 + 1, "q4": f"匿名的话 {n}"} for n in range(7)]
    survey_id = anonymous(block, given)
    assert (count(SurveyEnvelope), count(SurveyAnswer), count(SurveyText)) == (7, 0, 0)
    sealed = db.session.execute(text("SELECT content FROM survey_envelope")).scalars().all()
    assert not any("匿名的话".encode() in bytes(one) for one in sealed)
    block.close(survey_id)
    assert (count(SurveyEnvelope), count(SurveyAnswer), count(SurveyText)) == (0, 7, 7)
    for answer in db.session.scalars(select(SurveyAnswer)):
        assert (answer.participation_id, answer.building_id, answer.tie, answer.answered_at) == (None,) * 4
        assert answer.id.version == 4
    for one in db.session.scalars(select(SurveyText)):
        assert (one.answer_id, one.id.version) == (None, 4)
    for taken in db.session.scalars(select(SurveyParticipation)):
        assert taken.id.version == 4
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        writers = "SELECT count(DISTINCT xmin::text) FROM survey_answer"
        assert db.session.execute(text(writers)).scalar_one() == 1  # one transaction wrote all of them
    else:
        for table in ("survey_answer", "survey_envelope", "survey_text"):
            made = db.session.execute(
                text(f"SELECT sql FROM sqlite_master WHERE name = '{table}'")
            ).scalar_one()
            assert "WITHOUT ROWID" in made


@pytest.mark.feature("VO-68")
def test_neither_log_nor_outbox_nor_keys_hold_an_anonymous_answer(block):
    before = {model: count(model) for model in (audit.AuditEntry, OutboxMessage, idempotency.IdempotencyKey)}
    anonymous_id = block.asks(mode=Mode.ANONYMOUS)
    published = {model: count(model) for model in before}
    block.answer(anonymous_id, 0, FULL)
    assert {model: count(model) for model in before} == published


def test_envelopes_are_opened_in_an_order_of_their_own(monkeypatch):
    monkeypatch.setattr(closing.secrets, "SystemRandom", lambda: random.Random(7))
    assert list(closing.shuffled(list(range(9)))) != list(range(9))
    assert sorted(closing.shuffled(list(range(9)))) == list(range(9))


def test_an_anonymous_survey_has_no_groups_no_server_draft_and_no_change(block):
    with pytest.raises(WrongSettings), transaction():
        draft(block.officer, block.id, mode=Mode.ANONYMOUS, showing=Showing.LIVE)
    with pytest.raises(WrongSettings), transaction():
        draft(block.officer, block.id, mode=Mode.ANONYMOUS, changeable=True)
    survey_id = anonymous(block, [FULL] * 6)
    with pytest.raises(NoServerDraft), transaction():
        answering.keep_draft(
            actor=block.actor(6), survey=block.survey(survey_id), answers={}, now=clock.now()
        )
    block.close(survey_id)
    found = results.results(block.survey(survey_id), split=Split.BUILDING, now=clock.now())
    assert (found.split, [one.groups for one in found.compared]) == (None, [()] * 4)
    assert results.answers_page(block.survey(survey_id), window=Window()).items == []


def test_the_database_refuses_an_anonymous_answer_with_a_place_or_a_time(block):
    survey_id = block.asks(mode=Mode.ANONYMOUS)
    for more in ({"tie": "owner"}, {"answered_at": clock.now()}, {"building_id": block.building_ids[0]}):
        with pytest.raises(IntegrityError), transaction():
            db.session.add(SurveyAnswer(estate_id=block.id, survey_id=survey_id, answers={}, **more))


def test_results_are_sealed_until_the_end_or_shown_live_as_fixed_at_the_publication(block):
    after, live = block.asks(), block.asks(showing=Showing.LIVE)
    for survey_id in (after, live):
        for who in range(5):
            block.answer(survey_id, who)
    with pytest.raises(ResultsSealed):
        results.results(block.survey(after), now=clock.now())
    assert results.results(block.survey(live), now=clock.now()).answered == 5
    with clock.freeze(clock.now() + DAYS), pytest.raises(ResultsSealed):
        results.results(block.survey(after), now=clock.now())
    block.close(after)
    found = results.results(block.survey(after), now=clock.now())
    assert [bar.number for bar in found.compared[2].figure.bars] == [0, 0, 0, 5, 0]


def test_fewer_than_five_answers_are_shown_to_nobody_and_small_groups_are_joined(block):
    few, enough = block.asks(), block.asks()
    for who in range(LEAST - 1):
        block.answer(few, who)
    for who in (*range(7), "wife", "tenant"):
        block.answer(enough, who)
    block.close(few), block.close(enough)
    assert results.results(block.survey(few), now=clock.now()).too_few
    by_tie = results.results(block.survey(enough), split=Split.TIE, now=clock.now())
    assert by_tie.compared[0].groups == ()  # two are no owners: nobody is shown beside the others
    by_building = results.results(block.survey(enough), split=Split.BUILDING, now=clock.now())
    assert by_building.compared[0].groups == ()  # five and four
    assert by_building.compared[0].figure.answered == 9


def test_large_groups_stand_beside_each_other(app):
    block = Block(flats=10)
    survey_id = block.asks()
    for who in range(10):
        block.answer(survey_id, who, {"q1": "1", "q3": 5 if who % 2 else 1})
    block.close(survey_id)
    found = results.results(block.survey(survey_id), split=Split.BUILDING, now=clock.now()).compared[2]
    assert [(group.label, group.figure.mean_said) for group in found.groups] == [
        ("1幢", "1.00"),
        ("2幢", "5.00"),
    ]
    assert found.figure.mean_said == "3.00"


@pytest.mark.feature("VO-70")
def test_free_words_are_read_by_nobody_else_until_they_are_released_one_by_one(block):
    survey_id = block.asks(showing=Showing.LIVE)
    for who in range(5):
        block.answer(survey_id, who, {"q1": "1", "q3": 3, "q4": f"第 {who} 句"})
    survey = block.survey(survey_id)
    assert texts.released(survey, most=50) == {}
    waiting = texts.texts_page(survey, state=TextState.PENDING, window=Window()).items
    assert len(waiting) == 5
    chosen, other = waiting[0].id, waiting[1].id
    words = waiting[0].words
    with transaction():
        moderating.decide(
            actor=block.officer, survey=block.survey(survey_id), text_id=chosen, release=True, now=clock.now()
        )
        moderating.decide(
            actor=block.officer, survey=block.survey(survey_id), text_id=other, release=False, now=clock.now()
        )
    survey = block.survey(survey_id)
    assert texts.released(survey, most=50) == {"q4": [words]}
    assert texts.counts(survey) == {"pending": 3, "released": 1, "withheld": 1}
    acts = set(db.session.scalars(select(audit.AuditEntry.act)))
    assert {"surveys:text:release", "surveys:text:withhold"} <= acts


def test_words_and_settings_are_frozen_by_the_publication(block):
    survey_id = block.asks()
    survey = block.survey(survey_id)
    assert survey.text_hash == surveys.text_hash(survey)
    for change in (
        lambda one: drafting.ask(survey=one, asked=[CAR]),
        lambda one: drafting.put_question(survey=one, question=HARD),
        lambda one: drafting.remove_question(survey=one, key="q1"),
        lambda one: drafting.move_question(survey=one, key="q1", up=False),
        lambda one: drafting.copy_question(survey=one, key="q1"),
        lambda one: drafting.redraft(survey=one, title="x", intro="", settings=surveys.settings(one)),
    ):
        with pytest.raises(TextFrozen), transaction():
            change(block.survey(survey_id))
    with pytest.raises(WrongStep), transaction():
        drafting.publish(actor=block.officer, survey=block.survey(survey_id), now=clock.now())


def test_a_draft_that_is_not_ready_says_all_that_is_missing(block):
    with transaction():
        survey = draft(block.officer, block.id, asked=())
        survey_id = survey.id
    with pytest.raises(NotReady, match="还没有题目"), transaction():
        drafting.publish(actor=block.officer, survey=block.survey(survey_id), now=clock.now())
    with transaction():
        drafting.ask(survey=block.survey(survey_id), asked=ASKED)
        drafting.move_question(survey=block.survey(survey_id), key="q2", up=True)
    with pytest.raises(NotReady, match="第 1 题"), transaction():
        drafting.publish(actor=block.officer, survey=block.survey(survey_id), now=clock.now())
    with clock.freeze(clock.now() + 2 * DAYS), pytest.raises(NotReady, match="截止时间"), transaction():
        drafting.publish(actor=block.officer, survey=block.survey(survey_id), now=clock.now())


def test_questions_that_cannot_be_asked_or_promise_a_decision_are_refused(block):
    with transaction():
        survey_id = draft(block.officer, block.id).id
    bad = ASKED[1]
    with pytest.raises(BadQuestion), transaction():
        drafting.ask(survey=block.survey(survey_id), asked=[bad])
    with pytest.raises(BadQuestion), transaction():
        drafting.ask(survey=block.survey(survey_id), asked=[CAR, CAR])
    with pytest.raises(ClaimsEffect), transaction():
        drafting.put_question(survey=block.survey(survey_id), question=replace(WORDS, title="未交视为同意"))


def test_a_copy_is_a_draft_of_its_own(block):
    survey_id = block.asks()
    with transaction():
        copy = drafting.copy(actor=block.officer, survey=block.survey(survey_id), now=clock.now())
        copy_id = copy.id
    copied, survey = block.survey(copy_id), block.survey(survey_id)
    assert (copied.state, copied.questions, copied.text_hash) == (State.DRAFT, survey.questions, None)
    assert surveys.lacks(copied, now=clock.now()) == []


@pytest.mark.feature("DL-09")
def test_a_closed_survey_asks_for_an_outcome_and_sends_it_to_those_who_took_part(block):
    survey_id = block.asks()
    block.answer(survey_id, 0), block.answer(survey_id, "tenant")
    with pytest.raises(WrongStep), transaction():
        closing.state_outcome(
            actor=block.officer, survey=block.survey(survey_id), words="……", now=clock.now()
        )
    block.close(survey_id)
    assert [one.id for one in surveys.without_outcome(block.id, since=clock.now() - DAYS)] == [survey_id]
    with transaction():
        closing.state_outcome(
            actor=block.officer,
            survey=block.survey(survey_id),
            words="下月起重新划线，增加 12 个车位。",
            now=clock.now(),
        )
    assert surveys.without_outcome(block.id, since=clock.now() - DAYS) == []
    outbox.deliver()
    told = db.session.scalars(select(Message.account_id).where(Message.template == "survey_outcome"))
    assert set(told) == {block.ids[0], block.ids["tenant"]}
    asked = db.session.scalars(select(Message.account_id).where(Message.template == "survey_published"))
    assert set(asked) == set(block.ids.values())


def test_what_is_over_its_term_goes_and_the_sums_stay(block):
    survey_id = block.asks()
    for who in range(5):
        block.answer(survey_id, who, FULL)
    block.close(survey_id)
    counted = results.results(block.survey(survey_id), now=clock.now())
    with transaction():
        assert forgetting.takers(clock.now(), 100) == 0
        assert forgetting.takers(clock.now() + DAYS, 3) == 3
        assert forgetting.withheld_texts(clock.now() + DAYS, 100) == 5
    assert count(SurveyParticipation) == 2
    assert results.results(block.survey(survey_id), now=clock.now()) == counted


def test_a_persons_own_export_has_named_answers_and_of_anonymous_ones_only_that(block):
    named, hidden = block.asks(title="实名的"), block.asks(title="匿名的", mode=Mode.ANONYMOUS)
    block.answer(named, 0, FULL), block.answer(hidden, 0, FULL)
    block.close(hidden)
    found = {one["survey"]: one["answers"] for one in own.answered(block.ids[0])}
    assert found == {"实名的": FULL, "匿名的": None}
    assert own.answered(block.ids[1]) == []
