"""QR codes, the one way from a screen or a sheet of paper back into linli."""

import io

import segno
from markupsafe import Markup


def svg(text: str, *, scale: int = 4) -> Markup:
    """The code as SVG, black on white in every theme, without styles of its own (the pages allow none)."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, scale=scale, border=3, dark="#000", light="#fff",
        svgclass=None, lineclass=None,
    )  # fmt: skip
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here; the text is only black and white squares
