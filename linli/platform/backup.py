"""A backup is one encrypted file: the database as of one moment, the stored files, and what they must hash to.

Whoever has the file without the key has nothing; a file that was cut or changed is refused as a whole.
Restoring works on an empty database only.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import inspect, make_url

from linli.kernel.refusals import Conflict, Invalid
from linli.platform import clock, schema
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.storage import FileMissing, Storage

MAGIC = b"LINLIBK1"
CHUNK = 1024 * 1024
SCHEMA = "public"  # where linli keeps its tables on PostgreSQL
DATABASE, MANIFEST, FILES = "database", "manifest.json", "files/"


class BadBackup(Invalid):
    """The file is no backup, was cut or changed, or the key is another one."""

    code, sentence = "backup.unreadable", "这个备份打不开：文件不完整、被改动过，或者密钥不对。"


class NotEmpty(Conflict):
    """There is something in the database already."""

    code, sentence = "backup.not_empty", "只能恢复到空的数据库，请先换一个空库。"


class ToolMissing(Conflict):
    """PostgreSQL's own programs are needed and not there."""

    code, sentence = "backup.tool_missing", "找不到 pg_dump 或 pg_restore，请安装 postgresql-client。"


def write(path: Path, *, key: bytes) -> dict[str, Any]:
    """Make a backup at `path` (whole or not at all) and return its manifest."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        dump = Path(folder) / DATABASE
        _dump(dump)
        parts = Path(folder) / "parts.tar"
        manifest = _pack(parts, dump)
        sealed = Path(folder) / "sealed"
        with parts.open("rb") as plain, sealed.open("wb") as out:
            _seal(plain, out, key)
            out.flush()
            os.fsync(out.fileno())
        sealed.replace(path)
    return manifest


def restore(path: Path, *, key: bytes) -> dict[str, Any]:
    """Put a backup into an empty database and the file store. Raises BadBackup, NotEmpty, ToolMissing.

    Nothing is written before the whole file has been read and found unchanged.
    """
    if inspect(db.engine).get_table_names():
        raise NotEmpty
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "parts.tar"
        with path.open("rb") as sealed, plain.open("wb") as out:
            for chunk in _unseal(sealed, key):
                out.write(chunk)
        with tarfile.open(plain) as tar:
            manifest = _check(tar)
            dump = Path(folder) / DATABASE
            dump.write_bytes(_read(tar, DATABASE))
            for name in manifest["files"]:
                if name.startswith(FILES):
                    use(Storage).put(
                        name.removeprefix(FILES), _read(tar, name), media_type="application/octet-stream"
                    )
        _load(dump, manifest["kind"])
    schema.upgrade()
    return manifest


def check_only(path: Path, *, key: bytes) -> dict[str, Any]:
    """Read a backup through without restoring it. Raises BadBackup."""
    with tempfile.TemporaryFile() as plain:
        with path.open("rb") as sealed:
            for chunk in _unseal(sealed, key):
                plain.write(chunk)
        plain.seek(0)
        with tarfile.open(fileobj=plain) as tar:
            return _check(tar)


def _pack(target: Path, dump: Path) -> dict[str, Any]:
    hashes = {DATABASE: _file_hash(dump)}
    with tarfile.open(target, "w") as tar:
        tar.add(dump, DATABASE)
        for key, _ in use(Storage).listed():
            try:
                content = use(Storage).get(key)
            except FileMissing:  # deleted meanwhile; the database of the backup may still name it
                continue
            hashes[FILES + key] = hashlib.sha256(content).hexdigest()
            _add(tar, FILES + key, content)
        manifest = {
            "format": 1,
            "made_at": clock.now().isoformat(),
            "kind": db.engine.dialect.name,
            "revision": schema.revision(),
            "files": hashes,
        }
        _add(tar, MANIFEST, json.dumps(manifest).encode())
    return manifest


def _check(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(_read(tar, MANIFEST))
        for name, expected in manifest["files"].items():
            if hashlib.sha256(_read(tar, name)).hexdigest() != expected:
                raise BadBackup
    except (KeyError, ValueError, tarfile.TarError):
        raise BadBackup from None
    return manifest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise BadBackup
    return file.read()


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(plain: IO[bytes], out: IO[bytes], key: bytes) -> None:
    """Chunk by chunk; each is bound to its number and to being the last, so that none can be cut or moved."""
    salt = os.urandom(4)
    out.write(MAGIC + salt)
    number, chunk = 0, plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK)
        last = b"" if following else b"last"
        sealed = AESGCM(key).encrypt(salt + number.to_bytes(8), chunk, last)
        out.write(len(sealed).to_bytes(4) + sealed)
        if not following:
            return
        number, chunk = number + 1, following


def _unseal(sealed: IO[bytes], key: bytes) -> Iterator[bytes]:
    head = sealed.read(len(MAGIC) + 4)
    if len(head) != len(MAGIC) + 4 or not head.startswith(MAGIC):
        raise BadBackup
    salt, number = head[len(MAGIC) :], 0
    size = sealed.read(4)
    while size:
        content = sealed.read(int.from_bytes(size))
        size = sealed.read(4)
        try:
            yield AESGCM(key).decrypt(salt + number.to_bytes(8), content, b"" if size else b"last")
        except (InvalidTag, ValueError):
            raise BadBackup from None
        number += 1
    if number == 0:  # even an empty one has a last chunk
        raise BadBackup


def _dump(target: Path) -> None:
    url = db.engine.url
    if db.engine.dialect.name == "sqlite":
        reading = sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)
        with closing(reading) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return
    # Row-level security applies to the owner too, so the dump says that it may see every estate. What else lies
    # in the database, as for monitoring, is whose it is; linli may not even be allowed to read it.
    arguments = [
        *("--format=custom", "--no-owner", "--enable-row-security", f"--schema={SCHEMA}"),
        *(f"--file={target}", _conninfo()),
    ]
    _run("pg_dump", arguments, options="-c linli.estate=*")


def _load(dump: Path, kind: str) -> None:
    if kind != db.engine.dialect.name:
        raise BadBackup(f"这个备份来自 {kind}，当前数据库是 {db.engine.dialect.name}。")
    if kind == "sqlite":
        db.session.remove()
        db.engine.dispose()
        with (
            closing(sqlite3.connect(dump)) as source,
            closing(sqlite3.connect(db.engine.url.database or "")) as to,
        ):
            source.backup(to)
        return
    arguments = [
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--schema={SCHEMA}",
        f"--dbname={_conninfo()}",
        str(dump),
    ]
    _run("pg_restore", arguments)


def _conninfo() -> str:
    url = make_url(db.engine.url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _run(program: str, arguments: list[str], *, options: str = "") -> None:
    found = shutil.which(program) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)),
        None,
    )
    if found is None:
        raise ToolMissing
    environment = os.environ | ({"PGOPTIONS": options} if options else {})
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise BadBackup(
            f"{program} 没有成功：{done.stderr.decode(errors='replace').strip().splitlines()[-1:]}"
        )
