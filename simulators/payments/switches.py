"""What the simulator is to do wrong, and the sending of notifications with it."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import urllib3

log = logging.getLogger(__name__)

WAITS = (1, 3, 10, 30)
Send = Callable[[str, bytes, Mapping[str, str]], int]


@dataclass
class Switches:
    """`POST /switches` with any of these as JSON; `{"reset": true}` turns all off.

    late: seconds before a notification leaves. duplicate: how many more times it comes.
    forged: signed with a stranger's key. wrong_amount: a fen less than was ordered.
    reversed: notifications wait for one another and leave in pairs, the newer first.
    mute: no notification ever. down: the channel answers nobody. second_key: signed with the older key.
    once: a notification that was not taken is not repeated by itself, only when somebody asks for it.
    """

    late: int = 0
    duplicate: int = 0
    forged: bool = False
    wrong_amount: bool = False
    reversed: bool = False
    mute: bool = False
    down: bool = False
    second_key: bool = False
    once: bool = False

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
    """Sends notifications as the switches say, and repeats them until they are taken."""

    def __init__(self, switches: Switches, send: Send | None = None, *, threads: bool = True) -> None:
        self._switches, self._threads = switches, threads
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=5), retries=False)
        self.send = send or self._over_http
        self._held: list[tuple[str, bytes, Mapping[str, str]]] = []
        self.sent: list[tuple[str, bytes, Mapping[str, str], int]] = []

    def give(self, message: tuple[str, bytes, Mapping[str, str]]) -> None:
        if self._switches.mute:
            return
        ready = [message]
        if self._switches.reversed:
            self._held.append(message)
            ready = self._held[::-1] if len(self._held) > 1 else []
            self._held = [] if ready else self._held
        for one in ready:
            for _ in range(1 + self._switches.duplicate):
                self._go(one)

    def _go(self, message: tuple[str, bytes, Mapping[str, str]]) -> None:
        if self._threads:
            threading.Thread(target=self._deliver, args=(*message, self._switches.late), daemon=True).start()
        else:
            self.sent.append((*message, self.send(*message)))

    def _deliver(self, url: str, body: bytes, headers: Mapping[str, str], late: int) -> None:
        time.sleep(late)
        for wait in (*WAITS, 0):
            status = self.send(url, body, headers)
            self.sent.append((url, body, headers, status))
            if self._switches.once or 200 <= status < 300:  # noqa: PLR2004
                return
            time.sleep(wait)

    def _over_http(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            return self._pool.request("POST", url, body=body, headers=dict(headers), redirect=False).status
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            log.warning("notification not delivered: %s", type(fault).__name__)
            return 0
