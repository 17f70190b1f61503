"""A receipt that somebody brings back: a number from the list, or the file that was saved, held against the root."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from linli.domains.voting.errors import WrongReceipt
from linli.domains.voting.rules import chain

FORMAT = "linli-receipt/1"
_GROUP, _LETTERS = 4, 12
_DEEPEST = 64  # a tree of so many storeys has room for every ballot there will ever be


@dataclass(frozen=True, slots=True)
class Climb:
    """The way from a ballot's hash up to the root, step by step. `line_holds` is None where only a number was given.

    `commitment` is what the receipt showed before the publication; "" where it is not known.
    """

    receipt_no: str
    leaf: str
    steps: Sequence[tuple[str, str, str]]  # side of the neighbour, the neighbour, what both make
    root: str
    line_holds: bool | None = None
    commitment: str = ""

    @property
    def reached(self) -> str:
        """Where the way ends."""
        return self.steps[-1][2] if self.steps else self.leaf

    @property
    def holds(self) -> bool:
        """Whether it ends at the root that was published, and the line fits its hash."""
        return self.reached == self.root and self.line_holds is not False


def number(typed: str) -> str:
    """A receipt's number, or the beginning of one, as it is stored, however it was typed."""
    letters = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())[:_LETTERS]
    return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))


def is_file(brought: str) -> bool:
    """Whether somebody brought a file and not a number."""
    return brought.lstrip().startswith("{")


def file_of(*, vote_id: str, receipt_no: str, nonce: str | None, proof: dict[str, Any]) -> dict[str, Any]:
    """The file that a voter saves: the ballot's line, its way up to the root, and what opens the commitment."""
    return {"format": FORMAT, "vote_id": vote_id, "receipt_no": receipt_no, "nonce": nonce or "", **proof}


def climb(
    leaf: str, path: Sequence[dict[str, str]], *, receipt_no: str, root: str, nonce: str | None
) -> Climb:
    """The way from a leaf, to be shown."""
    steps, node = [], leaf
    for step in path:
        node = chain.climb(node, [step])
        steps.append((step["side"], step["hash"], node))
    committed = chain.commitment(nonce, leaf) if nonce else ""
    return Climb(receipt_no, leaf, steps, root, commitment=committed)


def check_file(brought: str, *, vote_id: str, root: str) -> Climb:
    """Work out from a saved file alone where its ballot leads to. Raises WrongReceipt for what is no such file."""
    given = _read(brought)
    if given["vote_id"] != vote_id:
        raise WrongReceipt("这份回执是另一次表决的，请到那次表决的页面核对。")
    line, path = given["line"], given["path"]
    nonce = given.get("nonce")
    made = climb(str(line["hash"]), path, receipt_no=str(given["receipt_no"]), root=root, nonce=nonce)
    return replace(made, line_holds=chain.line_hash(line) == line["hash"])


def _read(brought: str) -> dict[str, Any]:
    try:
        given = json.loads(brought)
        fits = (
            given["format"] == FORMAT
            and isinstance(given["receipt_no"], str)
            and isinstance(given.get("nonce", ""), str)
            and isinstance(given["line"]["hash"], str)
            and isinstance(given["line"]["prev"], str)
            and isinstance(given["path"], list)
            and len(given["path"]) <= _DEEPEST
            and all(
                one["side"] in {"left", "right"} and isinstance(one["hash"], str) for one in given["path"]
            )
        )
        chain.canonical(given)
    except (ValueError, KeyError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise WrongReceipt
    return given  # type: ignore[no-any-return]
