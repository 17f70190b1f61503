"""Standing for the committee: three paths with their conditions, the review, the list and its days, objections."""

from datetime import timedelta

import pytest

from linli.domains.voting import errors
from linli.domains.voting.operations import drafting, electing, nominating, reviewing
from linli.domains.voting.queries import election_lacks, elections, votes
from linli.domains.voting.rules import candidacy as rules
from linli.domains.voting.rules.candidacy import Condition, ElectionKind, ElectionRules, Path, Standing
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories.elections import WORDS, Contest


@pytest.fixture
def contest(app):
    return Contest()


def lacks(contest):
    with transaction(writes=False):
        return election_lacks.election_lacks(contest.election, contest.vote, now=clock.now())


def joint(contest, by, whom):
    with transaction():
        return nominating.nominate_together(
            actor=contest.owner_actor(by), election=contest.election, owner_id=contest.owner_ids[whom], now=clock.now()
        ).id  # fmt: skip


def sign(contest, n, candidacy_id):
    with transaction():
        found = elections.candidacy(estate_id=contest.id, candidacy_id=candidacy_id)
        nominating.sign(actor=contest.owner_actor(n), candidacy=found, now=clock.now())


@pytest.mark.feature("VO-24")
def test_nobody_stands_before_the_first_day_or_after_the_last(contest):
    with pytest.raises(errors.NominationsClosed):
        contest.stand(0)
    contest.open_nominations().stand(0)
    contest.nominations_over()
    with pytest.raises(errors.NominationsClosed):
        contest.stand(1)


@pytest.mark.feature("VO-24")
def test_an_owner_stands_once_and_somebody_who_owns_nothing_does_not(contest):
    contest.open_nominations().stand(0)
    with pytest.raises(errors.AlreadyNominated):
        contest.stand(0)
    with pytest.raises(errors.NotAnOwner), transaction():
        nominating.stand(actor=contest.officer, election=contest.election, profile=WORDS, now=clock.now())


@pytest.mark.feature("VO-24")
def test_a_joint_nomination_needs_its_signatures_and_the_persons_own_yes(contest):
    contest.open_nominations()
    found = joint(contest, 0, 1)
    for n in range(2, 10):
        sign(contest, n, found)
    contest.check(1)
    with pytest.raises(errors.NotYetEligible, match="本人还没有同意"):
        contest.approve(1)
    with transaction():
        nominating.accept(
            actor=contest.owner_actor(1), candidacy=contest.candidacy(1), profile=WORDS, now=clock.now()
        )
    with pytest.raises(errors.NotYetEligible, match="联名的业主 9 人，还不够 10 人"):
        contest.approve(1)
    sign(contest, 10, found)
    contest.approve(1)
    with transaction(writes=False):
        assert contest.candidacy(1).state == Standing.APPROVED


@pytest.mark.feature("VO-24")
def test_an_owner_signs_once_and_not_for_oneself(contest):
    contest.open_nominations()
    found = joint(contest, 0, 1)
    for n in (0, 1):
        with pytest.raises(errors.AlreadyNominated):
            sign(contest, n, found)


@pytest.mark.feature("VO-24")
def test_the_communitys_recommendation_names_its_paper(contest):
    contest.open_nominations()

    def recommend(source):
        with transaction():
            return nominating.recommend(
                actor=contest.officer, election=contest.election, owner_id=contest.owner_ids[3],
                source=source, now=clock.now(),
            ).path  # fmt: skip

    with pytest.raises(errors.SourceMissing):
        recommend(" ")
    assert recommend("斗潭社区党委推荐函，2026年3月2日") == Path.COMMUNITY


@pytest.mark.feature("VO-24")
@pytest.mark.parametrize("path", list(Path))
def test_every_path_says_its_source(path):
    assert "杭州市物业管理条例第26条" in path.source


@pytest.mark.parametrize("condition", list(Condition))
def test_no_condition_is_left_out_of_the_review(contest, condition):
    contest.open_nominations().stand(0)
    contest.check(0, but=[condition])
    with pytest.raises(errors.NotYetEligible, match=condition.title):
        contest.approve(0)


def test_a_condition_that_does_not_hold_keeps_the_candidate_from_passing_and_a_later_look_stands(contest):
    contest.open_nominations().stand(0)
    contest.check(0).check(0, but=set(Condition) - {Condition.FEES}, holds=False)
    with pytest.raises(errors.NotYetEligible, match="不符合：没有恶意拖欠"):
        contest.approve(0)
    contest.check(0, but=set(Condition) - {Condition.FEES})
    contest.approve(0)


def test_somebody_else_can_neither_accept_nor_withdraw_for_a_candidate(contest):
    contest.open_nominations().stand(0)
    for act in (nominating.withdraw, nominating.accept):
        more = {"reason": "不想参加了"} if act is nominating.withdraw else {"profile": WORDS}
        with pytest.raises(Unknown), transaction():
            act(actor=contest.owner_actor(1), candidacy=contest.candidacy(0), now=clock.now(), **more)


@pytest.mark.feature("VO-24")
def test_the_list_goes_up_after_the_last_day_when_every_review_is_done(contest):
    contest.open_nominations().stand(0)
    contest.check(0)
    with pytest.raises(errors.NominationsClosed):
        contest.put_up_list()
    contest.nominations_over()
    with pytest.raises(errors.NotYetEligible, match="业主0"):
        contest.put_up_list()
    contest.approve(0)
    assert contest.put_up_list() == 1


@pytest.mark.feature("VO-24")
def test_the_notice_waits_for_the_lists_days_and_the_number_that_a_contest_needs(contest):
    assert lacks(contest) == ["还没有公布候选人名单。"]
    contest.open_nominations()
    for n in range(6):
        contest.stand(n)
        contest.check(n).approve(n)
    contest.nominations_over().put_up_list()
    (waiting,) = lacks(contest)
    assert "名单公示到" in waiting
    contest.list_over()
    assert lacks(contest) == []


