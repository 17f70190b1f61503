"""Rosters into the register: nothing before it is confirmed, all of it or nothing, twice is once."""

from datetime import date

import pytest
from sqlalchemy import func, select

from linli.domains.estates.models import Building, Entrance, Unit
from linli.domains.people.errors import (
    DayMissing,
    NothingToChange,
    RosterClosed,
    RowsWaiting,
    SecondPersonNeeded,
    SeenIsOld,
    WrongDay,
)
from linli.domains.people.models import Owner, OwnerPhone, Ownership, UnitNote
from linli.domains.people.operations import rosters
from linli.domains.people.queries import register
from linli.domains.people.queries import rosters as queries
from linli.domains.people.roster.decisions import EVERY_UNIT
from linli.domains.people.roster.error_sheet import error_sheet
from linli.domains.people.roster.lines import Field, Treatment, Verdict
from linli.domains.people.rules import OwnerKind
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import places
from tests.factories import rosters as make

REGISTER = (Building, Entrance, Unit, Owner, OwnerPhone, Ownership, UnitNote)
HEADER = ["房号", "产权人", "联系电话", "证件号", "建筑面积", "面积来源", "交付状态", "备注"]


def officer():
    return Actor(
        account_id=new_id(),
        role=Role.COMMUNITY_OFFICER,
        scope=Scope(ScopeKind.COMMUNITY, new_id()),
        name="周",
        session_id=new_id(),
        units={},
    )


def row(room, owners, phones="", id_nos="", area="89.57", state="已交付", note=""):
    return [room, owners, phones, id_nos, area, "产权证", state, note]


def file_of(*rows):
    return make.workbook({"名册": [HEADER, *rows]})


def everything():
    """Every stored byte of the register: a sealed value that was written again would differ."""
    with transaction(writes=False):
        return {
            model.__tablename__: sorted(
                tuple(map(str, line)) for line in db.session.connection().exec_driver_sql(
                    f"SELECT * FROM {model.__tablename__}"
                )
            )
            for model in REGISTER
        }  # fmt: skip


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def estate(app):
    with transaction():
        made = places.estate()
        db.session.expunge(made)
    return made


def owners_of(estate, label, *, on=date(2026, 3, 2)):
    unit = db.session.scalar(select(Unit).filter_by(estate_id=estate.id, label=label))
    held = register.ownerships(estate.id, on=on, unit_id=unit.id)
    views = register.owner_views(estate.id)
    return sorted(views[one.owner_id].name for one in held)


@pytest.mark.feature("EI-04")
def test_a_large_file_names_its_bad_rows_and_writes_nothing_before_it_is_confirmed(estate):
    bad = {12, 700, 1500, 2222, 3333, 4444, 5001}
    with transaction():
        roster = make.taken_in(estate, make.many(5000, bad=bad))
        read = queries.reading(roster)
        assert {one.row for one in read.open_rows} == bad
        assert all(one.reasons and "没有房号" in one.reasons[0].sentence for one in read.open_rows)
        assert sum(read.counts.values()) == read.row_count == 5001
        roster_id = roster.id
    assert not any(everything().values())
    with transaction(), pytest.raises(RowsWaiting):
        make.handed_in(queries.roster(estate_id=estate.id, roster_id=roster_id))
    assert not any(everything().values())
    leave_out = {Field.TREATMENT: Treatment.LEAVE_OUT.value}
    with transaction():
        roster = queries.roster(estate_id=estate.id, roster_id=roster_id)
        rosters.correct(roster=roster, corrections={("名册", number): leave_out for number in bad})
        make.handed_in(roster)
    assert [count(model) for model in (Unit, Owner, Ownership, OwnerPhone)] == [4993] * 4
    assert count(Building) == 50
    assert count(Entrance) == 100


@pytest.mark.feature("EI-05")
@pytest.mark.parametrize("name", [make.TIDY, make.MESSY])
def test_the_same_file_again_changes_not_a_byte(estate, name):
    with transaction():
        first = make.taken_in(estate, make.sample(name))
        accept_what_can_be(first)
        make.handed_in(first)
    before = everything()
    assert len(before["unit"]) > 100
    with transaction():
        again = make.taken_in(estate, make.sample(name))
        accept_what_can_be(again)
        outlook = queries.outlook(again, on=day_of(clock.now()))
        assert outlook.differences.empty
        assert outlook.differences.unchanged == len(before["unit"])
        with pytest.raises(NothingToChange):
            rosters.hand_in(actor=officer(), roster=again, seen=outlook.seen, now=clock.now())
    assert everything() == before


