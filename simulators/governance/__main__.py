"""Runs the platform: `python -m simulators.governance --help`."""

import argparse
import sys

from werkzeug.serving import make_server

from simulators.governance.server import Platform, app_of


def main() -> None:
    """Say where it is, and answer until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="simulators.governance", description=__doc__)
    parser.add_argument("--port", type=int, default=8200, help="on 127.0.0.1 only; 0 is any free one")
    parser.add_argument("--key", default="governance-simulator-key-of-both-sides", help="the shared key")
    parser.add_argument("--callback", default="", help="linli's address, to be told of each change")
    parser.add_argument("--book", default=":memory:", help="a SQLite file, to outlive a restart")
    asked = parser.parse_args()
    platform = Platform(asked.key, callback=asked.callback, book=asked.book)
    server = make_server("127.0.0.1", asked.port, app_of(platform), threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    sys.stdout.write(f"governance platform on {address}; LINLI_GOVERNANCE_URL={address}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