@pytest.mark.parametrize(
    ("candidates", "contested", "wrong"),
    [(6, True, False), (5, True, True), (5, False, False), (4, False, True), (6, False, True)],
)
def test_a_contest_has_more_names_than_seats_and_an_equal_election_as_many(candidates, contested, wrong):
    assert bool(rules.how_many_lacking(candidates, seats=5, contested=contested)) is wrong


@pytest.mark.parametrize(("before", "enough"), [(14, False), (15, True)])
def test_the_list_is_up_15_days_before_election_day(before, enough):
    opens_on = day_of(clock.now())
    first = opens_on - timedelta(days=before)
    said = rules.list_lacking(
        first, first + timedelta(days=7), opens_on=opens_on, today=first + timedelta(days=8), rules=ElectionRules()
    )  # fmt: skip
    assert (said == "") is enough


@pytest.mark.feature("VO-24")
def test_an_objection_that_is_upheld_takes_the_name_off_and_the_list_goes_up_anew(contest):
    contest.open_nominations()
    for n in range(7):
        contest.stand(n)
        contest.check(n).approve(n)
    contest.nominations_over().put_up_list()
    with transaction():
        made = reviewing.object_to(
            actor=contest.owner_actor(9), election=contest.election, candidacy=contest.candidacy(6),
            words="他的女儿在物业公司上班。", now=clock.now(),
        ).id  # fmt: skip
    assert any("异议没有答复" in one for one in lacks(contest))
    with transaction():
        found = elections.objection(estate_id=contest.id, complaint_id=made)
        reviewing.answer(
            actor=contest.officer, objection=found, answer="核查属实。", upheld=True, now=clock.now()
        )
    contest.list_over()
    assert lacks(contest) == ["候选人有变动，请重新公布名单。"]
    assert contest.put_up_list() == 2
    assert "名单公示到" in lacks(contest)[0]
    contest.list_over()
    assert lacks(contest) == []
    with transaction(writes=False):
        assert [one["number"] for one in elections.lists(contest.election)[0].candidates] == [
            1,
            2,
            3,
            4,
            5,
            6,
        ]


def test_nobody_objects_when_the_lists_days_are_over(contest):
    contest.listed(*range(6))
    with pytest.raises(errors.NominationsClosed), transaction():
        reviewing.object_to(
            actor=contest.owner_actor(9), election=contest.election, candidacy=None, words="我有意见。", now=clock.now()
        )  # fmt: skip


def test_the_list_that_is_up_becomes_the_ballot_and_the_hash_of_the_text_covers_it(contest):
    contest.listed(*range(6))
    contest.announce()
    with transaction(writes=False):
        item = contest.item()
        names = [one["name"] for one in item.candidates]
        assert names == [f"业主{n}" for n in range(6)]
        rules_now = votes.rules_of(contest.vote, now=clock.now())
        assert votes.text_hash(contest.vote, rules_now) == contest.vote.text_hash
        item.candidates[0]["name"] = "别人"
        assert votes.text_hash(contest.vote, rules_now) != contest.vote.text_hash


def test_after_the_notice_nobody_withdraws_and_no_list_goes_up(contest):
    contest.listed(*range(6))
    contest.announce()
    with pytest.raises(errors.WrongStep), transaction():
        nominating.withdraw(
            actor=contest.owner_actor(0), candidacy=contest.candidacy(0), reason="不想选了", now=clock.now()
        )
    with pytest.raises(errors.WrongStep):
        contest.put_up_list()


def test_an_election_with_nominations_is_not_taken_off_its_draft(contest):
    contest.open_nominations()
    with pytest.raises(errors.NominationsBegun), transaction():
        drafting.remove_item(vote=contest.vote, item=contest.item())


@pytest.mark.parametrize(
    ("seats", "alternates", "contested", "field"),
    [(6, 0, True, "seats"), (3, 0, True, "seats"), (13, 0, True, "seats"), (5, 3, True, "alternates"), (5, 1, False, "alternates")],
)  # fmt: skip
def test_seats_are_odd_and_alternates_at_most_half_and_only_in_a_contest(seats, alternates, contested, field):
    with pytest.raises(errors.WrongSeats) as no:
        rules.check_seats(
            ElectionKind.GENERAL, seats=seats, alternates=alternates, contested=contested, least=5
        )
    assert field in no.value.field_errors


@pytest.mark.parametrize("kind", [ElectionKind.GENERAL, ElectionKind.BY_ELECTION])
def test_an_election_says_in_its_words_what_is_elected(app, kind):
    made = Contest(kind=kind)
    with transaction(writes=False):
        assert "选举业主委员会委员 5 人，实行差额选举；候补 2 人" in made.item().words
        assert ("任期 5 年" in made.item().words) is (kind is ElectionKind.GENERAL)


@pytest.mark.parametrize("wrong", [{"joint_owners": 0}, {"list_days": "7"}, {"request_by": "anyone"}])
def test_a_rule_that_cannot_be_is_refused_by_name(wrong):
    with pytest.raises(errors.UnknownRule, match=next(iter(wrong))):
        ElectionRules.of_setting(wrong)


def test_a_run_off_is_not_drafted_before_the_result(contest):
    contest.listed(*range(6))
    with pytest.raises(errors.NoRunOff), transaction():
        electing.draft_run_off(
            actor=contest.officer, election=contest.election, opens_at=contest.vote.opens_at,
            closes_at=contest.vote.closes_at, now=clock.now(),
        )  # fmt: skip
