"""Posting to addresses that strangers chose, without letting them point at our own network (check L-8).

The name is resolved once, every address it has is looked at, and the connection goes to the very address
that was looked at, so that a second answer of the name server changes nothing. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlsplit

from linli.platform.webhooks import BadAddress, NotSent

PATIENCE = 5.0
LONGEST_URL = 500
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in its last four bytes


class Target:
    """A parsed address: where to connect, and under which name."""

    def __init__(self, url: str, *, private: bool) -> None:
        """Raises BadAddress for an address that may never be called."""
        try:
            parts = urlsplit(url)
            self.host, port = (parts.hostname or "").rstrip("."), parts.port
            self.host.encode("ascii")
        except ValueError:
            raise BadAddress from None
        self.secure = parts.scheme == "https"
        printable = all("!" <= letter <= "~" for letter in url)
        if not self.host or not printable or len(url) > LONGEST_URL or "@" in parts.netloc or parts.fragment:
            raise BadAddress
        if not (self.secure or (private and parts.scheme == "http")) or port == 0:
            raise BadAddress
        self.port = port or (443 if self.secure else 80)
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.name = parts.netloc
        self._private = private
        self._refuse_odd_numbers()

    def _refuse_odd_numbers(self) -> None:
        """2130706433, 0x7f.1, 0177.0.0.1 and the like are addresses in disguise; a plain one is looked at now."""
        try:
            plain = ipaddress.ip_address(self.host)
        except ValueError:
            last = self.host.rpartition(".")[2].lower()
            if last.isdigit() or last.startswith("0x"):
                raise BadAddress from None
            return
        if not self.allows(str(plain)):
            raise BadAddress

    def allows(self, address: str) -> bool:
        """Whether an address may be connected to: a public one, whatever it is wrapped in."""
        if self._private:
            return True
        found = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(found, ipaddress.IPv6Address):
            inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
            if found in _TRANSLATED:
                inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
            if inner is not None:
                found = inner
        return found.is_global and not found.is_multicast and not found.is_reserved

    def resolve(self) -> str:
        """The one address to connect to. Raises NotSent unless every address of the name may be called."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotSent("name not found") from None
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(self.allows(address) for address in addresses):
            raise NotSent("address not allowed")
        return addresses[0]


class HttpSender:
    """Sends deliveries; `private` lets a desk or a test call its own machine, and without TLS."""

    def __init__(self, *, private: bool = False, patience: float = PATIENCE) -> None:
        self._private, self._patience = private, patience

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Read when the first delivery needs it: the machine's list of authorities is long."""
        return ssl.create_default_context()

    def check(self, url: str) -> None:
        Target(url, private=self._private)

    def send(self, url: str, *, headers: Mapping[str, str], body: bytes) -> int:
        try:
            target = Target(url, private=self._private)
        except BadAddress:
            raise NotSent("address not allowed") from None
        address = target.resolve()
        ends = time.monotonic() + self._patience
        try:
            with socket.create_connection((address, target.port), timeout=self._patience) as raw:
                status = self._post(raw, target, headers, body, ends)
        except (OSError, http.client.HTTPException) as fault:
            raise NotSent("timeout" if time.monotonic() >= ends else type(fault).__name__) from None
        if not 200 <= status < 300:  # noqa: PLR2004
            raise NotSent(f"answered {status}", status)
        return status

    def _post(
        self, raw: socket.socket, target: Target, headers: Mapping[str, str], body: bytes, ends: float
    ) -> int:
        """The status of the answer; its body is not read. A receiver that drips is cut off at `ends`."""
        cut = threading.Timer(max(0.0, ends - time.monotonic()), _cut_off, [raw])
        cut.daemon = True
        cut.start()
        try:
            wire = self._tls.wrap_socket(raw, server_hostname=target.host) if target.secure else raw
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = wire
            connection.request("POST", target.path, body, {"Host": target.name, **headers})
            return connection.getresponse().status
        finally:
            cut.cancel()


def _cut_off(raw: socket.socket) -> None:
    try:
        raw.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
