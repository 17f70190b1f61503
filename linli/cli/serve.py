"""Web and worker side by side on one machine, as `make run` and a small installation want them.

Larger installations start the two apart, under systemd or whatever keeps their processes.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
START_PATIENCE = 60.0  # seconds until the web must answer
STOP_PATIENCE = 40.0  # seconds for both to finish what they do; longer than gunicorn's graceful_timeout
GLANCE = 0.2

_LINLI = (sys.executable, "-P", "-c", "import sys; from linli.cli import main; sys.exit(main())")


def commands() -> dict[str, tuple[str, ...]]:
    """What is started, by the name it has in messages."""
    gunicorn = (sys.executable, "-m", "gunicorn", "--config", str(ROOT / "config" / "gunicorn.py"))
    return {"web": gunicorn, "worker": (*_LINLI, "worker")}


def serve(port: int, *, ready: Callable[[str], None] | None = None) -> int:
    """Run web and worker until Ctrl-C or SIGTERM; when one of them ends by itself, end the other too.

    `ready` is called with the address once the web answers. Returns the exit status for the shell: 0 after
    being asked to stop, 1 where something ended by itself or the port is taken.
    """
    if _is_taken(port):
        _say(f"端口 {port} 已被占用。请换一个端口：LINLI_PORT={port + 1} make run")
        return 1
    address = f"http://127.0.0.1:{port}"
    with _stop_signals() as asked_to_stop:
        running = {name: _start(command, port) for name, command in commands().items()}
        try:
            if _answers(f"{address}/healthz", running, asked_to_stop):
                (ready or _announce)(address)
            return _wait(running, asked_to_stop)
        finally:
            _stop(running)


def _announce(address: str) -> None:
    _say(f"邻礼通已启动：{address}（按 Ctrl-C 停止）")


def _is_taken(port: int) -> bool:
    """Does something already listen there? Asked first, because gunicorn would try for seconds."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _start(command: tuple[str, ...], port: int) -> subprocess.Popen[bytes]:
    """Start one in a session of its own: Ctrl-C reaches us alone, and we stop both in good order.

    Where setpriv is at hand (any Linux), a child is told to end even if we are killed outright.
    """
    setpriv = shutil.which("setpriv")
    guarded = (setpriv, "--pdeathsig", "TERM", "--", *command) if setpriv else command
    environment = os.environ | {"LINLI_PORT": str(port)}
    return subprocess.Popen(
        guarded, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
    )


def _answers(url: str, running: dict[str, subprocess.Popen[bytes]], asked_to_stop: list[int]) -> bool:
    """Wait until the web answers; False when something ended or we were asked to stop before that."""
    patience_ends = time.monotonic() + START_PATIENCE
    while time.monotonic() < patience_ends:
        if asked_to_stop or _ended(running):
            return False
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310 - ours
            return True
        time.sleep(GLANCE)
    _say(f"网站在 {START_PATIENCE:.0f} 秒内没有应答：{url}。请看上面的出错信息。")
    return False


def _wait(running: dict[str, subprocess.Popen[bytes]], asked_to_stop: list[int]) -> int:
    while not asked_to_stop:
        if ended := _ended(running):
            for name, status in ended.items():
                _say(f"{name} 已自行退出（状态 {status}），一起停止。")
            return 1
        time.sleep(GLANCE)
    return 0


def _ended(running: dict[str, subprocess.Popen[bytes]]) -> dict[str, int]:
    """Those that are no more, with the status they left."""
    return {name: status for name, child in running.items() if (status := child.poll()) is not None}


def _stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask all to finish, then make those end that do not."""
    for child in running.values():
        if child.poll() is None:
            child.terminate()
    patience_ends = time.monotonic() + STOP_PATIENCE
    for child in running.values():
        try:
            child.wait(timeout=max(0.1, patience_ends - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


@contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """Collect the signals that ask us to stop; a second one changes nothing, both are ending already."""
    asked: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(sentence: str) -> None:
    print(sentence, flush=True)
