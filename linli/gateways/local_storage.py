"""Files in a folder of this machine: the store of an estate that runs linli on one computer."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from linli.platform.storage import FileMissing, check_key

_PART = ".part-"


class LocalStorage:
    """A folder, readable by linli's user only. A file appears under its name only when it is on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, content: bytes, *, media_type: str) -> None:  # noqa: ARG002 - the row knows it
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, part = tempfile.mkstemp(prefix=_PART, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def get(self, key: str) -> bytes:
        try:
            handle = os.open(self._path(key), os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            raise FileMissing(key) from None
        with os.fdopen(handle, "rb") as file:
            return file.read()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def listed(self) -> Iterator[tuple[str, datetime]]:
        for path in sorted(self.root.rglob("*")) if self.root.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                with suppress(FileNotFoundError):
                    yield (
                        path.relative_to(self.root).as_posix(),
                        datetime.fromtimestamp(path.stat().st_mtime, UTC),
                    )

    def _path(self, key: str) -> Path:
        """Raises ValueError for a key that could lead out of the folder, also over a symbolic link."""
        path = self.root / check_key(key)
        if not path.parent.resolve().is_relative_to(self.root.resolve()):
            raise ValueError(f"leads out of the file store: {key!r}")
        return path
