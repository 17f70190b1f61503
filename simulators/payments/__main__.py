"""Runs the simulator: `python -m simulators.payments --help`."""

import argparse
import sys
from pathlib import Path

from werkzeug.serving import make_server

from simulators.payments.keys import write_merchants
from simulators.payments.server import app_of, far_side


def main() -> None:
    """Write the merchants' folder, say where it is, and answer until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="simulators.payments", description=__doc__)
    parser.add_argument(
        "--folder", type=Path, default=Path("var/simulator"), help="where keys and merchants lie"
    )
    parser.add_argument("--port", type=int, default=8100, help="on 127.0.0.1 only")
    parser.add_argument(
        "--company", action="append", help="who takes money; several may be given; * is everybody"
    )
    asked = parser.parse_args()
    far = far_side(asked.folder, asked.company or ["*"])
    server = make_server("127.0.0.1", asked.port, app_of(far), threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    merchants = write_merchants(asked.folder / "merchants", far.keys, far.accounts, address)
    sys.stdout.write(f"payment simulator on {address}; LINLI_MERCHANTS={merchants.resolve()}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
