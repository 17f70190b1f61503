"""Every page of the product as somebody sees it: found, quiet, readable, big enough to hit, never too wide."""

import pytest

from linli.domains.people.queries import identity
from linli.platform.transactions import transaction
from tests.browser.city import build
from tests.browser.pages import EVERY, NO_PAGES, PAGES, addresses
from tests.browser.screens import DESK, NARROW
from tests.checks.turns import in_turn
from tests.conftest import running
from tests.factories import people
from tests.support.measures import (
    CUT_OFF,
    HELPED,
    MOVING,
    SMALL_LETTERS,
    SMALL_TARGETS,
    WIDTH,
    measured,
    serious,
)

pages = pytest.mark.parametrize("page", EVERY, ids=str)


def test_the_list_of_pages_is_whole(screens):
    assert addresses(screens.site.app) == PAGES.keys() | NO_PAGES.keys()
    assert not PAGES.keys() & NO_PAGES.keys()
    rules = screens.site.app.url_map.bind("localhost")
    for page in EVERY:
        assert rules.match(page.at(screens.city.ids).partition("?")[0])[0] == page.endpoint


@pages
@pytest.mark.feature("AX-02", "AX-04", "AX-05", "AX-06", "AX-13", "AX-16")
def test_a_page_is_fit_for_everybody(screens, page):
    screen, url = screens.of(page.who), screens.url(page)
    wrong = [*looked_at(screen, url, page.at_a_desk)]
    for look in in_turn((looked_at_doubled_in_the_dark, looked_at_by_an_elder), EVERY.index(page), most=1):
        wrong += look(screen, url)
    assert wrong == []


def looked_at(screen, url, at_a_desk):
    """What is wrong on a narrow phone, in the light, and at a desk."""
    answer = screen.open(url)
    found = measured(
        screen.page,
        small=(SMALL_TARGETS, 44),
        cut=(CUT_OFF, None),
        moving=(MOVING, None),
        helped=(HELPED, None),
    )
    yield from complaints(
        answer=[] if answer.status == 200 and screen.page.url == url else [answer.status, screen.page.url],
        light=serious(screen.page),
        small=found["small"],
        cut=found["cut"],
        moving=found["moving"],
        help=[] if found["helped"] else ["no help line"],
    )
    if at_a_desk:
        screen.resize(DESK)
        found = measured(screen.page, width=(WIDTH, None), cut=(CUT_OFF, None))
        yield from complaints(desk_width=too_wide(found, DESK), desk_cut=found["cut"])
    yield from complaints(console=screen.said)


def looked_at_doubled_in_the_dark(screen, _url):
    """What is wrong with the page that is open on a narrow phone, dark, and then with double letters."""
    screen.resize(NARROW)
    screen.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    yield from complaints(dark=serious(screen.page, rules=["color-contrast"]))
    screen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = measured(screen.page, width=(WIDTH, None), cut=(CUT_OFF, None))
    yield from complaints(doubled=too_wide(found, NARROW), cut_doubled=found["cut"], console=screen.said)


def looked_at_by_an_elder(screen, url):
    """What is wrong in elder mode on a narrow phone; its colours are the strongest ones of the ordinary look."""
    screen.open(url, mode="elder")
    found = measured(
        screen.page,
        small=(SMALL_TARGETS, 60),
        letters=(SMALL_LETTERS, None),
        width=(WIDTH, None),
        cut=(CUT_OFF, None),
    )
    yield from complaints(
        elder_small=found["small"],
        elder_letters=found["letters"],
        elder_width=too_wide(found, NARROW),
        elder_cut=found["cut"],
        elder_console=screen.said,
    )


def too_wide(found, screen):
    """A complaint where a page wants more than the screen has."""
    return [f"{found['width']} px wide"] if found["width"] > screen["width"] else []


def complaints(**found):
    """The measures that found something."""
    return [(name, what) for name, what in found.items() if what]


@pytest.mark.feature("AX-12")
@pytest.mark.parametrize("who", ["", "owner"])
def test_the_first_page_weighs_less_than_150_kilobytes(screens, who):
    path = f"/e/{screens.city.ids['estate']}/" if who else "/sign-in"
    context = screens.browser.new_context(service_workers="block")
    page, answers = context.new_page(), []
    if who:
        screens.site.sign_in(page, screens.city.accounts[who])
    page.on("response", lambda answer: answers.append((answer.url, len(answer.body()))))
    page.goto(f"{screens.site.url}{path}", wait_until="networkidle")
    context.close()
    assert all(url.startswith(screens.site.url) for url, _ in answers)
    assert len(answers) > 5
    assert sum(size for _, size in answers) < 150_000


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_every_page_answers_on_postgresql_too(settings):
    with running(settings) as app:
        city, client = build(), app.test_client()
        with transaction():
            bearers = {who: people.bearer(identity.account(one)) for who, one in city.accounts.items()}
        refused = []
        for page in EVERY:
            answer = client.get(page.at(city.ids), headers=bearers.get(page.who))
            if answer.status_code != 200:
                refused.append((str(page), answer.status_code))
        assert refused == []
