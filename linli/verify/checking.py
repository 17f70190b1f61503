"""Checks a bundle in the order of the format: manifest, signature, chain, roll, ballot, result."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linli.verify import archive, counting, ed25519, heads, reading, secret, secret_reading
from linli.verify.faults import Fault, Kind, shown
from linli.verify.heads import Head
from linli.verify.reading import Ballot, Manifest, Vote, Voter
from linli.verify.secret_reading import Secret


@dataclass(slots=True)
class Bundle:
    """A bundle that can be read, whether or not it holds. `secret` is there where the vote was secret."""

    contents: Mapping[str, bytes]
    manifest: Manifest
    vote: Vote
    roll: list[Voter]
    ballots: list[Ballot]
    result: dict[str, Any]
    secret: Secret | None = None


@dataclass(slots=True)
class Report:
    """What the recount found: the first fault of each kind, and the result as counted again."""

    bundle: Bundle
    signed: bool
    faults: list[Fault] = field(default_factory=list)
    recounted: dict[str, Any] | None = None


def read(path: str) -> Bundle:
    """The bundle at `path`. Raises Malformed."""
    contents = archive.unpack(path)
    if archive.DECRYPTION in contents:
        return _read_secret(contents)
    return Bundle(
        contents=contents,
        manifest=reading.manifest(contents["manifest.json"]),
        vote=reading.vote(contents["vote.json"]),
        roll=reading.roll(contents["roll.csv"]),
        ballots=list(reading.ballots(contents["ballots.jsonl"])),
        result=reading.result(contents["result.json"]),
    )


def _read_secret(contents: Mapping[str, bytes]) -> Bundle:
    lines = list(secret_reading.ballots(contents["ballots.jsonl"]))
    clear, parts = secret_reading.decryption(contents[archive.DECRYPTION])
    key = secret_reading.key(contents["vote.json"])
    return Bundle(
        contents=contents,
        manifest=reading.manifest(contents["manifest.json"], secret=True),
        vote=reading.vote(contents["vote.json"], secret=True),
        roll=reading.roll(contents["roll.csv"]),
        ballots=[ballot for ballot, _ in lines],
        result=reading.result(contents["result.json"]),
        secret=Secret(key, [answers for _, answers in lines], clear, parts),
    )


def check(
    bundle: Bundle,
    *,
    allow_unsigned: bool,
    anchors: Sequence[Head] | None = None,
    nonce: str | None = None,
) -> Report:
    """Every check that the faults found so far leave sense in.

    `anchors`: heads kept outside, if there are any; `nonce` opens them.
    """
    report = Report(bundle, signed=bundle.manifest.signature is not None)
    steps: Sequence[Callable[[Bundle], Fault | None]] = (
        _manifest,
        lambda found: _signature(found, allow_unsigned=allow_unsigned),
        lambda found: heads.signature_fault(anchors or (), found.vote, found.manifest),
        _chain,
        lambda found: (
            None if anchors is None else heads.chain_fault(anchors, found.vote, found.ballots, nonce=nonce)
        ),
        _roll,
        _ballot,
    )
    report.faults = [fault for step in steps if (fault := step(bundle)) is not None]
    if not {fault.kind for fault in report.faults} & {Kind.ROLL, Kind.BALLOT}:
        _recount(bundle, report)
    return report


def _recount(bundle: Bundle, report: Report) -> None:
    clear = None
    if bundle.secret is not None:
        effective = counting.sort_ballots(bundle.vote, bundle.roll, bundle.ballots).effective
        wrong = secret.decryption_fault(bundle.vote, bundle.secret, bundle.roll, effective)
        if wrong is not None:
            report.faults.append(wrong)
            return
        clear = bundle.secret.clear
    report.recounted = counting.recount(bundle.vote, bundle.roll, bundle.ballots, clear)
    difference = _difference(bundle.result, report.recounted)
    if difference:
        report.faults.append(
            Fault(Kind.RESULT, difference, "result_differs", "公布的结果与重新计票的结果不一致。")
        )


def _manifest(bundle: Bundle) -> Fault | None:
    named = bundle.manifest.files
    for name in [name for name in bundle.contents if name != "manifest.json"]:
        if name not in named:
            return Fault(Kind.MANIFEST, name, "file_not_listed", "清单里没有这个文件的哈希值。")
        if named[name] != hashlib.sha256(bundle.contents[name]).hexdigest():
            return Fault(Kind.MANIFEST, name, "file_changed", "文件内容与清单里的哈希值不符，文件被改动过。")
    for name in named:
        if name not in bundle.contents or name == "manifest.json":
            return Fault(Kind.MANIFEST, shown(name), "file_absent", "清单里列了包里没有的文件。")
    return None


def _signature(bundle: Bundle, *, allow_unsigned: bool) -> Fault | None:
    manifest = bundle.manifest
    if manifest.signature is None and manifest.public_key is None:
        if allow_unsigned:
            return None
        sentence = "没有签名，不能证明是谁导出的。确实要核验未签名的包，请加 --allow-unsigned。"
        return Fault(Kind.SIGNATURE, "manifest.json", "unsigned", sentence)
    if manifest.signature is None or manifest.public_key is None:
        return Fault(Kind.SIGNATURE, "manifest.json", "half_signed", "签名和公钥只有一样。")
    if not ed25519.verifies(manifest.public_key, manifest.signed_text, manifest.signature):
        return Fault(Kind.SIGNATURE, "manifest.json", "signature_wrong", "签名与清单不符，清单被改动过。")
    return None


def _chain(bundle: Bundle) -> Fault | None:
    prev = counting.NO_HASH
    for ballot in bundle.ballots:
        where = f"ballots.jsonl:{ballot.line}"
        if ballot.seq != ballot.line:
            return Fault(Kind.CHAIN, where, "seq_gap", f"序号应当是 {ballot.line}，有票被删除、插入或调换。")
        if ballot.prev != prev:
            return Fault(Kind.CHAIN, where, "link_broken", "与上一票的哈希值接不上，有票被删除、插入或调换。")
        if ballot.hash != ballot.content_hash:
            return Fault(Kind.CHAIN, where, "ballot_changed", "这一票的内容与它的哈希值不符，被改动过。")
        prev = ballot.hash
    if bundle.result["ballots"]["last_hash"] != prev:
        return Fault(
            Kind.CHAIN, "result.json", "tail_differs", "最后一票的哈希值与公布的不符，末尾的票被删或被加。"
        )
    return None


def _roll(bundle: Bundle) -> Fault | None:
    if not bundle.roll:
        return Fault(Kind.ROLL, "roll.csv", "nobody", "名册是空的。")
    seen: dict[str, int] = {}
    for voter in bundle.roll:
        where = f"roll.csv:{voter.line}"
        if voter.voter_no in seen:
            first = seen[voter.voter_no]
            return Fault(
                Kind.ROLL, where, "voter_twice", f"“{shown(voter.voter_no)}”在第 {first} 行已经有了。"
            )
        if voter.area <= 0:
            return Fault(Kind.ROLL, where, "no_area", f"“{shown(voter.voter_no)}”的面积不大于零。")
        seen[voter.voter_no] = voter.line
    return None


def _ballot(bundle: Bundle) -> Fault | None:
    if bundle.secret is not None:
        return secret.ballot_fault(bundle.vote, bundle.secret, bundle.ballots)
    for ballot in bundle.ballots:
        reason = counting.choice_fault(bundle.vote, ballot)
        if reason:
            return Fault(Kind.BALLOT, f"ballots.jsonl:{ballot.line}", "choice_unknown", f"这一票{reason}。")
    return None


def _difference(published: Any, counted: Any, path: str = "") -> str | None:
    """Where two results first differ, as `items[0].for.heads`; None where they are the same."""
    if type(published) is not type(counted):
        return path or "result.json"
    pairs: list[tuple[str, Any, Any]]
    if isinstance(counted, dict):
        strange = next(
            (name for name in [*counted, *published] if (name in counted) != (name in published)), None
        )
        if strange is not None:
            return f"{path}.{shown(strange)}".lstrip(".")
        pairs = [(f"{path}.{name}".lstrip("."), published[name], counted[name]) for name in counted]
    elif isinstance(counted, list) and len(published) == len(counted):
        both = zip(published, counted, strict=True)
        pairs = [(f"{path}[{place}]", theirs, ours) for place, (theirs, ours) in enumerate(both)]
    else:
        return None if published == counted else path
    return next((found for where, theirs, ours in pairs if (found := _difference(theirs, ours, where))), None)
