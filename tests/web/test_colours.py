"""The colours as tokens: words 4.5:1, borders and marks 3:1, in light and in dark (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "linli/web/static/css/tokens.css").read_text()


def palette(opening: str) -> dict[str, str]:
    """The tokens of one rule, hexadecimal ones only."""
    rule = TOKENS[TOKENS.index(opening) :]
    rule = rule[: rule.index("}")]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", rule))


LIGHT = palette(":root {")
DARK = LIGHT | palette(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


WORDS = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3", "link", "red", "brand-ink")
    for ground in ("bg", "surface", "raised")
]
WORDS += [(tone, f"{tone}-soft") for tone in ("red", "amber", "blue")]
WORDS += [("ink", f"{tone}-soft") for tone in ("red", "amber", "blue", "brand")]
WORDS += [
    ("brand-ink", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("ink-2", "sunken"),
]
WORDS += [("hero-ink", "hero-1"), ("hero-ink-2", "hero-1"), ("hero-ink-2", "hero-2")]
MARKS = [
    ("line-strong", "surface"),
    ("line-strong", "bg"),
    ("star", "surface"),
    ("focus", "bg"),
    ("focus", "surface"),
]


@pytest.mark.feature("AX-04")
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
class TestContrast:
    @pytest.mark.parametrize(("ink", "ground"), WORDS)
    def test_words_can_be_read(self, colours: dict[str, str], ink: str, ground: str):
        assert contrast(colours[ink], colours[ground]) >= 4.5

    @pytest.mark.parametrize(("mark", "ground"), MARKS)
    def test_borders_and_marks_can_be_seen(self, colours: dict[str, str], mark: str, ground: str):
        assert contrast(colours[mark], colours[ground]) >= 3


def test_dark_by_the_phone_and_dark_by_choice_are_the_same():
    by_phone = palette(':root:not([data-theme="light"])')
    assert by_phone == palette(':root[data-theme="dark"]')
    assert len(by_phone) > 20
