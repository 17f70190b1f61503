"""A receiver on this machine that writes down what reaches it, and answers as it is told."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Canary:
    """What was received (`hits`: path, headers, body), and how to answer (`status`, `more` headers, `drip`)."""

    def __init__(self):
        self.hits, self.status, self.more, self.drip, self.held = [], 200, {}, None, threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def singing():
    canary = Canary()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            canary.hits.append((self.path, dict(self.headers), body))
            if canary.drip is not None:
                self.wfile.write(b"HTTP/1.1 2")
                canary.held.wait(canary.drip)
                return
            self.send_response(canary.status)
            for name, value in canary.more.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - the name the server looks for

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    canary.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield canary
    finally:
        canary.held.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
