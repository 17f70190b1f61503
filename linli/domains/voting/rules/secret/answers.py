"""A ballot's choices as ciphertexts with their proofs, and what they add up to."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from linli.domains.voting.rules.asked import Item, ItemKind
from linli.domains.voting.rules.casting import offered
from linli.domains.voting.rules.secret.elgamal import Ciphertext, encrypt, total
from linli.domains.voting.rules.secret.group import Group, powers
from linli.domains.voting.rules.secret.proofs import prove_decryption, prove_one_of
from linli.domains.voting.rules.secret.sharing import joined

Answers = Mapping[str, Any]
HEADS, AREA = "heads", "area"


@dataclass(frozen=True, slots=True)
class Key:
    """The public key of one vote. `text_hash` ties every ballot to the announced words."""

    group: Group
    public: int
    vote_id: str
    text_hash: str

    def statement(self, **more: Any) -> dict[str, Any]:
        """What every proof in this vote speaks of."""
        return {
            "group": self.group.name,
            "key": self.group.written(self.public),
            "vote_id": self.vote_id,
            "text_hash": self.text_hash,
        } | more


def options(item: Item) -> tuple[str, ...]:
    """What can be marked at an item: choices, or candidates."""
    return item.candidates if item.kind is ItemKind.ELECTION else tuple(one.value for one in offered(item))


def sums_allowed(item: Item) -> tuple[int, ...]:
    """How many marks an item may carry: one, or up to as many as there are seats."""
    return tuple(range(item.seats + 1)) if item.kind is ItemKind.ELECTION else (1,)


def seal_answers(
    key: Key, items: Sequence[Item], choices: Mapping[str, Any], *, voter_no: str
) -> dict[str, Any]:
    """The checked choices as ciphertexts. What was chosen and what chance went in is forgotten on return.

    Every option takes the same time and space whether or not it is marked.
    """
    return {item.item_id: _seal_item(key, item, choices[item.item_id], voter_no) for item in items}


def _seal_item(key: Key, item: Item, choice: Any, voter_no: str) -> dict[str, Any]:
    group = key.group
    marked = {choice} if isinstance(choice, str) else set(choice)
    sealed, ciphertexts, whole = {}, [], 0
    for option in options(item):
        chance, value = secrets.randbelow(group.q), int(option in marked)
        ciphertext = encrypt(group, key.public, value, randomness=chance)
        proof = prove_one_of(
            group,
            key.public,
            ciphertext,
            randomness=chance,
            value=value,
            allowed=(0, 1),
            statement=key.statement(voter_no=voter_no, item_id=item.item_id, option=option),
        )
        sealed[option] = ciphertext.written(group) | {"proof": proof}
        ciphertexts.append((ciphertext, 1))
        whole = (whole + chance) % group.q
    proof = prove_one_of(
        group,
        key.public,
        total(group, ciphertexts),
        randomness=whole,
        value=len(marked),
        allowed=sums_allowed(item),
        statement=key.statement(voter_no=voter_no, item_id=item.item_id, option=None),
    )
    return {"options": sealed, "sum": proof}


Totals = dict[tuple[str, str, str], Ciphertext]


def totals(group: Group, items: Sequence[Item], ballots: Iterable[tuple[Answers, int]]) -> Totals:
    """The encrypted sums by item, option and axis, from the ballots that count, each with its area."""
    made: Totals = {
        (item.item_id, option, axis): Ciphertext(1, 1)
        for item in items
        for option in options(item)
        for axis in (HEADS, AREA)
    }
    for answers, area in ballots:
        for item in items:
            for option in options(item):
                one = _read(group, answers[item.item_id]["options"][option])
                heads, weighed = (item.item_id, option, HEADS), (item.item_id, option, AREA)
                made[heads] = total(group, [(made[heads], 1), (one, 1)])
                made[weighed] = total(group, [(made[weighed], 1), (one, area)])
    return made


def _read(group: Group, written: Mapping[str, Any]) -> Ciphertext:
    return Ciphertext(group.read(written["alpha"]), group.read(written["beta"]))


def decrypt_part(key: Key, sums: Totals, *, place: int, share: int, check: int) -> list[dict[str, Any]]:
    """One holder's part of the decryption of every total, each with its proof."""
    made = []
    for (item_id, option, axis), one in sums.items():
        part = pow(one.alpha, share, key.group.p)
        where = {"item_id": item_id, "option": option, "axis": axis}
        proof = prove_decryption(
            key.group,
            share=share,
            check=check,
            alpha=one.alpha,
            part=part,
            statement=key.statement(place=place, **where),
        )
        made.append(where | {"part": key.group.written(part), "proof": proof})
    return made


def open_totals(
    group: Group, sums: Totals, parts: Mapping[int, Sequence[Mapping[str, Any]]], *, most: Mapping[str, int]
) -> dict[tuple[str, str, str], int]:
    """The totals in the clear, from enough holders' parts. `most`: by axis, what no total can exceed."""
    by_place = {
        place: {(one["item_id"], one["option"], one["axis"]): group.read(one["part"]) for one in found}
        for place, found in parts.items()
    }
    logarithm = _logarithms(group, max(most.values()))
    opened = {}
    for where, one in sums.items():
        shared = joined(group, {place: found[where] for place, found in by_place.items()})
        opened[where] = logarithm(one.beta * group.inverse(shared) % group.p)
    return opened


def _logarithms(group: Group, most: int) -> Any:
    """Finding m in g^m up to `most`, by Shanks's baby steps and giant steps: time and space of its square root."""
    stride = isqrt(most) + 1
    small, value = {}, 1
    for exponent in range(stride):
        small[value] = exponent
        value = value * group.g % group.p
    giant = group.inverse(powers(group, group.g)(stride))

    def logarithm(element: int) -> int:
        for strides in range(stride + 1):
            if element in small:
                return strides * stride + small[element]
            element = element * giant % group.p
        raise ValueError("no total of this vote")

    return logarithm
