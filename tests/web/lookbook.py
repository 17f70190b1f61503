"""Every component and shell page with sample words, served by a small stub: for looking at and for measuring.

`python -m tests.web.lookbook` serves it on port 8321; `python -m tests.web.lookbook pictures FOLDER` takes pictures.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask, Response, abort, render_template, request
from werkzeug.serving import make_server

from linli.kernel.area import format_area
from linli.kernel.fen import format_fen
from linli.kernel.masking import mask_name, mask_phone
from linli.platform.web import show
from tests.support.browser import chromium
from tests.web import samples

WEB = Path(__file__).resolve().parents[2] / "linli" / "web"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass
class SampleForm:
    """The shape pages get from platform.web.forms.Form."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    message: str = ""


def part(filename: str) -> Response:
    """A static file in one piece, so that a visitor who leaves early leaves no file open."""
    kind = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}
    file = WEB / "static" / filename
    if not file.is_file():
        abort(404)
    return Response(file.read_bytes(), mimetype=kind.get(file.suffix) or guess_type(file.name)[0])


def book() -> Flask:
    """The stub application: strict CSP, the product's own filters, one address a page."""
    app = Flask("lookbook", template_folder=str(WEB / "templates"), static_folder=None)
    app.jinja_loader.searchpath.append(str(Path(__file__).parent / "templates"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "yuan": format_fen,
        "area": format_area,
        "when": show.when,
        "day": show.day,
        "masked_name": mask_name,
        "masked_phone": mask_phone,
    }
    app.jinja_env.globals["csrf_token"] = lambda: "sample"
    app.jinja_env.globals["static_url"] = "/static/{}".format
    app.add_url_rule("/static/<path:filename>", "static", part)
    app.add_url_rule("/sw.js", "worker", lambda: part("js/sw.js"))
    app.add_url_rule(
        "/me/session", "extended", lambda: {"ends_at": in_seconds(1800).isoformat()}, methods=["POST"]
    )
    app.add_url_rule("/offline", "offline", lambda: shown("offline"))
    app.add_url_rule("/book/<path:name>", "page", shown, methods=["GET", "POST"])
    app.add_url_rule("/", "index", index)
    app.after_request(guarded)
    return app


def shown(name: str) -> str:
    """One page in the look that the address asks for."""
    pages = samples.pages(SampleForm)
    if name not in pages:
        abort(404)
    template, words = pages[name]
    look = {"theme": request.args.get("theme", "light"), "mode": request.args.get("mode", "normal")}
    shell = dict(samples.SHELL)
    if seconds := request.args.get("session", type=int):
        shell["session_ends_at"] = in_seconds(seconds)
    if "owner" in request.args:
        shell["draft_owner"] = request.args["owner"]
    return render_template(template, **{"look": look, "shell": shell, **words})


def index() -> str:
    """The list of pages."""
    return "".join(f"<p><a href='/book/{name}'>{name}</a>" for name in samples.pages(SampleForm))


def guarded(response: Response) -> Response:
    """The strict policy on every answer."""
    response.headers["Content-Security-Policy"] = POLICY
    return response


def in_seconds(seconds: int) -> datetime:
    """A moment from now."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


@contextmanager
def served() -> Iterator[str]:
    """The look-book on a free port, while the block runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, book(), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def pictures(folder: Path, wanted: list[str]) -> None:
    """A picture of each page on a phone (light, dark, elder) and on a desktop (light)."""
    looks = {
        "phone-light": (390, 844, "theme=light"),
        "phone-dark": (390, 844, "theme=dark"),
        "phone-elder": (390, 844, "mode=elder"),
        "desk-light": (1280, 800, "theme=light"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with served() as base, chromium() as browser:
        for look, (width, height, query) in looks.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name in wanted or samples.pages(SampleForm):
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{base}/book/{name}?{query}")
                tall = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": max(height, tall)})
                page.screenshot(path=folder / f"{name.replace('/', '-')}.{look}.png", full_page=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["pictures"]:
        pictures(Path(sys.argv[2]), sys.argv[3:])
    else:
        book().run(port=8321)
