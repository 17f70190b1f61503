"""Every reason a row can be given, in the words the officer reads: which column, and what to do."""

from linli.domains.people.roster.lines import Field, Reason, Weight

_REFUSAL, _DOUBT, _REMARK, _LEFT = Weight.REFUSAL, Weight.DOUBT, Weight.REMARK, Weight.LEFT_OUT

# code: weight, acceptable as read, sentence. {column} and {text} are filled in.
_TABLE: dict[str, tuple[Weight, bool, str]] = {
    # left out
    "left.blank": (_LEFT, False, "空行。"),
    "left.serial_only": (_LEFT, False, "只有序号，没有内容。"),
    "left.title": (_LEFT, False, "表头以前的标题或说明。"),
    "left.header": (_LEFT, False, "表头。"),
    "left.repeated_header": (_LEFT, False, "重复的表头。"),
    "left.section": (_LEFT, False, "分段标题：{text}。以下各行没有写幢号的，按它识别。"),
    "left.total": (_LEFT, False, "合计行。"),
    "left.note": (_LEFT, False, "说明文字，不是房屋。"),
    "left.no_table": (_LEFT, False, "这张工作表里没有名册。"),
    "left.duplicate": (_LEFT, False, "与第 {text} 行重复登记，内容一致，只导入一次。"),
    "left.by_officer": (_LEFT, False, "经办人选择不导入。"),
    # place
    "sheet.no_header": (_REFUSAL, False, "这张工作表没有表头，不知道各列是什么。请在第一行写上列名（房号、产权人、建筑面积……），或删去这张表。"),
    "room.missing": (_REFUSAL, False, "没有房号。请在“{column}”列补上；如果是上一行房屋的共有人，请写到上一行的产权人里。"),
    "room.unreadable": (_REFUSAL, False, "“{column}”列的“{text}”认不出是哪一户。请写成 3幢2单元501室 或 3-2-501 的样子。"),
    "room.date": (_REFUSAL, False, "“{column}”列被表格软件变成了日期“{text}”。请把这一格设为文本，重新填写房号。"),
    "room.no_number": (_REFUSAL, False, "“{column}”列的“{text}”没有写到室。请补上室号。"),
    "room.no_building": (_REFUSAL, False, "“{text}”没有写是哪一幢。请补上幢号，例如 3幢501室。"),
    "room.compact": (_REFUSAL, False, "“{column}”列的“{text}”分不清幢、单元和室。请用短横分开，例如 3-2-501。"),
    "room.unusual": (_DOUBT, True, "“{column}”列的“{text}”写法少见。按原样导入时，就用这个写法作室号。"),
    "room.bracket": (_DOUBT, True, "“{column}”列的“{text}”带有括号，括号里的字没有用上。按原样导入时不要括号。"),
    "room.whole_building": (_DOUBT, True, "“{column}”列只写了“{text}”。按原样导入时，当作整幢一户（别墅、独幢商业）。"),
    "room.basement": (_DOUBT, True, "“{column}”列的“{text}”像地下车位号。按原样导入时，当作车位。"),
    "room.pair": (_DOUBT, True, "“{column}”列的“{text}”只有两段，分不清第一段是幢还是单元。按原样导入时，第一段当作幢，第二段当作室。"),
    "building.conflict": (_DOUBT, False, "房号里的幢号与“{column}”列的“{text}”不一致。请改成一致。"),
    "building.unreadable": (_REFUSAL, False, "“{column}”列的“{text}”认不出是哪一幢。请只写幢号，例如 3 或 3幢。"),
    "building.named": (_REMARK, False, "“{column}”列的“{text}”作为楼名使用。"),
    "building.filled_down": (_REMARK, False, "这一行没有写幢号，按上面的“{text}”识别。"),
    "building.from_title": (_REMARK, False, "这一行没有写幢号，按标题或工作表名“{text}”识别。"),
    "entrance.conflict": (_DOUBT, False, "房号里的单元与“{column}”列的“{text}”不一致。请改成一致。"),
    "entrance.unreadable": (_REFUSAL, False, "“{column}”列的“{text}”认不出是几单元。请只写单元号，例如 2 或 2单元。"),
    "parking.beside": (_REMARK, False, "车位“{text}”写在房屋旁边，没有单独成户；如有产权，请另起一行登记车位。"),
    # use and area
    "kind.unknown": (_DOUBT, False, "“{column}”列的“{text}”不是住宅、商铺、车位、储藏室。请改成其中一种；公共用房请选不导入。"),
    "kind.conflict": (_DOUBT, False, "“{column}”列写的“{text}”与房号说的不一致。请改成一致。"),
    "area.missing": (_DOUBT, True, "没有建筑面积。请在“{column}”列补上；按原样导入时面积空着，补齐以前这一户不能计入表决面积。"),
    "area.only_inner": (_DOUBT, True, "只有套内面积，没有建筑面积。请补上；按原样导入时建筑面积空着，补齐以前这一户不能计入表决面积。"),
    "area.zero": (_DOUBT, True, "“{column}”列的面积是 0。请改正；按原样导入时面积空着，补齐以前这一户不能计入表决面积。"),
    "area.decimals": (_DOUBT, False, "“{column}”列的“{text}”超过两位小数。名册面积不能四舍五入，请照权属证书改成两位小数。"),
    "area.malformed": (_DOUBT, False, "“{column}”列的“{text}”不是面积。请写成平方米，最多两位小数，例如 89.57。"),
    "area.separator": (_DOUBT, True, "“{column}”列的“{text}”里有逗号。按原样导入时读作 {reading} 平方米。"),
    "area.full_width": (_DOUBT, True, "“{column}”列的“{text}”用了全角数字。按原样导入时读作 {reading} 平方米。"),
    "area.large": (_DOUBT, True, "“{column}”列的面积 {text} 平方米大得少见，请核对。按原样导入时就用这个数。"),
    "area.inner_larger": (_DOUBT, True, "套内面积大于建筑面积，两列可能写反了，请核对。按原样导入时两个数都照写。"),
    "area.differs": (_REMARK, False, "几个面积不一样，按登记、实测、合同的先后采用“{column}”列。"),
    "inner_area.malformed": (_DOUBT, True, "“{column}”列的“{text}”不是面积。请改正；按原样导入时套内面积空着。"),
    "source.unknown": (_DOUBT, True, "“{column}”列的“{text}”不是登记、实测、合同。请改正；按原样导入时来源空着。"),
    # owners
    "owner.missing": (_DOUBT, False, "没有产权人。请在“{column}”列补上；没有卖出的，请在交付状态写“未售”。"),
    "owner.developer_unnamed": (_DOUBT, False, "未售房屋没有写开发商的名称。请在“{column}”列写上公司全称。"),
    "name.others": (_DOUBT, True, "“{column}”列的“{text}”没有把产权人写全。请写出每个人的姓名；按原样导入时只登记写出的这一位。"),
    "name.not_full": (_DOUBT, True, "“{column}”列的“{text}”不是全名。请写全名；按原样导入时，本人凭姓名认领房屋会对不上。"),
    "name.spaces": (_DOUBT, False, "“{column}”列的“{text}”分不清是几个人。请用顿号分开，例如 王芳、李强。"),
    "name.unusual": (_DOUBT, True, "“{column}”列的“{text}”不像姓名或单位名称，请核对。按原样导入时就用这个名字。"),
    "name.remark": (_REMARK, False, "产权人后面的“{text}”记入备注。"),
    "phone.missing": (_REMARK, False, "没有电话，本人不能凭手机号自动认领房屋，要用邀请码或到社区办理。"),
    "phone.malformed": (_DOUBT, True, "“{column}”列的“{text}”不是完整的电话号码。请改正；按原样导入时不要这个号码。"),
    "phone.unmatched": (_REMARK, False, "{text}，分不清号码是谁的，只记在这一户的备注里，不能用来认领房屋。可以改成与产权人同样的顺序。"),
    "id.malformed": (_DOUBT, True, "“{column}”列的证件号“{text}”不对（位数或校验码）。请改正；按原样导入时不要这个号码。"),
    "id.digits_lost": (_DOUBT, True, "“{column}”列的证件号被表格软件当成数字，末几位已经丢失。请设为文本重新填写；按原样导入时不要这个号码。"),
    "id.unmatched": (_DOUBT, True, "证件号的个数与产权人的个数不一致。请补齐；按原样导入时不要证件号。"),
    "share.unreadable": (_DOUBT, True, "“{column}”列的“{text}”看不懂。请写成 50% 或 1/2；按原样导入时份额空着。"),
    # state
    "delivery.unknown": (_DOUBT, True, "“{column}”列的“{text}”看不出是否交付。请写未售、已售未交付或已交付；按原样导入时当作已交付。"),
    "delivery.person_unsold": (_DOUBT, False, "交付状态是“{text}”，产权人却是个人。请改正其中一个。"),
    "delivery.developer": (_DOUBT, True, "产权人是开发企业，又没有交付状态。请写明；按原样导入时当作未售。"),
    # cells and rows
    "cell.error": (_DOUBT, False, "“{column}”列是出错的公式（{text}）。请改成具体的内容。"),
    "cell.unusable": (_DOUBT, False, "“{column}”列有不能显示的字符。请重新填写这一格。"),
    "cell.too_long": (_DOUBT, False, "“{column}”列的内容太长，不像{text}。请改正。"),
    "cell.date": (_DOUBT, False, "“{column}”列被表格软件变成了日期“{text}”。请把这一格设为文本，重新填写。"),
    "row.contradicts": (_DOUBT, False, "与第 {text} 行是同一户，内容却不一样。请改正一行、把一行选为不导入；如果是共有人，请把下面一行选为合并共有人。"),
    "row.joined": (_REMARK, False, "是第 {text} 行房屋的共有人，已合并到那一户。"),
    "treatment.unknown": (_DOUBT, False, "“处理”列的“{text}”不明白。请写按原样导入、不导入、合并共有人，或者空着。"),
    "treatment.nothing_to_join": (_DOUBT, False, "选了合并共有人，但前面没有同一户的行。请改正房号，或取消合并。"),
}  # fmt: skip

CODES = frozenset(_TABLE)


def reason(
    code: str, *, column: str = "", text: str = "", reading: str = "", field: Field | None = None
) -> Reason:
    """The reason of that code in full words; long texts are shortened."""
    weight, acceptable, sentence = _TABLE[code]
    shown = text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - a line of the page
    column = column or (field.heading if field else "")
    words = sentence.format(column=column, text=shown, reading=reading)
    return Reason(code, words, weight, column, field, acceptable)
