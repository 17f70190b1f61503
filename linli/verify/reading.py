"""Reads the files of a bundle into plain values. Raises Malformed where a field cannot be."""

import base64
import binascii
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from linli.verify import fields, strict_json
from linli.verify.faults import Malformed

FORMAT, SECRET_FORMAT = "linli-vote-bundle/1", "linli-secret-bundle/1"
RULES = {
    "ballot_change": ("final", "last_wins"),
    "conflict": ("online_wins", "first_wins", "paper_wins"),
    "uncast": ("not_participating", "delivered_follows_majority"),
    "rank_by": ("heads_then_area", "area_then_heads", "sum_of_shares"),
}
ROLL_HEADER = ["voter_no", "area", "delivered"]
_AREA = re.compile(r"(0|[1-9][0-9]{0,14})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The hashes of the files, and who signed for them."""

    format: str
    files: dict[str, str]
    public_key: bytes | None
    signature: bytes | None

    @property
    def signed_text(self) -> bytes:
        """What the signature is over."""
        return strict_json.canonical({"format": self.format, "files": self.files})


@dataclass(frozen=True, slots=True)
class Item:
    """One question. A resolution has no candidates."""

    item_id: str
    title: str
    special: bool
    follow_majority: bool = False
    seats: int = 0
    alternates: int = 0
    candidates: tuple[str, ...] = ()

    @property
    def elects(self) -> bool:
        """Whether people are chosen here."""
        return bool(self.candidates)


@dataclass(frozen=True, slots=True)
class Vote:
    """What was asked, until when, and by which rules. Moments are nanoseconds since 1970."""

    vote_id: str
    estate: str
    title: str
    opens: int
    closes: int
    ballot_change: str
    conflict: str
    uncast: str
    rank_by: str
    legal_min_members: int
    keep_odd: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Voter:
    """A row of the roll: one head; area in 0.01 ㎡; `line` is where the row ends in roll.csv."""

    voter_no: str
    area: int
    delivered: bool
    line: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """A line of ballots.jsonl; `content_hash` is what its `hash` should be."""

    line: int
    seq: int
    voter_no: str
    channel: str
    cast: int
    choices: dict[str, str | list[str]]
    prev: str
    hash: str
    content_hash: str


def manifest(content: bytes, *, secret: bool = False) -> Manifest:
    """manifest.json."""
    where = "manifest.json"
    given = fields.table(strict_json.load(content, where=where), where=where)
    named = fields.one_of(given, "format", (SECRET_FORMAT if secret else FORMAT,), where=where)
    fields.only(given, ("format", "files", "public_key", "signature"), where=where)
    if "files" not in given:
        raise Malformed(where, "field_missing", f"{where} 缺少字段 files。")
    files = fields.table(given["files"], where=f"{where} files")
    return Manifest(
        format=named,
        files={name: fields.text(files, name, where=f"{where} files") for name in files},
        public_key=_binary(given, "public_key"),
        signature=_binary(given, "signature"),
    )


def _binary(given: dict[str, Any], name: str) -> bytes | None:
    if name not in given:
        return None
    try:
        return base64.b64decode(
            fields.text(given, name, where="manifest.json").encode("ascii"), validate=True
        )
    except (binascii.Error, UnicodeEncodeError):
        raise Malformed(
            "manifest.json", "field_malformed", f"manifest.json 的 {name} 应当是 base64。"
        ) from None


def vote(content: bytes, *, secret: bool = False) -> Vote:
    """vote.json."""
    where = "vote.json"
    given = fields.table(strict_json.load(content, where=where), where=where)
    fields.one_of(given, "format", (SECRET_FORMAT if secret else FORMAT,), where=where)
    if "rules" not in given:
        raise Malformed(where, "field_missing", f"{where} 缺少字段 rules。")
    rules = fields.table(given["rules"], where=f"{where} rules")
    fields.only(rules, (*RULES, "legal_min_members", "keep_odd"), where=f"{where} rules")
    chosen = {name: fields.one_of(rules, name, RULES[name], where=f"{where} rules") for name in RULES}
    opens, closes = (
        fields.moment(given, "opens_at", where=where),
        fields.moment(given, "closes_at", where=where),
    )
    if opens >= closes:
        raise Malformed(where, "closes_before_opening", f"{where} 的截止时间不在开始时间之后。")
    items = fields.several(given, "items", where=where)
    read = tuple(_item(item, where=f"{where} items[{place}]") for place, item in enumerate(items))
    _distinct([item.item_id for item in read], where=where, name="item_id")
    return Vote(
        **{name: fields.text(given, name, where=where) for name in ("vote_id", "estate", "title")},
        opens=opens,
        closes=closes,
        **chosen,
        legal_min_members=fields.number(rules, "legal_min_members", where=f"{where} rules"),
        keep_odd=fields.truth(rules, "keep_odd", where=f"{where} rules"),
        items=read,
    )


def _item(value: Any, *, where: str) -> Item:
    given = fields.table(value, where=where)
    kind = fields.one_of(given, "kind", ("resolution", "election"), where=where)
    fields.text(given, "matter", where=where)
    item_id = fields.text(given, "item_id", where=where, empty=False)
    title = fields.text(given, "title", where=where)
    special = fields.one_of(given, "threshold", ("ordinary", "special"), where=where) == "special"
    if kind == "resolution":
        follow = fields.truth(given, "follow_majority", where=where)
        return Item(item_id, title, special, follow_majority=follow)
    candidates = [
        fields.text(fields.table(one, where=where), "candidate_id", where=f"{where} candidates", empty=False)
        for one in fields.several(given, "candidates", where=where)
    ]
    _distinct(candidates, where=where, name="candidate_id")
    return Item(
        item_id,
        title,
        special,
        seats=fields.number(given, "seats", where=where, least=1),
        alternates=fields.number(given, "alternates", where=where),
        candidates=tuple(candidates),
    )


def _distinct(names: list[str], *, where: str, name: str) -> None:
    if len(set(names)) != len(names):
        raise Malformed(where, "not_distinct", f"{where} 里有重复的 {name}。")


def roll(content: bytes) -> list[Voter]:
    """roll.csv, in its order."""
    where = "roll.csv"
    try:
        rows = csv.reader(content.decode("utf-8").splitlines(keepends=True), strict=True)
        header = next(rows, None)
        if header != ROLL_HEADER:
            raise Malformed(where, "header_differs", f"{where} 的第一行应当是 {','.join(ROLL_HEADER)}。")
        return [_voter(row, line=rows.line_num) for row in rows]
    except (csv.Error, UnicodeDecodeError):
        raise Malformed(where, "not_csv", f"{where} 不是有效的 UTF-8 CSV。") from None


def _voter(row: list[str], *, line: int) -> Voter:
    where = f"roll.csv:{line}"
    if len(row) != len(ROLL_HEADER):
        raise Malformed(where, "columns_differ", f"{where} 应当有 {len(ROLL_HEADER)} 列。")
    voter_no, area, delivered = row
    if not voter_no or not _AREA.fullmatch(area) or delivered not in {"0", "1"}:
        raise Malformed(
            where, "field_malformed", f"{where} 应当是“编号,面积,0 或 1”，面积是以 0.01 平方米为单位的整数。"
        )
    return Voter(voter_no, int(area), delivered == "1", line)


def ballots(content: bytes) -> Iterator[Ballot]:
    """The ballots one after another: a long vote is not held in memory as JSON."""
    lines = content.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    for number, line in enumerate(lines, 1):
        yield _ballot(line, number)


def _ballot(line: bytes, number: int) -> Ballot:
    where = f"ballots.jsonl:{number}"
    given = fields.table(strict_json.load(line, where=where), where=where)
    if strict_json.canonical(given) != line:
        raise Malformed(where, "not_canonical", f"{where} 不是规范写法的 JSON（RFC 8785）。")
    ballot_hash = fields.text(given, "hash", where=where)
    prev = fields.text(given, "prev", where=where)
    given.pop("hash")
    return Ballot(
        line=number,
        seq=fields.number(given, "seq", where=where),
        voter_no=fields.text(given, "voter_no", where=where, empty=False),
        channel=fields.one_of(given, "channel", ("online", "paper"), where=where),
        cast=fields.moment(given, "cast_at", where=where),
        choices=_choices(given, where=where),
        prev=prev,
        hash=ballot_hash,
        content_hash=linked(prev, given),
    )


def _choices(given: dict[str, Any], *, where: str) -> dict[str, str | list[str]]:
    if "choices" not in given:
        raise Malformed(where, "field_missing", f"{where} 缺少字段 choices。")
    choices = fields.table(given["choices"], where=where)
    for choice in choices.values():
        names = choice if isinstance(choice, list) else [choice]
        if not all(isinstance(name, str) for name in names):
            raise Malformed(where, "field_malformed", f"{where} 的 choices 应当是文字或文字的列表。")
    return choices


def result(content: bytes) -> dict[str, Any]:
    """result.json, only so far that it can be compared."""
    where = "result.json"
    given = fields.table(strict_json.load(content, where=where), where=where)
    if not isinstance(given.get("items"), list) or "ballots" not in given:
        raise Malformed(where, "field_missing", f"{where} 缺少列表 items 或字段 ballots。")
    fields.text(fields.table(given["ballots"], where=where), "last_hash", where=where)
    return given


def linked(prev: str, content: dict[str, Any]) -> str:
    """The hash of a line: over the hash before it and what it says itself."""
    return hashlib.sha256(prev.encode() + b"\n" + strict_json.canonical(content)).hexdigest()
