"""How stars and sheets look: the radar of the four areas, the rows of a form, what was typed into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from linli.domains.rating.queries.datasets import InForce
from linli.domains.rating.rules import figures, states, wording
from linli.domains.rating.rules.catalogue import Area, Indicator, Part
from linli.domains.rating.rules.scoring import Finding, Result
from linli.domains.rating.rules.states import Typed
from linli.kernel.refusals import Invalid
from linli.kernel.text import clean

LONGEST = 500
MIDDLE_X, MIDDLE_Y, REACH = 150, 110, 80
# Where each of up to four areas points, and how its name is set beside the tip.
_WAYS = ((0, -1, "middle"), (1, 0, "right"), (0, 1, "middle"), (-1, 0, "left"))


class Entered(Protocol):
    """What somebody entered for an indicator, of a star's sheet or of another scale."""

    @property
    def values(self) -> Mapping[str, Any]:
        """What was found, by part."""

    @property
    def zeroed(self) -> bool:
        """Whether it counts nothing."""

    @property
    def applies(self) -> bool:
        """Whether it applies here."""

    @property
    def evidence(self) -> str:
        """What was looked at."""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on a page: what is asked, what stands there, what it comes to."""

    indicator: Indicator
    parts: Sequence[Mapping[str, Any]]
    values: Mapping[str, str]
    entry: Entered | None
    points: int | None
    filled: bool
    said: str
    sources: str


def rows(
    area: Area, entries: Mapping[str, Entered], result: Result, held: Mapping[str, InForce] | None = None
) -> list[Row]:
    """The rows of an area; `held` is what the platform's data say of each fact."""
    return [_row(one, entries.get(one.code), result, held or {}) for one in area.indicators]


def _row(indicator: Indicator, entry: Entered | None, result: Result, held: Mapping[str, InForce]) -> Row:
    parts = [
        {
            "name": f"{indicator.code}.{part.key}",
            "ask": part.ask,
            "unit": part.unit,
            "kind": wording.kind_of_input(part),
            "options": [("", "请选择"), *wording.options(part)],
            "how": wording.explained(part),
        }
        for part in indicator.parts
    ]
    standing = _standing(indicator, entry) if entry else {}
    by_data = indicator.automatic and entry is None
    return Row(
        indicator=indicator,
        parts=parts,
        values=standing,
        entry=entry,
        points=result.points.get(indicator.code),
        filled=indicator.code not in result.open,
        said=_by_data(indicator, held) if by_data else _said(indicator, entry),
        sources=wording.sources(indicator),
    )


def _by_data(indicator: Indicator, held: Mapping[str, InForce]) -> str:
    """What the data say, both numbers beside each rate."""
    return "；".join(
        f"{part.ask + ' ' if len(indicator.parts) > 1 else ''}"
        f"{figures.said(part, held[part.fact].value) if part.fact in held else '没有数据'}"
        for part in indicator.parts
    )


def _standing(indicator: Indicator, entry: Entered) -> dict[str, str]:
    finding = Finding(entry.values, zeroed=entry.zeroed, applies=entry.applies)
    typed = {f"{indicator.code}.{key}": text for key, text in states.shown(indicator, finding).items()}
    typed[f"{indicator.code}.evidence"] = entry.evidence
    if entry.zeroed:
        typed[f"{indicator.code}.zeroed"] = "yes"
    if not entry.applies:
        typed[f"{indicator.code}.na"] = "yes"
    return typed


def _said(indicator: Indicator, entry: Entered | None) -> str:
    if entry is None:
        return "未填"
    if not entry.applies:
        return "不适用"
    if entry.zeroed:
        return indicator.zero_if
    return "；".join(
        f"{part.ask + ' ' if len(indicator.parts) > 1 else ''}{_found(part, entry)}"
        for part in indicator.parts
    )


def _found(part: Part, entry: Entered) -> str:
    return wording.said(part, entry.values[part.key]) if part.key in entry.values else "未填"


def typed_in(area: Area, sent: Mapping[str, Any]) -> dict[str, Typed]:
    """What a form of one area holds, by indicator. Raises Invalid for text that cannot be kept."""
    errors: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for name, value in sent.items():
        try:
            texts[name] = clean(str(value))
        except Invalid as no:
            errors[name] = [no.sentence]
        if len(str(value)) > LONGEST:
            errors[name] = [f"最多 {LONGEST} 个字。"]
    if errors:
        raise Invalid(field_errors=errors)
    asked = [one for one in area.indicators if not one.automatic or _mentioned(one, texts)]
    return {one.code: _typed(one, texts) for one in asked}


def _mentioned(indicator: Indicator, texts: Mapping[str, str]) -> bool:
    return any(name.startswith(f"{indicator.code}.") for name in texts)


def _typed(indicator: Indicator, texts: Mapping[str, str]) -> Typed:
    def text(key: str) -> str:
        return texts.get(f"{indicator.code}.{key}", "")

    return Typed(
        values={part.key: text(part.key) for part in indicator.parts},
        zeroed=bool(text("zeroed")),
        not_applicable=bool(text("na")),
        evidence=text("evidence"),
    )


def radar(areas: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The corners of a radar of the areas, in whole units of its drawing."""
    shares = [1000 * area["score"] // area["max"] for area in areas]
    ways = _WAYS[: len(areas)]
    return {
        "rings": [_corners(ways, [permille] * len(ways)) for permille in (250, 500, 750, 1000)],
        "value": _corners(ways, shares),
        "labels": [
            {
                "x": MIDDLE_X + x * (REACH + 10),
                "y": MIDDLE_Y + y * (REACH + 14) + 4,
                "side": side,
                "name": area["name"],
            }
            for area, (x, y, side) in zip(areas, ways, strict=True)
        ],
    }


def _corners(ways: Sequence[tuple[int, int, str]], permilles: Sequence[int]) -> str:
    return " ".join(
        f"{MIDDLE_X + x * REACH * permille // 1000},{MIDDLE_Y + y * REACH * permille // 1000}"
        for (x, y, _), permille in zip(ways, permilles, strict=True)
    )
