"""Uses, delivery states, sources of areas and identity numbers as people write them."""

import re

from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.roster.spellings.numerals import bare

_KINDS = (
    (re.compile("车位|车库|泊位|停车"), UnitKind.PARKING),
    (re.compile("储藏|储物|贮藏|地下室|杂物|柴间|车棚|附房|仓库|辅房"), UnitKind.STORAGE),
    (re.compile("^非住宅"), UnitKind.SHOP),
    (re.compile("商铺|商业|店|门面|门市|营业|商用|网点|办公|写字|商务"), UnitKind.SHOP),
    (
        re.compile(
            "住宅|住房|公寓|别墅|排屋|联排|叠[排墅]|洋房|高层|多层|居住|商品房|安置房|房改房|经适|经济适用|自住|普通"
        ),
        UnitKind.RESIDENTIAL,
    ),
)
_HOUSE = re.compile("别墅|排屋|联排|独栋|双拼|叠[排墅]")
_NOT_YET = re.compile("已售未交|未交|未收|未接|未领|已售.*未|待交|未入伙|已售期房|预售")
_UNSOLD = re.compile("未售|待售|可售|在售|库存|未出售|未销售|尾盘|自持|开发商|保留房|抵押房源|未卖|没卖")
_DELIVERED = re.compile(
    "已交|交付|已收|已接|已领|入住|入伙|装修|自住|出租|空置|空关|空房|常住|已住|已售|售出|已卖|正常|毛坯|居住"
)
_NO = frozenset({"否", "N", "NO", "未", "×", "X", "没有", "不是", "0", "FALSE"})
_YES = frozenset({"是", "Y", "YES", "已", "√", "V", "1", "TRUE", "✓"})
_SOURCES = (
    (re.compile("登记|产权|房产证|不动产|权证|证载|产证|房屋所有权"), AreaSource.REGISTER),
    (re.compile("实测|测绘|测量|竣工"), AreaSource.SURVEY),
    (re.compile("合同|预测|预售|购房|销售|网签"), AreaSource.CONTRACT),
)
_ID_CARD = re.compile(
    r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]", re.ASCII
)
_OLD_ID_CARD = re.compile(r"[1-9][0-9]{14}", re.ASCII)
_COMPANY_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}", re.ASCII)
_OTHER_PAPER = re.compile(r"[A-Z]{1,3}[0-9]{5,10}(?:[A-Z0-9()]{0,3})", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BETWEEN = re.compile(r"[、,，;；/／|\s]+")


def parse_kind(text: str) -> UnitKind | None:
    """住宅, 商铺, 车位, 储藏室 in the words rosters use; None for words that are none of them (物业用房)."""
    plain = bare(text)
    return next((kind for pattern, kind in _KINDS if pattern.search(plain)), None)


def is_house(text: str) -> bool:
    """Whether the use says that a whole building, or a strip of it, is one home (别墅, 排屋)."""
    return bool(_HOUSE.search(text))


def parse_delivery(text: str, heading: str) -> Delivery | None:
    """The state in the words rosters use; a bare 是 or 否 answers the column's heading (是否交付, 是否出售)."""
    plain = bare(text)
    about_sale = "售" in heading
    if plain in _NO:
        return Delivery.UNSOLD if about_sale else Delivery.SOLD_UNDELIVERED
    if plain in _YES:
        return Delivery.DELIVERED
    if _UNSOLD.search(plain):
        return Delivery.UNSOLD
    if _NOT_YET.search(plain):
        return Delivery.SOLD_UNDELIVERED
    return Delivery.DELIVERED if _DELIVERED.search(plain) else None


def says_unsold(text: str) -> bool:
    """Whether an owner's cell says that nobody has bought the unit: 未售, 空置未售, 开发商."""
    plain = bare(text)
    return bool(_UNSOLD.search(plain)) and len(plain) <= 8 and "公司" not in plain  # noqa: PLR2004


def parse_source(text: str) -> AreaSource | None:
    """Where the area comes from, from a cell or a column's heading."""
    plain = bare(text)
    return next((source for pattern, source in _SOURCES if pattern.search(plain)), None)


def parse_ids(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The identity and company numbers in a cell, and the pieces that are none."""
    good: list[str] = []
    bad: list[str] = []
    for piece in _BETWEEN.split(text):
        number = bare(piece).strip("'")
        if number:
            (good if is_id_number(number) else bad).append(number)
    return tuple(good), tuple(bad)


def is_id_number(number: str) -> bool:
    """An identity card with its right last digit, an old one of 15, a company's code, a passport or permit."""
    if _ID_CARD.fullmatch(number):
        total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
        return "10X98765432"[total % 11] == number[17]
    if len(number) == 18 and number.isdigit() and number[6:8] in {"19", "20"}:  # noqa: PLR2004
        return False
    papers = (_OLD_ID_CARD, _COMPANY_CODE, _OTHER_PAPER)
    return any(paper.fullmatch(number) for paper in papers)
