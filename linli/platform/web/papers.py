"""Answering with a paper: the page as it is printed, or the PDF made from it."""

from typing import Any
from urllib.parse import quote

from flask import Response, render_template

from linli.platform import papers


def paper(template: str, *, name: str, **values: Any) -> Response:
    """The PDF of a template of `papers/`, under `name` (without the ending). Raises CannotTypeset."""
    return _answer(papers.pdf(render_template(template, **values)), "application/pdf", f"{name}.pdf")


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file that was made just now, as a download."""
    return _answer(content, media_type, name, shown="attachment")


def _answer(content: bytes, media_type: str, name: str, *, shown: str = "inline") -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
