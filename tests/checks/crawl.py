"""Walking through every door: what was asked, what the written table says, and what came back."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from flask import g

from linli.kernel.grants import permits
from linli.kernel.refusals import Forbidden, Refusal
from linli.platform.ports import use
from linli.platform.transactions import transaction
from linli.platform.web.identity import Identity
from linli.platform.web.marks import Entrance
from linli.platform.web.security import HEADERS
from tests.checks.city import EVERYWHERE
from tests.checks.routes import fillings, ghosts, strangers
from tests.checks.turns import in_turn

MOST_ABLE = {"owner", "community_officer", "property_manager", "company_head"}
PROTECTING = {*HEADERS, "Content-Security-Policy"}
PASSED = {401, 403, 404}  # the door's three ways to say no


@dataclass
class Seen:
    """What the crawl found: faults in words, and which operations got beyond their door."""

    faults: list[str] = field(default_factory=list)
    beyond: set[str] = field(default_factory=set)
    asked: int = 0


class Crawl:
    """One walk by the people of `here`; `canaries` are words and ids that only belong to `there`."""

    def __init__(self, place, here, there, *, canaries=()):
        self.place, self.here, self.there, self.canaries = place, here, there, canaries
        self.client, self.seen = place.client, Seen()

    @cached_property
    def codes(self):
        """The codes that people can look up."""
        return set(re.findall(r'id="([a-z_.]+)"', self.client.get("/docs/errors").text))

    @cached_property
    def actors(self):
        """Who acts with each token, as the door recognises them."""
        found = {}
        for who in self.here.tokens:
            with self.place.app.test_request_context(headers=self.headers(who)):
                self.place.app.preprocess_request()
                with transaction(writes=False):
                    found[who] = use(Identity).actor()
        return found

    def headers(self, who):
        token = self.here.tokens.get(who)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, route, ids, who, **more):
        """One request; its answer is looked through for what is not the asker's to see, and for what protects it."""
        self.seen.asked += 1
        answer = self.client.open(route.fill(ids), method=route.method, headers=self.headers(who), **more)
        said = answer.data.decode(errors="replace")
        if answer.status_code >= 500:
            self.fault(route, who, f"{answer.status_code}")
        if answer.mimetype == "application/problem+json" and answer.json["code"] not in self.codes:
            self.fault(route, who, f"answers {answer.json['code']}, which is not on /docs/errors")
        if missing := [name for name in PROTECTING if name not in answer.headers]:
            self.fault(route, who, f"lacks {missing}")
        if not route.public and answer.headers.get("Cache-Control") != "no-store":
            self.fault(route, who, f"may be kept: {answer.headers.get('Cache-Control')}")
        if who not in EVERYWHERE and not route.public:
            for word in self.leaks(said, ids):
                self.fault(route, who, f"shows {word} of the other estate")
        return answer, said

    def leaks(self, said, ids):
        """Canaries in an answer, less the ids that the asker sent."""
        sent = {str(value) for value in ids.values()}
        return [word for word in self.canaries if word in said and word not in sent]

    def faults(self):
        """The faults found since last asked, a line each."""
        found, self.seen.faults = "\n".join(self.seen.faults), []
        return found

    def fault(self, route, who, what):
        self.seen.faults.append(f"{route} as {who}: {what}")

    def door(self, route, who, ids):
        """What the written table says: "open", "closed", or "unknown" for what is not there or out of reach."""
        actor, operation = self.actors[who], route.operation
        if operation.entrance is not Entrance.GRANTED:
            return "open"
        with self.place.app.test_request_context(route.fill(ids)):
            g.actor = actor
            with transaction(writes=False):
                inside = "estate_id" in route.arguments
                if inside and not use(Identity).reaches(actor, ids["estate_id"]):
                    return "unknown"
                try:
                    subject = (
                        operation.on(**{name: ids[name] for name in route.arguments})
                        if operation.on
                        else None
                    )
                except Refusal:
                    return "unknown"
                return "open" if permits(operation.table, actor, operation.act, subject) else "closed"

    def own(self, route, *, most=3, at=None):
        """Our own objects, as everybody of ours: what is granted is not refused, what is not granted is.

        With a number `at`, only three of those whom the table does not name ask, others for the next number.
        """
        concerned = self._named(route) if at is None else self._in_the_table(route) or sorted(MOST_ABLE)
        others = [who for who in self.here.tokens if who not in concerned]
        asking = concerned + (others if at is None else in_turn(others, at, 3))
        for number, ids in enumerate(fillings(route, self.here, most=8)):
            if number >= most and str(route) in self.seen.beyond:
                break  # further objects are for operations that the first ones could not open
            for who in asking if number == 0 else concerned:
                answer, said = self.ask(route, ids, who)
                status = answer.status_code
                if status not in PASSED:
                    self.seen.beyond.add(str(route))
                if route.operation.entrance is not Entrance.GRANTED:
                    if status == 401:
                        self.fault(route, who, "signed in, and asked to sign in")
                    continue
                said_no = status == 403 and Forbidden.sentence in unescape(said)
                door = self.door(route, who, ids)
                role = self.actors[who].role
                named = any(role in rule.roles for rule in route.operation.table[route.operation.act])
                if door == "open" and (said_no or status == 401):
                    self.fault(route, who, f"is granted {route.operation.act}, and got {status}")
                if (door == "closed" or not named) and status not in {403, 404}:
                    self.fault(route, who, f"is not granted {route.operation.act}, and got {status}")
                if door == "unknown" and status != 404:
                    self.fault(route, who, f"is out of reach, and got {status}")

    def _in_the_table(self, route):
        """Those whose role the written table names for the operation; none where it asks for no role."""
        rules = route.operation.table[route.operation.act] if route.operation.act else ()
        roles = {role for rule in rules for role in rule.roles}
        return [who for who in self.here.tokens if self.actors[who].role in roles]

    def _named(self, route):
        """Those named for the operation, and the most able: whom an object can matter to."""
        named = self._in_the_table(route) or self.here.tokens
        return [who for who in self.here.tokens if who in MOST_ABLE or who in named]

    def foreign(self, route, *, whose=None, at=None):
        """The other estate's objects, and none at all: nothing is told, and both look the same.

        With a number `at`, only two of the most able (of those whom the table names, where it names some) and
        one of the others ask, others for the next number.
        """
        asking = whose or self._named(route)
        if at is not None:
            named = self._in_the_table(route)
            able = [who for who in named if who in MOST_ABLE] or sorted(MOST_ABLE)
            rest = [who for who in asking if who not in MOST_ABLE]
            asking = in_turn(able, at, 2) + in_turn(rest, at, 1)
        for who in asking:
            if who in EVERYWHERE:
                continue
            theirs, never = strangers(route, self.here, self.there), ghosts(route, self.here)
            if who not in MOST_ABLE:  # for all others our estate with an object of theirs is left out
                theirs = theirs[:1]
            for asked, unasked in zip(theirs, never, strict=False):
                first, second = self._plain(route, asked, who), self._plain(route, unasked, who)
                if first[0] < 400:
                    self.fault(route, who, f"reaches the other estate: {first[0]}")
                elif first != second:
                    self.fault(route, who, f"tells a foreign id from none: {first[0]} {second[0]}")

    def _plain(self, route, ids, who):
        """An answer less what differs anyway: the request's number, the ids that were sent, tokens of forms."""
        answer, said = self.ask(route, ids, who)
        said = said.replace(answer.headers["X-Request-ID"], "")
        for value in ids.values():
            said = said.replace(str(value), "*")
        return answer.status_code, re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", said)

    def addresses(self, route):
        """The address with our object, with the other estate's and with none."""
        return (
            fillings(route, self.here, most=1)
            + strangers(route, self.here, self.there)
            + ghosts(route, self.here)
        )
