"""Checks an Ed25519 signature (RFC 8032 §5.1.7) with nothing but Python's integers.

Slow, and not hardened against timing, which does not matter here: it handles no secret and checks one
signature a bundle. tests/voting compares it with a well-known library.
"""

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) >> 2, P)
KEY_SIZE, SIGNATURE_SIZE, HALF = 32, 64, 32

Point = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z
NEUTRAL: Point = (0, 1, 1, 0)


def verifies(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key signed exactly this message."""
    if len(public_key) != KEY_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    key, commitment = _decompress(public_key), _decompress(signature[:HALF])
    response = int.from_bytes(signature[HALF:], "little")
    if key is None or commitment is None or response >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:HALF] + public_key + message).digest(), "little") % L
    return _same(_multiply(response, BASE), _add(commitment, _multiply(challenge, key)))


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply(times: int, point: Point) -> Point:
    product = NEUTRAL
    while times:
        if times & 1:
            product = _add(product, point)
        point = _add(point, point)
        times >>= 1
    return product


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


def _decompress(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) >> 3, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _base() -> Point:
    y = 4 * pow(5, P - 2, P) % P
    x = _x_of(y, 0)
    assert x is not None
    return x, y, 1, x * y % P


BASE = _base()