def accept_what_can_be(roster):
    """What an officer would do with the doubtful rows of a sample: take them as read, else leave them out."""
    for treatment in (Treatment.ACCEPT, Treatment.LEAVE_OUT):
        said = {Field.TREATMENT: treatment.value}
        rosters.correct(
            roster=roster,
            corrections={(one.sheet, one.row): said for one in queries.reading(roster).open_rows},
        )


@pytest.mark.feature("EI-06")
def test_the_usual_encodings_give_the_same_records(app):
    rows = [["房号", "产权人", "联系电话", "建筑面积", "面积来源", "交付状态"]]
    rows += [
        [
            f"{i // 100 + 1}-1-{i % 100 + 101}",
            f"王{chr(0x4E00 + i)}",
            f"1410{i:07d}",
            "89.57",
            "产权证",
            "已交付",
        ]
        for i in range(1000)
    ]
    text = make.csv_text(rows)
    files = {
        "名册.csv": text.encode("gbk", "strict"),
        "带标记.csv": text.encode("utf-8-sig"),
        "名册.xlsx": make.workbook({"名册": rows}),
    }
    seen = []
    for filename, content in files.items():
        with transaction():
            estate = places.estate()
            make.handed_in(make.taken_in(estate, content, filename=filename))
            seen.append(facts(estate))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 1000


def facts(estate):
    """What the register says, without the ids."""
    query = (
        select(Unit.label, Unit.room, Unit.kind, Unit.floor_area, Unit.area_source, Unit.delivery,
               Building.name, Owner.name, Owner.kind, OwnerPhone.digest)
        .join(Ownership, (Ownership.estate_id == Unit.estate_id) & (Ownership.unit_id == Unit.id))
        .join(Owner, (Owner.estate_id == Unit.estate_id) & (Owner.id == Ownership.owner_id))
        .join(OwnerPhone, (OwnerPhone.estate_id == Unit.estate_id) & (OwnerPhone.owner_id == Owner.id))
        .join(Building, (Building.estate_id == Unit.estate_id) & (Building.id == Unit.building_id))
        .where(Unit.estate_id == estate.id)
    )  # fmt: skip
    return sorted(map(tuple, db.session.execute(query)))


@pytest.mark.feature("EI-07")
def test_the_template_imports_its_example_untouched(estate):
    from linli.domains.people.roster.template import template

    with transaction():
        make.imported(estate, template())
        assert owners_of(estate, "3幢2单元501室") == ["李示例", "王示例"]


def test_one_bad_row_keeps_everything_out(estate):
    with transaction():
        roster = make.taken_in(estate, file_of(row("1-1-101", "王芳"), row("", "李强")))
        with pytest.raises(RowsWaiting):
            make.handed_in(roster)
    assert count(Unit) == 0


def test_one_person_in_several_units_is_one_owner_by_phone_or_by_identity_number(estate):
    rows = [
        row("1-1-101", "王芳", "14100000001"),
        row("1-1-102", "王 芳", "14100000001"),
        row("1-1-103", "李强", "14100000002", "330802199001011232"),
        row("1-1-104", "李强", "14100000003", "330802199001011232"),
        row("1-1-105", "张伟", "14100000004"),
        row("1-1-106", "张伟", "14100000005"),
    ]
    content = file_of(*rows)
    with transaction():
        make.imported(estate, content)
        names = sorted(db.session.scalars(select(Owner.name)))
    assert names == ["张伟", "张伟", "李强", "王芳"]
    before = everything()
    with transaction():
        assert queries.outlook(make.taken_in(estate, content), on=date(2026, 3, 2)).differences.empty
    assert everything() == before


def test_people_whom_only_a_name_joins_stay_apart_until_the_officer_says_otherwise(estate):
    content = file_of(row("1-1-101", "赵敏", "14100000001"), row("1-1-102", "赵敏"), row("1-1-103", "赵敏"))
    with transaction():
        roster = make.taken_in(estate, content)
        (alike,) = queries.outlook(roster, on=date(2026, 3, 2)).gathered.alike
        assert len(alike) == 3
        merge = frozenset({("1幢1单元101室", "赵敏"), ("1幢1单元102室", "赵敏")})
        rosters.say_one_person(roster=roster, merge=merge)
        make.handed_in(roster)
        assert count(Owner) == 2
        assert count(OwnerPhone) == 1
    with transaction():
        assert queries.outlook(make.taken_in(estate, content), on=date(2026, 3, 2)).differences.empty


def test_namesakes_with_numbers_of_their_own_are_not_asked_about(estate):
    content = file_of(row("1-1-101", "张伟", "14100000004"), row("1-1-102", "张伟", "14100000005"))
    with transaction():
        assert queries.outlook(make.taken_in(estate, content), on=date(2026, 3, 2)).gathered.alike == ()


