"""The ballot box as a chain of hashes, and the tree whose root proves that a ballot lies in it."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
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


def fresh_nonce() -> str:
    """256 bits of chance in hexadecimal."""
    return secrets.token_hex(32)


def commitment(nonce: str, hash_: str) -> str:
    """What stands for a ballot's hash until the publication (decision 0010).

    A ballot's few possible choices could be tried out against its bare hash; without `nonce`, which is published
    with the result, there is nothing to try. And nobody finds another nonce or hash with the same commitment.
    """
    return sha256(f"{nonce}\n{hash_}".encode())


def chained(
    *, seq: int, prev: str, voter_no: str, channel: str, cast_at: str, choices: dict[str, Any]
) -> dict[str, Any]:
    """A ballot's line with its hash; `cast_at` is written with +08:00."""
    line: dict[str, Any] = {
        "cast_at": cast_at,
        "channel": channel,
        "choices": choices,
        "prev": prev,
        "seq": seq,
        "voter_no": voter_no,
    }
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


@dataclass(frozen=True, slots=True)
class _Subtree:
    """A part of the tree of 2^`storeys` lines; `marked` where the line whose path is wanted lies in it."""

    storeys: int
    node: str
    marked: bool


def root(hashes: Iterable[str]) -> str:
    """The root of the tree over all lines' hashes, in order; 64 zeros where there is none.

    A node is the hash of both its children with a line break between; one without a neighbour moves up as it is.
    The hashes are taken one by one, and no more than one node a storey is held.
    """
    return _grow(hashes, 0, [])


def path(hashes: Iterable[str], seq: int) -> list[dict[str, str]]:
    """The neighbours from a line (counted from 1) up to the root, each with its side."""
    steps: list[dict[str, str]] = []
    _grow(hashes, seq, steps)
    return steps


def _grow(hashes: Iterable[str], seq: int, steps: list[dict[str, str]]) -> str:
    """The root; the neighbours of line `seq` are written into `steps` on the way."""
    standing: list[_Subtree] = []
    for place, leaf in enumerate(hashes, 1):
        standing.append(_Subtree(0, leaf, place == seq))
        while len(standing) > 1 and standing[-2].storeys == standing[-1].storeys:
            _join_last(standing, steps)
    while len(standing) > 1:
        _join_last(standing, steps)
    return standing[0].node if standing else START


def _join_last(standing: list[_Subtree], steps: list[dict[str, str]]) -> None:
    right, left = standing.pop(), standing.pop()
    if left.marked:
        steps.append({"side": "right", "hash": right.node})
    elif right.marked:
        steps.append({"side": "left", "hash": left.node})
    node = _node(left.node, right.node)
    standing.append(_Subtree(left.storeys + 1, node, left.marked or right.marked))


def climb(leaf: str, steps: Iterable[dict[str, str]]) -> str:
    """The root that a line and its path lead to."""
    for step in steps:
        leaf = _node(step["hash"], leaf) if step["side"] == "left" else _node(leaf, step["hash"])
    return leaf
