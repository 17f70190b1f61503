"""One command on a bare machine with Python and make starts the demo (`make run`)."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0  # seconds for the libraries, the demo and the first answer
STOP_PATIENCE = 60.0
# What a bare machine has; pip's own settings say where its libraries come from.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
        "http_proxy", "https_proxy", "no_proxy")  # fmt: skip


@pytest.fixture
def tree(tmp_path):
    """What is in the repository, and nothing else: no environment, no database."""
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    copy = tmp_path / "linli"
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    yield copy
    shutil.rmtree(copy, ignore_errors=True)


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def bare(port):
    """The environment of somebody who has set nothing."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("PIP_")}
    own = str(ROOT / ".venv" / "bin")  # the tests' own environment is not on a bare machine's path
    path = os.pathsep.join(part for part in kept.get("PATH", os.defpath).split(os.pathsep) if part != own)
    return kept | {"PATH": path, "LINLI_PORT": str(port)}


def answer(port, path):
    """The page at a path, or None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as page:
            return page.read().decode()
    except (urllib.error.URLError, OSError):
        return None


def wait_for(process, said, ready):
    """Until `ready`; the end of what was printed is shown where that does not come."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if ready():
            return
        if process.poll() is not None:
            pytest.fail(f"make run ended with {process.returncode}:\n{said()[-3000:]}")
        time.sleep(0.5)
    pytest.fail(f"make run was not ready after {PATIENCE:.0f} s:\n{said()[-3000:]}")


@pytest.mark.feature("AO-20")
def test_one_command_on_a_bare_machine_starts_the_demo_and_ctrl_c_ends_it(tree, tmp_path):
    port, printed = free_port(), tmp_path / "printed.txt"

    def said():
        return printed.read_text(errors="replace")

    with printed.open("w") as out:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=tree,
            env=bare(port),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(process, said, lambda: answer(port, "/healthz") is not None)
        assert "手机号" in answer(port, "/sign-in")
        wait_for(process, said, lambda: f"http://127.0.0.1:{port}" in said())
        assert re.search(r"[1-9]\d* 个可登录的演示账号", said()), said()[-3000:]
        os.killpg(process.pid, signal.SIGINT)  # Ctrl-C reaches everything on the terminal
        process.wait(STOP_PATIENCE)
        assert answer(port, "/healthz") is None
        assert "Traceback" not in said()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(STOP_PATIENCE)
