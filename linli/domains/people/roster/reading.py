"""From an uploaded file to its sheets: what kind of file it is, and a clear no where it cannot be read."""

import hashlib
from pathlib import PurePath
from typing import IO

from linli.domains.people.roster.errors import EmptyFile, Encrypted, OldFormat, OtherFormat, TooLarge
from linli.domains.people.roster.sheets import Workbook
from linli.domains.people.roster.textfile import read_csv
from linli.domains.people.roster.xlsx import read_xlsx

LARGEST_FILE = 10 * 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_OTHER_MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def read_roster(content: bytes | IO[bytes], filename: str) -> Workbook:
    """The sheets of an .xlsx or .csv. What the file is, its bytes decide, not its name.

    Raises a RosterRefused, each with its own sentence: empty, too large, a bomb, encrypted, an old .xls,
    another format, damaged, an encoding nobody knows.
    """
    content = content if isinstance(content, bytes) else content.read(LARGEST_FILE + 1)
    if not content:
        raise EmptyFile
    if len(content) > LARGEST_FILE:
        raise TooLarge
    name = PurePath(filename.replace("\\", "/")).name[:200]
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"PK"):
        sheets, hidden = read_xlsx(content)
        return Workbook(name, digest, sheets, hidden)
    if content.startswith(_OLE):
        raise Encrypted if _ENCRYPTED_PART in content else OldFormat
    if content.startswith(_OTHER_MAGIC):
        raise OtherFormat
    return Workbook(name, digest, (read_csv(content, PurePath(name).stem[:31] or "表格"),))
