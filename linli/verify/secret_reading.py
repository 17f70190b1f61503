"""Reads what a secret vote's bundle has beside the plain one (docs/secret-bundle.md). Raises Malformed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.verify import fields, group, strict_json
from linli.verify.counting import Clear
from linli.verify.faults import Malformed
from linli.verify.reading import Ballot, linked

HEADS, AREA = "heads", "area"
Where = tuple[str, str, str]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Key:
    """What is public of the key: the commitments, the key itself first; and what every statement repeats."""

    commitments: tuple[int, ...]
    holders: int
    said: Mapping[str, Any]

    @property
    def public(self) -> int:
        """The key that ballots are sealed with."""
        return self.commitments[0]


@dataclass(frozen=True, slots=True)
class Part:
    """One holder's part of the decryption: by total, the number and its proof."""

    place: int
    totals: Mapping[Where, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Secret:
    """What a secret bundle has beside the plain one. `answers` are the ballots' ciphertexts, line by line."""

    key: Key
    answers: Sequence[dict[str, Any]]
    clear: Clear
    parts: Sequence[Part]


def key(content: bytes) -> Key:
    """The key in vote.json. Raises Malformed."""
    where = "vote.json key"
    vote = fields.table(strict_json.load(content, where="vote.json"), where="vote.json")
    given = fields.table(vote.get("key"), where=where)
    fields.one_of(given, "group", (group.NAME,), where=where)
    written = fields.several(given, "commitments", where=where)
    made = Key(
        commitments=tuple(group.element(one, where=where) for one in written),
        holders=fields.number(given, "holders", where=where, least=2),
        said={
            "group": group.NAME,
            "key": written[0],
            "vote_id": fields.text(vote, "vote_id", where="vote.json"),
            "text_hash": fields.text(vote, "text_hash", where="vote.json"),
        },
    )
    if not 2 <= len(made.commitments) <= made.holders or not all(map(group.holds, made.commitments)):  # noqa: PLR2004
        raise Malformed(where, "key_malformed", f"{where} 不是有效的分持密钥。")
    return made


def ballots(content: bytes) -> Iterator[tuple[Ballot, dict[str, Any]]]:
    """The lines of ballots.jsonl: what can be seen of a ballot, and its ciphertexts. Raises Malformed."""
    lines = content.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    for number, line in enumerate(lines, 1):
        where = f"ballots.jsonl:{number}"
        given = fields.table(strict_json.load(line, where=where), where=where)
        if strict_json.canonical(given) != line:
            raise Malformed(where, "not_canonical", f"{where} 不是规范写法的 JSON（RFC 8785）。")
        line_hash, prev = fields.text(given, "hash", where=where), fields.text(given, "prev", where=where)
        given.pop("hash")
        answers = fields.table(given.get("answers"), where=where)
        yield (
            Ballot(
                line=number,
                seq=fields.number(given, "seq", where=where),
                voter_no=fields.text(given, "voter_no", where=where, empty=False),
                channel="online",
                cast=fields.moment(given, "cast_at", where=where),
                choices={},
                prev=prev,
                hash=line_hash,
                content_hash=linked(prev, given),
            ),
            answers,
        )


def decryption(content: bytes) -> tuple[Clear, list[Part]]:
    """decryption.json. Raises Malformed."""
    where = "decryption.json"
    given = fields.table(strict_json.load(content, where=where), where=where)
    clear = {}
    for one in fields.several(given, "totals", where=where):
        row = fields.table(one, where=where)
        clear[_where(row, where)] = fields.number(row, "value", where=where)
    return clear, [_part(one, where) for one in fields.several(given, "parts", where=where)]


def _part(value: Any, where: str) -> Part:
    given = fields.table(value, where=where)
    place = fields.number(given, "place", where=where, least=1)
    totals = {}
    for one in fields.several(given, "totals", where=where):
        row = fields.table(one, where=where)
        proof = pair(row.get("proof"), where)
        totals[_where(row, where)] = (group.element(row.get("part"), where=where), *proof)
    return Part(place, totals)


def _where(row: dict[str, Any], where: str) -> Where:
    item_id, option = (fields.text(row, name, where=where) for name in ("item_id", "option"))
    return item_id, option, fields.one_of(row, "axis", (HEADS, AREA), where=where)


def pair(value: Any, where: str) -> Pair:
    """A challenge and a response."""
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a challenge and a response
        raise Malformed(where, "proof_malformed", f"{where} 的证明写法不对。")
    return group.scalar(value[0], where=where), group.scalar(value[1], where=where)
