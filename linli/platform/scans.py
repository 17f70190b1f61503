"""The pages of a scanned PDF as pictures, for phones that open no PDF.

A scan is a PDF whose every page is one JPEG that fills it, as scanners and scanning apps make them. Those pictures are
taken out with the PDF reader that comes with Pillow; whatever else a PDF is made of (text, drawings, fax compression,
compressed object tables) is not drawn here: such a file stays a download.
"""

import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from PIL import Image, PdfParser

MOST_PAGES = 100
_LEAST_SIDE, _ALIKE_PERCENT = 600, 4
_LEVELS = 16  # of a page tree, upwards


class NoScan(Exception):
    """The PDF is not a scan that can be read here."""


def pages(raw: bytes) -> list[bytes]:
    """The JPEG of each page, upright, first to last; nothing for a PDF that is no scan."""
    try:
        with PdfParser.PdfParser(buf=raw) as parser:
            if not 0 < len(parser.pages) <= MOST_PAGES:
                return []
            return [_page(parser, parser.read_indirect(one)) for one in parser.pages]
    except Exception:  # noqa: BLE001 - a stranger's broken file: the reader raises many kinds
        return []


def _page(parser: PdfParser.PdfParser, page: Any) -> bytes:
    resources = _read(parser, _inherited(parser, page, b"Resources"))
    objects = _read(parser, resources[b"XObject"])
    pictures = [one for one in _streams(parser, objects) if _is(one.dictionary, b"Subtype", b"Image")]
    if len(pictures) != 1 or not _is(pictures[0].dictionary, b"Filter", b"DCTDecode"):
        raise NoScan
    (picture,) = pictures
    width, height = (int(_read(parser, picture.dictionary[name])) for name in (b"Width", b"Height"))
    left, bottom, right, top = (float(_read(parser, side)) for side in _box(parser, page))
    across, down = abs(right - left), abs(top - bottom)
    alike = abs(width * down - height * across) * 100 <= _ALIKE_PERCENT * height * across
    if min(width, height) < _LEAST_SIDE or not alike:
        raise NoScan
    return _upright(bytes(picture.buf), int(_read(parser, _inherited(parser, page, b"Rotate") or 0)))


def _upright(jpeg: bytes, turn: int) -> bytes:
    if turn % 360 == 0:
        return jpeg
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as opened:
        made = io.BytesIO()
        opened.convert("RGB").rotate(-turn, expand=True).save(made, "JPEG", quality=90)
    return made.getvalue()


def _streams(parser: PdfParser.PdfParser, objects: Mapping[Any, Any]) -> Iterator[PdfParser.PdfStream]:
    read = (_read(parser, objects[name]) for name in islice(objects, _LEVELS))
    return (one for one in read if isinstance(one, PdfParser.PdfStream))


def _box(parser: PdfParser.PdfParser, page: Any) -> Any:
    return _read(parser, _inherited(parser, page, b"MediaBox"))


def _inherited(parser: PdfParser.PdfParser, page: Any, name: bytes) -> Any:
    """What a page says itself, or the part of the tree above it."""
    for _ in range(_LEVELS):
        if name in page:
            return page[name]
        if b"Parent" not in page:
            return None
        page = _read(parser, page[b"Parent"])
    return None


def _read(parser: PdfParser.PdfParser, value: Any) -> Any:
    return parser.read_indirect(value) if isinstance(value, PdfParser.IndirectReference) else value


def _is(found: Mapping[Any, Any], name: bytes, wanted: bytes) -> bool:
    value = found.get(name)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return isinstance(value, PdfParser.PdfName) and value.name == wanted
