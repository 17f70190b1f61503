"""Exponential ElGamal: what is encrypted can be added up, and weighed, without being read."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.domains.voting.rules.secret.group import Group, powers


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """g^r and key^r · g^m: two of them multiplied hold the sum of what they held."""

    alpha: int
    beta: int

    def written(self, group: Group) -> dict[str, str]:
        """As the bundle has it."""
        return {"alpha": group.written(self.alpha), "beta": group.written(self.beta)}


NOTHING = Ciphertext(1, 1)


def encrypt(group: Group, key: int, value: int, *, randomness: int) -> Ciphertext:
    """A small whole number under a key. `randomness` is chance, used once and forgotten."""
    of_g, of_key = powers(group, group.g), powers(group, key)
    return Ciphertext(of_g(randomness), of_key(randomness) * of_g(value) % group.p)


def total(group: Group, weighed: Iterable[tuple[Ciphertext, int]]) -> Ciphertext:
    """The sum of what ciphertexts hold, each times a weight, as one ciphertext."""
    alpha = beta = 1
    for one, weight in weighed:
        if weight == 1:
            alpha, beta = alpha * one.alpha % group.p, beta * one.beta % group.p
        else:
            alpha = alpha * pow(one.alpha, weight, group.p) % group.p
            beta = beta * pow(one.beta, weight, group.p) % group.p
    return Ciphertext(alpha, beta)
