"""Queues to the outside that a worker empties all the time, each in a thread of its own.

A pump is asked again and again and says how many things it moved; when it moved none it rests a
moment. A stranger that hangs holds up its own pump and nothing else (check H-10).
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask

from linli.platform import readonly

log = logging.getLogger(__name__)

REST, REST_AFTER_FAULT = 0.5, 5.0
PATIENCE = 10.0

Pump = Callable[[], int]
_pumps: dict[str, Pump] = {}


def pump(name: str) -> Callable[[Pump], Pump]:
    """Register a pump under a name such as "notices.sms". It opens its own transactions."""

    def register(do: Pump) -> Pump:
        known = _pumps.get(name)
        if known is not None and known.__module__ != do.__module__:
            raise ValueError(f"two pumps are called {name}")
        _pumps[name] = do
        return do

    return register


@contextmanager
def running(app: Flask, *, stop: threading.Event) -> Iterator[None]:
    """Every pump runs for the length of the block, and finishes what it holds when `stop` is set."""
    threads = [
        threading.Thread(target=_keep, args=(app, name, do, stop), name=f"pump:{name}", daemon=True)
        for name, do in sorted(_pumps.items())
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


def _keep(app: Flask, name: str, do: Pump, stop: threading.Event) -> None:
    while not stop.is_set():
        rest = REST
        try:
            with app.app_context():
                rest = 0.0 if not readonly.lately_on() and do() else REST
        except Exception:
            log.exception("a pump failed", extra={"pump": name})
            rest = REST_AFTER_FAULT
        stop.wait(rest)
