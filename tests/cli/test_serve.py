"""Web and worker live and die together."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Stands in for gunicorn and the worker: each writes its process id, one answers on the port.
SCRIPT = """
import os, sys
from linli.cli import serve
web = "import http.server, os; open('web.pid', 'w').write(str(os.getpid()));" \\
      "H = http.server.BaseHTTPRequestHandler;" \\
      "H.do_GET = lambda self: (self.send_response(200), self.end_headers());" \\
      "http.server.HTTPServer(('127.0.0.1', int(os.environ['LINLI_PORT'])), H).serve_forever()"
worker = "import os, time; open('worker.pid', 'w').write(str(os.getpid())); time.sleep(600)"
serve.commands = lambda: {n: (sys.executable, "-c", f"import os; os.chdir({os.getcwd()!r}); {c}")
                          for n, c in (("web", web), ("worker", worker))}
sys.exit(serve.serve(int(sys.argv[1])))
"""


@pytest.fixture
def port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture
def served(tmp_path, port):
    """The supervisor with its two children, once it has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(port)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert f"http://127.0.0.1:{port}" in process.stdout.readline()
    _until(lambda: all(_written(tmp_path / f"{name}.pid") for name in ("web", "worker")))
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_ctrl_c_ends_both_and_is_no_failure(served, tmp_path):
    served.send_signal(signal.SIGINT)
    assert served.wait(20) == 0
    assert not _alive(tmp_path, "web")
    assert not _alive(tmp_path, "worker")


@pytest.mark.parametrize(("dying", "other"), [("web", "worker"), ("worker", "web")])
def test_when_one_dies_the_other_is_ended_and_the_shell_told(served, tmp_path, dying, other):
    os.kill(_pid(tmp_path, dying), signal.SIGKILL)
    assert served.wait(20) == 1
    assert not _alive(tmp_path, other)
    assert dying in served.stdout.read()


def test_killed_outright_it_leaves_nobody_behind(served, tmp_path):
    served.kill()
    _until(lambda: not _alive(tmp_path, "web") and not _alive(tmp_path, "worker"))


def test_the_web_answers_while_it_runs(served, port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        assert answer.status == 200


def test_a_taken_port_is_told_with_what_to_do(port, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        result = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(port)],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    assert result.returncode == 1
    assert f"LINLI_PORT={port + 1}" in result.stdout
    assert result.stderr == ""


def _written(path):
    return path.exists() and path.read_text() != ""


def _pid(folder, name):
    return int((folder / f"{name}.pid").read_text())


def _alive(folder, name):
    """Runs still; one that is dead and only not yet mourned by its parent does not count."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{_pid(folder, name)}/status").read_text()
    except FileNotFoundError:
        return False


def _until(condition, patience=20.0):
    ends = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)
