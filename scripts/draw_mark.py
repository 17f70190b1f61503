"""Draws linli's mark: two houses that share one roof, white on green. Run it again to change the mark."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).resolve().parent.parent / "linli/web/static/icons"
GREEN, WHITE, MINT = (10, 125, 79), (255, 255, 255), (160, 219, 189)
FINE = 4  # drawn larger, then made smaller, so that edges are smooth


def main() -> None:
    """Two sizes with round corners, one full square that the phone cuts to its own shape."""
    ICONS.mkdir(parents=True, exist_ok=True)
    for name, size, share, rounded in (
        ("mark-192", 192, 0.62, True),
        ("mark-512", 512, 0.62, True),
        ("mark-maskable-512", 512, 0.5, False),
    ):
        draw(size, share, rounded=rounded).save(ICONS / f"{name}.png", optimize=True)


def draw(size: int, share: float, *, rounded: bool) -> Image.Image:
    """The mark at one size; `share` is the part of the square that the houses fill."""
    big = size * FINE
    picture = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, big - 1, big - 1), radius=big * 0.22 if rounded else 0, fill=GREEN)

    def at(x: float, y: float) -> tuple[float, float]:
        """A point of the 100 × 100 drawing on the picture."""
        return big / 2 + (x - 50) / 100 * share * big, big / 2 + (y - 50) / 100 * share * big

    def block(points: list[tuple[float, float]], colour: tuple[int, int, int]) -> None:
        pen.polygon([at(x, y) for x, y in points], fill=colour)

    block([(46, 92), (46, 44), (72, 22), (98, 44), (98, 92)], MINT)
    block([(2, 92), (2, 36), (32, 8), (62, 36), (62, 92)], WHITE)
    block([(24, 92), (24, 64), (40, 64), (40, 92)], GREEN)
    block([(76, 62), (76, 50), (86, 50), (86, 62)], GREEN)
    block([(76, 80), (76, 68), (86, 68), (86, 80)], GREEN)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
