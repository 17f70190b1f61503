"""The ballot box as a chain of hashes, and the tree whose root proves that a ballot lies in it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

START = "0" * 64


def canonical(value: Any) -> bytes:
    """RFC 8785 for what a bundle holds: keys sorted, no white space, UTF-8, no floats."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def line_hash(line: dict[str, Any]) -> str:
    """The hash of a ballot's line: over the hash before it and the line itself."""
    content = {name: value for name, value in line.items() if name != "hash"}
    return sha256(f"{line['prev']}\n".encode() + canonical(content))


def chained(
    *,
    seq: int,
    prev: str,
    voter_no: str,
    channel: str,
    cast_at: str,
    choices: dict[str, Any],
    salt: str | None = None,
) -> dict[str, Any]:
    """A ballot's line with its hash; `cast_at` is written with +08:00.

    `salt` keeps the hash, which receipts and heads show before the publication, from being tried out: without
    it a handful of choices and a moment would be all that there is to guess.
    """
    line: dict[str, Any] = {
        "cast_at": cast_at,
        "channel": channel,
        "choices": choices,
        "prev": prev,
        "seq": seq,
        "voter_no": voter_no,
    }
    if salt is not None:
        line["salt"] = salt
    return line | {"hash": line_hash(line)}


def chained_secret(
    *, seq: int, prev: str, voter_no: str, cast_at: str, answers: dict[str, Any]
) -> dict[str, Any]:
    """The same for a secret ballot, whose answers are ciphertexts (docs/secret-bundle.md)."""
    line: dict[str, Any] = {
        "answers": answers,
        "cast_at": cast_at,
        "prev": prev,
        "seq": seq,
        "voter_no": voter_no,
    }
    return line | {"hash": line_hash(line)}


def broken(lines: Iterable[dict[str, Any]]) -> int | None:
    """The number of the first line that does not hold, or None."""
    prev = START
    for seq, line in enumerate(lines, 1):
        if line["seq"] != seq or line["prev"] != prev or line["hash"] != line_hash(line):
            return seq
        prev = line["hash"]
    return None


def _node(left: str, right: str) -> str:
    return sha256(f"{left}\n{right}".encode())


def root(hashes: Sequence[str]) -> str:
    """The root of the tree over all lines' hashes, in order; 64 zeros where there is none.

    A node is the hash of both its children with a line break between; one without a neighbour moves up as it is.
    """
    level = list(hashes)
    while len(level) > 1:
        level = _up(level)
    return level[0] if level else START


def path(hashes: Sequence[str], seq: int) -> list[dict[str, str]]:
    """The neighbours from a line (counted from 1) up to the root, each with its side."""
    level, place, steps = list(hashes), seq - 1, []
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            steps.append({"side": "left" if neighbour < place else "right", "hash": level[neighbour]})
        level, place = _up(level), place // 2
    return steps


def climb(leaf: str, steps: Iterable[dict[str, str]]) -> str:
    """The root that a line and its path lead to."""
    for step in steps:
        leaf = _node(step["hash"], leaf) if step["side"] == "left" else _node(leaf, step["hash"])
    return leaf


def _up(level: Sequence[str]) -> list[str]:
    pairs = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) % 2 else pairs
