"""The group in which is calculated: a prime p, and in it the subgroup of prime order q that g generates."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_WINDOW = 5


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers modulo `p`; `g` generates the q elements whose q-th power is 1."""

    name: str
    p: int
    q: int
    g: int

    @property
    def width(self) -> int:
        """How many bytes an element takes."""
        return (self.p.bit_length() + 7) // 8

    @property
    def scalar_width(self) -> int:
        """How many bytes an exponent takes."""
        return (self.q.bit_length() + 7) // 8

    def holds(self, element: int) -> bool:
        """Whether a number is an element of the subgroup."""
        return 0 < element < self.p and pow(element, self.q, self.p) == 1

    def inverse(self, element: int) -> int:
        """What an element is undone by."""
        return pow(element, -1, self.p)

    def written(self, element: int) -> str:
        """An element in base64url, always of the same length."""
        return _written(element, self.width)

    def scalar_written(self, scalar: int) -> str:
        """An exponent in base64url, always of the same length."""
        return _written(scalar, self.scalar_width)

    def read(self, text: str) -> int:
        """An element or an exponent as it was written."""
        return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _written(number: int, width: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(width)).rstrip(b"=").decode()


@lru_cache(maxsize=16)
def powers(group: Group, base: int) -> Callable[[int], int]:
    """Raising one base to many exponents, six times as fast: its powers are worked out once (0.7 MB)."""
    rows: list[list[int]] = []
    step = base
    for _ in range(0, group.q.bit_length(), _WINDOW):
        row = [1]
        for _ in range((1 << _WINDOW) - 1):
            row.append(row[-1] * step % group.p)
        rows.append(row)
        step = row[-1] * step % group.p
    mask = (1 << _WINDOW) - 1

    def raised(exponent: int) -> int:
        product, left = 1, exponent % group.q
        for row in rows:
            if left & mask:
                product = product * row[left & mask] % group.p
            left >>= _WINDOW
        return product

    return raised


# The reduced parameters of ElectionGuard 1.5 (3072 bits, q = 2^256 - 189): p begins and ends with 256 ones, and
# between them stand the digits of Euler's constant, so that nobody could have chosen it for its weakness.
# (p - 1) / 2q is prime too, so that there are no small subgroups to fall into. A test checks all of it.
_Q = 2**256 - 189
_P = int(
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff93c467e37db0c7a4d1be3f810152cb56"
    "a1cecc3af65cc0190c03df34709affbd8e4b59fa03a9f0eed0649ccb621057d11056ae9132135a08e43b4673d74bafea"
    "58deb878cc86d733dbe7bf38154b36cf8a96d1567899aaae0c09d4c8b6b7b86fd2a1ea1de62ff8643ec7c271827977225"
    "e6ac2f0bd61c746961542a3ce3bea5db54fe70e63e6d09f8fc28658e80567a47cfde60ee741e5d85a7bd46931ced8220"
    "365594964b839896fcaabccc9b31959c083f22ad3ee591c32fab2c7448f2a057db2db49ee52e0182741e53865f004cc8e"
    "704b7c5c40bf304c4d8c4f13edf6047c555302d2238d8ce11df2424f1b66c2c5d238d0744db679af2890487031f9c0aea"
    "1c4bb6fe9554ee528fdf1b05e5b256223b2f09215f3719f9c7ccc69ded4e530a6ec940c45314d16d3d864b4a8934f8b87"
    "c52afa0961a0a6c5ee4a35377773ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    16,
)
GROUP = Group("electionguard-3072", _P, _Q, pow(2, (_P - 1) // _Q, _P))
