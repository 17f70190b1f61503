"""The browser that the tests look through: Debian's Chromium, driven by playwright.

A pytest plug-in: the fixture `browser` is one Chromium a session, `phone` a fresh page of 390 × 844.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
expect.set_options(timeout=20_000)  # a busy machine answers late, and that is no fault of the page


@cache
def find_chromium() -> Path | None:
    """The browser named by LINLI_CHROMIUM, or the first of the usual names that can be run."""
    for name in (os.environ.get("LINLI_CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return Path(found)
    return None


def why_missing() -> str | None:
    """Why there is no browser, with what to do; None where there is one."""
    if find_chromium() is not None:
        return None
    return "no Chromium found; `apt-get install chromium fonts-noto-cjk`, or name one in LINLI_CHROMIUM"


def launch(playwright: Playwright, **more: Any) -> Browser:
    """Start Chromium without a screen and without calls of its own to the outside."""
    path = find_chromium()
    if path is None:
        raise RuntimeError(why_missing())
    arguments = [*FLAGS, *more.pop("args", [])]
    return playwright.chromium.launch(executable_path=str(path), args=arguments, **more)


@contextmanager
def chromium(**more: Any) -> Iterator[Browser]:
    """A browser for the length of a block, for scripts and drills."""
    with sync_playwright() as playwright:
        browser = launch(playwright, **more)
        try:
            yield browser
        finally:
            browser.close()


def as_phone(browser: Browser, **more: Any) -> BrowserContext:
    """A fresh visitor with a phone of 390 × 844, touch, in Chinese and in Shanghai."""
    settings: dict[str, Any] = {
        "viewport": PHONE,
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }
    return browser.new_context(**(settings | more))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What goes through the browser is tried once more when it fails: see docs/decisions/0015."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from tests.support import required

    required.need("browser")
    with chromium() as started:
        yield started


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a fresh phone; an error in the page's own script fails the test."""
    context = as_phone(browser)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
