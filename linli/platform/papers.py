"""Papers that people sign, post and file: pages of HTML made into PDF.

The pages are our own templates. Nothing is fetched for them but what they carry themselves and the style
sheets beside the templates, so that no address in somebody's words is ever visited.
"""

import hashlib
from pathlib import Path
from typing import Any

from linli.kernel.refusals import Conflict

STATIC = Path(__file__).parents[1] / "web" / "static"
_STYLES = ("css/paper.css", "paper/ballot.css")


class CannotTypeset(Conflict):
    """The machine lacks the libraries that lay out text."""

    code = "papers.cannot_typeset"
    sentence = (
        "这台服务器还不能生成 PDF，请先打开网页版，用浏览器打印或存为 PDF；并请管理员按运维手册装好排版组件。"
    )


def pdf(html: str) -> bytes:
    """The PDF of a page, with fonts embedded: the same HTML gives the same bytes. Raises CannotTypeset."""
    typesetter = _typesetter()
    styles = [typesetter.CSS(filename=str(STATIC / name)) for name in _STYLES]
    only_its_own = typesetter.urls.URLFetcher(allowed_protocols=("data",))
    document = typesetter.HTML(string=html, url_fetcher=only_its_own, base_url="linli:")
    made = document.write_pdf(
        stylesheets=styles, pdf_identifier=hashlib.sha256(html.encode()).digest()[:16], full_fonts=False
    )
    return bytes(made)


def can_typeset() -> bool:
    """Whether this machine makes PDF at all."""
    try:
        _typesetter()
    except CannotTypeset:
        return False
    return True


def _typesetter() -> Any:
    """WeasyPrint, which reaches for Pango when it is imported."""
    try:
        import weasyprint
    except OSError:
        raise CannotTypeset from None
    return weasyprint
