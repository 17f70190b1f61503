"""A running linli for the browser: `site` serves the application on both databases, by the real clock.

Make what the test needs inside `with transaction():`, keep ids, and read inside
`transaction(writes=False)`: on SQLite an open writing transaction would hold up the server's own.
"""

import shutil
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from werkzeug.serving import make_server

from linli.blueprints.account.doorkeeper import COOKIE
from linli.domains.people.queries import identity
from linli.platform.transactions import transaction
from tests.browser.city import build
from tests.browser.screens import Screens
from tests.conftest import running, settings_for
from tests.factories import people
from tests.support.browser import as_phone


@dataclass(frozen=True, slots=True)
class Site:
    """Where the application answers (`url`, on localhost so that Secure cookies work), and its way in."""

    app: object
    url: str

    def sign_in(self, page, account, *, acting=None):
        """Sign the page's browser in as an account (or its id), acting in its first role or in the one given."""
        account_id = account if isinstance(account, uuid.UUID) else account.id
        with transaction():
            token = people.token(identity.account(account_id), acting=acting)
        page.context.clear_cookies(name=COOKIE)
        page.context.add_cookies(
            [{"name": COOKIE, "value": token, "url": self.url.replace("http:", "https:"), "secure": True}]
        )

    def open(self, page, path):
        """Go to a page of the site."""
        return page.goto(f"{self.url}{path}")


@pytest.fixture
def site(settings):
    """The application behind a real server on a free port; what happens inside is rolled up with the test."""
    with served(settings) as site:
        yield site


@pytest.fixture
def phone_of(site, browser):
    """A phone of one's own for each person, signed in."""
    contexts = []

    def of(account_id):
        contexts.append(as_phone(browser))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        site.sign_in(page, account_id)
        return page

    yield of
    for context in contexts:
        context.close()


@contextmanager
def served(settings, port=0):
    """The site with these settings, for the length of a block; on a free port unless told which."""
    with running(settings) as app:
        server = make_server("localhost", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Site(app, f"http://localhost:{server.server_port}")
        finally:
            server.shutdown()
            thread.join(timeout=10)
            server.server_close()


@pytest.fixture(scope="package")
def screens(browser, sqlite_template, tmp_path_factory):
    """A small city with everything in it, made once on SQLite, and a phone for everybody who looks at it."""
    folder = tmp_path_factory.mktemp("city")
    shutil.copyfile(sqlite_template, folder / "linli.sqlite3")
    with served(settings_for(f"sqlite:///{folder}/linli.sqlite3", folder)) as site:
        found = Screens(site, build(), browser)
        yield found
        found.close()
