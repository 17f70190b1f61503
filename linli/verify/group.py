"""The group of secret votes, and raising to powers in it. Python's integers do it all."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import lru_cache

from linli.verify.faults import Malformed

NAME = "electionguard-3072"
Q = 2**256 - 189
P = int(
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
G = pow(2, (P - 1) // Q, P)
WIDTH, SCALAR_WIDTH = 384, 32
_DIGIT = 4


def element(value: object, *, where: str) -> int:
    """A number as it is written, 1 to P - 1; whether it is of the subgroup is asked by `holds`. Raises Malformed."""
    number = _number(value, WIDTH, where)
    if not 0 < number < P:
        raise Malformed(where, "not_an_element", f"{where} 里有不属于这个群的数。")
    return number


def scalar(value: object, *, where: str) -> int:
    """An exponent as it is written, below Q. Raises Malformed."""
    number = _number(value, SCALAR_WIDTH, where)
    if number >= Q:
        raise Malformed(where, "not_a_scalar", f"{where} 里有过大的指数。")
    return number


def _number(value: object, width: int, where: str) -> int:
    length = -(-width * 4 // 3)
    if not isinstance(value, str) or not re.fullmatch(rf"[A-Za-z0-9_-]{{{length}}}", value, re.ASCII):
        raise Malformed(where, "not_a_number", f"{where} 里有写法不对的数，应当是 {width} 字节的 base64url。")
    return int.from_bytes(urlsafe_b64decode(value + "=" * (-length % 4)))


def written(number: int) -> str:
    """An element as it is written."""
    return urlsafe_b64encode(number.to_bytes(WIDTH)).rstrip(b"=").decode()


def holds(number: int) -> bool:
    """Whether a number belongs to the subgroup of order Q: outside of it proofs say nothing."""
    return pow(number, Q, P) == 1


@lru_cache(maxsize=4)
def power_of(base: int) -> Callable[[int], int]:
    """Raising one base to many exponents, with its powers worked out beforehand."""
    rows = []
    for _ in range(0, Q.bit_length(), _DIGIT):
        row = [1]
        for _ in range(1 << _DIGIT):
            row.append(row[-1] * base % P)
        base = row.pop()
        rows.append(row)

    def power(exponent: int) -> int:
        product = 1
        for row in rows:
            product = product * row[exponent % (1 << _DIGIT)] % P
            exponent >>= _DIGIT
        return product

    return power


def inverse_power(base: int, exponent: int) -> int:
    """The base to minus exponent, for a base of the subgroup."""
    return pow(base, -exponent % Q, P)
