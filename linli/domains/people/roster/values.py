"""What a stored cell value is to a person: numbers with all their digits, dates as dates, no silent zero."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from linli.domains.people.roster.sheets import NOTHING, Cell, CellKind
from linli.kernel.text import BadText, clean

# Number formats that a spreadsheet program shows as a date or time without spelling out the format.
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERALS = re.compile(r'"[^"]{0,255}"|\\.|\[[^\]]{0,32}\]')
_DATE_LETTERS = re.compile(r"[yd年月日]|m{1,5}/|h+:", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{0,400}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHOWN_DIGITS = 15  # what a spreadsheet program keeps of a number; the rest is noise of binary fractions
_LAST_DAY = 2_958_465  # 31 December 9999
_UNUSABLE_SHOWN = re.compile(r"[^\w\s，。、：；（）()#/·.@+-]")


@dataclass(slots=True)
class RawCell:
    """A cell as the file stores it; `value` None means that the file has none."""

    kind: str = "n"
    style: int = 0
    value: str | None = None
    formula: bool = False


@dataclass(frozen=True, slots=True)
class DateStyles:
    """Which cell styles show a number as a date, and from which day numbers count."""

    styles: frozenset[int]
    first_day: datetime

    @classmethod
    def of(cls, of_style: list[int], formats: dict[int, str], *, since_1904: bool) -> "DateStyles":
        """Styles by position, each with its number format; own formats by their code."""
        dates = _BUILT_IN_DATES | {number for number, code in formats.items() if _shows_date(code)}
        first_day = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day
        return cls(frozenset(index for index, number in enumerate(of_style) if number in dates), first_day)


def _shows_date(code: str) -> bool:
    return bool(_DATE_LETTERS.search(_LITERALS.sub("", code[:1000]))) or any(
        mark in code for mark in ("年", "月", "日")
    )


def cell_of(raw: RawCell, strings: list[str], styles: DateStyles) -> Cell:
    """The cell as a person sees it.

    A formula gives the value it had when the file was saved; one that was never worked out, or whose value
    is an error or the 0 that programs write for "not worked out", is an ERROR, never a silent 0 (C-11).
    """
    if raw.value is None or not raw.value.strip():
        return Cell("公式没有结果", CellKind.ERROR, formula=True) if raw.formula else NOTHING
    if raw.kind == "e":
        return Cell(raw.value.strip()[:20], CellKind.ERROR, formula=raw.formula)
    if raw.kind == "s":
        index = int(raw.value)
        return text_cell(_unescape(strings[index])) if 0 <= index < len(strings) else NOTHING
    if raw.kind in {"str", "inlineStr", "d"}:
        return text_cell(_unescape(raw.value), formula=raw.formula)
    if raw.kind == "b":
        return Cell("是" if raw.value.strip() == "1" else "否", CellKind.TRUTH, formula=raw.formula)
    return _number_cell(raw, styles)


def _number_cell(raw: RawCell, styles: DateStyles) -> Cell:
    stored = (raw.value or "").strip()
    if not _PLAIN_NUMBER.fullmatch(stored) or not any(letter.isdigit() for letter in stored):
        return text_cell(stored, formula=raw.formula)
    number = float(stored)
    if raw.formula and number == 0:
        return Cell("公式结果为0", CellKind.ERROR, formula=True)
    if raw.style in styles.styles and 0 < number <= _LAST_DAY:
        return Cell(_date_text(number, styles.first_day), CellKind.DATE, formula=raw.formula)
    return Cell(number_text(number), CellKind.NUMBER, formula=raw.formula)


def number_text(number: float) -> str:
    """The number with the digits a person sees: 89.57, 14106079340, never 1.41E+10 or 89.5700000000001."""
    if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124 - not a number
        return "#NUM!"
    exact = Decimal(f"{number:.{_SHOWN_DIGITS}g}")
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date_text(number: float, first_day: datetime) -> str:
    try:
        moment = first_day + timedelta(days=number)
    except OverflowError:
        return number_text(number)
    whole = number == int(number)
    return moment.strftime("%Y-%m-%d" if whole else "%Y-%m-%d %H:%M")


def text_cell(text: str, *, formula: bool = False) -> Cell:
    """A text cell with outer spaces gone; characters that cannot be shown make it UNUSABLE."""
    try:
        kept = clean(_without_marks(text)).strip("\u3000\ufeff\u200b \t\n")
    except BadText:
        shown = _UNUSABLE_SHOWN.sub("□", text[:200])
        return Cell(shown.encode("utf-8", "replace").decode(), CellKind.UNUSABLE)
    return Cell(kept, CellKind.TEXT, formula=formula) if kept else NOTHING


def _without_marks(text: str) -> str:
    """Without the marks people put to keep a number as text: '138… and ="138…"."""
    bare = text.strip()
    if bare.startswith('="') and bare.endswith('"') and len(bare) > 3:  # noqa: PLR2004 - ="x"
        return bare[2:-1]
    return bare[1:] if bare.startswith(("'", "\u2019")) else bare


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
