"""The simulated channels beside the application under test: over HTTP from linli, straight into the client back."""

import threading
from contextlib import contextmanager

from werkzeug.serving import make_server

from linli.platform import clock
from simulators.payments.keys import write_merchants
from simulators.payments.server import app_of, far_side

HEHUA, CUIYUAN = "荷花物业服务有限公司", "翠园物业服务有限公司"


@contextmanager
def simulator(folder, *, companies=(HEHUA, CUIYUAN)):
    """A running simulator and the folder of its merchants; what it would notify is kept in `post.sent`."""
    far = far_side(folder, list(companies), send=lambda *_: 204, now=clock.now, threads=False)
    server = make_server("127.0.0.1", 0, app_of(far), threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    far.address = address
    far.merchants = write_merchants(folder / "merchants", far.keys, far.accounts, address)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield far
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
