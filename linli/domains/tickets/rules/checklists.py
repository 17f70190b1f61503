"""Checklists: which points belong to a ticket, and whether its work may be called done (TK-34)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linli.domains.tickets.errors import BadChecklist, ChecklistOpen

MOST_POINTS = 30
LONGEST = 100
#: Written before a line, it says that nobody must look at it.
OPTIONAL = "选查"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist as it is written down."""

    words: str
    must: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a ticket: whether it must be looked at, and whether somebody has."""

    id: UUID
    list_title: str
    words: str
    must: bool
    done: bool
    who: str = ""

    @property
    def open(self) -> bool:
        """Whether the work cannot be called done because of it."""
        return self.must and not self.done


def read(text: str) -> list[Line]:
    """The lines of a checklist as somebody typed them: one a line, those that begin with 选查 need not be done.

    Raises BadChecklist where there is none, or too many, or too long a one, or one twice.
    """
    found = []
    for typed in text.splitlines():
        words = typed.strip()
        if words:
            must = not words.startswith(OPTIONAL)
            found.append(Line(words if must else words.removeprefix(OPTIONAL).lstrip("：: 　"), must))
    said = [one.words for one in found]
    if not 0 < len(said) <= MOST_POINTS or any(not 0 < len(one) <= LONGEST for one in said):
        raise BadChecklist(field_errors={"points": [BadChecklist.sentence]})
    if len(set(said)) < len(said):
        twice = next(one for one in said if said.count(one) > 1)
        raise BadChecklist(field_errors={"points": [f"“{twice}”写了两遍，请去掉一遍。"]})
    return found


def check_done(points: Iterable[Point]) -> None:
    """Refuse to call work done while a point that must be looked at is open. Raises ChecklistOpen, naming them."""
    left = [one.words for one in points if one.open]
    if left:
        raise ChecklistOpen(f"检查单还有必查的没打勾：{'；'.join(left)}。查过打勾以后才能完工。")
