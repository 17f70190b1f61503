"""How long a request lay before anybody took it up: what came too late to be of use is better not begun.

A server that is asked for more than it can do answers everybody late, and its askers, who gave up long ago, ask
again. Where the asker is a machine that asks again by itself, it is told at once to come back.
"""

import socket
import struct
from typing import Any

_LAST_DATA = 52  # where tcp_info of linux/tcp.h has tcpi_last_data_recv, in milliseconds


def seconds(environ: dict[str, Any]) -> float:
    """How long ago the last byte of the current request came in, by the kernel's word; 0 where it keeps no count.

    It lies in the kernel's queue until it is accepted, then in gunicorn's until a thread is free; both count.
    """
    door = environ.get("gunicorn.socket")
    try:
        known = door.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA + 4) if door else b""
    except (OSError, AttributeError):  # not a TCP socket, or not Linux
        return 0.0
    return struct.unpack_from("I", known, _LAST_DATA)[0] / 1000 if len(known) == _LAST_DATA + 4 else 0.0
