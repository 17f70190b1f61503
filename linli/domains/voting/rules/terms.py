"""What a notice says about the vote beside its items: fixed with it, and part of the hash over its text."""

from dataclasses import asdict, dataclass
from typing import Any

from linli.domains.voting.rules.kinds import Audience, Mode


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is cast, who may read the result, how far the close may be moved, and whether a city's system decides.

    `extension_days`: by how many days in all the close may be put off; 0 means never. `early_end`: the street may
    end the vote before its close although not everybody has voted. `notice_text`: the notice's own words.
    """

    mode: Mode = Mode.NAMED
    audience: Audience = Audience.PUBLIC
    advisory: bool = False
    extension_days: int = 0
    early_end: bool = False
    notice_text: str = ""

    def plain(self) -> dict[str, Any]:
        """As the text that is hashed has them."""
        return asdict(self)


USUAL = Terms()
