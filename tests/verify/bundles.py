"""Bundles made by hand: small votes with what a test wants to be wrong about them."""

import base64
import hashlib
import io
import json
import zipfile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from linli.verify.checking import read
from linli.verify.counting import recount
from linli.verify.strict_json import canonical as spell

FORMAT = "linli-vote-bundle/1"

KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"test").digest())
RULES = {
    "ballot_change": "final",
    "conflict": "online_wins",
    "uncast": "not_participating",
    "rank_by": "heads_then_area",
    "legal_min_members": 5,
    "keep_odd": False,
}
RESOLUTION = {
    "item_id": "1", "kind": "resolution", "title": "更换电梯", "matter": "use_maintenance_fund",
    "threshold": "ordinary", "follow_majority": False,
}  # fmt: skip
AT = "2026-03-02T10:00:00+08:00"


def ballot(voter, choices, *, channel="online", cast_at=AT):
    return {"voter_no": voter, "choices": choices, "channel": channel, "cast_at": cast_at}


def chained(ballots):
    """The ballots with seq, prev and hash."""
    prev, lines = "0" * 64, []
    for seq, one in enumerate(ballots, 1):
        body = one | {"seq": seq, "prev": prev}
        prev = sha256(prev.encode() + b"\n" + spell(body))
        lines.append(body | {"hash": prev})
    return lines


def parts(*, roll, ballots, items=(RESOLUTION,), rules=RULES, **vote):
    """The four files of a bundle as values; the result is left for `finished`."""
    return {
        "vote": {
            "format": FORMAT, "vote_id": "v-1", "estate": "示例小区", "title": "2026 年业主大会",
            "opens_at": "2026-03-01T09:00:00+08:00", "closes_at": "2026-03-11T18:00:00+08:00",
            "rules": RULES | rules, "items": list(items), **vote,
        },
        "roll": [tuple(row) for row in roll],
        "ballots": chained(ballots),
        "result": None,
    }  # fmt: skip


def packed(made, *, sign=True, manifest=None, extra=None):
    """The zip's bytes; `manifest` may change the manifest before it is written."""
    roll = "voter_no,area,delivered\n" + "".join(
        f"{no},{area},{delivered}\n" for no, area, delivered in made["roll"]
    )
    files = {
        "vote.json": spell(made["vote"]),
        "roll.csv": roll.encode(),
        "ballots.jsonl": b"".join(spell(line) + b"\n" for line in made["ballots"]),
        "result.json": spell(made["result"]),
    }
    listed = {"format": FORMAT, "files": {name: sha256(data) for name, data in files.items()}}
    if sign:
        public = KEY.public_key().public_bytes_raw()
        listed["public_key"] = base64.b64encode(public).decode()
        listed["signature"] = base64.b64encode(
            KEY.sign(spell({"format": FORMAT, "files": listed["files"]}))
        ).decode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps((manifest or (lambda m: m))(listed)))
        for name, data in (files | (extra or {})).items():
            archive.writestr(name, data)
    return out.getvalue()


def finished(made, tmp_path):
    """The same with the result that its roll and ballots give."""
    last = made["ballots"][-1]["hash"] if made["ballots"] else "0" * 64
    empty = {"received": 0, "void": 0, "superseded": 0, "effective": 0, "last_hash": last}
    bare = made | {"result": {"items": [], "ballots": empty}}
    path = tmp_path / "bare.zip"
    path.write_bytes(packed(bare))
    return made | {"result": recounted(path)}


def recounted(path):
    """The result that a bundle's roll and ballots give."""
    bundle = read(str(path))
    return recount(bundle.vote, bundle.roll, bundle.ballots)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def small(tmp_path, **more):
    """Nine voters of 100.00 ㎡, seven of whom voted, four of them for."""
    roll = [(f"V{n}", 10000, 1) for n in range(1, 10)]
    ballots = [ballot(f"V{n}", {"1": "for" if n <= 4 else "against"}) for n in range(1, 8)]
    return finished(parts(roll=roll, ballots=ballots, **more), tmp_path)
