"""The governance platform over HTTP: what we send is signed, what it answers is read with suspicion (check F-9).

Its answers are cut at a limit, redirects are not followed, and a body that is not what was agreed counts as
no answer at all.
"""

import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

from linli.domains.governance.errors import NotGenuine
from linli.domains.governance.ports import News, NewsPage, NotDelivered, Post, Receipt
from linli.domains.governance.rules.pairing import Entry
from linli.gateways import governance_signing as signing
from linli.kernel.refusals import Invalid
from linli.platform import clock

PATIENCE, PATIENCE_IN_ALL = 5.0, 10.0
MOST_ANSWER = 2 * 1024 * 1024
_PIECE = 64 * 1024
_LONGEST, _LONGEST_WORDS, _MOST_VERSION = 100, 2000, 10**9
_OK, _LATER, _BAD = 200, 202, 300
_MOST_PAGES, _LONGEST_WISH = 500, 7


class NoPlatform:
    """Where no platform is connected: nothing leaves, and nobody can call back."""

    offered = False

    def _nobody(self, *_: object) -> Any:
        raise NotDelivered("no platform")

    deliver = number_of = news = categories = cases = _nobody

    def read_callback(self, **_: object) -> tuple[str, News]:
        raise NotGenuine


class HttpPlatform:
    """The platform at an address, with the key that both sides hold. Photos are linked below `site`."""

    offered = True

    def __init__(self, url: str, *, key: str, site: str = "") -> None:
        """ValueError for what is no http(s) address."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("LINLI_GOVERNANCE_URL must be an http(s) address")
        self._url, self._path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
        self._key, self._site = key.encode(), site.rstrip("/")
        self._pool = urllib3.PoolManager(
            num_pools=1, maxsize=16, timeout=urllib3.Timeout(total=PATIENCE), retries=False
        )

    def deliver(self, post: Post) -> Receipt:
        content = dict(post.content)
        if "photos" in content:
            content["photos"] = [f"{self._site}{path}" for path in content["photos"]]
        sent = {"external_id": post.external_id, "seq": post.seq, "kind": post.kind, "content": content}
        body = json.dumps(sent, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        status, answer = self._ask("POST", "/api/v1/messages", body)
        number, token = _text(answer, "number"), _text(answer, "token")
        if post.kind == "case" and not number and not token:
            raise NotDelivered("an answer without number and token", status=status)
        return Receipt(number=number, token=token, status=status)

    def number_of(self, token: str) -> str:
        _, answer = self._ask("GET", f"/api/v1/tokens?{urlencode({'token': token})}")
        return _text(answer, "number")

    def news(self, cursor: str) -> NewsPage:
        _, answer = self._ask("GET", f"/api/v1/updates?{urlencode({'cursor': cursor})}")
        try:
            items = [_news(one) for one in _list(answer)]
        except Invalid:
            raise NotDelivered("malformed news") from None
        return NewsPage(items=items, cursor=_text(answer, "next") or cursor)

    def categories(self) -> Mapping[str, str]:
        _, answer = self._ask("GET", "/api/v1/categories")
        return {code: _text(one, "title") for one in _list(answer) if (code := _text(one, "code"))}

    def cases(self, since: datetime) -> Sequence[Entry]:
        found: list[Entry] = []
        cursor = ""
        for _ in range(_MOST_PAGES):
            asked = urlencode({"since": since.isoformat(), "cursor": cursor})
            _, answer = self._ask("GET", f"/api/v1/cases?{asked}")
            found += [_entry(one) for one in _list(answer)]
            cursor = _text(answer, "next")
            if not cursor:
                return found
        raise NotDelivered("too many pages")

    def read_callback(
        self, *, path: str, body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[str, News]:
        nonce = signing.check(self._key, headers, method="POST", path=path, body=body, now=now)
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            raise Invalid from None
        if not isinstance(said, dict):
            raise Invalid
        return nonce, _news(said)

    def _ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, Any]]:
        whole = f"{self._path}{path}"
        sent = signing.headers(self._key, method=method, path=whole, body=body, now=clock.now())
        sent["Content-Type"] = "application/json"
        try:
            answer = self._pool.request(
                method, f"{self._url}{whole}", body=body or None, headers=sent, redirect=False,
                preload_content=False,
            )  # fmt: skip
            try:
                content = _read(answer)
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            raise NotDelivered(type(fault).__name__) from None
        if not _OK <= answer.status < _BAD:
            wish = answer.headers.get("Retry-After", "")
            seconds = int(wish) if wish.isascii() and wish.isdecimal() and len(wish) < _LONGEST_WISH else None
            raise NotDelivered(_why(answer.status, content), status=answer.status, wish=seconds)
        return answer.status, _object(content, answer.status)


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    """The body, unless it is too long or drips."""
    ends, content = time.monotonic() + PATIENCE_IN_ALL, b""
    while piece := answer.read(_PIECE):
        content += piece
        if len(content) > MOST_ANSWER:
            raise NotDelivered("answer too long", status=None)
        if time.monotonic() > ends:
            raise NotDelivered("answer too slow", status=None)
    return content


def _object(content: bytes, status: int) -> dict[str, Any]:
    try:
        answer = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise NotDelivered(f"answered {status} with no JSON object")
    return answer


def _why(status: int, content: bytes) -> str:
    """The platform's own reason, where it gives one that can be shown."""
    try:
        answer = json.loads(content)
        reason = answer.get("message", "")
    except (ValueError, AttributeError, RecursionError):
        reason = ""
    return f"{status} {_clean(reason)[:_LONGEST]}".strip() if isinstance(reason, str) else str(status)


def _list(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    items = answer.get("items")
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise NotDelivered("an answer without a list")
    return items


def _text(answer: Mapping[str, Any], name: str, most: int = _LONGEST) -> str:
    value = answer.get(name)
    return _clean(value)[:most] if isinstance(value, str) else ""


def _clean(text: str) -> str:
    """Without what no database and no page should get."""
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _entry(said: Mapping[str, Any]) -> Entry:
    return Entry(
        external_id=_text(said, "external_id"), number=_text(said, "number"), version=_version(said),
        state=_text(said, "state"),
    )  # fmt: skip


def _news(said: Mapping[str, Any]) -> News:
    """Raises Invalid for an update that lacks what it needs."""
    try:
        said_at = datetime.fromisoformat(_text(said, "at"))
    except ValueError:
        raise Invalid(field_errors={"at": ["时间格式不对。"]}) from None
    update_id, state = _text(said, "id"), _text(said, "state")
    external_id, number = _text(said, "external_id"), _text(said, "number")
    if said_at.tzinfo is None or not update_id or not state or not (external_id or number):
        raise Invalid
    return News(
        update_id=update_id, external_id=external_id, number=number, version=_version(said), state=state,
        words=_text(said, "words", _LONGEST_WORDS), said_at=said_at,
    )  # fmt: skip


def _version(said: Mapping[str, Any]) -> int:
    value = said.get("version", 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_VERSION:
        raise Invalid(field_errors={"version": ["版本号应为非负整数。"]})
    return value
