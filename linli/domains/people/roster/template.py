"""The table to download and fill in when there is no roster yet (EI-07)."""

from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.roster.lines import CORRECTABLE, Field
from linli.platform.spreadsheets import SheetOut, Value, write_xlsx

FILENAME = "业主名册模板.xlsx"
SOURCES = ("产权证", "实测", "合同")
CHOICES = {
    Field.KIND: tuple(kind.title for kind in UnitKind),
    Field.AREA_SOURCE: SOURCES,
    Field.DELIVERY: tuple(state.title for state in Delivery),
}
_WIDTHS = {Field.OWNERS: 26, Field.PHONES: 28, Field.ID_NOS: 24, Field.NOTE: 30}
_EXAMPLE: tuple[dict[Field, Value], ...] = (
    {
        Field.BUILDING: "3",
        Field.ENTRANCE: "2",
        Field.ROOM: "501",
        Field.KIND: "住宅",
        Field.AREA: "89.57",
        Field.INNER_AREA: "72.10",
        Field.AREA_SOURCE: "产权证",
        Field.OWNERS: "王示例、李示例",
        Field.PHONES: "14100000001、14100000002",
        Field.SHARES: "50%、50%",
        Field.DELIVERY: "已交付",
        Field.NOTE: "示例行，导入前请删去",
    },
)
_HELP = (
    ("列", "怎么填"),
    ("幢、单元、房号", "分三列写数字；也可以只在房号列写 3幢2单元501室 或 3-2-501。没有单元的空着。"),
    ("商铺、车位、储藏室", "在房号列写 商铺1号、车位B1-023、储藏室12，幢和单元可以空着。"),
    ("建筑面积", "平方米，最多两位小数，照权属证书写，不要四舍五入。暂时没有的写“暂缺”。"),
    ("面积来源", "产权证、实测、合同三者之一。表决只认先后：产权证、实测、合同。"),
    ("产权人", "几位共有人用顿号分开：王芳、李强。单位写全称。"),
    ("联系电话", "与产权人同样的顺序，用顿号分开。"),
    ("交付状态", "未售、已售未交付、已交付。未售房屋的产权人写开发商全称。"),
)


def template() -> bytes:
    """The .xlsx with one filled example row, and a second sheet saying how each column is filled in."""
    assert len(SOURCES) == len(AreaSource)
    heading = [field.heading for field in CORRECTABLE]
    example = [[row.get(field, "") for field in CORRECTABLE] for row in _EXAMPLE]
    places = {field: index for index, field in enumerate(CORRECTABLE)}
    table = SheetOut(
        "业主名册",
        [heading, *example],
        widths={places[field]: width for field, width in _WIDTHS.items()},
        choices={places[field]: words for field, words in CHOICES.items()},
    )
    return write_xlsx([table, SheetOut("填写说明", _HELP, widths={0: 22, 1: 60})])
