"""Telephone numbers as people write them: with dashes, two in a cell, as numbers, mangled by a program."""

import re
from dataclasses import dataclass

from linli.domains.people.roster.spellings.numerals import bare

_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_LANDLINE = re.compile(r"0[1-9][0-9]{8,10}", re.ASCII)
_LOCAL = re.compile(r"[2-9][0-9]{6,7}", re.ASCII)
_SERVICE = re.compile(r"(?:400|800)[0-9]{7}|95[0-9]{3,6}", re.ASCII)
_BETWEEN = re.compile(r"[、,，;；/／|\n\r和或]+")
_SPACES = re.compile(r"\s+")
_BRACKETS = re.compile(r"[(（][^)）]{0,30}[)）]")
_LABELS = re.compile(r"[^\W\d_]+[:：]?")
_WITH_EXTENSION = re.compile(r"(0[0-9]{2,3}-[0-9]{7,8})-([0-9]{1,5})", re.ASCII)
_MOBILES_INSIDE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", re.ASCII)
_NONE_GIVEN = frozenset({"无", "暂无", "不详", "未知", "/", "-", "--", "空号", "停机", "未留", "没有"})
_AREA_CODE_OF_THREE = ("010", "02")


@dataclass(frozen=True, slots=True)
class PhoneText:
    """`phones` are normalised (13812345678, 0570-3012345); `bad` are the pieces that are no number."""

    phones: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


def parse_phones(text: str) -> PhoneText:
    """All the numbers in a cell, each once, in order."""
    if not text.strip() or bare(text) in _NONE_GIVEN:
        return PhoneText()
    phones: list[str] = []
    bad: list[str] = []
    for piece in _pieces(text):
        phone = normal_phone(piece)
        if phone is None:
            bad.append(piece.strip())
        elif phone not in phones:
            phones.append(phone)
    return PhoneText(tuple(phones), tuple(bad))


def _pieces(text: str) -> list[str]:
    """The text cut at its separators; at spaces only where whole numbers stand between them."""
    pieces: list[str] = []
    for piece in _BETWEEN.split(text):
        parts = [part for part in _SPACES.split(piece) if part]
        if len(parts) > 1 and all(normal_phone(part) for part in parts):
            pieces += parts
        elif parts:
            pieces.append(piece)
    inside = [_MOBILES_INSIDE.findall(piece) if len(piece) > 20 else [] for piece in pieces]  # noqa: PLR2004
    return [one for piece, found in zip(pieces, inside, strict=True) for one in (found or [piece])]


def normal_phone(text: str) -> str | None:
    """One number in its normal form, or None: 141-0489-5505, +86 138…, (0570)3012345, 057-0-30-12345."""
    plain = bare(text)
    if not _BRACKETS.sub("", plain).strip():
        return None
    plain = re.sub(r"^\((0[0-9]{2,3})\)", r"\1-", plain)
    plain = _LABELS.sub("", _BRACKETS.sub("", plain.replace("转", "@")))
    plain = _WITH_EXTENSION.sub(r"\1@\2", plain)
    plain, _, extension = plain.partition("@")
    digits = re.sub(r"[-—–.·+]", "", plain)
    if not digits.isascii() or not digits.isdigit():
        return None
    for country in ("0086", "86"):
        if digits.startswith(country) and _MOBILE.fullmatch(digits[len(country) :]):
            digits = digits[len(country) :]
    if extension and not re.fullmatch(r"[0-9]{1,5}", extension):
        return None
    return _formed(digits, extension)


def _formed(digits: str, extension: str) -> str | None:
    if _MOBILE.fullmatch(digits):
        return digits
    if _LANDLINE.fullmatch(digits):
        cut = 3 if digits.startswith(_AREA_CODE_OF_THREE) else 4
        number = f"{digits[:cut]}-{digits[cut:]}"
    elif _LOCAL.fullmatch(digits) or _SERVICE.fullmatch(digits):
        number = digits
    else:
        return None
    return f"{number}-{extension}" if extension else number


def mobiles_in(text: str) -> tuple[str, str]:
    """The mobile numbers written into a name's cell, and the text without them."""
    found = _MOBILES_INSIDE.findall(text)
    return "、".join(found), (_MOBILES_INSIDE.sub(" ", text).strip() if found else text)
