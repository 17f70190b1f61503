"""Ids, times, text, masks, grants and refusals."""

import unicodedata
import uuid
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import ids, masking, refusals, text, times
from linli.kernel.actors import RESIDENTS, STAFF, Actor, Role, Tie
from linli.kernel.grants import may, permits


class TestIds:
    def test_ids_are_of_version_seven_and_sort_by_making(self, monkeypatch):
        moments = iter(
            [
                2_000_000_000_000_000_000,
                2_000_000_000_002_000_000,
                1_000_000_000_000_000_000,
                2_000_000_000_003_000_000,
            ]
        )
        monkeypatch.setattr(ids, "_last", (0, 0))
        monkeypatch.setattr(ids.time, "time_ns", lambda: next(moments))
        made = [ids.new_id() for _ in range(4)]
        assert {one.version for one in made} == {7}
        assert {one.variant for one in made} == {uuid.RFC_4122}
        assert [one.int >> 80 for one in made] == [
            2_000_000_000_000,
            2_000_000_000_002,
            2_000_000_000_002,
            2_000_000_000_003,
        ]
        assert made == sorted(made)

    def test_ids_of_one_millisecond_sort_by_making_too(self, monkeypatch):
        monkeypatch.setattr(ids.time, "time_ns", lambda: 2_000_000_000_000_000_000)
        made = [ids.new_id() for _ in range(500)]
        assert made == sorted(made)

    def test_where_one_millisecond_has_no_number_left_the_next_one_begins(self, monkeypatch):
        full = (1 << 74) - 1
        monkeypatch.setattr(ids, "_last", (5, full))
        monkeypatch.setattr(ids.time, "time_ns", lambda: 0)
        assert ids.new_id().int >> 80 == 6

    def test_ten_thousand_are_ten_thousand(self):
        assert len({ids.new_id() for _ in range(10_000)}) == 10_000

    @given(st.integers(0, (1 << 48) - 1), st.integers(0, (1 << 80)))
    def test_given_bits_make_the_same_id_twice(self, moment, bits):
        assert ids.id_at(moment, bits) == ids.id_at(moment, bits)
        assert ids.id_at(moment, bits).version == 7


class TestTimes:
    def test_a_day_is_a_day_in_shanghai(self):
        assert times.day_of(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
        assert times.day_of(datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC)) == date(2026, 3, 1)

    @given(st.dates(date(1992, 1, 1), date(2100, 1, 1)))
    def test_a_day_begins_and_ends_at_midnight_in_shanghai(self, day):
        assert times.day_of(times.start_of(day)) == day
        assert (times.end_of(day) - times.start_of(day)).total_seconds() == 86_400

    def test_a_moment_without_a_zone_is_a_fault(self):
        with pytest.raises(ValueError):
            times.shanghai(datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


class TestText:
    @given(st.text())
    def test_cleaning_twice_changes_nothing_and_what_is_kept_can_be_stored(self, typed):
        try:
            kept = text.clean(typed)
        except text.BadText:
            return
        assert text.clean(kept) == kept
        assert unicodedata.is_normalized("NFC", kept)
        kept.encode()
        assert "\x00" not in kept

    @pytest.mark.parametrize("typed", ["𠮷", "👨‍👩‍👧", "é", "a\nb", "a\tb", "一" * 1000, "क्षि"])
    def test_what_people_write_is_kept(self, typed):
        assert text.clean(typed) == typed

    @pytest.mark.parametrize(
        "typed",
        ["a\x00b", "\ud800", "\u202eabc", "\u2066x", "\x1b[31m", "\x7f", "\uffff", "a" + "\u0301" * 10_000],
    )
    def test_what_disguises_or_cannot_be_shown_is_refused(self, typed):
        with pytest.raises(text.BadText):
            text.clean(typed)

    def test_ends_are_trimmed_and_lines_end_alike(self):
        assert text.clean(" a\r\nb\rc\u3000") == "a\nb\nc"

    @pytest.mark.parametrize(
        ("one", "other"),
        [("ＡＢＣ", "abc"), ("张 三", "张三"), ("张\u200b三", "张三"), ("Straße", "STRASSE"), ("ﬁ", "fi")],
    )
    def test_two_spellings_of_one_name_are_equal_when_folded(self, one, other):
        assert text.fold(one) == text.fold(other)


class TestMasks:
    @pytest.mark.parametrize(
        ("name", "shown"), [("张三", "张*"), ("欧阳修文", "欧***"), ("张", "张*"), ("", ""), ("𠮷田", "𠮷*")]
    )
    def test_a_name_shows_its_family(self, name, shown):
        assert masking.mask_name(name) == shown

    @pytest.mark.parametrize(
        ("phone", "shown"), [("13812345678", "138****5678"), ("1234567", "*****67"), ("12", "12")]
    )
    def test_a_phone_hides_its_middle(self, phone, shown):
        assert masking.mask_phone(phone) == shown

    @given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
    def test_an_identity_number_shows_two_characters(self, number):
        shown = masking.mask_id_no(number)
        assert (len(shown), shown.count("*")) == (18, 16)


class Act(StrEnum):
    READ = "thing:read"
    PAINT = "thing:paint"


TABLE = {
    Act.READ: (may(*Role),),
    Act.PAINT: (
        may(Role.OWNER, when="自己的", test=lambda actor, thing: actor.owns(thing)),
        may(Role.AUDITOR),
    ),
}
MINE, THEIRS = uuid.UUID(int=1), uuid.UUID(int=2)


class TestGrants:
    @pytest.mark.parametrize("role", Role)
    def test_any_one_rule_is_enough_and_no_role_more(self, role):
        actor = Actor(uuid.UUID(int=9), role, units={MINE: Tie.OWNER})
        assert permits(TABLE, actor, Act.READ)
        assert permits(TABLE, actor, Act.PAINT, MINE) == (role in {Role.OWNER, Role.AUDITOR})
        assert permits(TABLE, actor, Act.PAINT, THEIRS) == (role is Role.AUDITOR)

    @pytest.mark.parametrize("tie", [Tie.FAMILY, Tie.TENANT])
    def test_living_in_a_unit_is_not_owning_it(self, tie):
        assert not Actor(uuid.UUID(int=9), Role.OWNER, units={MINE: tie}).owns(MINE)

    def test_an_act_that_nobody_wrote_down_is_a_fault(self):
        with pytest.raises(KeyError):
            permits({}, Actor(uuid.UUID(int=9), Role.OWNER), Act.READ)

    def test_every_role_is_a_resident_s_or_staff_or_neither_and_has_a_title(self):
        assert not RESIDENTS & STAFF
        assert set(Role) - RESIDENTS - STAFF == {Role.VISITOR, Role.REGISTERED}
        assert len({role.title for role in Role}) == len(Role)


class TestRefusals:
    def test_a_refusal_carries_its_code_its_sentence_and_its_fields(self):
        class NotOpen(refusals.Conflict):
            code, sentence = "voting.not_open", "投票还没有开始。"

        no = NotOpen(field_errors={"choice": ("太早",)}, vote=1)
        assert (no.code, no.sentence, no.field_errors, no.details) == (
            "voting.not_open", "投票还没有开始。", {"choice": ["太早"]}, {"vote": 1},
        )  # fmt: skip
        assert NotOpen("还差一天。").sentence == "还差一天。"
        assert NotOpen.sentence == "投票还没有开始。"

    def test_too_many_says_when_to_come_back(self):
        assert refusals.TooMany(retry_after=7).retry_after == 7
        assert refusals.Busy().retry_after > 0
