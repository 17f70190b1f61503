"""What the words at the head of a column mean."""

import re
from dataclasses import dataclass
from functools import lru_cache

from linli.domains.estates.rules import AreaSource
from linli.domains.people.roster.lines import Field
from linli.domains.people.roster.spellings.numerals import bare, han_number
from linli.domains.people.roster.spellings.states import parse_source


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's meaning. `group` counts owners and their phones (业主2, 电话2, 共有人 → 2).

    `rank` decides where two columns mean the same: the smaller is the better word.
    """

    field: Field
    group: int = 1
    rank: int = 0
    source: AreaSource | None = None


_WORDS: dict[Field, str] = {
    Field.PHASE: "分期 期数 期 区 分区 组团 苑区 园区",
    Field.BUILDING: "幢 幢号 栋 栋号 楼 楼栋 楼栋号 楼号 楼幢 楼幢号 幢名 楼宇 楼座 座 座号 号楼 栋座 楼栋名称 楼宇名称 栋幢 所在楼栋 所属楼栋 几幢 楼",
    Field.ENTRANCE: "单元 单元号 单元名称 梯 梯号 门洞 几单元 所属单元",
    Field.ROOM: "房号 室号 房屋号 房间号 房屋编号 门牌号 门牌 室 户室 房屋 房产 房间 房室号 幢单元室 楼房号 房号室号 单元房号 "
    "商铺号 店面号 店铺号 铺号 储藏室号 储藏间号 房屋名称 资源名称 资源编号 房屋坐落 坐落 房屋位置 房屋地址 物业地址 房产地址 户号 地址 住址",
    Field.PARKING_NO: "车位号 车位 车位编号 停车位 车位号码 车库号 地下车位号 停车位号 停车位编号",
    Field.KIND: "用途 性质 房屋类型 房屋用途 房屋性质 物业类型 类型 业态 产品类型 规划用途 房产类型 房屋类别 资源类型 类别 房产性质 使用性质",
    Field.AREA: "建筑面积 建面 产权面积 产权证面积 房产证面积 不动产权证面积 登记面积 证载面积 产证面积 产权建筑面积 实测面积 测绘面积 实测建筑面积 "
    "合同面积 预测面积 预售面积 购房面积 合同建筑面积 面积 房屋面积 房屋建筑面积 建筑 计费面积 收费面积 总面积",
    Field.INNER_AREA: "套内面积 套内建筑面积 套内 内面积 室内面积",
    Field.AREA_SOURCE: "面积来源 面积依据 面积出处",
    Field.OWNERS: "产权人 业主 户主 业主姓名 产权人姓名 姓名 房主 所有权人 权利人 业主名称 房屋所有权人 不动产权利人 户主姓名 业主名 产权所有人 "
    "购房人 买受人 产权单位 房屋产权人 房东 客户名称 客户姓名 客户 名称 住户姓名 住户",
    Field.PHONES: "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 业主电话 移动电话 固定电话 座机 联系号码 业主手机 业主手机号 业主手机号码 "
    "业主联系电话 业主联系方式 联系手机 TEL MOBILE PHONE 产权人电话 户主电话 产权人手机 电话手机 手机电话 固话 联系人电话 号码",
    Field.ID_NOS: "身份证 身份证号 身份证号码 证件号 证件号码 证件 产权人身份证 身份证件号码 统一社会信用代码 业主身份证号 业主身份证 业主证件号 产权人证件号码",
    Field.SHARES: "份额 产权份额 共有份额 占比 产权比例 持有份额 共有比例 所有权份额 产权占比",
    Field.DELIVERY: "交付状态 交付情况 状态 房屋状态 销售状态 入住状态 是否交付 是否出售 是否已售 是否入住 交房状态 交房情况 入住情况 房态 "
    "收房情况 出售情况 销售情况 是否交房 是否收房 房屋现状 交付 是否已交付 收房状态 出售状态 使用状态",
    Field.NOTE: "备注 说明 备考 附注 备注说明 其他说明 备注信息",
    Field.TREATMENT: "处理",
    Field.SERIAL: "序号 编号 序 NO 行号 顺序号",
}
_COOWNER = re.compile(r"^(?:其他|其它)?共有(?:产权|权)?人(?P<rest>.*)$")
_COOWNER_RESTS = {
    "": Field.OWNERS, "姓名": Field.OWNERS, "名称": Field.OWNERS,
    "电话": Field.PHONES, "手机": Field.PHONES, "手机号": Field.PHONES, "手机号码": Field.PHONES, "联系电话": Field.PHONES,
    "联系方式": Field.PHONES, "身份证": Field.ID_NOS, "身份证号": Field.ID_NOS, "身份证号码": Field.ID_NOS,
    "证件号": Field.ID_NOS, "证件号码": Field.ID_NOS, "份额": Field.SHARES,
}  # fmt: skip
# Columns about somebody or something else, whatever word follows.
_OF_OTHERS = re.compile(
    "租|承租|紧急|家庭|成员|委托|代理|物业公司|车牌|车辆|前业主|原业主|原产权|历史|管家|网格|楼道长|通讯|通信|邮寄|单价|金额|配偶|公摊|"
    "分摊|花园|阁楼|附房面积|地下室面积|车位面积|户籍|籍贯|工作单位|日期|时间|人数"
)
_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|【[^】]*】?")
_UNITS = re.compile(r"(?:M2|M²|平方米|平米|单位:?|必填|选填|\*|:|-|_|/|,|、|\.)+")
_GROUP = re.compile(r"(?P<name>.*?[^0-9])(?P<number>[1-9]|[一二三四五六])$")
_LOW_RANK = 100
_LONGEST = 30
_LONGEST_GROUP = 8


def _table() -> dict[str, Heading]:
    table: dict[str, Heading] = {}
    for field, words in _WORDS.items():
        for rank, word in enumerate(words.split()):
            source = parse_source(word) if field is Field.AREA else None
            table.setdefault(word, Heading(field, rank=rank, source=source))
    return table


_TABLE = _table()


@lru_cache(maxsize=8192)
def heading_of(text: str) -> Heading | None:
    """The meaning of a column's heading, OTHER for a column about somebody else, None for unknown words."""
    plain = bare(text)
    if not plain or len(plain) > _LONGEST:
        return None
    in_brackets = "".join(_BRACKETS.findall(plain))
    plain = _UNITS.sub("", _BRACKETS.sub("", plain))
    found = _TABLE.get(plain)
    if found is not None:
        return _nuanced(found, in_brackets)
    if _OF_OTHERS.search(plain):
        return Heading(Field.OTHER)
    return _coowner(plain) or _numbered(plain)


