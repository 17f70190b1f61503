"""What a recount can find: a file that is no bundle, or a bundle in which something does not hold."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What does not hold, in the order in which it is looked for."""

    MANIFEST = "manifest"
    SIGNATURE = "signature"
    CHAIN = "chain"
    ROLL = "roll"
    BALLOT = "ballot"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: its kind, where it is, a stable code, and a sentence."""

    kind: Kind
    where: str
    code: str
    sentence: str


class Malformed(Exception):
    """The file is not a vote bundle: unreadable, incomplete, or with a field that cannot be."""

    def __init__(self, where: str, code: str, sentence: str) -> None:
        self.where, self.code, self.sentence = where, code, sentence
        super().__init__(f"{where}: {code}")

    def __reduce__(self) -> tuple[type["Malformed"], tuple[str, str, str]]:
        """So that it comes back whole from another process."""
        return Malformed, (self.where, self.code, self.sentence)


def shown(text: object) -> str:
    """A stranger's text, fit for a terminal: one line, short, nothing that moves the cursor."""
    line = "".join(letter if letter.isprintable() else "?" for letter in str(text)[:80])
    return line.encode("utf-8", "replace").decode()
