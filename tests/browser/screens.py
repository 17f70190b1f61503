"""The city at a running site, and one phone for each person in it, which takes down what its pages complain of."""

from dataclasses import dataclass, field

from linli.platform.web.show import LOOK_COOKIE
from tests.browser.city import City
from tests.support.browser import PHONE, as_phone

BLOCKED = "Service Worker registration blocked by Playwright"
DESK = {"width": 1280, "height": 800}


@dataclass
class Screen:
    """A browser page of one person, with what its console said since it was last opened."""

    page: object
    said: list[str] = field(default_factory=list)

    def open(self, url, *, mode="normal", size=PHONE):
        """Go there in a light look; the answer."""
        self.page.set_viewport_size(size)
        self.said.clear()
        self.page.context.add_cookies(
            [{"name": LOOK_COOKIE, "value": f"theme=light&mode={mode}", "url": url}]
        )
        return self.page.goto(url)


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
                self.browser, device_scale_factor=1, reduced_motion="reduce", service_workers="block"
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