def test_the_developer_is_one_owner_of_its_kind(estate):
    company = "衢州和谐置业有限公司"
    rows = [
        row("1-1-101", company, state="未售"),
        row("1-1-102", company, state="未售"),
        row("商铺1", company),
    ]
    with transaction():
        make.imported(estate, file_of(*rows))
        (owner,) = db.session.scalars(select(Owner))
        assert owner.kind == OwnerKind.DEVELOPER
        assert count(Ownership) == 3


def test_a_number_of_which_nobody_knows_whose_it_is_proves_nobody(estate):
    with transaction():
        make.imported(estate, file_of(row("1-1-101", "王芳、李强", "14100000001")))
        assert count(Owner) == 2
        assert count(OwnerPhone) == 0
        assert "14100000001" in db.session.scalar(select(UnitNote.note))


@pytest.mark.feature("EI-02")
def test_units_without_an_area_are_kept_and_stand_on_the_list_of_what_is_lacking(estate):
    from linli.domains.estates.queries import units_without_area

    with transaction():
        roster = make.taken_in(estate, file_of(row("1-1-101", "王芳"), row("1-1-102", "李强", area="")))
        rosters.accept_alike(roster=roster, code="area.missing")
        make.handed_in(roster)
        lacking = units_without_area(estate.id)
        assert [(one.label, one.floor_area) for one in lacking] == [("1幢1单元102室", None)]


class TestAChangedRoster:
    BEFORE = (
        row("1-1-101", "王芳", "14100000001"),
        row("1-1-102", "李强、赵敏", "14100000002、14100000003"),
        row("1-1-103", "张伟", "14100000004", area="90.00"),
        row("1-1-104", "孙丽", "14100000005"),
    )
    AFTER = (
        row("1-1-101", "周杰", "14100000006"),
        row("1-1-102", "李强、吴刚", "14100000002、14100000007"),
        row("1-1-103", "张伟", "14100000014", area="91.20"),
        row("1-1-105", "郑爽", "14100000008"),
    )

    def changed(self, estate, *, actor, sold_on=date(2026, 2, 1)):
        make.imported(estate, file_of(*self.BEFORE))
        roster = make.taken_in(estate, file_of(*self.AFTER), actor=actor)
        if sold_on:
            rosters.say_day(roster=roster, label=EVERY_UNIT, day=sold_on, now=clock.now())
        return roster

    def test_the_differences_are_shown_first(self, estate):
        with transaction():
            roster = self.changed(estate, actor=officer())
            found = queries.outlook(roster, on=date(2026, 3, 2)).differences
            assert sorted((one.change.value, one.label) for one in found.changes) == [
                ("area", "1幢1单元103室"),
                ("contact", "1幢1单元103室"),
                ("new_owners", "1幢1单元101室"),
                ("new_owners", "1幢1单元102室"),
                ("new_unit", "1幢1单元105室"),
                ("vanished", "1幢1单元104室"),
            ]

    def test_it_needs_a_second_person(self, estate):
        first, second = officer(), officer()
        with transaction():
            roster = make.handed_in(self.changed(estate, actor=first), actor=first)
            assert roster.state == "proposed"
            assert owners_of(estate, "1幢1单元101室") == ["王芳"]
            seen = queries.outlook(roster, on=date(2026, 3, 2)).seen
            with pytest.raises(SecondPersonNeeded):
                rosters.decide(
                    actor=first, roster=roster, approved=True, reason="", seen=seen, now=clock.now()
                )
            rosters.decide(actor=second, roster=roster, approved=True, reason="", seen=seen, now=clock.now())
            assert roster.state == "applied"
            assert owners_of(estate, "1幢1单元101室") == ["周杰"]

    @pytest.mark.feature("EI-08")
    def test_a_sold_unit_shows_the_seller_until_the_day_before(self, estate):
        with transaction():
            self.apply(estate)
            assert owners_of(estate, "1幢1单元101室", on=date(2026, 1, 31)) == ["王芳"]
            assert owners_of(estate, "1幢1单元101室", on=date(2026, 2, 1)) == ["周杰"]

    def test_only_what_is_different_is_touched(self, estate):
        with transaction():
            make.imported(estate, file_of(*self.BEFORE))
        before = everything()
        with transaction():
            roster = make.taken_in(estate, file_of(*self.AFTER))
            rosters.say_day(roster=roster, label=EVERY_UNIT, day=date(2026, 2, 1), now=clock.now())
            self.agree(roster)
            assert owners_of(estate, "1幢1单元102室") == ["吴刚", "李强"]
            assert owners_of(estate, "1幢1单元104室") == ["孙丽"]
            assert db.session.scalar(select(Unit.floor_area).filter_by(label="1幢1单元103室")) == 9120
        after = everything()
        assert set(before["owner"]) <= set(after["owner"])
        kept = set(before["ownership"]) & set(after["ownership"])
        assert len(kept) == 3, "two sellers' rows ended, three stayed as they were"
        assert len(set(before["unit"]) - set(after["unit"])) == 1
        assert len(set(before["owner_phone"]) - set(after["owner_phone"])) == 1

    def test_a_sale_without_a_day_is_refused(self, estate):
        with transaction():
            roster = self.changed(estate, actor=None, sold_on=None)
            with pytest.raises(DayMissing):
                make.handed_in(roster)
            with pytest.raises(WrongDay):
                rosters.say_day(roster=roster, label=EVERY_UNIT, day=date(2026, 3, 3), now=clock.now())

    def test_each_unit_may_have_its_own_day(self, estate):
        with transaction():
            roster = self.changed(estate, actor=None)
            rosters.say_day(roster=roster, label="1幢1单元101室", day=date(2026, 2, 20), now=clock.now())
            self.agree(roster)
            assert owners_of(estate, "1幢1单元101室", on=date(2026, 2, 19)) == ["王芳"]
            assert owners_of(estate, "1幢1单元102室", on=date(2026, 2, 19)) == ["吴刚", "李强"]

    def test_what_was_not_seen_is_not_confirmed(self, estate):
        first, second = officer(), officer()
        with transaction():
            roster = self.changed(estate, actor=first)
            seen = queries.outlook(roster, on=date(2026, 3, 2)).seen
            rosters.say_day(roster=roster, label=EVERY_UNIT, day=date(2026, 1, 1), now=clock.now())
            with pytest.raises(SeenIsOld):
                rosters.hand_in(actor=first, roster=roster, seen=seen, now=clock.now())
            make.handed_in(roster, actor=first)
            with pytest.raises(SeenIsOld):
                rosters.decide(
                    actor=second, roster=roster, approved=True, reason="", seen=seen, now=clock.now()
                )

    def test_a_roster_given_back_can_be_mended(self, estate):
        with transaction():
            roster = make.handed_in(self.changed(estate, actor=officer()))
            with pytest.raises(RosterClosed):
                rosters.correct(roster=roster, corrections={})
            rosters.decide(
                actor=officer(), roster=roster, approved=False, reason="日期不对", seen="", now=clock.now()
            )
            assert (roster.state, roster.returned_why) == ("draft", "日期不对")
            assert owners_of(estate, "1幢1单元101室") == ["王芳"]

    def apply(self, estate):
        self.agree(self.changed(estate, actor=None))

    def agree(self, roster):
        make.handed_in(roster, actor=officer())
        seen = queries.outlook(roster, on=date(2026, 3, 2)).seen
        rosters.decide(actor=officer(), roster=roster, approved=True, reason="", seen=seen, now=clock.now())


