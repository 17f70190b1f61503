"""Owners' names as people write them: several in a cell, with spaces inside, with shares and remarks behind."""

import re
import unicodedata
from dataclasses import dataclass

from linli.domains.people.roster.spellings.numerals import bare

_COMPANY = re.compile(
    r"公司|集团|银行|合作社|委员会|村委|居委|政府|学校|医院|中心|事务所|商行|经营部|工作室|协会|学会|基金会|研究[院所]|合伙|"
    r"企业|办事处|分行|支行|部队|工厂|厂$|(?<=..)局$|(?<=...)店$|(?<=...)站$|(?<=..)部$|(?<=...)社$|大队|酒店|幼儿园|LTD|CO\."
)
_DEVELOPER = re.compile(r"房地产|房产|地产|置业|开发|城投|城建|住建|建设投资")
_STRONG = re.compile(r"[、,，;；/／|\n\r&＆+＋]+")
_SPACES = re.compile(r"[\s\u3000]+")
_BRACKET = re.compile(r"[(（\[【]([^)）\]】]{0,40})[)）\]】]?")
_SHARE = re.compile(
    r"(?:各?占?|份额)?(?P<share>[0-9]{1,3}(?:\.[0-9]{1,2})?[%％]|[1-9][0-9]{0,2}[/／][1-9][0-9]{0,3})(?:份额)?"
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]{2,6}")
_LONG_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇·]{3,20}")
_LATIN_NAME = re.compile(r"[A-Z][A-Z.'\- ]{1,59}", re.IGNORECASE | re.ASCII)
_TITLE_END = re.compile(r"(?:先生|女士|小姐|老师|太太|师傅|老板|阿姨|大伯)$")
_OTHERS = re.compile(r"等[0-9一二两三四五六七八九十]*[人户]?$")
_NO_NAME = frozenset({"无", "暂无", "不详", "未知", "/", "-", "--", "空", "待定", "无名"})
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "令狐",
        "夏侯",
        "长孙",
        "宇文",
        "轩辕",
        "端木",
        "百里",
        "南宫",
        "司空",
        "闻人",
        "独孤",
        "澹台",
        "申屠",
        "太史",
        "呼延",
        "西门",
        "拓跋",
        "第五",
    ]
)
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇"
    "栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔"
    "隆师巩聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查荆红游竺权逯盖益桓公覃闫肖付邸岳帅缑亢况后有琴商牟佘伯赏墨哈谯笪"
    "年爱阳佟言福练仝展兰代蒿植谌冒苑么揭巨户海战占原门敬官化宝锁隋智普来仁延栗刑"
)


@dataclass(frozen=True, slots=True)
class NameText:
    """One owner as written. `doubt` is the code of what is not certain about the name, "" when all is clear."""

    name: str
    company: bool = False
    share: str = ""
    remark: str = ""
    doubt: str = ""


def parse_names(text: str) -> tuple[NameText, ...]:
    """All the owners in a cell, in order, each once; () where the cell says that there is none."""
    if not text.strip() or bare(text) in _NO_NAME:
        return ()
    found: list[NameText] = []
    for piece in _pieces(text):
        owner = _owner(piece)
        if owner.name and all(owner.name != other.name for other in found):
            found.append(owner)
    return tuple(found)


def is_developer(name: str) -> bool:
    """Whether a company's name says that it builds and sells flats."""
    return bool(_COMPANY.search(bare(name)) and _DEVELOPER.search(name))


def _is_company(text: str) -> bool:
    return bool(_COMPANY.search(bare(_BRACKET.sub("", text)))) and len(bare(text)) >= 4  # noqa: PLR2004


