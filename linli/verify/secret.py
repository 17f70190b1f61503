"""Checks what a secret vote adds (docs/secret-bundle.md): each ballot's proofs, and the decryption of the totals.

Nothing here can read a ballot. That the totals are right follows from three things that are checked: every
ciphertext holds 0 or 1, the totals are their products, and each holder's part of the decryption fits the key.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from linli.verify import counting, fields, group, strict_json
from linli.verify.faults import Fault, Kind, Malformed, shown
from linli.verify.group import G, P, Q
from linli.verify.reading import SECRET_FORMAT, Ballot, Item, Vote, Voter
from linli.verify.secret_reading import AREA, HEADS, Key, Pair, Part, Secret, Where, pair

_MANY = 64  # ballots from which on several processors are worth their start


def options(item: Item) -> tuple[str, ...]:
    """What can be marked at an item."""
    if item.elects:
        return item.candidates
    plain = (counting.FOR, counting.AGAINST, counting.ABSTAIN)
    return (*plain, counting.FOLLOW) if item.follow_majority else plain


def wheres(vote: Vote) -> list[Where]:
    """Every total that is decrypted."""
    return [
        (item.item_id, option, axis)
        for item in vote.items
        for option in options(item)
        for axis in (HEADS, AREA)
    ]


def ballot_fault(vote: Vote, secret: Secret, found: Sequence[Ballot]) -> Fault | None:
    """The first ballot whose proofs do not hold. Raises Malformed."""
    work = [
        (vote.items, secret.key, ballot.voter_no, answers, f"ballots.jsonl:{ballot.line}")
        for ballot, answers in zip(found, secret.answers, strict=True)
    ]
    for ballot, reason in zip(found, _reasons(work), strict=True):
        if reason:
            where = f"ballots.jsonl:{ballot.line}"
            return Fault(Kind.BALLOT, where, "proof_wrong", f"这一票的密文或证明不成立：{reason}。")
    return None


def _reasons(work: Sequence[tuple[Any, ...]]) -> Iterable[str | None]:
    if len(work) < _MANY:
        return map(_reason, work)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(_reason, work, chunksize=16))


def _reason(work: tuple[Any, ...]) -> str | None:
    """Why one ballot is none; None where all of it is proven."""
    items, key_, voter_no, answers, where = work
    if set(answers) != {item.item_id for item in items}:
        return "没有逐项作答"
    for item in items:
        given = fields.table(answers[item.item_id], where=where)
        sealed = fields.table(given.get("options"), where=where)
        if set(sealed) != set(options(item)):
            return f"事项 {shown(item.item_id)} 的选项不对"
        whole = (1, 1)
        for option in options(item):
            row = fields.table(sealed[option], where=where)
            both = group.element(row.get("alpha"), where=where), group.element(row.get("beta"), where=where)
            if not all(map(group.holds, both)):
                return f"事项 {shown(item.item_id)} 的密文不属于这个群"
            if not _one_of(key_, both, row, (0, 1), _statement(key_, voter_no, item, option), where):
                return f"事项 {shown(item.item_id)} 的一个选项不能证明是 0 或 1"
            whole = whole[0] * both[0] % P, whole[1] * both[1] % P
        allowed = tuple(range(item.seats + 1)) if item.elects else (1,)
        proof = {"proof": given.get("sum")}
        if not _one_of(key_, whole, proof, allowed, _statement(key_, voter_no, item, None), where):
            return f"事项 {shown(item.item_id)} 选的个数不能证明合规"
    return None


def _statement(key_: Key, voter_no: str, item: Item, option: str | None) -> dict[str, Any]:
    return {**key_.said, "voter_no": voter_no, "item_id": item.item_id, "option": option}


def _one_of(
    key_: Key, both: Pair, row: Mapping[str, Any], allowed: Sequence[int], said: dict[str, Any], where: str
) -> bool:
    """Whether the proof shows that the ciphertext holds one of the allowed values."""
    proof = row.get("proof")
    if not isinstance(proof, list) or len(proof) != len(allowed):
        raise Malformed(where, "proof_malformed", f"{where} 的证明写法不对。")
    (alpha, beta), of_g, of_key = both, group.power_of(G), group.power_of(key_.public)
    commitments, challenges = [], 0
    for value, answer in zip(allowed, proof, strict=True):
        challenge, response = pair(answer, where)
        shifted = beta * group.inverse_power(G, value) % P
        commitments.append(of_g(response) * group.inverse_power(alpha, challenge) % P)
        commitments.append(of_key(response) * group.inverse_power(shifted, challenge) % P)
        challenges += challenge
    stated = {**said, "alpha": group.written(alpha), "beta": group.written(beta)}
    return challenges % Q == _hash("one-of", stated, commitments)


def decryption_fault(
    vote: Vote, secret: Secret, roll: Sequence[Voter], effective: Mapping[str, Ballot]
) -> Fault | None:
    """The first thing that does not hold in the decryption of the totals."""
    needed = len(secret.key.commitments)
    parts = {part.place: part for part in secret.parts}
    if len(parts) != len(secret.parts) or len(parts) < needed or max(parts) > secret.key.holders:
        return _wrong("parts", "parts_missing", f"要 {needed} 位保管人的解密份额，份额不够或重复。")
    sums = _sums(vote, secret, roll, effective)
    if set(secret.clear) != set(sums):
        return _wrong("totals", "totals_differ", "解密的合计与表决的事项和选项对不上。")
    for part in secret.parts:
        if set(part.totals) != set(sums):
            return _wrong(f"parts place {part.place}", "totals_differ", "这位保管人的份额不完整。")
        wrong = next((where for where in sums if not _decrypts(secret.key, part, where, sums[where])), None)
        if wrong:
            return _wrong(_named(wrong), "part_wrong", f"第 {part.place} 位保管人的解密份额不能证明是对的。")
    chosen = dict(sorted(parts.items())[:needed])
    for where, (_, beta) in sums.items():
        shared = 1
        for place, part in chosen.items():
            shared = shared * pow(part.totals[where][0], _lagrange(place, chosen), P) % P
        if group.power_of(G)(secret.clear[where]) * shared % P != beta:
            return _wrong(_named(where), "total_wrong", "解密出来的合计与密文对不上。")
    return None


def _sums(
    vote: Vote, secret: Secret, roll: Sequence[Voter], effective: Mapping[str, Ballot]
) -> dict[Where, Pair]:
    """The encrypted totals, made again from the ballots that count."""
    sums = dict.fromkeys(wheres(vote), (1, 1))
    for voter in roll:
        ballot = effective.get(voter.voter_no)
        if ballot is None:
            continue
        answers = secret.answers[ballot.line - 1]
        for item_id, option, axis in sums:
            row, weight = answers[item_id]["options"][option], voter.area if axis == AREA else 1
            alpha, beta = (group.element(row[name], where="ballots.jsonl") for name in ("alpha", "beta"))
            one, other = sums[item_id, option, axis]
            sums[item_id, option, axis] = one * pow(alpha, weight, P) % P, other * pow(beta, weight, P) % P
    return sums


def _decrypts(key_: Key, part: Part, where: Where, total: Pair) -> bool:
    number, challenge, response = part.totals[where]
    if not group.holds(number):
        return False
    check = 1
    for power, commitment in enumerate(key_.commitments):
        check = check * pow(commitment, part.place**power, P) % P
    stated = {
        **key_.said,
        "place": part.place,
        **dict(zip(("item_id", "option", "axis"), where, strict=True)),
        "check": group.written(check),
        "alpha": group.written(total[0]),
        "part": group.written(number),
    }
    commitments = [
        group.power_of(G)(response) * group.inverse_power(check, challenge) % P,
        pow(total[0], response, P) * group.inverse_power(number, challenge) % P,
    ]
    return challenge == _hash("decryption", stated, commitments)


def _lagrange(place: int, places: Iterable[int]) -> int:
    above = below = 1
    for other in places:
        if other != place:
            above, below = above * other % Q, below * (other - place) % Q
    return above * pow(below, -1, Q) % Q


def _hash(use: str, statement: Mapping[str, Any], commitments: Sequence[int]) -> int:
    claimed = {
        "format": SECRET_FORMAT,
        "use": use,
        "statement": dict(statement),
        "commitments": [group.written(one) for one in commitments],
    }
    return int.from_bytes(hashlib.sha256(strict_json.canonical(claimed)).digest()) % Q


def _named(where: Where) -> str:
    return "/".join(shown(part) for part in where)


def _wrong(where: str, code: str, sentence: str) -> Fault:
    return Fault(Kind.RESULT, f"decryption.json {where}", code, sentence)
