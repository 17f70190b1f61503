"""Text that people type: what is kept, what is refused, and when two names are the same."""

import re
import unicodedata

from linli.kernel.refusals import Invalid

_MARKS_IN_A_ROW = 16
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")


class BadText(Invalid):
    """The text holds characters that cannot be shown or that disguise others."""

    code, sentence = "text.unusable", "文字里有不能显示的字符，请删去后再提交。"


def clean(text: str) -> str:
    """The text in NFC with trimmed ends and Unix line ends, the same on every database.

    Raises BadText for NUL and other control characters, direction overrides, lone surrogates and long
    runs of combining marks. 4-byte Han and emoji are kept as they are.
    """
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _REFUSED.search(kept) or any("\ud800" <= letter <= "\udfff" for letter in kept):
        raise BadText
    marks = 0
    for letter in kept:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > _MARKS_IN_A_ROW:
            raise BadText
    return kept


def fold(text: str) -> str:
    """A form in which two spellings of one name are equal: NFKC, lower case, no spaces or zero-widths."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        letter for letter in folded if not letter.isspace() and unicodedata.category(letter) != "Cf"
    )


def in_order(label: str) -> list[tuple[int, str]]:
    """A key that sorts labels as people count: 2幢 before 10幢."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]{1,9})", label)]
