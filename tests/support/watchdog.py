"""Clears a test server away once the process that owns it is gone, however that ended.

`python watchdog.py OWNER_PID FOLDER`; standard library only, because it outlives everything else.
"""

import os
import select
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 20.0  # seconds for a server to end
GLANCE = 2.0  # seconds between looks at whether the folder is still there


def wait_for_end(owner: int, folder: Path) -> None:
    """Return when the owner is dead, or has cleared the folder away itself."""
    try:
        watched = os.pidfd_open(owner)
    except ProcessLookupError:
        return
    ended = select.poll()
    ended.register(watched, select.POLLIN)
    while not ended.poll(GLANCE * 1000) and folder.exists():
        pass


def clear_away(folder: Path) -> None:
    """End the server at once, without its own tidying, and remove all it wrote."""
    server = _pid(folder)
    if server is not None:
        with suppress(ProcessLookupError):
            os.kill(server, signal.SIGQUIT)
            _wait_for_death(server)
    shutil.rmtree(folder, ignore_errors=True)


def _pid(folder: Path) -> int | None:
    """The server's process, from the file it keeps while it runs."""
    with suppress(OSError, ValueError, IndexError):
        return int((folder / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
    return None


def _wait_for_death(server: int) -> None:
    patience_ends = time.monotonic() + PATIENCE
    while time.monotonic() < patience_ends:
        os.kill(server, 0)  # raises once it is gone
        time.sleep(0.02)
    os.kill(server, signal.SIGKILL)


if __name__ == "__main__":
    if os.fork():
        os._exit(0)  # whoever started the watchdog need not wait for it
    wait_for_end(int(sys.argv[1]), Path(sys.argv[2]))
    clear_away(Path(sys.argv[2]))
