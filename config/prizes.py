"""What a new star is worth before the budget is looked at; read once and checked."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from config import BadSetting

FILE = Path(__file__).parent / "prizes.yml"
FEN = 1_000_000
_MOST_STARS, _MOST = 5, 10_000


@cache
def base() -> Mapping[int, int]:
    """Fen by new star. Raises BadSetting where the file says something else than stars and whole 万元."""
    return read(FILE.read_text("utf-8"))


def read(text: str) -> Mapping[int, int]:
    """The bases as they stand in a file; a higher star is worth no less. Raises BadSetting."""
    said = yaml.safe_load(text)
    found = said.get("base") if isinstance(said, dict) else None
    if not isinstance(found, dict) or not found:
        raise BadSetting("config/prizes.yml: base names what each new star is worth")
    for star, worth in found.items():
        if type(star) is not int or not 1 <= star <= _MOST_STARS:
            raise BadSetting(f"config/prizes.yml: {star!r} is no star")
        if type(worth) is not int or not 0 <= worth <= _MOST:
            raise BadSetting(f"config/prizes.yml: {worth!r} is no whole number of 万元 for star {star}")
    worths = [found[star] for star in sorted(found)]
    if worths != sorted(worths):
        raise BadSetting("config/prizes.yml: a higher star is worth no less")
    return {star: worth * FEN for star, worth in found.items()}
