"""Heads that somebody kept outside: where the chain stood at a moment, as the server signed it then.

A chain inside a database proves little by itself: whoever may write there can cut it or work all of it out anew.
What was signed and carried away before cannot be changed any more, so the bundle has to contain it. A head says the
chain's last hash as a commitment, which the nonce opens that is published with the result.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.verify import ed25519, fields, strict_json
from linli.verify.faults import Fault, Kind, Malformed
from linli.verify.reading import Ballot, Manifest, Vote

FORMAT = "linli-head/1"
LARGEST = 16 << 20
_SIGNED = ("format", "vote_id", "seq", "commitment", "at")


@dataclass(frozen=True, slots=True)
class Head:
    """A commitment to the hash of ballot number `seq`; `line` is where it stands in the file."""

    line: int
    vote_id: str
    seq: int
    commitment: str
    nonce: str | None
    signed_text: bytes
    public_key: bytes
    signature: bytes


def read(path: str) -> list[Head]:
    """The heads of a file, one JSON object a line, as the server gives them out. Raises Malformed."""
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError:
        raise Malformed("heads", "unreadable", "读不了存证文件。") from None
    if len(content) > LARGEST:
        raise Malformed("heads", "too_large", "存证文件过大。")
    return [_head(line, number) for number, line in enumerate(content.split(b"\n"), 1) if line.strip()]


def _head(line: bytes, number: int) -> Head:
    where = f"heads:{number}"
    given = fields.table(strict_json.load(line, where=where), where=where)
    fields.one_of(given, "format", (FORMAT,), where=where)
    fields.only(given, (*_SIGNED, "public_key", "signature", "nonce"), where=where)
    fields.moment(given, "at", where=where)
    return Head(
        line=number,
        vote_id=fields.text(given, "vote_id", where=where),
        seq=fields.number(given, "seq", where=where, least=1),
        commitment=fields.text(given, "commitment", where=where),
        nonce=fields.text(given, "nonce", where=where) if "nonce" in given else None,
        signed_text=strict_json.canonical({name: given[name] for name in _SIGNED}),
        public_key=_binary(given, "public_key", where),
        signature=_binary(given, "signature", where),
    )


def _binary(given: dict[str, Any], name: str, where: str) -> bytes:
    try:
        return base64.b64decode(fields.text(given, name, where=where).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise Malformed(where, "field_malformed", f"{where} 的 {name} 应当是 base64。") from None


def signature_fault(heads: Sequence[Head], vote: Vote, manifest: Manifest) -> Fault | None:
    """A head of this vote that was not signed as it stands, or not with the key that signed the bundle."""
    for head in heads:
        if head.vote_id != vote.vote_id:
            continue
        where = f"heads:{head.line}"
        if manifest.public_key is not None and head.public_key != manifest.public_key:
            return Fault(Kind.SIGNATURE, where, "key_differs", "存证的签名公钥与表决包的不同。")
        if not ed25519.verifies(head.public_key, head.signed_text, head.signature):
            return Fault(Kind.SIGNATURE, where, "signature_wrong", "存证的签名不成立，存证被改动过。")
    return None


def chain_fault(
    heads: Sequence[Head], vote: Vote, ballots: Sequence[Ballot], *, nonce: str | None = None
) -> Fault | None:
    """A head of this vote that the chain does not contain: ballots were deleted, or the chain was written anew.

    `nonce` opens the heads; without it one that stands in the file does.
    """
    mine = [head for head in heads if head.vote_id == vote.vote_id]
    if not mine:
        return Fault(Kind.CHAIN, "heads", "no_head", "存证文件里没有这次表决的存证。")
    opened = nonce or next((head.nonce for head in mine if head.nonce), None)
    if opened is None:
        said = "打不开存证：请用 --nonce 给出与结果一起公布的随机数。"
        return Fault(Kind.CHAIN, "heads", "no_nonce", said)
    for head in mine:
        where = f"heads:{head.line}"
        if head.seq > len(ballots):
            said = f"存证时已有 {head.seq} 票，包里只有 {len(ballots)} 票，末尾的票被删。"
            return Fault(Kind.CHAIN, where, "ballots_missing", said)
        if _commitment(opened, ballots[head.seq - 1].hash) != head.commitment:
            said = f"第 {head.seq} 票的哈希值与当时的存证不同，票链被重新写过，或者随机数不对。"
            return Fault(Kind.CHAIN, where, "head_not_in_chain", said)
    return None


def _commitment(nonce: str, ballot_hash: str) -> str:
    return hashlib.sha256(f"{nonce}\n{ballot_hash}".encode()).hexdigest()