def _pieces(text: str) -> list[str]:
    """The cell cut into owners, with fractions (1/2) and brackets kept whole."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"\ue000{len(held) - 1}\ue001"

    masked = _SHARE.sub(hold, _BRACKET.sub(hold, text.replace("\ue000", "").replace("\ue001", "")))

    def unhold(piece: str) -> str:
        while "\ue000" in piece:  # a fraction may stand in a bracket
            piece = re.sub("\ue000([0-9]+)\ue001", lambda found: held[int(found[1])], piece)
        return piece

    pieces: list[str] = []
    for piece in _STRONG.split(masked):
        pieces += _cut_at_words(piece)
    return [unhold(piece).strip() for piece in pieces if piece.strip()]


def _cut_at_words(piece: str) -> list[str]:
    """Cut at spaces and at 和, 与, 及 where two whole names stand on both sides."""
    if _is_company(piece):
        parts = [part for part in _SPACES.split(piece) if part]
        return parts if len(parts) > 1 and all(_is_company(part) for part in parts) else [piece]
    parts = [part for part in _SPACES.split(piece) if part]
    if len(parts) > 1:
        parts = _joined(parts)
    return [name for part in parts for name in _cut_at_and(part)]


def _joined(parts: list[str]) -> list[str]:
    """Names with spaces inside are one name: 王 芳, 欧阳 锋, JOHN SMITH; 丁静 许静栋 are two.

    What can be read both ways stays in one piece and becomes a doubt (name.spaces).
    """
    if all(part.isascii() for part in parts):
        return [" ".join(parts)]
    marks = [part for part in parts if part.startswith("\ue000")]
    words = [part for part in parts if not part.startswith("\ue000")]
    if marks:  # 张三 50% 李四 50%
        glued = re.sub(r"[\s\u3000]+(?=\ue000)", "", " ".join(parts))
        again = [part for part in _SPACES.split(glued) if part]
        return again if len(again) < len(parts) else [" ".join(words)]
    if all(len(part) >= 2 for part in parts) and not (len(parts) == 2 and parts[0] in _COMPOUND):  # noqa: PLR2004
        return parts
    if len(parts) == 2 and len("".join(parts)) <= 4:  # noqa: PLR2004
        return ["".join(parts)]
    if len(parts) == 3 and all(len(part) == 1 for part in parts):  # noqa: PLR2004
        return ["".join(parts)]
    return [" ".join(parts)]


def _cut_at_and(part: str) -> list[str]:
    """张三和李四 → two; 苏强和, 潘友和, 卢和心 stay one: a name, not a word, stands there."""
    for index in range(2, len(part) - 2):
        if part[index] in "和与及" and part[index + 1] in SURNAMES and part[0] in SURNAMES:
            return [part[:index], *_cut_at_and(part[index + 1 :])]
    return [part]


def _owner(piece: str) -> NameText:
    if _is_company(piece):
        return NameText(_company_name(piece), company=True)
    remarks = [found.strip() for found in _BRACKET.findall(piece)]
    outside = _BRACKET.sub(" ", piece)
    share = _SHARE.search(outside) or next((hit for hit in map(_SHARE.fullmatch, remarks) if hit), None)
    outside = _SHARE.sub(" ", outside)
    name = _tidy(outside)
    remark = "；".join(one for one in remarks if one and not _SHARE.fullmatch(one))
    return NameText(
        name,
        share=_share(share["share"]) if share else "",
        remark=remark,
        doubt=_doubt(name, outside.strip()),
    )


def _company_name(text: str) -> str:
    kept = unicodedata.normalize("NFC", text).replace("(", "（").replace(")", "）")
    return kept.strip() if kept.isascii() else _SPACES.sub("", kept)


def _tidy(text: str) -> str:
    kept = text.strip(" \t:：.。-—*＊")
    if kept.isascii():
        return _SPACES.sub(" ", kept)
    return _SPACES.sub("", kept).replace("•", "·").replace("．", "·").replace("・", "·")


def _share(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _doubt(name: str, written: str) -> str:
    if _OTHERS.search(name) and len(name) > 2:  # noqa: PLR2004 - 张三等3人
        return "name.others"
    if _TITLE_END.search(name):
        return "name.not_full"
    if _HAN_NAME.fullmatch(name):
        certain = len(_SPACES.split(written)) == 1 or len(name) <= 3  # noqa: PLR2004 - 王 芳, 王 小明
        return "" if certain else "name.spaces"
    plausible = _LONG_NAME.fullmatch(name) if "·" in name else _LATIN_NAME.fullmatch(name)
    return "" if plausible else "name.unusual"


def parse_shares(text: str) -> tuple[str, ...]:
    """The shares in a cell of their own: 50%、50% or 1/2."""
    return tuple(_share(found["share"]) for found in _SHARE.finditer(text))
