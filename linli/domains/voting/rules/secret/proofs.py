"""Proofs that a ciphertext holds what it may hold, and that a decryption is right, giving nothing else away.

Chaum, Pedersen: Wallet Databases with Observers (Crypto 1992) for "the same exponent"; Cramer, Damgård,
Schoenmakers: Proofs of Partial Knowledge (Crypto 1994) for "one of these". Made non-interactive by hashing
(Fiat, Shamir 1986) the WHOLE statement: group, key, vote, voter, item, option, ciphertext, and the commitments.
Hashing the commitments alone would let a forger choose the statement afterwards (Bernhard, Pereira, Warinschi:
How Not to Prove Yourself, Asiacrypt 2012).
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from linli.domains.voting.rules.chain import canonical
from linli.domains.voting.rules.secret.elgamal import Ciphertext
from linli.domains.voting.rules.secret.group import Group, powers

FORMAT = "linli-secret-bundle/1"


def challenge(group: Group, use: str, statement: Mapping[str, Any], commitments: Sequence[int]) -> int:
    """The number that a proof has to answer: it follows from everything that is claimed."""
    claimed = {
        "format": FORMAT,
        "use": use,
        "statement": dict(statement),
        "commitments": [group.written(one) for one in commitments],
    }
    return int.from_bytes(hashlib.sha256(canonical(claimed)).digest()) % group.q


def prove_one_of(
    group: Group,
    key: int,
    ciphertext: Ciphertext,
    *,
    randomness: int,
    value: int,
    allowed: Sequence[int],
    statement: Mapping[str, Any],
) -> list[list[str]]:
    """That the ciphertext holds one of the allowed values, without saying which: a (challenge, response) for each.

    Only the branch of the true value is really answered; the others are made backwards from a challenge of our
    choosing, and all challenges have to add up to the hash. `value` is the true one.
    """
    of_g, of_key = powers(group, group.g), powers(group, key)
    chances = [secrets.randbelow(group.q) for _ in allowed]
    faked = {one: secrets.randbelow(group.q) for one in allowed if one != value}
    commitments = []
    for one, chance in zip(allowed, chances, strict=True):
        shift = of_g(faked[one] * (one - value)) if one != value else 1
        commitments += [of_g(chance), of_key(chance) * shift % group.p]
    whole = challenge(group, "one-of", {**statement, **ciphertext.written(group)}, commitments)
    shares = faked | {value: (whole - sum(faked.values())) % group.q}
    return [
        [
            group.scalar_written(shares[one]),
            group.scalar_written((chance + shares[one] * randomness) % group.q),
        ]
        for one, chance in zip(allowed, chances, strict=True)
    ]


def prove_decryption(
    group: Group, *, share: int, check: int, alpha: int, part: int, statement: Mapping[str, Any]
) -> list[str]:
    """That `part` is alpha to the same exponent as `check` is of g: the holder's share was really used."""
    chance = secrets.randbelow(group.q)
    commitments = [powers(group, group.g)(chance), pow(alpha, chance, group.p)]
    claimed = dict(statement) | {
        "check": group.written(check),
        "alpha": group.written(alpha),
        "part": group.written(part),
    }
    whole = challenge(group, "decryption", claimed, commitments)
    return [group.scalar_written(whole), group.scalar_written((chance + whole * share) % group.q)]
