"""What the platform is to do wrong, and the sending of callbacks with it."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import urllib3

log = logging.getLogger(__name__)

WAITS = (1, 3, 10, 30)
Send = Callable[[bytes, Mapping[str, str]], int]


@dataclass
class Switches:
    """`POST /switches` with any of these as JSON; `{"reset": true}` turns all off.

    down: answers 503 to everything. slow: seconds before each answer. refuse: answers this status.
    busy: answers 429 and asks for so many seconds. lose_answer: takes the message and answers 504.
    token: gives a token, and the number only to whoever asks after it. liar: says that it has a case and
    stores nothing. wrong_number: gives every case the same number. html: answers a page.
    duplicate: how many more times a callback comes. reversed: callbacks leave in pairs, the newer first.
    forged: callbacks are signed with another key. mute: no callback ever.
    """

    down: bool = False
    slow: int = 0
    refuse: int = 0
    busy: int = 0
    lose_answer: bool = False
    token: bool = False
    liar: bool = False
    wrong_number: bool = False
    html: bool = False
    duplicate: int = 0
    reversed: bool = False
    forged: bool = False
    mute: bool = False

    def turn(self, words: Mapping[str, Any]) -> None:
        """Set what is named. Raises ValueError for a switch that there is not."""
        if unknown := set(words) - {one.name for one in fields(self)} - {"reset"}:
            raise ValueError(f"no switch {', '.join(sorted(unknown))}")
        if words.get("reset"):
            self.__init__()  # type: ignore[misc]
        for name, value in words.items():
            if name != "reset":
                setattr(self, name, type(getattr(self, name))(value))

    def shown(self) -> dict[str, Any]:
        return asdict(self)


class Post:
    """Sends callbacks as the switches say, and repeats them until they are taken."""

    def __init__(self, switches: Switches, send: Send, *, threads: bool = True) -> None:
        self._switches, self._threads, self.send = switches, threads, send
        self._held: list[tuple[bytes, Callable[[bytes], Mapping[str, str]]]] = []
        self.sent: list[tuple[bytes, int]] = []

    def give(self, body: bytes, seal: Callable[[bytes], Mapping[str, str]]) -> None:
        if self._switches.mute:
            return
        ready = [(body, seal)]
        if self._switches.reversed:
            self._held.append((body, seal))
            ready = self._held[::-1] if len(self._held) > 1 else []
            self._held = [] if ready else self._held
        for one in ready:
            for _ in range(1 + self._switches.duplicate):
                self._go(*one)

    def _go(self, body: bytes, seal: Callable[[bytes], Mapping[str, str]]) -> None:
        if self._threads:
            threading.Thread(target=self._deliver, args=(body, seal), daemon=True).start()
        else:
            self.sent.append((body, self.send(body, seal(body))))

    def _deliver(self, body: bytes, seal: Callable[[bytes], Mapping[str, str]]) -> None:
        for wait in (*WAITS, 0):
            status = self.send(body, seal(body))
            self.sent.append((body, status))
            if 200 <= status < 300 or 400 <= status < 500:  # noqa: PLR2004
                return
            time.sleep(wait)


def over_http(address: str) -> Send:
    """Callbacks to an address, whatever becomes of them."""
    pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=5), retries=False, maxsize=8)

    def send(body: bytes, headers: Mapping[str, str]) -> int:
        try:
            return pool.request("POST", address, body=body, headers=dict(headers), redirect=False).status
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            log.warning("callback not delivered: %s", type(fault).__name__)
            return 0

    return send