def _nuanced(found: Heading, in_brackets: str) -> Heading:
    """面积(套内) and 面积(产权证): the bracket decides."""
    if found.field is not Field.AREA:
        return found
    if "套内" in in_brackets:
        return Heading(Field.INNER_AREA)
    return Heading(Field.AREA, rank=found.rank, source=found.source or parse_source(in_brackets))


def _coowner(plain: str) -> Heading | None:
    found = _COOWNER.match(plain)
    if found is None:
        return None
    number = re.search(r"[1-9一二三四五六]", found["rest"])
    rest = found["rest"].replace(number[0], "", 1) if number else found["rest"]
    field = _COOWNER_RESTS.get(rest)
    return None if field is None else Heading(field, group=1 + (_value(number[0]) if number else 1))


def _numbered(plain: str) -> Heading | None:
    """业主2, 电话二, 产权人三."""
    found = _GROUP.fullmatch(plain)
    base = _TABLE.get(found["name"]) if found else None
    if (
        found is None
        or base is None
        or base.field not in {Field.OWNERS, Field.PHONES, Field.ID_NOS, Field.SHARES}
    ):
        return None
    return Heading(base.field, group=_value(found["number"]), rank=_LOW_RANK)


def _value(number: str) -> int:
    return int(number) if number.isdigit() else han_number(number) or 1


def heading_under(parent: str, child: str) -> Heading | None:
    """The meaning of a column whose heading has two storeys: 面积 over 套内, 共有人 over 姓名."""
    upper, lower = (bare(part).removesuffix("信息").removesuffix("情况") for part in (parent, child))
    if not lower or lower == upper:
        return heading_of(parent)
    if len(upper) > _LONGEST_GROUP or any(letter.isdigit() or letter == ":" for letter in upper):
        return heading_of(child)
    for text in (f"{upper}{lower}", f"{lower}{upper}"):
        found = heading_of(text)
        if found is not None:
            return found
    return heading_of(child) or (Heading(Field.OTHER) if _OF_OTHERS.search(upper) else None)
