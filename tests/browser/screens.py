"""The city at a running site, and one phone for each person in it, which takes down what its pages complain of."""

from dataclasses import dataclass, field

from linli.platform.web.show import LOOK_COOKIE
from tests.browser.city import City
from tests.support.browser import as_phone

BLOCKED = "Service Worker registration blocked by Playwright"
DESK = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 780}


@dataclass
class Screen:
    """A browser page of one person, with what its console said since it was last opened."""

    page: object
    said: list[str] = field(default_factory=list)
    _mode: str = ""

    def open(self, url, *, mode="normal"):
        """Go there in a light look on a narrow phone; the answer."""
        self.resize(NARROW)
        self.said.clear()
        if mode != self._mode:
            self.page.context.add_cookies(
                [{"name": LOOK_COOKIE, "value": f"theme=light&mode={mode}", "url": url}]
            )
            self._mode = mode
        return self.page.goto(url)

    def resize(self, size):
        """Show the page on a screen of this size, if it is another than the present one."""
        if size != self.page.viewport_size:
            self.page.set_viewport_size(size)


@dataclass
class Screens:
    """Everybody's screens, opened when first looked at."""

    site: object
    city: City
    browser: object
    opened: dict[str, Screen] = field(default_factory=dict)

    def of(self, who):
        """The screen of somebody, signed in; "" is a visitor."""
        if who not in self.opened:
            context = as_phone(
                self.browser,
                viewport=NARROW,
                device_scale_factor=1,
                reduced_motion="reduce",
                service_workers="block",
            )
            screen = Screen(context.new_page())
            screen.page.on(
                "console",
                lambda one: (
                    one.type in {"error", "warning"}
                    and BLOCKED not in one.text
                    and screen.said.append(one.text)
                ),
            )
            screen.page.on(
                "dialog", lambda one: (screen.said.append(f"a dialog: {one.message}"), one.dismiss())
            )
            screen.page.on("pageerror", lambda error: screen.said.append(str(error)))
            if who:
                self.site.sign_in(screen.page, self.city.accounts[who])
            self.opened[who] = screen
        return self.opened[who]

    def url(self, page):
        """Where a page of the list is."""
        return f"{self.site.url}{page.at(self.city.ids)}"

    def close(self):
        """Put all of them away."""
        for screen in self.opened.values():
            screen.page.context.close()
