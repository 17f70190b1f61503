"""Every component and shell page with sample words, served by a small stub: for looking at and for measuring.

`python -m tests.web.lookbook` serves it on port 8321; `python -m tests.web.lookbook pictures FOLDER` takes pictures.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Flask, abort, render_template, request
from werkzeug.serving import make_server

from tests.web import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB = Path(__file__).resolve().parents[2] / "linli" / "web"
SHANGHAI = ZoneInfo("Asia/Shanghai")

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


def book() -> Flask:
    """The stub application: strict CSP, sample filters, one address a page."""
    app = Flask("lookbook", template_folder=str(WEB / "templates"), static_folder=str(WEB / "static"))
    app.jinja_loader.searchpath.append(str(Path(__file__).parent / "templates"))  # type: ignore[union-attr]
    app.jinja_env.filters |= {
        "yuan": lambda fen: f"{fen // 100:,}.{fen % 100:02d}",
        "area": lambda n: f"{n // 100}.{n % 100:02d}",
        "when": lambda at: f"{at.astimezone(SHANGHAI):%-m月%-d日 %H:%M}",
        "day": lambda on: f"{on.year}年{on.month}月{on.day}日",
        "masked_name": lambda name: name[:1] + "*" * (len(name) - 1),
        "masked_phone": lambda phone: phone[:3] + "****" + phone[-4:],
    }
    app.jinja_env.globals["csrf_token"] = lambda: "sample"
    pages = samples.pages(SampleForm)

    @app.get("/book/<path:name>")
    def page(name: str) -> str:
        if name not in pages:
            abort(404)
        template, words = pages[name]
        look = {"theme": request.args.get("theme", "light"), "mode": request.args.get("mode", "normal")}
        return render_template(template, **{"look": look, "shell": samples.SHELL, **words})

    @app.get("/")
    def index() -> str:
        return "".join(f"<p><a href='/book/{name}'>{name}</a>" for name in pages)

    @app.after_request
    def guard(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


@contextmanager
def served() -> Iterator[str]:
    """The look-book on a free port, while the block runs."""
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
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only pictures need it

    looks = {
        "phone-light": (390, 844, "theme=light"),
        "phone-dark": (390, 844, "theme=dark"),
        "phone-elder": (390, 844, "mode=elder"),
        "desk-light": (1280, 800, "theme=light"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with served() as base, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look, (width, height, query) in looks.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name in wanted or samples.pages(SampleForm):
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{base}/book/{name}?{query}")
                tall = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": max(height, tall)})
                page.screenshot(path=folder / f"{name.replace('/', '-')}.{look}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["pictures"]:
        pictures(Path(sys.argv[2]), sys.argv[3:])
    else:
        book().run(port=8321)

