"""Opening the zip that an .xlsx is, without unpacking a bomb (check C-8)."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from linli.domains.people.roster.errors import Bomb, Damaged, Encrypted, Entities, OtherFormat, RosterRefused

MOST_ENTRIES = 2_000
MOST_UNPACKED = 96 * 1024 * 1024
MOST_OF_ONE_PART = 64 * 1024 * 1024
MOST_RATIO = 250
MOST_ELEMENTS = 1_000_000
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_CHUNK = 64 * 1024

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Archive:
    """The parts of an .xlsx whose sizes have been checked before anything was unpacked."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError) as error:
            raise Damaged from error
        entries = self._zip.infolist()
        _check_sizes(entries)
        self.names = {entry.filename for entry in entries}
        if any(entry.flag_bits & 1 for entry in entries):
            raise Encrypted
        if "xl/workbook.xml" not in self.names:
            raise OtherFormat
        self._elements = 0

    def parse(self, part: str, *, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Stream one XML part through the handlers, which get local names without prefix.

        Raises Entities at the first DOCTYPE, Bomb after too many elements, Damaged for anything that is
        not XML. A part that is not there is Damaged too.
        """
        parser = self._parser(start, end, text)
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except RosterRefused:
            raise
        except (KeyError, expat.ExpatError, zipfile.BadZipFile, zlib.error, *_READ_FAULTS) as error:
            raise Damaged from error

    def _parser(self, start: Start, end: End | None, text: Text | None) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype

        def counted(name: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise Bomb
            start(_local(name), attributes)

        parser.StartElementHandler = counted
        if end is not None:
            ended = end
            parser.EndElementHandler = lambda name: ended(_local(name))
        if text is not None:
            parser.CharacterDataHandler = text
        return parser


_READ_FAULTS = (ValueError, NotImplementedError, EOFError, OSError, LookupError, RuntimeError, MemoryError)


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_arguments: Any) -> None:
    raise Entities


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Bomb
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED or any(entry.file_size > MOST_OF_ONE_PART for entry in entries):
        raise Bomb
    if unpacked > _RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1):
        raise Bomb
