"""The platform as a web application: messages in, numbers, updates and lists out, and the switches."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify, request

from simulators.governance import signing
from simulators.governance.book import PAGE, Book, OtherWords
from simulators.governance.switches import Post, Send, Switches, over_http

CALLBACK = "/api/v1/governance/callbacks"
STRANGER = "not-the-key-that-was-agreed-on"
CATEGORIES = {
    "0101": "消防通道", "0301": "违法搭建", "0302": "噪声油烟扰民", "0401": "物业服务投诉", "0402": "咨询建议",
    "0999": "其他",
}  # fmt: skip
_FIELDS = {"external_id", "seq", "kind", "content"}


class Platform:
    """The book, the key, the switches, the post, the clock."""

    def __init__(
        self,
        key: str,
        *,
        callback: str = "",
        book: str = ":memory:",
        send: Send | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        threads: bool = True,
    ) -> None:
        self.key, self.now, self.book, self.switches = key, now, Book(book), Switches()
        self.post = Post(self.switches, send or over_http(f"{callback}{CALLBACK}"), threads=threads)
        self._tells = bool(send or callback)
        self.categories = dict(CATEGORIES)

    def work(self, external_id: str, state: str, words: str = "", number: str = "") -> dict[str, Any] | None:
        """An official moves a case, and linli is told."""
        made = self.book.move(external_id, state, words, number, at=self.now())
        if made is not None and self._tells:
            self.tell(made)
        return made

    def tell(self, update: dict[str, Any]) -> None:
        """Tell linli of an update, as the switches say."""
        body = json.dumps(self.said(update), ensure_ascii=False).encode()
        key = STRANGER if self.switches.forged else self.key
        self.post.give(body, lambda sent: signing.sealed(key, "POST", CALLBACK, sent, self.now()))

    @staticmethod
    def said(update: dict[str, Any]) -> dict[str, Any]:
        """An update as it leaves."""
        return update | {"id": f"U{update['id']}"}


def app_of(platform: Platform) -> Flask:
    """The web application."""
    app = Flask(__name__)

    @app.before_request
    def moods() -> Response | None:
        if not request.path.startswith("/api/"):
            return None
        on = platform.switches
        time.sleep(on.slow)
        bad = _bad_mood(on)
        if bad is not None:
            return bad
        path = request.full_path.rstrip("?")
        if not signing.genuine(
            platform.key, request.headers, request.method, path, request.get_data(), platform.now()
        ):
            return _no(401, "bad signature")
        return None

    _add_way_in(app, platform)
    _add_ways_out(app, platform)
    _add_controls(app, platform)
    return app


def _bad_mood(on: Switches) -> Response | None:
    """What it answers instead of an answer."""
    if on.down:
        return Response("down", 503)
    if on.html:
        return Response("<html><script>alert(1)</script></html>", 200, content_type="text/html")
    if on.busy:
        return Response("", 429, headers={"Retry-After": str(on.busy)})
    return _no(on.refuse, "字段不符合要求 <b>category</b>") if on.refuse else None


def _no(status: int, message: str) -> Response:
    answer = jsonify({"message": message})
    answer.status_code = status
    return answer


def _add_way_in(app: Flask, platform: Platform) -> None:
    @app.post("/api/v1/messages")
    def take() -> Any:
        message = request.get_json(silent=True)
        if not isinstance(message, dict) or set(message) != _FIELDS:
            return _no(400, "malformed message")
        if platform.switches.liar and message["kind"] == "case":
            return {"number": f"QZ{platform.now():%Y%m%d}999999"}
        if message["kind"] != "case" and platform.book.case(message["external_id"]) is None:
            return _no(404, "no such case")
        try:
            platform.book.take(message, at=platform.now())
        except OtherWords:
            return _no(409, "the same id with other content")
        found = platform.book.case(message["external_id"])
        assert found is not None, "it was just taken"
        return _receipt(platform.switches, found, message["kind"])


def _receipt(on: Switches, found: dict[str, Any], kind: str) -> Any:
    if on.lose_answer:
        return Response("", 504)
    if on.token and kind == "case":
        return {"token": found["token"]}, 202
    return {"number": "QZ00000000000001" if on.wrong_number else found["number"]}


def _add_ways_out(app: Flask, platform: Platform) -> None:
    @app.get("/api/v1/tokens")
    def number() -> Any:
        found = platform.book.by_token(request.args.get("token", ""))
        return {"number": found["number"]} if found else _no(404, "no such token")

    @app.get("/api/v1/updates")
    def updates() -> Any:
        cursor = request.args.get("cursor", "")
        found = platform.book.updates(int(cursor) if cursor.isdecimal() else 0)
        return {
            "items": [platform.said(one) for one in found],
            "next": str(found[-1]["id"]) if found else cursor,
        }

    @app.get("/api/v1/categories")
    def categories() -> Any:
        return {"items": [{"code": code, "title": title} for code, title in platform.categories.items()]}

    @app.get("/api/v1/cases")
    def cases() -> Any:
        found = platform.book.cases(request.args.get("since", ""), request.args.get("cursor", ""))
        shown = [{name: one[name] for name in ("external_id", "number", "version", "state")} for one in found]
        return {"items": shown, "next": found[-1]["external_id"] if len(found) == PAGE else ""}


def _add_controls(app: Flask, platform: Platform) -> None:
    """What a test or a demonstration turns: the switches, and an official's work."""

    @app.route("/switches", methods=["GET", "POST"])
    def switches() -> dict[str, Any] | tuple[str, int]:
        if request.method == "POST":
            try:
                platform.switches.turn(request.get_json())
            except (TypeError, ValueError) as fault:
                return str(fault), 400
        return platform.switches.shown()

    @app.post("/work/<external_id>")
    def work(external_id: str) -> Any:
        asked = request.get_json()
        made = platform.work(external_id, asked["state"], asked.get("words", ""), asked.get("number", ""))
        return made or ("no such case", 404)

    @app.get("/book")
    def book() -> Any:
        return {
            "cases": platform.book.cases("", ""),
            "messages": [
                [one["external_id"], one["seq"], one["kind"], one["times"]]
                for one in platform.book.messages()
            ],
        }
