"""Reads a hashed lock file: which libraries, which versions, which hashes."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pin:
    """One library at one version, and the hashes its files may have."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pins(lock: Path = ROOT / "requirements.txt") -> list[Pin]:
    """What a lock holds, in its order."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            found.append((pin[1].lower(), pin[2], []))
        if digest := _HASH.search(line):
            found[-1][2].append(digest[1])
    return [Pin(name, version, tuple(hashes)) for name, version, hashes in found]
