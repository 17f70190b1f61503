"""The key in parts, of which enough together open the count, and the codes that people keep of them.

Shamir: How to Share a Secret (1979); Feldman's commitments (1987) let anybody work out what each part must fit.
A holder's code is 160 bits of chance, printed once. What the database keeps is the holder's part sealed to a key
made from the code: without the code it is of no use to anybody.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linli.domains.voting.errors import WrongCode
from linli.domains.voting.rules.secret.group import Group, powers

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none that is taken for another
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE_LETTERS, _CHECK_LETTERS, _LETTER_BITS = 32, 4, 5


def new_code() -> str:
    """A holder's code: eight groups of four letters and one more against typing errors."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    whole = letters + _check(letters)
    return "-".join(whole[place : place + 4] for place in range(0, len(whole), 4))


def read_code(typed: str) -> str:
    """A code as somebody typed it, however it was spaced. Raises WrongCode where a letter is wrong."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MEANT)
    if len(plain) != _CODE_LETTERS + _CHECK_LETTERS or _check(plain[:_CODE_LETTERS]) != plain[_CODE_LETTERS:]:
        raise WrongCode
    return plain[:_CODE_LETTERS]


def _check(letters: str) -> str:
    number = int.from_bytes(hashlib.sha256(f"linli-holder-check:{letters}".encode()).digest())
    return "".join(_LETTERS[number >> (_LETTER_BITS * place) & 31] for place in range(_CHECK_LETTERS))


def secret_of(group: Group, code: str, *, vote_id: str) -> int:
    """The exponent that a code stands for in one vote. Raises WrongCode."""
    seed = f"linli-holder:{vote_id}:{read_code(code)}".encode()
    return 1 + int.from_bytes(hashlib.sha512(seed).digest()) % (group.q - 1)


@dataclass(frozen=True, slots=True)
class Dealt:
    """A fresh key: what is published of it, and each holder's part, to be sealed and forgotten."""

    commitments: tuple[int, ...]
    parts: Mapping[int, int]

    @property
    def key(self) -> int:
        """The public key."""
        return self.commitments[0]


def deal(group: Group, *, places: Iterable[int], needed: int) -> Dealt:
    """A new key in one part for each place (1, 2, …), any `needed` of which open the count."""
    polynomial = [secrets.randbelow(group.q) for _ in range(needed)]
    of_g = powers(group, group.g)
    parts = {place: _at(polynomial, place, group.q) for place in places}
    return Dealt(tuple(of_g(one) for one in polynomial), parts)


def _at(polynomial: Sequence[int], place: int, q: int) -> int:
    value = 0
    for factor in reversed(polynomial):
        value = (value * place + factor) % q
    return value


def check_of(group: Group, commitments: Sequence[int], place: int) -> int:
    """G to a place's part, worked out from what is published."""
    value = 1
    for power, commitment in enumerate(commitments):
        value = value * pow(commitment, pow(place, power, group.q), group.p) % group.p
    return value


def seal_part(group: Group, holder_key: int, part: int) -> str:
    """A part sealed to a holder's key: (g^k, part XOR hash of key^k)."""
    chance = 1 + secrets.randbelow(group.q - 1)
    sent = powers(group, group.g)(chance)
    return f"{group.written(sent)}.{_masked(group, part, pow(holder_key, chance, group.p))}"


def unseal_part(group: Group, sealed: str, *, secret: int) -> int:
    """The part again, with the holder's secret."""
    sent, masked = sealed.split(".")
    mask = _mask(group, pow(group.read(sent), secret, group.p))
    return group.read(masked) ^ mask


def _masked(group: Group, part: int, shared: int) -> str:
    return group.scalar_written(part ^ _mask(group, shared))


def _mask(group: Group, shared: int) -> int:
    mixed = hashlib.sha512(f"linli-holder-part:{group.written(shared)}".encode()).digest()
    return int.from_bytes(mixed[: group.scalar_width])


def joined(group: Group, parts: Mapping[int, int]) -> int:
    """What several holders' parts of one decryption come to together (Lagrange's interpolation at 0)."""
    value = 1
    for place, part in parts.items():
        value = value * pow(part, _lagrange(place, parts, group.q), group.p) % group.p
    return value


def _lagrange(place: int, places: Iterable[int], q: int) -> int:
    above = below = 1
    for other in places:
        if other != place:
            above, below = above * other % q, below * (other - place) % q
    return above * pow(below, -1, q) % q