def test_a_downloaded_error_sheet_mends_the_rows(estate):
    import io

    import openpyxl

    with transaction():
        roster = make.taken_in(
            estate, file_of(row("1-1-101", "王芳"), row("", "李强"), row("1-1-103", "", ""))
        )
        book = openpyxl.load_workbook(io.BytesIO(error_sheet(queries.reading(roster))))
        sheet = book["更正表"]
        titles = [cell.value for cell in sheet[1]]
        sheet.cell(2, titles.index("房号") + 1).value = "1-1-102"
        sheet.cell(3, titles.index("产权人") + 1).value = "钱进"
        filled = io.BytesIO()
        book.save(filled)
        assert rosters.correct_by_sheet(roster=roster, content=filled.getvalue(), filename="更正.xlsx") == 2
        assert queries.reading(roster).counts[Verdict.UNDERSTOOD] == 3
        make.handed_in(roster)
        assert owners_of(estate, "1幢1单元103室") == ["钱进"]


def test_the_log_holds_numbers_and_no_names(estate):
    with transaction():
        make.imported(estate, file_of(row("1-1-101", "王芳", "14100000001")), actor=officer())
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act.startswith("people:roster"))).all()
    assert [entry.act for entry in entries] == ["people:roster:take_in", "people:roster:apply"]
    assert entries[1].details["new_unit"] == 1
    assert not any("王芳" in str(entry.details) or "1410000" in str(entry.details) for entry in entries)


def test_the_file_is_kept_so_that_the_store_gives_nothing_away(estate, tmp_path):
    with transaction():
        make.taken_in(estate, make.csv_text([HEADER, row("1-1-101", "王芳", "14100000001")]).encode())
    kept = [path.read_bytes() for path in tmp_path.rglob("*.bin")]
    assert kept
    assert not any(b"14100000001" in content for content in kept)
