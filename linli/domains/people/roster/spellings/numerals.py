"""Numbers written in Chinese: 三 → 3, 十二 → 12, 二十 → 20."""

import re
import unicodedata
from functools import lru_cache

DIGITS = "零〇一二两三四五六七八九"
_VALUE = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
HAN_NUMBER = "[零〇一二两三四五六七八九十百]{1,6}"
_HAN_ONLY = re.compile(HAN_NUMBER)
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\u30fc\uff0d~\uff5e_—·.、/\\\\]+")


def han_number(text: str) -> int | None:
    """The value of a Chinese number below a thousand, or None: 十 → 10, 一百零二 → 102, 三〇二 → 302."""
    if not text or not _HAN_ONLY.fullmatch(text):
        return None
    if "十" not in text and "百" not in text:
        return int("".join(str(_VALUE[letter]) for letter in text))
    total = current = 0
    for letter in text:
        if letter in "十百":
            total += (current or 1) * (10 if letter == "十" else 100)
            current = 0
        else:
            current = _VALUE[letter]
    return total + current


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Half-width, upper case, no spaces: the form in which spellings are compared."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in folded if not letter.isspace() and letter not in "\u200b\ufeff")


def dashed(text: str) -> str:
    """`bare`, with every kind of dash, dot and stroke between numbers as a plain "-" and without 第."""
    return _DASHES.sub("-", bare(text)).replace("第", "").strip("-")


def name_of(token: str) -> str:
    """A building's or entrance's bare name: 03 → 3, 十二 → 12, a → A, 东 stays."""
    value = han_number(token)
    if value is not None:
        return str(value)
    head = token.rstrip("0123456789")
    number = token[len(head) :]
    return head + (number.lstrip("0") or "0") if number else token
