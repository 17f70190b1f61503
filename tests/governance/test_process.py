"""The reference platform as the separate process that it is, and the application on the other side of the wire."""

import http.client
import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from tests.conftest import running, settings_for
from tests.governance.world import KEY, World, pump


@contextmanager
def process(callback):
    """`python -m simulators.governance`; only the process that was started here is ended."""
    command = [
        sys.executable,
        "-m",
        "simulators.governance",
        "--port",
        "0",
        "--key",
        KEY,
        "--callback",
        callback,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as started:
        try:
            yield started.stdout.readline().rpartition("=")[2].strip()
        finally:
            started.terminate()


@contextmanager
def served(app, port):
    """The application on a port, for callbacks."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(address, method, path, body=None):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def wait_for(true):
    """A short while for a callback that is on its way."""
    pause = threading.Event()
    for _ in range(100):
        if true():
            return True
        pause.wait(0.02)
    return False


@pytest.mark.feature("GI-25")
def test_the_platform_in_a_process_of_its_own_fails_repeats_and_reorders_and_nothing_is_lost(
    database, tmp_path
):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    with process(f"http://127.0.0.1:{port}") as far:
        settings = settings_for(database, tmp_path, governance_url=far, governance_key=KEY)
        with running(settings) as app, served(app, port):
            world = World()
            ask(far, "POST", "/switches", {"lose_answer": True, "duplicate": 1, "reversed": True})
            mine = world.report()
            pump()
            assert world.case(mine).state == "sending"
            ask(far, "POST", "/switches", {"lose_answer": False})
            for state in ("20", "40"):
                ask(far, "POST", f"/work/{world.external(mine)}", {"state": state})
            assert wait_for(lambda: world.case(mine).version == 2)
            assert (world.case(mine).state, world.case(mine).meaning) == ("acknowledged", "handling")
            assert world.ticket(mine).state == "handling"
            book = ask(far, "GET", "/book")
            assert (len(book["cases"]), book["messages"]) == (1, [[world.external(mine), 1, "case", 1]])
