"""The pure rules of talking things over: names, likeness, paragraphs, differences, signatures, steps."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.deliberation.errors import (
    DebateClosed,
    NicknameTelling,
    TooLongText,
    UnknownRule,
    WrongStep,
)
from linli.domains.deliberation.rules import comparing, paragraphs, proposing, topics
from linli.domains.deliberation.rules.estate_rules import DeliberationRules
from linli.domains.deliberation.rules.naming import (
    Byname,
    Honorific,
    NameStyle,
    check_nickname,
    shown_name,
    surname_of,
)
from linli.domains.deliberation.rules.paragraphs import Paragraph
from linli.domains.deliberation.rules.proposing import Stage
from linli.domains.deliberation.rules.similarity import likeness, most_alike
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.majority import Weight, total
from linli.domains.voting.rules.roll import UnitInScope, build_roll


class TestNames:
    def test_a_neighbour_is_building_family_name_and_address(self):
        byname = Byname("3幢", "李", Honorific.MS, "业主", "")
        assert shown_name(byname, NameStyle.BUILDING) == "3幢 李女士"
        assert shown_name(Byname("3幢", "李", Honorific.NONE, "租客", ""), NameStyle.BUILDING) == "3幢 李租客"

    def test_a_nickname_where_the_estate_likes_it_and_no_name_where_there_is_none(self):
        assert (
            shown_name(Byname("3幢", "李", Honorific.MS, "业主", "晒太阳的猫"), NameStyle.NICKNAME)
            == "晒太阳的猫"
        )
        assert shown_name(Byname("3幢", "李", Honorific.MS, "业主", ""), NameStyle.NICKNAME) == "3幢 邻居"

    def test_family_names_of_two_letters_stay_whole_and_firms_have_none(self):
        assert surname_of("欧阳修文") == "欧阳"
        assert surname_of("王 秀英") == "王"
        assert surname_of("衢州某某商贸有限公司") == surname_of("Smith") == surname_of("") == ""

    @pytest.mark.parametrize(
        "telling",
        [
            "3-2-501",
            "501室",
            "打我13812345678",
            "１３８１２３４５",
            "猫",
            "很长很长很长很长很长很长的名",
            "社区官方",
        ],
    )
    def test_a_nickname_gives_no_phone_and_no_room_away(self, telling):
        with pytest.raises(NicknameTelling):
            check_nickname(telling)

    def test_usual_nicknames_pass(self):
        assert [check_nickname(one) for one in ("3幢老李", "晒太阳的猫", "Leo2010", "")] == [
            "3幢老李", "晒太阳的猫", "Leo2010", "",
        ]  # fmt: skip


class TestSettings:
    def test_silence_takes_the_safe_defaults(self):
        assert DeliberationRules.of_setting(None) == DeliberationRules(NameStyle.BUILDING, 24, 90, 30, 30)

    @pytest.mark.parametrize(
        "said", [{"names": "room"}, {"report_hours": 0}, {"report_hours": "24"}, {"signing_days": True}]
    )
    def test_a_rule_cannot_be_anything(self, said):
        with pytest.raises(UnknownRule):
            DeliberationRules.of_setting(said)


class TestTopics:
    def test_a_closed_topic_takes_no_posts(self):
        with pytest.raises(DebateClosed):
            topics.check_open(topics.State.CLOSED)

    def test_a_closed_topic_is_not_answered_any_more(self):
        with pytest.raises(WrongStep):
            topics.step(topics.State.CLOSED, topics.State.ANSWERED)


class TestLikeness:
    @pytest.mark.parametrize(
        ("title", "other"),
        [
            ("3幢电梯经常坏", "3 幢的电梯老是坏，经常停"),
            ("建议增加电动车充电桩", "电动车充电桩不够，建议增加"),
            ("小区门口乱停车", "小区门口乱停车怎么办？"),
        ],
    )
    def test_the_same_matter_in_other_words_is_found(self, title, other):
        assert most_alike(title, [("中秋晚会报名", 1), (other, 2)]) == [2]

    def test_different_matters_are_not(self):
        assert most_alike("3幢电梯经常坏", [("公共收益什么时候公开", 1), ("物业费能不能降", 2)]) == []

    @given(st.text(max_size=30), st.text(max_size=30))
    def test_likeness_is_fair_and_within_bounds(self, one, other):
        assert likeness(one, other) == likeness(other, one)
        assert 0 <= likeness(one, other) <= 100


LINES = st.lists(st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=12), max_size=12)


def begun(texts):
    return paragraphs.edit([], texts, last_number=0)


class TestParagraphs:
    @pytest.mark.feature("DL-07")
    def test_an_edited_paragraph_keeps_its_id_and_new_ones_get_new_ones(self):
        before = begun(["第一条 不得高空抛物。", "第二条 遛狗要牵绳。", "第三条 电动车不得上楼。"])
        after = paragraphs.edit(
            before, ["总则", "第一条 不得高空抛物。", "第二条 遛狗要牵绳并及时清理粪便。"], last_number=3
        )
        assert [one.id for one in after] == ["p4", "p1", "p2"]

    def test_a_paragraph_that_moved_keeps_its_id(self):
        before = begun(["甲", "乙", "丙"])
        assert [one.id for one in paragraphs.edit(before, ["丙", "甲", "乙"], last_number=3)] == [
            "p3",
            "p1",
            "p2",
        ]

    @given(LINES, LINES, LINES)
    def test_ids_are_unique_and_never_come_back(self, first, second, third):
        one = begun(first)
        last = paragraphs.last_number([p.id for p in one])
        two = paragraphs.edit(one, second, last_number=last)
        last = max(last, paragraphs.last_number([p.id for p in two]))
        three = paragraphs.edit(two, third, last_number=last)
        for version, texts in ((one, first), (two, second), (three, third)):
            assert [p.text for p in version] == texts
            assert len({p.id for p in version}) == len(version)
        gone = {p.id for p in one} - {p.id for p in two}
        assert not gone & {p.id for p in three}

    @given(LINES, st.integers(0, 12), st.text("寅卯辰巳", min_size=1, max_size=12))
    def test_a_paragraph_put_in_leaves_all_others_as_they_are(self, texts, at, new):
        before = begun(texts)
        at = min(at, len(texts))
        after = paragraphs.edit(before, [*texts[:at], new, *texts[at:]], last_number=len(texts))
        assert [p for p in after if p.id != f"p{len(texts) + 1}"] == before

    @given(LINES)
    def test_saving_without_a_change_changes_nothing(self, texts):
        before = begun(texts)
        assert paragraphs.edit(before, texts, last_number=len(texts)) == before

    def test_blank_lines_are_no_paragraphs_and_there_is_a_limit(self):
        assert paragraphs.split("一\r\n\r\n 二 \n") == ["一", "二"]
        with pytest.raises(TooLongText):
            paragraphs.split("字" * 2001)


class TestDifferences:
    @pytest.mark.feature("DL-08")
    def test_what_came_and_went_is_told_letter_by_letter(self):
        found = comparing.compare(
            [Paragraph("p1", "物业费每平方米1.20元"), Paragraph("p2", "遛狗要牵绳")],
            [Paragraph("p1", "物业费每平方米1.50元"), Paragraph("p3", "电动车不得上楼")],
        )
        assert [(one.id, one.change) for one in found] == [
            ("p1", "edited"),
            ("p2", "removed"),
            ("p3", "added"),
        ]
        assert [(piece.change, piece.text) for piece in found[0].pieces] == [
            ("same", "物业费每平方米"), ("removed", "1.20"), ("added", "1.50"), ("same", "元"),
        ]  # fmt: skip

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_both_texts_can_be_read_back_from_the_pieces(self, before, after):
        found = comparing.pieces(before, after)
        assert "".join(one.text for one in found if one.change != "added") == before
        assert "".join(one.text for one in found if one.change != "removed") == after

    @given(LINES, LINES)
    def test_every_paragraph_of_both_versions_is_there_once(self, first, second):
        before = begun(first)
        after = paragraphs.edit(before, second, last_number=len(first))
        found = comparing.compare(before, after)
        assert sorted(one.id for one in found) == sorted({p.id for p in (*before, *after)})
        assert [one.id for one in found if one.change != "removed"] == [p.id for p in after]


PEOPLE = [UUID(int=number) for number in range(1, 7)]
UNITS = st.lists(
    st.tuples(st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=3), st.integers(1, 20000)),
    min_size=1,
    max_size=12,
)


def roll_of(units):
    return build_roll(
        [
            UnitInScope(
                UUID(int=100 + at), f"{at}室", "residential", "delivered", area, "register", tuple(owners)
            )
            for at, (owners, area) in enumerate(units)
        ],
        developers=(),
        rules=VotingRules(),
        salt="",
    )


class TestSignatures:
    @pytest.mark.feature("NN-13")
    def test_a_co_owned_unit_counts_once_and_one_owner_of_two_units_is_one_head(self):
        a, b, c = PEOPLE[:3]
        roll = roll_of([({a, b}, 8000), ({c}, 9000), ({c}, 1000)])
        assert proposing.tally(roll, signers=[a, b]).signed == Weight(1, 8000)
        assert proposing.tally(roll, signers=[c]).signed == Weight(1, 10000)
        assert proposing.tally(roll, signers=[]).whole == Weight(2, 18000)

    def test_where_co_owners_chose_somebody_only_that_name_counts(self):
        a, b = PEOPLE[:2]
        roll = roll_of([({a, b}, 8000)])
        chosen = {(a, b): {b}}
        assert proposing.tally(roll, signers=[a], speakers=chosen).signed == Weight()
        assert proposing.tally(roll, signers=[b], speakers=chosen).signed == Weight(1, 8000)

    def test_units_in_doubt_make_the_whole_larger_and_never_smaller(self):
        roll = roll_of([({PEOPLE[0]}, 8000)])
        found = proposing.tally(roll, signers=[PEOPLE[0]], doubtful_areas=[None, 500])
        assert (found.whole, found.doubtful) == (Weight(3, 16500), 2)

    @given(UNITS, st.sets(st.sampled_from(PEOPLE)), st.sampled_from(PEOPLE))
    def test_one_more_name_never_lowers_the_count_and_taking_it_back_restores_it(self, units, signers, one):
        roll = roll_of(units)
        without = proposing.tally(roll, signers=signers - {one})
        with_it = proposing.tally(roll, signers=signers | {one})
        assert without.signed.heads <= with_it.signed.heads <= with_it.whole.heads
        assert without.signed.area <= with_it.signed.area <= with_it.whole.area
        assert proposing.tally(roll, signers=(signers | {one}) - {one}) == without

    @given(UNITS)
    def test_when_all_have_signed_it_is_the_whole_roll(self, units):
        roll = roll_of(units)
        assert proposing.tally(roll, signers=PEOPLE).signed == total(voter.weight for voter in roll.voters)

    @given(st.integers(0, 1000), st.integers(1, 5000))
    def test_what_is_missing_is_exactly_what_makes_it_enough(self, share, whole):
        lacking = proposing.missing(share, whole)
        assert 5 * (share + lacking) >= whole
        assert lacking == 0 or 5 * (share + lacking - 1) < whole


class TestWhoseTurn:
    COMMITTEE, STREET = date(2026, 4, 1), date(2026, 5, 1)

    @pytest.mark.parametrize(
        ("today", "refused", "stage"),
        [
            (date(2026, 4, 1), None, Stage.COMMITTEE),
            (date(2026, 4, 2), None, Stage.STREET),
            (date(2026, 3, 10), date(2026, 3, 9), Stage.STREET),
            (date(2026, 5, 1), None, Stage.STREET),
            (date(2026, 5, 2), None, Stage.OVERDUE),
        ],
    )
    def test_the_committees_days_then_the_streets(self, today, refused, stage):
        assert proposing.stage(self.COMMITTEE, self.STREET, refused_on=refused, today=today) is stage
