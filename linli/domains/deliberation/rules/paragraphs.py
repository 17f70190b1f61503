"""The paragraphs of a rule text, each with an id that stays when the text is edited (DL-07).

A comment hangs on a paragraph's id. Paragraphs whose words are unchanged keep their id wherever they move;
among the others, those that stand between the same neighbours and say half of the same keep theirs.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linli.domains.deliberation.errors import TooLongText

MOST_PARAGRAPHS, LONGEST_PARAGRAPH = 400, 2000
ALIKE = 0.5
_MOST_COMPARED = 2500  # pairs in one gap; a larger gap is a rewrite, matched by order alone


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its id and its words."""

    id: str
    text: str


def split(text: str) -> list[str]:
    """The paragraphs of a typed text: every line that says something is one. Raises TooLongText."""
    found = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    if len(found) > MOST_PARAGRAPHS or any(len(one) > LONGEST_PARAGRAPH for one in found):
        raise TooLongText(field_errors={"text": [TooLongText.sentence]})
    return found


def join(paragraphs: Sequence[Paragraph]) -> str:
    """The text as it is shown for editing."""
    return "\n".join(one.text for one in paragraphs)


def edit(before: Sequence[Paragraph], texts: Sequence[str], *, last_number: int) -> list[Paragraph]:
    """The paragraphs after an edit; new ones are numbered on from `last_number`, so that no id is ever used again."""
    kept = dict(_same(before, texts))
    taken = set(kept.values())
    left = [at for at in range(len(before)) if at not in taken]
    kept |= dict(_edited(before, texts, kept, left))
    made, number = [], last_number
    for at, text in enumerate(texts):
        if at in kept:
            made.append(Paragraph(before[kept[at]].id, text))
        else:
            number += 1
            made.append(Paragraph(f"p{number}", text))
    return made


def last_number(ids: Sequence[str]) -> int:
    """The highest number that any of these ids has."""
    return max((int(one[1:]) for one in ids), default=0)


def _same(before: Sequence[Paragraph], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which new paragraphs are which old ones word for word: first in order, then wherever they moved."""
    matcher = difflib.SequenceMatcher(None, [one.text for one in before], texts, autojunk=False)
    matched = [
        (block.b + at, block.a + at) for block in matcher.get_matching_blocks() for at in range(block.size)
    ]
    yield from matched
    new_left = set(range(len(texts))) - {new for new, _ in matched}
    old_left = set(range(len(before))) - {old for _, old in matched}
    waiting: dict[str, list[int]] = {}
    for old in sorted(old_left):
        waiting.setdefault(before[old].text, []).append(old)
    for new in sorted(new_left):
        if waiting.get(texts[new]):
            yield new, waiting[texts[new]].pop(0)


def _edited(
    before: Sequence[Paragraph], texts: Sequence[str], kept: dict[int, int], left: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Which new paragraphs are edited old ones: the most alike first, each at most once."""
    new_left = [at for at in range(len(texts)) if at not in kept]
    if len(new_left) * len(left) > _MOST_COMPARED:
        yield from zip(new_left, left, strict=False)
        return
    near = []
    for new in new_left:
        matcher = difflib.SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(texts[new])
        for old in left:
            matcher.set_seq1(before[old].text)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                near.append((matcher.ratio(), -abs(new - old), -new, -old))
    used_new: set[int] = set()
    used_old: set[int] = set()
    for ratio, _, negated_new, negated_old in sorted(near, reverse=True):
        new, old = -negated_new, -negated_old
        if ratio >= ALIKE and new not in used_new and old not in used_old:
            used_new.add(new)
            used_old.add(old)
            yield new, old
