"""Makes the pictures of the README again: a throw-away linli with the demo, looked at in a browser.

`make pictures` runs it. The pictures lie in docs/pictures, each under MOST bytes, drawn at two pixels to one where
that stays small enough.
"""

import io
import logging
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402
from sqlalchemy import select  # noqa: E402

from linli.cli.demo.command import make  # noqa: E402
from linli.domains.people.models import Account, Owner  # noqa: E402
from linli.domains.tickets.models import Ticket  # noqa: E402
from linli.domains.voting.models import Vote  # noqa: E402
from linli.domains.voting.queries import votes  # noqa: E402
from linli.platform import clock, schema  # noqa: E402
from linli.platform.db import db  # noqa: E402
from linli.platform.transactions import transaction  # noqa: E402
from linli.platform.web.show import LOOK_COOKIE  # noqa: E402
from tests.browser.conftest import Site, served  # noqa: E402
from tests.conftest import running, settings_for  # noqa: E402
from tests.factories import people  # noqa: E402
from tests.support.browser import PHONE, as_phone, chromium  # noqa: E402

logging.getLogger("werkzeug").setLevel(logging.WARNING)
FOLDER = ROOT / "docs" / "pictures"
DESK = {"width": 1280, "height": 800}
MOST = 120_000
COLOURS = 256
OWNERS_ASKED = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: who looks at which page, in which look, on which screen."""

    name: str
    who: Any
    path: str
    look: str = "theme=light&mode=normal"
    size: Any = None


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(f"sqlite:///{folder}/linli.sqlite3", Path(folder))
        with running(settings):
            schema.upgrade()
        with served(settings) as site, chromium() as browser:
            for picture in pictures(site):
                data = small(site, browser, picture)
                (FOLDER / f"{picture.name}.png").write_bytes(data)
                print(f"docs/pictures/{picture.name}.png  {len(data) // 1000} kB")
    return 0


def pictures(site: Site) -> Iterator[Picture]:
    """The demo, and who sees it at its liveliest."""
    made = make(count=3, units=120, seed=2026)
    estate_id = UUID(next(one["estate_id"] for one in made.accounts if one["estate_id"]))
    with transaction():
        officer = _staff(made, "community_officer").id
        ticket = db.session.scalars(
            select(Ticket).filter_by(estate_id=estate_id, state="closed").order_by(Ticket.events.desc())
        ).first()
        reporter, ticket_id = ticket.reporter_id, ticket.id
        vote_id = next(
            one.id
            for one in db.session.scalars(select(Vote).filter_by(estate_id=estate_id))
            if votes.state(one, now=clock.now()).value == "open"
        )
        owners = list(
            db.session.scalars(
                select(Owner.account_id)
                .where(Owner.estate_id == estate_id, Owner.account_id.is_not(None))
                .order_by(Owner.id)
                .limit(OWNERS_ASKED)
            )
        )
    home = f"/e/{estate_id}/"
    busiest = max(owners, key=lambda account_id: _waiting(site, account_id, home))
    yield Picture("home", busiest, home)
    yield Picture("vote", busiest, f"/e/{estate_id}/votes/{vote_id}")
    yield Picture("ticket", reporter, f"/e/{estate_id}/tickets/{ticket_id}")
    yield Picture("bills", busiest, f"/e/{estate_id}/bills")
    yield Picture("star", None, f"/p/estates/{estate_id}")
    yield Picture("elder", busiest, home, look="theme=light&mode=elder")
    yield Picture("dark", busiest, home, look="theme=dark&mode=normal")
    yield Picture("today", officer, "/work/", size=DESK)


def _staff(made: Any, role: str) -> Account:
    username = next(one["username"] for one in made.accounts if one["role"] == role)
    found = db.session.scalar(select(Account).filter_by(username=username))
    if found is None:
        raise LookupError(username)
    return found


def _waiting(site: Site, account_id: Any, home: str) -> int:
    """How many things wait for somebody on the first page; most with a vote among them."""
    page = site.app.test_client().get(home, headers=_bearer(account_id)).text
    return page.count("due-title") + 3 * page.count("去投票")


def _bearer(account_id: Any) -> dict[str, str]:
    with transaction():
        return people.bearer(db.session.get(Account, account_id))


def small(site: Site, browser: Browser, picture: Picture) -> bytes:
    """The picture in few colours, at two pixels to one or, where that is too large, at one."""
    data = b""
    for scale in (2, 1):
        data = _reduced(_taken(site, browser, picture, scale))
        if len(data) < MOST:
            return data
    raise SystemExit(f"pictures: {picture.name} has {len(data)} bytes, {MOST} are allowed")


def _taken(site: Site, browser: Browser, picture: Picture, scale: int) -> bytes:
    context = as_phone(
        browser,
        device_scale_factor=scale,
        viewport=picture.size or PHONE,
        is_mobile=picture.size is None,
        reduced_motion="reduce",
        service_workers="block",
    )
    page = context.new_page()
    if picture.who is not None:
        site.sign_in(page, picture.who)
    context.add_cookies([{"name": LOOK_COOKIE, "value": picture.look, "url": site.url}])
    page.goto(f"{site.url}{picture.path}", wait_until="networkidle")
    data = page.screenshot()
    context.close()
    return data


def _reduced(data: bytes) -> bytes:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    few = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
