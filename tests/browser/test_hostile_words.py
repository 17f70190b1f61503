"""Words that would be programs: typed into every field that a resident can type into, they stay words (check L-1)."""

import re
from html.parser import HTMLParser

import pytest

from linli.domains.people.queries import identity
from linli.platform.transactions import transaction
from tests.browser.pages import EVERY
from tests.browser.screens import Screens
from tests.factories import people

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)' style='position:fixed;inset:0",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>点我</a>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "{{7*7}}{% print(1) %}${alert(1)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--><script>alert(1)</script-->",
    "<body onload=alert(1)>",
    "<style>@import 'javascript:alert(1)'</style>",
    "\u202e<script\x0b>alert(1)</script>",
)  # fmt: skip
WHO = ("owner", "newcomer", "")
READERS = {"owner", "property_manager", "community_officer"}
ALERTED = (
    "window.alerted = 0; window.alert = window.confirm = window.prompt = () => { window.alerted += 1; };"
)
# How often something ran, and how many elements of the page could.
RAN = """() => [window.alerted ?? 0,
  document.querySelectorAll('script, iframe, [onload], [onerror], [onfocus]').length]"""


class Forms(HTMLParser):
    """The forms of a page that send something: [(action, {name: value}, names of the fields for words)]."""

    def __init__(self, page):
        super().__init__()
        self.found, self._open = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._open = None
            if given.get("method", "").lower() == "post":
                self._open = (given.get("action"), {}, [])
                self.found.append(self._open)
        elif self._open and (name := given.get("name")):
            kind = given.get("type", "text") if tag == "input" else tag
            _, values, words = self._open
            if kind in {"text", "tel", "search", "textarea", "date"}:
                words.append(name)
            elif kind not in {"file", "submit", "button"} and name not in values:
                values[name] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None


@pytest.fixture
def stage(screens, browser):
    """A visitor whose browser counts what tries to run."""
    own = Screens(screens.site, screens.city, browser)
    yield own
    own.close()


def test_no_words_of_a_resident_ever_run(screens, stage):
    client = screens.site.app.test_client()
    sent = 0
    bare = screens.browser.new_context(
        service_workers="block"
    ).new_page()  # without our policy, words would run
    bare.add_init_script(ALERTED)
    for who in WHO:
        bearer = _bearer(screens, who)
        for page in (one for one in EVERY if one.who == who and not one.at_a_desk):
            address = page.at(screens.city.ids)
            shown = client.get(address, headers=bearer).text
            for action, values, words in Forms(shown).found:
                for payload in PAYLOADS if words else ():
                    answer = client.post(
                        action or address, data=values | dict.fromkeys(words, payload), headers=bearer
                    )
                    assert answer.status_code < 500
                    sent += 1
                    if answer.status_code != 303:
                        ran(bare, answer.text)
    assert sent >= 20 * len(PAYLOADS) / 4
    bare.context.close()

    shown, bearers = 0, {who: _bearer(screens, who) for who in READERS}
    for page in (one for one in EVERY if one.who in READERS):
        if "alert(1)" in client.get(page.at(screens.city.ids), headers=bearers[page.who]).text:
            screen = stage.of(page.who)
            screen.open(stage.url(page))
            assert screen.said == [], page
            shown += 1
    assert shown > 10


def ran(bare, html):
    """Show an answer without any policy and see that nothing of it ran but our own modules."""
    bare.set_content(re.sub(r'<(script type="module"|link)[^>]*>(</script>)?', "", html), wait_until="commit")
    assert bare.evaluate(RAN) == [0, 0]


def _bearer(screens, who):
    if not who:
        return {}
    with transaction():
        return people.bearer(identity.account(screens.city.accounts[who]))
