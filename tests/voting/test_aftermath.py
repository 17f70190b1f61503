"""After the publication: objections and answers, recounts and corrections, revocation, tasks, the outcome told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.estates import operations as estates
from linli.domains.estates.queries import unit
from linli.domains.estates.rules import AreaSource
from linli.domains.voting import errors
from linli.domains.voting.models import Ballot, RollVersion
from linli.domains.voting.operations import closing, following_up, recounting, roll_keeping, stating
from linli.domains.voting.queries import corrections, objections, records, results, rolls, tasks, votes
from linli.domains.voting.rules.aftermath import Decision, Ground
from linli.domains.voting.rules.counting import Voter
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.deciding import beside, decide
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.tallying import add_up
from linli.jobs import voting as jobs
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of, end_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly, item
from tests.voting import votes as votes_by_hand
from tests.voting.aftermaths import (
    Upload,
    after_objections,
    answer,
    correct,
    object_to,
    published,
    revoked,
    settled,
    street,
)
from tests.voting.test_roll_versions import sell


def area_of(hall, n, area):
    with transaction():
        found = unit(estate_id=hall.id, unit_id=hall.unit_ids[n])
        estates.set_area(unit=found, floor_area=area, area_source=AreaSource.REGISTER)


class TestPublication:
    @pytest.mark.feature("VO-49", "VO-59")
    def test_a_counted_result_is_released_by_a_named_person_who_is_not_the_one_who_keyed_the_roll(self, app):
        hall = Assembly().open().close()
        with transaction(), pytest.raises(errors.SameHand):
            closing.publish_result(actor=hall.officer, vote=hall.vote, now=clock.now())
        with transaction(writes=False), pytest.raises(Unknown):
            results.result_sheet(hall.vote, now=clock.now())
        hall.publish()
        with transaction(writes=False):
            assert results.result_sheet(hall.vote, now=clock.now()).released_by == "钱社区"


class TestSheet:
    @pytest.mark.feature("NN-05")
    def test_both_figures_are_printed_where_anybody_was_joined_to_the_majority(self, app):
        hall = Assembly(owners=4, matters=())
        with transaction():
            item(hall.vote, follow_majority=True)
        hall.open()
        for n, choice in enumerate(("for", "for", "against", "follow_majority")):
            hall.cast(n, choice)
        hall.close().publish()
        with transaction(writes=False):
            one = results.result_sheet(hall.vote, now=clock.now()).items[0]
            assert (one.verdict, one.agreed.heads, one.followed.heads, one.chosen_follow.heads) == (
                "通过",
                3,
                1,
                1,
            )
            assert one.explicit.verdict == "未通过"  # two of four who took part are not more than a half
            assert one.explicit.agreeing[0].said == "2 人 / 4 人（50.0%）"

    @pytest.mark.feature("NN-05")
    def test_silence_is_counted_by_the_clause_for_those_who_got_their_ballot_and_shown_apart(self):
        voters = [
            *votes_by_hand.roll(*[10000] * 7),
            Voter("V8", 10000, delivered=True),
            Voter("V9", 10000, delivered=False),
        ]
        asked = votes_by_hand.question(uncast="delivered_follows_majority")
        cast = votes_by_hand.in_order(votes_by_hand.said(*["for"] * 5, "against", "against"))
        tallies = add_up(asked, {one.voter_no: one for one in voters}, cast)
        assert tallies.silent.heads == 1  # V9 has no record of delivery
        shown = beside(asked, tallies)["items"][0]["explicit"]
        assert (shown["participating"]["heads"], shown["for"]["heads"]) == (7, 5)
        result = decide(asked, tallies, last_hash="")["items"][0]
        assert (result["participating"]["heads"], result["for"]["heads"], result["followed"]["heads"]) == (
            8,
            6,
            1,
        )

    @pytest.mark.feature("VO-18")
    def test_who_abstains_takes_part_and_does_not_consent(self, app):
        hall = published(("for", "for", "abstain", "abstain"))
        with transaction(writes=False):
            one = results.result_sheet(hall.vote, now=clock.now()).items[0]
            assert (one.participating.heads, one.agreed.heads, one.abstained.heads, one.verdict) == (
                4,
                2,
                2,
                "未通过",
            )


class TestObjections:
    @pytest.mark.feature("VO-50")
    def test_a_result_is_not_final_while_an_objection_has_no_answer(self, app):
        hall = published()
        one, other = object_to(hall, 0), object_to(hall, 1, Ground.COUNT)
        answer(hall, one)
        after_objections(hall)
        jobs.settle_due(now=clock.now())
        with transaction(), pytest.raises(errors.ObjectionsOpen):
            closing.settle(vote=hall.vote, now=clock.now())
        with transaction(writes=False):
            assert votes.state(hall.vote, now=clock.now()) is State.PUBLISHED  # by the clock neither
        answer(hall, other, Decision.REFUSED, "已重新核对，计票无误。")
        jobs.settle_due(now=clock.now())
        with transaction(writes=False):
            assert hall.vote.state == State.FINAL

    @pytest.mark.feature("VO-50")
    def test_objections_are_taken_until_the_last_day_is_over_to_the_instant(self, app):
        hall = published()
        with transaction(writes=False):
            end = end_of(hall.vote.objections_until)
        clock.advance(end - clock.now() - timedelta(microseconds=1))
        object_to(hall)
        clock.advance(timedelta(microseconds=1))
        with pytest.raises(errors.ObjectionsOver):
            object_to(hall)

    def test_nobody_objects_before_the_publication(self, app):
        hall = Assembly().open().close()
        with pytest.raises(errors.ObjectionsOver):
            object_to(hall)

    def test_an_objection_is_answered_once(self, app):
        hall = published()
        one = object_to(hall)
        answer(hall, one)
        with pytest.raises(errors.AlreadyAnswered):
            answer(hall, one)
        with transaction(writes=False):
            assert hall.vote.objections_open == 0

    def test_one_person_keeps_no_result_from_standing_by_the_number_of_objections(self, app):
        hall = published()
        for _ in range(5):
            object_to(hall)
        with pytest.raises(errors.TooManyObjections):
            object_to(hall)
        object_to(hall, 1)

    def test_whoever_objected_sees_the_own_ones_only(self, app):
        hall = published()
        mine, theirs = object_to(hall, 0), object_to(hall, 1)
        with transaction(writes=False):
            account = hall.account_ids[0]
            seen = objections.objections_page(hall.vote, window=Window(), made_by=account).items
            assert [one.objection.id for one in seen] == [mine]
            with pytest.raises(Unknown):
                objections.objection(hall.vote, theirs, made_by=account)
            assert len(objections.objections_page(hall.vote, window=Window()).items) == 2


class TestRecount:
    @pytest.mark.feature("VO-51")
    def test_a_recount_of_the_stored_ballots_gives_the_same_figures_and_no_new_version(self, app):
        hall = published()
        one = object_to(hall, ground=Ground.COUNT)
        with transaction():
            before = hall.vote.objections_until
            made = recounting.recount(
                actor=hall.officer,
                vote=hall.vote,
                reason="业主要求重新计票",
                objection=objections.objection(hall.vote, one),
                now=clock.now(),
            )
            assert (made.before_version, made.after_version) == (1, 1)
            assert (votes.result(hall.vote).version, hall.vote.objections_until) == (1, before)

    def test_without_an_objection_only_the_street_has_a_recount_made(self, app):
        hall = published()
        with transaction(), pytest.raises(errors.NoGround):
            recounting.recount(
                actor=hall.officer, vote=hall.vote, reason="想再看看", objection=None, now=clock.now()
            )
        supervisor = street(hall)
        with transaction():
            recounting.recount(
                actor=supervisor, vote=hall.vote, reason="督查", objection=None, now=clock.now()
            )

    @pytest.mark.feature("NN-08")
    def test_a_roll_error_makes_roll_and_tally_of_a_next_version_and_the_first_stays_readable(self, app):
        hall = published(("for", "for", "against"))
        area_of(hall, 2, 30000)  # 100.00 ㎡ were 300.00: half of the area is no longer for it
        correct(hall, object_to(hall, 2))
        with transaction(writes=False):
            new, old = corrections.versions(hall.vote)
            assert (new.counted.version, new.roll.version - old.roll.version) == (2, 1)
            assert (old.counted.result["items"][0]["passed"], new.counted.result["items"][0]["passed"]) == (
                True,
                False,
            )
            assert [(one.label, one.said) for one in new.roll_changes] == [
                ("1幢3室", "面积由 100.00 ㎡ 改为 300.00 ㎡")
            ]
            changed = {one.name: (one.before, one.after) for one in new.changes[0].changes}
            assert changed["反对"] == ("1 人，100.00 ㎡", "1 人，300.00 ㎡")
            assert changed["结论"] == ("通过", "未通过")
            first = results.result_sheet(hall.vote, now=clock.now(), version=1)
            second = results.result_sheet(hall.vote, now=clock.now())
            assert (first.items[0].verdict, second.items[0].verdict) == ("通过", "未通过")
            assert (first.version, first.newest, second.version) == (1, 2, 2)

    @pytest.mark.feature("NN-08")
    def test_a_correction_edits_no_ballot_and_starts_the_days_for_objections_anew(self, app):
        hall = published()
        with transaction(writes=False):
            before = [(one.seq, one.hash) for one in db.session.scalars(select(Ballot))]
            until = hall.vote.objections_until
        one = object_to(hall)
        clock.advance(timedelta(days=3))
        area_of(hall, 0, 11000)
        correct(hall, one)
        with transaction(writes=False):
            assert [(one.seq, one.hash) for one in db.session.scalars(select(Ballot))] == before
            assert hall.vote.objections_until > until

    @pytest.mark.feature("NN-08")
    def test_a_voter_who_comes_by_the_correction_has_no_ballot_and_one_who_goes_leaves_a_void_one(self, app):
        hall = published(("for", "for", "against"))
        with transaction():
            units = [places.unit(hall.estate_now(), "1幢9室")]
            people.owner(hall.estate_now(), units[0], name="漏登的业主")
            one = unit(estate_id=hall.id, unit_id=hall.unit_ids[2])
            one.kind = "parking"  # it was entered as a home, and parking places do not count here
        correct(hall, object_to(hall, 2))
        with transaction(writes=False):
            new = corrections.versions(hall.vote)[0]
            assert {change.said.split("，")[0] for change in new.roll_changes} == {"新增", "移出"}
            item = new.counted.result["items"][0]
            assert (item["roll"]["heads"], item["participating"]["heads"]) == (3, 2)
            assert new.counted.result["ballots"]["void"] == 1

    @pytest.mark.feature("NN-08")
    def test_a_sale_after_the_opening_is_no_error_of_the_roll_and_a_buyer_who_was_let_in_stays(self, app):
        hall = Assembly(owners=3).open()
        clock.advance(timedelta(days=1))
        with transaction():
            hall.account_ids += [sell(hall, 1), sell(hall, 2)]
        with transaction():
            roll_keeping.supplement(
                actor=hall.officer, vote=hall.vote, unit_id=hall.unit_ids[1], reason="已过户", now=clock.now()
            )
        hall.cast(0)
        hall.cast(3)  # the buyer of the second unit
        hall.cast(2)  # the third is still the seller's here
        hall.close().publish()
        one = object_to(hall)
        with transaction(), pytest.raises(errors.NothingToCorrect):
            recounting.ask_correction(
                actor=hall.officer,
                vote=hall.vote,
                reason="核对名册",
                objection=objections.objection(hall.vote, one),
                now=clock.now(),
            )

    def test_a_correction_takes_two_persons_who_agree_to_the_same_roll(self, app):
        hall = published()
        one = object_to(hall)
        area_of(hall, 0, 11000)
        with transaction():
            recounting.ask_correction(
                actor=hall.officer,
                vote=hall.vote,
                reason="面积有误",
                objection=objections.objection(hall.vote, one),
                now=clock.now(),
            )
        with transaction(), pytest.raises(errors.SameHand):
            recounting.confirm_correction(actor=hall.officer, vote=hall.vote, now=clock.now())
        area_of(hall, 0, 12000)
        with transaction(), pytest.raises(errors.CorrectionMoved):
            recounting.confirm_correction(actor=hall.second, vote=hall.vote, now=clock.now())
        with transaction(writes=False):
            assert db.session.query(RollVersion).count() == len(rolls.versions(hall.vote))
            assert votes.result(hall.vote).version == 1


class TestTasks:
    @pytest.mark.feature("NN-19")
    def test_a_passed_decision_opens_the_tasks_of_its_matter_with_their_days(self, app):
        hall = published(
            matters=(Matter.USE_FUND, Matter.RAISE_FUND)
        )  # two of three: the second needs three quarters
        settled(hall)
        with transaction(writes=False):
            found = tasks.of_vote(hall.vote, today=day_of(clock.now()))
            assert [one.task.title for one in found] == [
                "申请列支维修资金",
                "签订施工合同",
                "完工验收并公布决算",
            ]
            assert found[0].task.due_on >= day_of(clock.now()) + timedelta(days=30)
            assert {one.task.item_id for one in found} == {votes.items(hall.vote)[0].id}

    @pytest.mark.feature("NN-19", "DL-10")
    def test_a_task_is_followed_by_percent_and_steps_to_its_end(self, app):
        hall = settled(published())
        with transaction():
            task = tasks.of_vote(hall.vote, today=day_of(clock.now()))[0].task
            told = {"actor": hall.officer, "vote": hall.vote, "task": task, "now": clock.now()}
            following_up.report(percent=40, words="材料已备齐", steps_done=[0], **told)
            assert (task.percent, [one["done"] for one in task.steps]) == (40, [True, False, False])
            following_up.report(percent=100, words="资金已到账", files=[Upload()], **told)
            assert (task.done_at, all(one["done"] for one in task.steps)) == (clock.now(), True)
            with pytest.raises(errors.TaskDone):
                following_up.report(percent=50, words="又改", **told)
            shown = tasks.of_vote(hall.vote, today=day_of(clock.now()))[0]
            assert [(len(word.files), word.entry.words) for word in shown.words] == [
                (1, "资金已到账"),
                (0, "材料已备齐"),
            ]

    @pytest.mark.feature("DL-10")
    def test_a_task_is_overdue_from_the_day_after_its_last(self, app):
        hall = settled(published())
        with transaction(writes=False):
            due_on = tasks.of_vote(hall.vote, today=day_of(clock.now()))[0].task.due_on
            assert not tasks.of_vote(hall.vote, today=due_on)[0].overdue
            late = tasks.of_vote(hall.vote, today=due_on + timedelta(days=1))[0]
            assert (late.overdue, late.state, late.tone) == (True, "已超期", "bad")


class TestRevocation:
    @pytest.mark.feature("NN-20")
    def test_case_23_a_revoked_decision_stays_readable_and_everything_resting_on_it_is_flagged(self, app):
        hall = revoked(settled(published()))
        with transaction(writes=False):
            assert hall.vote.state == State.FINAL
            assert (
                results.result_sheet(hall.vote, now=clock.now()).revoked.number == "（2026）浙0802民初1234号"
            )
            assert {one.state for one in tasks.of_vote(hall.vote, today=day_of(clock.now()))} == {
                "决定已撤销"
            }
            entry = results.register_page(hall.id, search="", window=Window()).items[0]
            assert (entry.items[0].passed, entry.items[0].revoked.authority.title) == (True, "人民法院")

    def test_one_item_is_revoked_and_the_others_stand(self, app):
        hall = revoked(settled(published(matters=(Matter.USE_FUND, Matter.OTHER))), item=0)
        with transaction(writes=False):
            sheet = results.result_sheet(hall.vote, now=clock.now())
            assert (sheet.revoked, sheet.items[0].revoked is None, sheet.items[1].revoked) == (
                None,
                False,
                None,
            )
            states = {
                one.task.title: one.state for one in tasks.of_vote(hall.vote, today=day_of(clock.now()))
            }
            assert states["落实业主大会的决定"] == "进行中"
        with pytest.raises(errors.AlreadyRevoked):
            revoked(hall, item=0)

    def test_a_revocation_needs_its_document_and_a_decision_that_stood(self, app):
        with pytest.raises(errors.WrongStep):
            revoked(published())
        with pytest.raises(errors.DocumentMissing):
            revoked(settled(published()), documents=[])


class TestRegister:
    def test_decisions_are_found_by_what_they_say(self, app):  # scenario 21
        hall = published()
        with transaction(writes=False):
            for search, hits in (("电梯", 1), ("业主大会", 1), ("游泳池", 0), ("%", 0)):
                assert len(results.register_page(hall.id, search=search, window=Window()).items) == hits


class TestRecords:
    @pytest.mark.feature("VO-55")
    def test_who_took_part_is_listed_after_the_close_and_never_what_they_chose(self, app):
        hall = Assembly(owners=3).open()
        hall.cast(0, "against")
        with transaction(writes=False):
            assert list(records.participation(hall.vote)) == []
        hall.close()
        with transaction(writes=False):
            rows = [row for page in records.participation(hall.vote) for row in page]
            assert sorted((row.label, row.channel) for row in rows) == [
                ("1幢1室", "online"), ("1幢2室", None), ("1幢3室", None),
            ]  # fmt: skip
            assert "against" not in str(rows)

    @pytest.mark.feature("VO-54")
    def test_the_log_says_who_did_what_when_and_why(self, app):
        hall = published()
        one = object_to(hall)
        area_of(hall, 0, 11000)
        correct(hall, one)
        with transaction(writes=False):
            rows = [row for page in records.acts(hall.vote) for row in page]
            done = {row.act: row.why for row in rows}
            assert done["voting:correction:confirm"] == "面积登记错误"
            assert done["voting:objection:file"] == "我家的面积登记错了。"
            assert {
                "voting:vote:announce",
                "voting:vote:open",
                "voting:vote:count",
                "voting:result:publish",
            } <= done.keys()
            assert "voting:ballot:cast" not in done


class TestOutcome:
    @pytest.mark.feature("DL-09")
    def test_those_who_took_part_are_told_what_comes_of_it(self, app):
        hall = Assembly(owners=3).open()
        hall.cast(0)
        hall.cast(1)
        hall.close()
        with transaction(), pytest.raises(errors.WrongStep):
            stating.state_outcome(actor=hall.officer, vote=hall.vote, words="电梯下月开工。", now=clock.now())
        settled(hall.publish())
        with transaction(writes=False):
            assert [one.id for one in results.without_statement(hall.id)] == [hall.vote_id]
        with transaction():
            stating.state_outcome(actor=hall.officer, vote=hall.vote, words="电梯下月开工。", now=clock.now())
        with transaction(writes=False):
            assert records.accounts_of_participants(hall.vote) == set(hall.account_ids[:2])
            assert results.without_statement(hall.id) == []
