"""Opens a zip that a stranger made: bounded in size and names before a byte of it is unpacked."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from linli.verify.faults import Malformed, shown

MEGABYTE = 1 << 20
# The most that each file may unpack to. A vote of 100,000 voters on ten items needs about 60 MB of ballots.
LARGEST: Mapping[str, int] = MappingProxyType(
    {
        "manifest.json": MEGABYTE,
        "vote.json": 16 * MEGABYTE,
        "roll.csv": 64 * MEGABYTE,
        "ballots.jsonl": 256 * MEGABYTE,
        "result.json": 16 * MEGABYTE,
    }
)
DECRYPTION = "decryption.json"  # a secret vote's bundle has this one more, and longer ballots
LARGEST_OF_SECRET: Mapping[str, int] = MappingProxyType(
    {**LARGEST, "ballots.jsonl": 1024 * MEGABYTE, DECRYPTION: 64 * MEGABYTE}
)
LARGEST_ARCHIVE, LARGEST_SECRET_ARCHIVE = 128 * MEGABYTE, 1024 * MEGABYTE
LARGEST_DIRECTORY = 64 * 1024
HIGHEST_RATIO, RATIO_COUNTS_FROM = 200, MEGABYTE
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _LONGEST_COMMENT, _LOCATOR_SIZE = 22, 65535, 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# What the library raises on damage of one kind or another; none of it may reach the reader.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError,
    NotImplementedError, IndexError, OverflowError,
)  # fmt: skip


def unpack(path: str) -> dict[str, bytes]:
    """The five files of the bundle at `path`, six of a secret vote's. Raises Malformed."""
    try:
        with Path(path).open("rb") as stream:
            _check_ends(stream)
            with zipfile.ZipFile(stream) as archive:
                secret = DECRYPTION in archive.namelist()
                if not secret:
                    _check_size(stream, LARGEST_ARCHIVE)
                largest = LARGEST_OF_SECRET if secret else LARGEST
                return {
                    entry.filename: _read(archive, entry, largest) for entry in _entries(archive, largest)
                }
    except _DAMAGE as damage:
        raise Malformed(
            "bundle", "unreadable", f"读不了这个文件，它不是完好的 zip（{shown(damage)}）。"
        ) from None


def _check_ends(stream: BinaryIO) -> None:
    """Bounds the archive and its directory, which the library would load whole, however large."""
    _check_size(stream, LARGEST_SECRET_ARCHIVE)
    size = stream.seek(0, 2)
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_SIZE)
    stream.seek(start)
    tail = stream.read()
    found = tail.rfind(_END)
    if found < 0 or len(tail) - found < _END_SIZE:
        raise Malformed("bundle", "unreadable", "这不是 zip 文件，或文件不完整。")
    directory = struct.unpack_from("<L", tail, found + 12)[0]
    if directory > LARGEST_DIRECTORY or _END_64 in tail[max(0, found - _LOCATOR_SIZE) : found]:
        raise Malformed("bundle", "too_many_entries", "压缩包里的文件太多，表决包只有五个文件。")
    stream.seek(0)


def _check_size(stream: BinaryIO, largest: int) -> None:
    if stream.seek(0, 2) > largest:
        raise Malformed("bundle", "too_large", f"文件超过 {largest // MEGABYTE} MB，不像表决包。")


def _entries(archive: zipfile.ZipFile, largest: Mapping[str, int]) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    for name in names:
        if name not in largest:
            raise Malformed(shown(name), "strange_file", f"压缩包里有不该有的文件“{shown(name)}”。")
        if names.count(name) > 1:
            raise Malformed(name, "file_twice", f"压缩包里有两个 {name}，不知道该信哪一个。")
    for name in largest:
        if name not in names:
            raise Malformed(name, "file_missing", f"压缩包里缺少 {name}。")
    for entry in entries:
        _check_entry(entry, largest)
    return entries


def _check_entry(entry: zipfile.ZipInfo, largest: Mapping[str, int]) -> None:
    name = entry.filename
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise Malformed(name, "strange_packing", f"{name} 加了密或用了不支持的压缩方式。")
    swollen = entry.file_size > max(RATIO_COUNTS_FROM, HIGHEST_RATIO * entry.compress_size)
    if entry.file_size > largest[name] or swollen:
        raise Malformed(name, "too_large", f"{name} 解开后过大，可能是压缩炸弹，没有解开。")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, largest: Mapping[str, int]) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(largest[entry.filename] + 1)
    if len(content) > largest[entry.filename] or len(content) != entry.file_size:
        raise Malformed(entry.filename, "size_differs", f"{entry.filename} 的大小与压缩包目录里写的不一样。")
    return content
