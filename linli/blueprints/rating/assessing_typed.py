"""The phone page of an assessment read back: findings by indicator, and the photos with their times and places."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from werkzeug.datastructures import FileStorage

from linli.domains.rating.operations.visiting import Shot
from linli.domains.rating.rules import states
from linli.domains.rating.rules.catalogue import Indicator
from linli.domains.rating.rules.scoring import Finding
from linli.domains.rating.rules.states import Typed
from linli.kernel.refusals import Invalid
from linli.kernel.text import clean
from linli.kernel.times import SHANGHAI

LONGEST = 500
DEGREE = 1_000_000
_SHOT = re.compile(r"photo[0-9]{1,3}", re.ASCII)
_PLACE = re.compile(r"(-?)([0-9]{1,3})(?:\.([0-9]{1,6})[0-9]*)?", re.ASCII)


def read(asked: Sequence[Indicator], sent: Mapping[str, Any]) -> tuple[dict[str, Typed], list[Shot]]:
    """What a form of an assessment holds. Raises Invalid for text that cannot be kept."""
    errors: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for name, value in sent.items():
        if isinstance(value, str):
            try:
                texts[name] = clean(value[: LONGEST + 1])
            except Invalid as no:
                errors[name] = [no.sentence]
            if len(value) > LONGEST:
                errors[name] = [f"最多 {LONGEST} 个字。"]
    if errors:
        raise Invalid(field_errors=errors)
    return {one.code: _typed(one, texts) for one in asked}, _shots(asked, sent, texts)


def as_typed(found: Sequence[tuple[Indicator, Finding, str]]) -> dict[str, str]:
    """What was found, with its words, in the fields in which it was typed."""
    made: dict[str, str] = {}
    for one, finding, words in found:
        made |= {f"{one.code}.{key}": text for key, text in states.shown(one, finding).items()}
        made[f"{one.code}.evidence"] = words
        made |= {f"{one.code}.zeroed": "yes"} if finding.zeroed else {}
        made |= {} if finding.applies else {f"{one.code}.na": "yes"}
    return made


def _typed(indicator: Indicator, texts: Mapping[str, str]) -> Typed:
    def text(key: str) -> str:
        return texts.get(f"{indicator.code}.{key}", "")

    return Typed(
        values={part.key: text(part.key) for part in indicator.parts},
        zeroed=bool(text("zeroed")),
        not_applicable=bool(text("na")),
        evidence=text("evidence"),
    )


def _shots(asked: Sequence[Indicator], sent: Mapping[str, Any], texts: Mapping[str, str]) -> list[Shot]:
    names = sorted(
        name for name, file in sent.items() if _SHOT.fullmatch(name) and isinstance(file, FileStorage)
    )
    return [_shot(name, sent[name], asked, texts) for name in names]


def _shot(name: str, file: FileStorage, asked: Sequence[Indicator], texts: Mapping[str, str]) -> Shot:
    return Shot(
        name=name,
        stream=file,
        codes=[one.code for one in asked if texts.get(f"{name}.{one.code}")],
        taken_at=moment(texts.get(f"{name}.taken_at", "")),
        place_id=_id(texts.get(f"{name}.place_id", "")),
        place=texts.get(f"{name}.place", "")[:60],
        latitude=degrees(texts.get(f"{name}.latitude", ""), most=90),
        longitude=degrees(texts.get(f"{name}.longitude", ""), most=180),
    )


def moment(text: str) -> datetime | None:
    """A time as a phone's field gives it, on a clock in Shanghai; None where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 2000 <= found.year <= 2200:  # noqa: PLR2004 - outside of anything a photo can show
        return None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def degrees(text: str, *, most: int) -> int | None:
    """Degrees as a phone writes them, in millionths; None where they are none."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    amount = int(found[2]) * DEGREE + int((found[3] or "").ljust(6, "0"))
    return (-amount if found[1] else amount) if amount <= most * DEGREE else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)  # no place has it: it is refused beside the field
