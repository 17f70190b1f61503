"""Reading a PDF as a person does: its words page by page, and how large the sheets are."""

import functools
import re
import subprocess
from dataclasses import dataclass

import pypdfium2

from linli.platform import papers

MILLIMETRES = 25.4 / 72


@dataclass(frozen=True)
class Sheet:
    """One page: its words without white space, and its size in whole millimetres."""

    words: str
    size: tuple[int, int]


@functools.cache
def why_missing():
    """What keeps this machine from making papers; None where nothing does."""
    if not papers.can_typeset():
        return "Pango is not installed"
    try:
        found = subprocess.run(
            ["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return "fontconfig is not installed"
    return None if found.stdout.strip() else "no Chinese font is installed"


def sheets(content):
    """The pages of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_sheet(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _sheet(page):
    width, height = page.get_size()
    text = page.get_textpage()
    words = re.sub(r"\s+", "", text.get_text_range())
    text.close()
    page.close()
    return Sheet(words, (round(width * MILLIMETRES), round(height * MILLIMETRES)))


def words(content):
    """All words of a PDF, without white space."""
    return "".join(sheet.words for sheet in sheets(content))
