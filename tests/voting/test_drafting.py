"""Before and around the notice: kinds, templates, copies, removal, review, plans, changes, local law, moved closes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import BadSetting
from config import voting_rules as local
from config.voting_templates import templates
from linli.domains.estates import operations as estates
from linli.domains.voting import errors
from linli.domains.voting.operations import drafting, drafts, opening, timing, vetting
from linli.domains.voting.queries import readiness, rolls, timings, votes
from linli.domains.voting.rules import plans
from linli.domains.voting.rules.course import Meeting, State
from linli.domains.voting.rules.estate_rules import Uncast, VotingRules, choose_law
from linli.domains.voting.rules.kinds import Audience, Mode, Timing, Verdict, VoteKind
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.terms import Terms
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.voting import NOTICE, VOTING, Assembly, actor, draft, item

DAY = timedelta(days=1)


def decide(assembly, **rules):
    estates.decide_setting(
        estate_id=assembly.id, name="voting_rules", since_on=clock.now().date(), value=rules
    )


def said(found, *, part):
    return "".join(one.said for one in found if one.part == part)


class TestKinds:
    @pytest.mark.feature("VO-01")
    @pytest.mark.parametrize("kind", [VoteKind.ELECTION, VoteKind.BY_ELECTION, VoteKind.RECALL])
    def test_an_election_or_recall_without_one_is_not_announced(self, app, kind):
        assembly = Assembly()
        with transaction():
            vote = draft(assembly.estate_now(), assembly.officer, kind=kind)
            assert said(readiness.lacks(vote, now=clock.now()), part="elections")

    @pytest.mark.feature("VO-01")
    def test_only_a_consultation_binds_nobody(self):
        assert [kind for kind in VoteKind if not kind.binding] == [VoteKind.CONSULTATION]


class TestDrafts:
    @pytest.mark.feature("VO-03")
    @pytest.mark.parametrize("code", templates())
    def test_a_template_fills_title_matter_words_and_notice_and_what_is_blank_must_be_written(
        self, app, code
    ):
        assembly = Assembly()
        template = templates()[code]
        with transaction():
            opens_at = clock.now() + NOTICE
            vote = drafts.from_template(
                actor=assembly.officer, estate_id=assembly.id, template=template, title="", meeting=Meeting.REGULAR,
                opens_at=opens_at, closes_at=opens_at + VOTING, now=clock.now(),
            )  # fmt: skip
            (made,) = votes.items(vote)
            assert (vote.title, vote.kind, vote.notice_text) == (
                template.title,
                template.kind,
                template.notice,
            )
            assert (made.matter, made.words, made.threshold) == (
                template.matter, template.words, Matter(template.matter).threshold,
            )  # fmt: skip
            blank = (
                "【"
                in f"{template.item}{template.words}{template.changes}{template.costs}{template.otherwise}"
            )
            assert ("【】" in said(readiness.lacks(vote, now=clock.now()), part="items")) == blank

    @pytest.mark.feature("VO-57")
    def test_a_copy_has_texts_and_options_and_no_ballots_roll_or_dates_of_the_old_one(self, app):
        assembly = Assembly(matters=(Matter.USE_FUND, Matter.OTHER)).open()
        assembly.cast(0)
        assembly.close().publish()
        with transaction():
            old, opens_at = assembly.vote, clock.now() + NOTICE
            made = drafts.copy(
                actor=assembly.officer,
                vote=old,
                opens_at=opens_at,
                closes_at=opens_at + VOTING,
                now=clock.now(),
            )
            words = [
                [(one.title, one.words, one.matter) for one in votes.items(vote)] for vote in (old, made)
            ]
            assert words[0] == words[1]
            assert votes.terms(made) == votes.terms(old)
            assert (made.state, made.roll_id, made.text_hash, made.copied_from) == (
                State.DRAFT,
                None,
                None,
                old.id,
            )
            assert (made.opens_at, rolls.versions(made)) == (opens_at, [])

    @pytest.mark.feature("VO-58")
    def test_a_removed_draft_is_off_the_list_cannot_be_used_and_comes_back_whole(self, app):
        assembly = Assembly()
        with transaction():
            drafts.remove(actor=assembly.officer, vote=assembly.vote, now=clock.now())
            drafts.remove(actor=assembly.officer, vote=assembly.vote, now=clock.now())
            with pytest.raises(errors.WrongStep):
                item(assembly.vote)
            with pytest.raises(errors.WrongStep):
                drafting.announce(actor=assembly.officer, vote=assembly.vote, now=clock.now())
            drafts.restore(vote=assembly.vote)
            with pytest.raises(errors.WrongStep):
                drafts.restore(vote=assembly.vote)
            assert len(votes.items(assembly.vote)) == 1
        assembly.announce()

    @pytest.mark.feature("VO-58")
    @pytest.mark.parametrize("reached", ["announce", "open", "close"])
    def test_what_was_announced_is_never_removed(self, app, reached):
        assembly = Assembly()
        assembly.announce() if reached == "announce" else assembly.open()
        if reached == "close":
            assembly.close()
        with transaction(), pytest.raises(errors.CannotRemove):
            drafts.remove(actor=assembly.officer, vote=assembly.vote, now=clock.now())

    def test_case_16_an_item_is_changed_on_a_draft_and_no_longer_after_the_notice(self, app):
        assembly = Assembly()
        new = {
            "title": "新标题", "words": "新条文", "matter": Matter.RAISE_FUND, "changes": "a", "costs": "b", "otherwise": "c",
        }  # fmt: skip
        with transaction():
            one = votes.items(assembly.vote)[0]
            drafting.redraft_item(vote=assembly.vote, item=one, **new)
            assert (one.words, one.threshold) == ("新条文", "special")
        assembly.announce()
        with transaction(), pytest.raises(errors.TextFrozen):
            drafting.redraft_item(vote=assembly.vote, item=votes.items(assembly.vote)[0], **new)


class TestReview:
    @pytest.fixture
    def asked(self, app):
        assembly = Assembly()
        with transaction():
            decide(assembly, needs_legality_review=True)
            street = people.staff(Role.STREET_OFFICER, assembly.region, name="街道李")
            assembly.street = actor(street, Role.STREET_OFFICER)
            assert said(readiness.lacks(assembly.vote, now=clock.now()), part="review")
            vetting.ask_review(actor=assembly.officer, vote=assembly.vote, now=clock.now())
        return assembly

    def review(self, assembly, verdict, *, by=None, advice="第一项金额写清楚"):
        return vetting.review(
            actor=by or assembly.street, vote=assembly.vote, verdict=verdict, advice=advice, now=clock.now()
        )

    @pytest.mark.feature("VO-04")
    def test_what_passed_is_announced_and_the_record_says_who_when_and_which_text(self, asked):
        with transaction():
            with pytest.raises(errors.NotReady, match="合法性审核"):
                drafting.announce(actor=asked.officer, vote=asked.vote, now=clock.now())
            made = self.review(asked, Verdict.PASSED)
            drafting.announce(actor=asked.officer, vote=asked.vote, now=clock.now())
            assert (made.text_hash, made.reviewer, made.reviewed_by) == (
                asked.vote.text_hash, "street", asked.street.account_id,
            )  # fmt: skip

    def test_what_is_sent_back_is_a_draft_with_reasons_and_needs_another_review(self, asked):
        with transaction():
            with pytest.raises(errors.TextFrozen):
                item(asked.vote)
            self.review(asked, Verdict.RETURNED)
            assert asked.vote.state == State.DRAFT
            assert readiness.reviews(asked.vote)[0].advice == "第一项金额写清楚"
            with pytest.raises(errors.WrongStep):
                self.review(asked, Verdict.PASSED)
            vetting.ask_review(actor=asked.officer, vote=asked.vote, now=clock.now())
            self.review(asked, Verdict.PASSED)
            vetting.take_back_review(vote=asked.vote)
            assert said(readiness.lacks(asked.vote, now=clock.now()), part="review")

    def test_nobody_reviews_what_he_wrote_or_handed_in(self, asked):
        with transaction(), pytest.raises(errors.SameHand):
            self.review(asked, Verdict.PASSED, by=asked.officer)

    def test_an_incomplete_draft_is_not_handed_in(self, app):
        assembly = Assembly(matters=())
        with transaction(), pytest.raises(errors.NotReady):
            vetting.ask_review(actor=assembly.officer, vote=assembly.vote, now=clock.now())


class TestPlans:
    def assembly(self, *, second=Matter.USE_FUND, follow=False):
        assembly = Assembly(matters=())
        with transaction():
            for matter in (Matter.USE_FUND, second):
                item(assembly.vote, matter, alternative_of="用哪家电梯", follow_majority=follow)
            item(assembly.vote, Matter.OTHER)
        return assembly

    @pytest.mark.feature("VO-19")
    def test_a_ballot_agrees_to_one_plan_at_most_and_may_refuse_them_all(self, app):
        assembly = self.assembly().open()
        with pytest.raises(errors.OnlyOnePlan) as refused:
            assembly.cast(0, choices={"1": "for", "2": "for", "3": "for"})
        assert set(refused.value.field_errors) == {"choice-1", "choice-2"}
        assembly.cast(0, choices={"1": "for", "2": "against", "3": "for"})
        assembly.cast(1, choices={"1": "against", "2": "against", "3": "for"})

    @pytest.mark.feature("VO-19")
    @pytest.mark.parametrize(
        ("wrong", "word"),
        [({"second": Matter.REBUILD}, "类别不同"), ({"follow": True}, "随多数")],
    )
    def test_plans_that_cannot_be_weighed_against_each_other_are_not_announced(self, app, wrong, word):
        assembly = self.assembly(**wrong)
        with transaction():
            assert word in said(readiness.lacks(assembly.vote, now=clock.now()), part="items")

    def test_plans_are_not_put_to_a_secret_vote(self, app):
        assembly = self.assembly()
        with transaction():
            assembly.vote.mode = Mode.SECRET
            assert "不能不记名" in said(readiness.lacks(assembly.vote, now=clock.now()), part="period")

    @pytest.mark.feature("VO-19")
    def test_one_plan_alone_or_silence_that_agrees_is_refused(self):
        one = plans.Plan(1, "选谁", "engage_manager", follow_majority=False)
        assert "只有一个" in plans.faults([one], Uncast.NOT_PARTICIPATING)[0]
        two = [one, plans.Plan(2, "选谁", "engage_manager", follow_majority=False)]
        assert plans.faults(two, Uncast.NOT_PARTICIPATING) == []
        assert "未投票" in plans.faults(two, Uncast.DELIVERED_FOLLOWS_MAJORITY)[0]

    @pytest.mark.feature("VO-19")
    @given(size=st.integers(2, 6))
    def test_every_question_offers_each_plan_and_none_of_them(self, size):
        group = [plans.Plan(n + 1, "选谁", "engage_manager", follow_majority=False) for n in range(size)]
        offered = plans.answers(group)
        assert [label for _, label in offered][-2:] == ["都不同意", "弃权"]
        for value, _ in offered:
            spelled = plans.spelled(value)
            assert set(spelled) == {str(n + 1) for n in range(size)}
            plans.check_plans(group, spelled)
        assert set(plans.spelled(offered[-2][0]).values()) == {"against"}


class TestChanges:
    @pytest.mark.feature("VO-06")
    def test_case_16_a_change_after_the_notice_is_a_new_notice_and_all_days_run_anew(self, app):
        assembly = Assembly().announce()
        with transaction():
            first = assembly.vote.text_hash
            timing.take_back_notice(
                actor=assembly.officer, vote=assembly.vote, reason="金额写错", now=clock.now()
            )
        clock.advance(5 * DAY)
        with transaction():
            with pytest.raises(errors.NotReady, match="最早"):  # the days run anew
                drafting.announce(actor=assembly.officer, vote=assembly.vote, now=clock.now())
            opens_at = clock.now() + NOTICE
            drafting.redraft(
                vote=assembly.vote, title="改过的", meeting=Meeting.REGULAR,
                opens_at=opens_at, closes_at=opens_at + VOTING, now=clock.now(),
            )  # fmt: skip
            drafting.announce(actor=assembly.second, vote=assembly.vote, now=clock.now())
            newest, oldest = readiness.notices(assembly.vote)
            assert (newest.edition, newest.reason, oldest.text_hash) == (2, "金额写错", first)
            assert (newest.text["title"], oldest.text["title"]) == ("改过的", "2026 年业主大会")
            assert assembly.vote.text_hash not in {None, first}
            with pytest.raises(errors.CannotRemove):
                drafts.remove(actor=assembly.officer, vote=assembly.vote, now=clock.now())

    def test_once_voting_has_begun_nothing_is_taken_back(self, app):
        assembly = Assembly().open()
        with transaction(), pytest.raises(errors.WrongStep):
            timing.take_back_notice(actor=assembly.officer, vote=assembly.vote, reason="改", now=clock.now())

    @pytest.mark.feature("VO-32", "VO-64")
    @pytest.mark.parametrize(
        "terms",
        [
            Terms(mode=Mode.SECRET),
            Terms(audience=Audience.ROLL),
            Terms(extension_days=3),
            Terms(early_end=True),
        ],
    )
    def test_mode_audience_and_foreseen_days_are_part_of_the_frozen_text(self, app, terms):
        assembly = Assembly()
        with transaction():
            vote = assembly.vote
            rules = votes.rules_of(vote, now=clock.now())
            before = votes.text_hash(vote, rules)
            same = {
                "title": vote.title,
                "meeting": Meeting.REGULAR,
                "opens_at": vote.opens_at,
                "closes_at": vote.closes_at,
            }
            drafting.redraft(vote=vote, **same, terms=terms, now=clock.now())
            assert votes.text_hash(vote, rules) != before
        assembly.announce()
        with transaction(), pytest.raises(errors.TextFrozen):
            drafting.redraft(vote=assembly.vote, **same, terms=Terms(), now=clock.now())


class TestTiming:
    def opened(self, **terms):
        assembly = Assembly(owners=3)
        with transaction():
            for name, value in terms.items():
                setattr(assembly.vote, name, value)
        return assembly.open()

    def extend(self, assembly, by):
        with transaction():
            vote = assembly.vote
            return timing.extend(
                actor=assembly.officer,
                vote=vote,
                closes_at=vote.closes_at + by,
                reason="参与率不够",
                now=clock.now(),
            ).kind

    @pytest.mark.feature("VO-09")
    def test_the_close_is_put_off_only_as_far_as_the_notice_foresaw(self, app):
        assembly = self.opened(extension_days=5)
        assert self.extend(assembly, 3 * DAY) == Timing.EXTENSION
        with pytest.raises(errors.NotForeseen):
            self.extend(assembly, 3 * DAY)
        self.extend(assembly, 2 * DAY)
        with pytest.raises(errors.WrongPeriod):
            self.extend(assembly, -DAY)
        with transaction(writes=False):
            assert len(timings.changes(assembly.vote)) == 2
            assert assembly.vote.closes_at - timings.announced_close(assembly.vote) == 5 * DAY

    @pytest.mark.feature("VO-09")
    def test_an_extension_that_was_not_foreseen_or_comes_at_the_close_is_refused(self, app):
        with pytest.raises(errors.NotForeseen):
            self.extend(self.opened(), DAY)
        assembly = self.opened(extension_days=5)
        with transaction(writes=False):
            clock.advance(assembly.vote.closes_at - clock.now())
        with pytest.raises(errors.WrongStep):
            self.extend(assembly, DAY)

    @pytest.mark.feature("VO-09")
    def test_no_notice_foresees_more_than_the_longest_vote(self, app):
        assembly = Assembly()
        with transaction():
            assembly.vote.extension_days = 51
            assert "最多 60 天" in said(readiness.lacks(assembly.vote, now=clock.now()), part="period")

    @pytest.mark.feature("VO-10")
    def test_a_vote_ends_early_where_everybody_has_voted_and_keeps_every_ballot(self, app):
        assembly = self.opened()
        end = {"actor": assembly.officer, "reason": "全部投完"}
        for n in range(3):
            with transaction(), pytest.raises(errors.NotForeseen):
                timing.end_early(vote=assembly.vote, now=clock.now(), **end)
            assembly.cast(n)
        with transaction():
            timing.end_early(vote=assembly.vote, now=clock.now(), **end)
        clock.advance(timedelta(seconds=1))
        assembly.close()
        assert assembly.result()["items"][0]["for"] == {"heads": 3, "area": 30000}

    @pytest.mark.feature("VO-10")
    def test_a_foreseen_early_end_still_leaves_the_shortest_days(self, app):
        assembly = self.opened(early_end=True)
        with transaction(), pytest.raises(errors.WrongPeriod):
            timing.end_early(actor=assembly.officer, vote=assembly.vote, reason="急", now=clock.now())
        clock.advance(5 * DAY)
        with transaction():
            timing.end_early(actor=assembly.officer, vote=assembly.vote, reason="急", now=clock.now())
        with pytest.raises(errors.AlreadyClosed):
            assembly.cast(0)


class TestLaw:
    @pytest.mark.feature("NN-02")
    def test_the_same_matter_has_the_days_and_the_name_of_its_place(self):
        found = {code: local.laws()[code] for code in ("national", "hangzhou")}
        days = {
            code: VotingRules.of_setting({}, law).extraordinary_notice_days for code, law in found.items()
        }
        assert days == {"national": 15, "hangzhou": 7}
        assert Matter.USE_FUND.basis(found["national"].article) == "民法典第278条第1款第(五)项"
        assert (
            Matter.USE_FUND.basis(found["hangzhou"].article)
            == "民法典第278条第1款第(五)项、杭州市物业管理条例第16条"
        )

    @pytest.mark.feature("NN-02")
    @pytest.mark.parametrize("code", ["property-law-2007", "zhejiang-2009", "atlantis"])
    def test_a_set_that_was_replaced_or_is_unknown_cannot_be_chosen(self, code):
        with pytest.raises(errors.StaleRules):
            choose_law(code, "衢州市", local.laws(), on=date(2026, 3, 2))

    @pytest.mark.feature("NN-02")
    @pytest.mark.parametrize(
        ("city", "on", "code"),
        [
            ("杭州市", date(2026, 3, 2), "hangzhou"),
            ("杭州市", date(2022, 2, 28), "national"),
            ("衢州市", date(2026, 3, 2), "zhejiang"),
            ("成都市", date(2026, 3, 2), "national"),
        ],
    )
    def test_the_place_and_the_date_choose_the_law(self, city, on, code):
        assert choose_law(None, city, local.laws(), on=on).code == code

    @pytest.mark.feature("NN-02")
    def test_an_estates_stale_choice_keeps_its_votes_from_being_announced(self, app):
        assembly = Assembly()
        with transaction():
            decide(assembly, law="zhejiang-2009")
            assert "民法典" in said(readiness.lacks(assembly.vote, now=clock.now()), part="rules")

    def test_no_estate_gives_itself_fewer_days_than_the_law_of_its_place(self):
        with pytest.raises(errors.UnknownRule):
            VotingRules.of_setting({"extraordinary_notice_days": 7}, local.laws()["national"])
        assert (
            VotingRules.of_setting({"regular_notice_days": 20}, local.laws()["national"]).regular_notice_days
            == 20
        )

    def test_every_figure_names_its_source(self):
        for law in local.laws().values():
            assert all(figure.source for figure in law.figures.values())

    def test_a_file_that_lacks_a_figure_is_refused_by_name(self):
        with pytest.raises(BadSetting, match="somewhere"):
            local.read(
                {"somewhere": {"title": "某地", "since": date(2021, 1, 1), "law": "某法", "figures": {}}}
            )

    @pytest.mark.feature("NN-18")
    def test_where_the_citys_system_must_be_used_a_vote_is_announced_as_advisory_only(self, app):
        assembly = Assembly()
        with transaction():
            decide(assembly, law="beijing")
            assert "北京业主决策电子平台" in said(
                readiness.lacks(assembly.vote, now=clock.now()), part="period"
            )
            assembly.vote.advisory = True
            assert readiness.lacks(assembly.vote, now=clock.now()) == []


def test_a_second_person_confirms_the_opening_of_the_new_notice_too(app):
    assembly = Assembly().announce()
    with transaction():
        opening.confirm_opening(actor=assembly.second, vote=assembly.vote, now=clock.now())
        timing.take_back_notice(actor=assembly.officer, vote=assembly.vote, reason="改字", now=clock.now())
        assert assembly.vote.confirmed_at is None
