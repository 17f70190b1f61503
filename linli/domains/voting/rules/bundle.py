"""The vote as one file that anyone can recount: format linli-vote-bundle/1, see vote-bundle.md."""

import base64
import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from linli.domains.voting.rules.chain import canonical, sha256
from linli.domains.voting.rules.counting import Voter
from linli.kernel.times import shanghai

FORMAT = "linli-vote-bundle/1"
HEAD = "linli-head/1"
_LONG_AGO = (2020, 1, 1, 0, 0, 0)  # the same vote gives the same file, byte for byte


class Signature(Protocol):
    """An Ed25519 key."""

    def public_key(self) -> bytes:
        """The 32 bytes that others check with."""

    def sign(self, content: bytes) -> bytes:
        """The signature over the content."""


def moment(at: datetime) -> str:
    """A moment as the bundle writes it, on a clock in Shanghai."""
    return shanghai(at).isoformat()


def head_content(*, vote_id: uuid.UUID, seq: int, commitment: str, at: datetime) -> dict[str, Any]:
    """What is signed of a chain at a moment, as canonical JSON."""
    return {"format": HEAD, "vote_id": str(vote_id), "seq": seq, "commitment": commitment, "at": moment(at)}


def roll_csv(roll: Iterable[Voter]) -> bytes:
    """roll.csv, by voter number."""
    rows = [
        f"{one.voter_no},{one.area},{int(one.delivered)}\n" for one in sorted(roll, key=lambda v: v.voter_no)
    ]
    return "".join(["voter_no,area,delivered\n", *rows]).encode()


def ballots_jsonl(lines: Iterable[Mapping[str, Any]]) -> bytes:
    """ballots.jsonl, in the order received."""
    return b"".join(canonical(line) + b"\n" for line in lines)


def pack(
    *,
    vote: Mapping[str, Any],
    roll: Sequence[Voter],
    lines: Iterable[Mapping[str, Any]],
    result: Mapping[str, Any],
    signature: Signature | None,
    decryption: Mapping[str, Any] | None = None,
) -> bytes:
    """The zip file, signed where there is a key. `decryption`: of a secret vote's totals (docs/secret-bundle.md)."""
    files = {
        "vote.json": canonical(vote),
        "roll.csv": roll_csv(roll),
        "ballots.jsonl": ballots_jsonl(lines),
        "result.json": canonical(result),
    }
    if decryption is not None:
        files["decryption.json"] = canonical(decryption)
    manifest: dict[str, Any] = {
        "format": vote["format"],
        "files": {name: sha256(content) for name, content in files.items()},
    }
    if signature is not None:
        signed = signature.sign(canonical(manifest))
        manifest["public_key"] = base64.b64encode(signature.public_key()).decode()
        manifest["signature"] = base64.b64encode(signed).decode()
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {"manifest.json": canonical(manifest), **files}.items():
            packed.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return stored.getvalue()
