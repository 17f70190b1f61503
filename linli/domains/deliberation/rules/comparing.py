"""What changed between two versions of a text, letter by letter within each paragraph (DL-08)."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.domains.deliberation.rules.paragraphs import Paragraph

_TOKENS = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)


class Change(StrEnum):
    """What became of a paragraph, or of a piece of it."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"same": "没有变", "added": "新增", "removed": "删去", "edited": "修改"}[self]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters that stayed, came or went."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph in both versions."""

    id: str
    change: Change
    pieces: tuple[Piece, ...]


def compare(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Difference]:
    """All paragraphs in the order of the later version; what went stands where it stood."""
    old = {one.id: one for one in before}
    staying = {one.id for one in after}
    gone_after: dict[str, list[Paragraph]] = {}
    anchor = ""
    for one in before:
        if one.id in staying:
            anchor = one.id
        else:
            gone_after.setdefault(anchor, []).append(one)
    found = [_removed(one) for one in gone_after.get("", [])]
    for one in after:
        found.append(_difference(old.get(one.id), one))
        found += [_removed(gone) for gone in gone_after.get(one.id, [])]
    return found


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The letters that stayed, went and came, in reading order. Numbers and Latin words are compared whole."""
    these, those = _TOKENS.findall(before), _TOKENS.findall(after)
    made: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, these, those, autojunk=False)
    for verb, a1, a2, b1, b2 in matcher.get_opcodes():
        if verb == "equal":
            made.append(Piece(Change.SAME, "".join(these[a1:a2])))
            continue
        if a2 > a1:
            made.append(Piece(Change.REMOVED, "".join(these[a1:a2])))
        if b2 > b1:
            made.append(Piece(Change.ADDED, "".join(those[b1:b2])))
    return tuple(made)


def _difference(old: Paragraph | None, new: Paragraph) -> Difference:
    if old is None:
        return Difference(new.id, Change.ADDED, (Piece(Change.ADDED, new.text),))
    if old.text == new.text:
        return Difference(new.id, Change.SAME, (Piece(Change.SAME, new.text),))
    return Difference(new.id, Change.EDITED, pieces(old.text, new.text))


def _removed(one: Paragraph) -> Difference:
    return Difference(one.id, Change.REMOVED, (Piece(Change.REMOVED, one.text),))
