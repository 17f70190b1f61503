"""What a reading says: a verdict for every row, the units it understood, and the reasons where it did not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.roster.sheets import HiddenSheet


class Field(StrEnum):
    """What a column can mean. `heading` is its heading in the template and the error sheet."""

    PHASE = "phase"
    BUILDING = "building"
    ENTRANCE = "entrance"
    ROOM = "room"
    PARKING_NO = "parking_no"
    KIND = "kind"
    AREA = "area"
    INNER_AREA = "inner_area"
    AREA_SOURCE = "area_source"
    OWNERS = "owners"
    PHONES = "phones"
    ID_NOS = "id_nos"
    SHARES = "shares"
    DELIVERY = "delivery"
    NOTE = "note"
    TREATMENT = "treatment"
    SERIAL = "serial"
    OTHER = "other"

    @property
    def heading(self) -> str:
        """As people read it."""
        return _HEADINGS[self]


_HEADINGS = {
    Field.PHASE: "分期",
    Field.BUILDING: "幢",
    Field.ENTRANCE: "单元",
    Field.ROOM: "房号",
    Field.PARKING_NO: "车位号",
    Field.KIND: "用途",
    Field.AREA: "建筑面积",
    Field.INNER_AREA: "套内面积",
    Field.AREA_SOURCE: "面积来源",
    Field.OWNERS: "产权人",
    Field.PHONES: "联系电话",
    Field.ID_NOS: "证件号",
    Field.SHARES: "份额",
    Field.DELIVERY: "交付状态",
    Field.NOTE: "备注",
    Field.TREATMENT: "处理",
    Field.SERIAL: "序号",
    Field.OTHER: "（不导入）",
}

# What a person may correct, in the order of the template's columns.
CORRECTABLE = (
    Field.PHASE,
    Field.BUILDING,
    Field.ENTRANCE,
    Field.ROOM,
    Field.KIND,
    Field.AREA,
    Field.INNER_AREA,
    Field.AREA_SOURCE,
    Field.OWNERS,
    Field.PHONES,
    Field.ID_NOS,
    Field.SHARES,
    Field.DELIVERY,
    Field.NOTE,
)


class Treatment(StrEnum):
    """What the officer decides for a row; the value is the word written in the column 处理."""

    ACCEPT = "按原样导入"
    LEAVE_OUT = "不导入"
    JOIN = "合并共有人"


# (sheet, row) → field → the text that takes the cell's place. Row 0 speaks for every row of its sheet that
# says nothing itself (a building's name, say). Field.TREATMENT takes a Treatment's word.
Place = tuple[str, int]
Corrections = Mapping[Place, Mapping[Field, str]]


class Verdict(StrEnum):
    """Every row of a visible sheet gets exactly one."""

    UNDERSTOOD = "understood"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    LEFT_OUT = "left_out"

    @property
    def words(self) -> str:
        """As people read it."""
        return {"understood": "已识别", "doubtful": "存疑", "refused": "不能识别", "left_out": "略过"}[self]


class Weight(StrEnum):
    """How much a reason weighs: a refusal and a doubt stop the import, a remark is only said."""

    REFUSAL = "refusal"
    DOUBT = "doubt"
    REMARK = "remark"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row has its verdict, in a sentence that names the column and says what to do.

    `acceptable`: the officer may import the row as it was read (Treatment.ACCEPT); `sentence` says what
    that would mean. Otherwise the row has to be corrected or left out.
    """

    code: str
    sentence: str
    weight: Weight
    column: str = ""
    field: Field | None = None
    acceptable: bool = False


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """An owner as named on the roster. `phones` and `id_no` are normalised; `share` is text like 1/2 or 50%."""

    name: str
    company: bool = False
    phones: tuple[str, ...] = ()
    id_no: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as understood. Areas are whole 0.01 ㎡; None means the roster does not say.

    `building` and `entrance` are bare names ("3", "2", "A"), "" where there is none (a shop on the street,
    a parking place). `room` is "501", or carries its word: "商铺1", "车位B1-001", "储藏室12", "整幢".
    (phase, building, entrance, room) name a unit within its estate. `developer` is the name of the company
    that still holds an unsold unit, which then is its owner too.
    """

    phase: str
    building: str
    entrance: str
    room: str
    kind: UnitKind
    area: int | None
    inner_area: int | None
    area_source: AreaSource | None
    delivery: Delivery
    owners: tuple[OwnerLine, ...]
    developer: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it this unit and no other."""
        return (self.phase, self.building, self.entrance, self.room)

    @property
    def label(self) -> str:
        """As people say it: 3幢2单元501室."""
        return label_of(self.key)

    @property
    def ready_for_roll(self) -> bool:
        """Whether its area and the area's source are known, so that it can count in a vote (EI-02)."""
        return self.area is not None and self.area_source is not None


def label_of(key: tuple[str, str, str, str]) -> str:
    """The unit's address within the estate: 一期3幢2单元501室, 3幢商铺2, 车位B1-001."""
    phase, building, entrance, room = key
    named = len(building) > 1 and not building[-1].isascii()  # 紫薇苑 needs no 幢, 东 and 东1 do
    where = (
        phase
        + (building if named or not building else f"{building}幢")
        + (f"{entrance}单元" if entrance else "")
    )
    if room == WHOLE_BUILDING and where:
        return where
    plain = room.isascii() and room.isalnum()
    return f"{where}{room}室" if plain else f"{where}{room}"


WHOLE_BUILDING = "整幢"


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row and its verdict. `texts` are the fields as they stand, to fill the correction form.

    `continues` is the row whose unit this one adds a co-owner to (then `unit` is None).
    """

    sheet: str
    row: int
    cells: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    unit: UnitLine | None = None
    continues: int | None = None
    texts: Mapping[Field, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column of a sheet was taken for; OTHER columns are not imported."""

    letter: str
    title: str
    field: Field


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A visible sheet: its header row (None: no table was found in it) and every row."""

    name: str
    header_row: int | None
    columns: tuple[ColumnUse, ...]
    rows: tuple[RowReading, ...]


@dataclass(frozen=True, slots=True)
class RosterReading:
    """The whole file, row by row. Rows are counted from 1 to the last row with content of each visible sheet."""

    filename: str
    digest: str
    sheets: tuple[SheetReading, ...]
    hidden: tuple[HiddenSheet, ...]
    developers: tuple[str, ...]

    @property
    def rows(self) -> Iterator[RowReading]:
        """All rows of all visible sheets, in order."""
        return (row for sheet in self.sheets for row in sheet.rows)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many rows have each verdict; the sum is `row_count`."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def row_count(self) -> int:
        """Rows of the visible sheets, blank ones between included."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    @property
    def units(self) -> tuple[UnitLine, ...]:
        """The units of the understood rows."""
        return tuple(row.unit for row in self.rows if row.verdict is Verdict.UNDERSTOOD and row.unit)

    @property
    def open_rows(self) -> tuple[RowReading, ...]:
        """Rows that wait for the officer: doubtful and refused."""
        waiting = (Verdict.DOUBTFUL, Verdict.REFUSED)
        return tuple(row for row in self.rows if row.verdict in waiting)

    @property
    def importable(self) -> bool:
        """Whether nothing waits for the officer any more: an import is all or nothing (check C-9)."""
        return bool(self.units) and not self.open_rows
