"""Where files lie: a port with a few words, so that a folder and an object store look the same."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*(?:\.[a-z0-9]{1,8})?", re.ASCII)
_LONGEST = 200


class FileMissing(LookupError):
    """A file that should be there is not: the database and the store come from different moments."""


class Storage(Protocol):
    """Files by key. Keys are made by linli, never from what people typed (check C-15)."""

    def put(self, key: str, content: bytes, *, media_type: str) -> None:
        """Keep the content, whole or not at all; the same key again replaces it."""

    def get(self, key: str) -> bytes:
        """The content. Raises FileMissing."""

    def delete(self, key: str) -> None:
        """Forget the content; one that is not there is no fault."""

    def exists(self, key: str) -> bool:
        """Whether there is content under the key."""

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """Every key, with the moment it was last put."""


def check_key(key: str) -> str:
    """The key, where it is one that linli makes; ValueError for anything that could lead out of the store."""
    if len(key) > _LONGEST or not _KEY.fullmatch(key):
        raise ValueError(f"not a key of the file store: {key!r}")
    return key
