"""Takes the README's pictures from a running linli with the demo: `make pictures`."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.support.browser import launch

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "pictures"
PHONE, DESK = (390, 844), (1280, 800)
COLOURS = 128
# name, role, path, size, dark, elder
PICTURES = (
    ("home", "owner", "/e/{estate}/", PHONE, False, False),
    ("vote", "owner", "/e/{estate}/votes/{vote}", PHONE, False, False),
    ("ticket", "owner", "/e/{estate}/tickets/{ticket}", PHONE, False, False),
    ("bills", "owner", "/e/{estate}/bills", PHONE, False, False),
    ("star", None, "/p/estates/{estate}", PHONE, False, False),
    ("elder", "owner", "/e/{estate}/", PHONE, False, True),
    ("dark", "owner", "/e/{estate}/", PHONE, True, False),
    ("today", "property_manager", "/work/", DESK, False, False),
)
_FIND = """
import json, os
from linli.app import create_app
from linli.domains.people.operations import sign_in
from linli.domains.people.queries import identity
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from sqlalchemy import text
from pathlib import Path
from uuid import UUID
accounts = json.loads((Path(os.environ["LINLI_DATA_DIR"]) / "demo-accounts.json").read_text())
found = {"tokens": {}}
with create_app().app_context(), transaction():
    for role in ("owner", "property_manager"):
        one = next(a for a in accounts if a["role"] == role)
        who = identity.account_by_phone(one["phone"]) if "phone" in one else identity.account_by_username(one["username"])
        found["tokens"][role] = sign_in.begin(account=who, device="", second_factor="username" in one, now=clock.now()).token
        found["estate"] = one["estate_id"]
        if role == "owner":
            mine = {"estate": UUID(one["estate_id"]).hex, "me": who.id.hex}
    pick = lambda sql: str(UUID(db.session.execute(text(sql), mine).scalar()))
    found["vote"] = pick("SELECT id FROM vote WHERE estate_id = :estate ORDER BY opens_at DESC LIMIT 1")
    found["ticket"] = pick("SELECT id FROM ticket WHERE estate_id = :estate AND reporter_id = :me LIMIT 1")
print("FOUND " + json.dumps(found))
"""


def main() -> None:
    """Serve, look, and keep what was seen."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        _served(folder) as (site, found),
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for name, role, path, (width, height), dark, elder in PICTURES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
            )
            secure = {"url": site.replace("http:", "https:"), "secure": True}
            if role:
                context.add_cookies([{"name": "__Host-linli", "value": found["tokens"][role], **secure}])
            if elder:
                context.add_cookies([{"name": "linli-look", "value": "theme=auto&mode=elder", **secure}])
            page = context.new_page()
            page.goto(site + path.format(**found))
            _keep(page.screenshot(), TARGET / f"{name}.png")
            context.close()
        browser.close()
    sys.stdout.write(f"{len(PICTURES)} pictures in {TARGET.relative_to(ROOT)}\n")


def _keep(taken: bytes, path: Path) -> None:
    """The picture with fewer colours: a third of the size, and nobody sees it."""
    path.write_bytes(taken)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


@contextmanager
def _served(folder: str) -> Iterator[tuple[str, dict]]:
    """A server with the demo on a free port; its address, and where to look."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"LINLI_DATA_DIR": folder, "LINLI_PORT": str(port)}

    def python(code: str, *words: str) -> str:
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout

    linli = "import sys; from linli.cli import main; main()"
    python(linli, "db", "upgrade")
    python(linli, "demo")
    said = next(line for line in python(_FIND).splitlines() if line.startswith("FOUND "))
    server = subprocess.Popen(
        [sys.executable, "-c", linli, "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(f"http://localhost:{port}/healthz")
        yield f"http://localhost:{port}", json.loads(said.removeprefix("FOUND "))
    finally:
        server.terminate()
        server.wait(60)


def _wait(url: str) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(url)


if __name__ == "__main__":
    main()
