"""No address leads a delivery into our own network (check L-8): the canary there hears nothing."""

import socket
import time

import pytest

from linli.gateways.webhook_sender import HttpSender, Target
from linli.platform.webhooks import BadAddress, NotSent
from tests.webhooks.canary import singing

INSIDE = [
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/",
    "https://0177.0.0.1/", "https://127.0.0.1./", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://0.0.0.0/",
    "https://10.0.0.8/", "https://172.16.3.4/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/", "https://100.100.100.200/", "https://[fe80::1]/", "https://[fd00::1]/",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://[::]/",
]  # fmt: skip
MALFORMED = [
    "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "https://", "https:///x", "example.com",
    "https://user:pass@example.com/", "https://example.com@127.0.0.1/", "https://example.com/a b",
    "https://example.com/\r\nX: y", "https://example.com:0/", "https://example.com:99999/", "https://例子.公司/",
    "https://example.com/#x", "https://example.com/" + "a" * 600, "https://[::1", "javascript:alert(1)", "",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE + MALFORMED)
def test_an_address_inside_or_malformed_is_refused_before_it_is_kept(url):
    with pytest.raises(BadAddress):
        HttpSender().check(url)


@pytest.mark.parametrize(
    "url", ["https://example.com", "https://example.com:8443/a?b=c", "https://93.184.215.14/x"]
)
def test_a_public_address_is_taken(url):
    HttpSender().check(url)


def names(monkeypatch, *answers):
    """A name server that gives these answers, one after the other, then the last for ever."""
    asked = []

    def getaddrinfo(host, port, **_):
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        kind = socket.AF_INET6 if ":" in found[0] else socket.AF_INET
        return [(kind, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["fe80::1%eth0"]],
)  # fmt: skip
def test_a_public_name_with_an_inner_address_reaches_nobody(monkeypatch, answer):
    with singing() as canary:
        monkeypatch.setattr(Target, "__init__", plain_target(canary.port))
        names(monkeypatch, answer)
        with pytest.raises(NotSent, match="address not allowed"):
            HttpSender().send("http://receiver.example/", headers={}, body=b"{}")
        assert canary.hits == []


def plain_target(port):
    """What Target holds for the canary's port: the guard on resolved addresses is what is tried here."""

    def init(self, url, *, private):
        self.host, self.port, self.path, self.name = "receiver.example", port, "/", "receiver.example"
        self.secure, self._private = False, private

    return init


def test_the_name_is_asked_once_and_the_connection_goes_to_that_answer(monkeypatch):
    """A name server that answers otherwise the second time (rebinding) gains nothing."""
    with singing() as canary:
        monkeypatch.setattr(Target, "__init__", plain_target(canary.port))
        asked = names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
        connected = []

        def connect(address, **_):
            connected.append(address[0])
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "create_connection", connect)
        with pytest.raises(NotSent, match="ConnectionRefusedError"):
            HttpSender().send("http://receiver.example/", headers={}, body=b"{}")
        assert (asked, connected, canary.hits) == (["receiver.example"], ["93.184.215.14"], [])


def test_a_redirect_is_not_followed():
    with singing() as canary, singing() as inner:
        canary.status, canary.more = 302, {"Location": f"{inner.url}/secret"}
        with pytest.raises(NotSent, match="answered 302") as no:
            HttpSender(private=True).send(f"{canary.url}/hook", headers={}, body=b"{}")
        assert no.value.status == 302
        assert (len(canary.hits), inner.hits) == (1, [])


def test_where_a_desk_allows_it_the_own_machine_is_reached():
    """The canary can hear: so its silence above means something."""
    with singing() as canary:
        assert HttpSender(private=True).send(f"{canary.url}/a?b=c", headers={"X-A": "1"}, body=b"{}") == 200
        ((path, headers, body),) = canary.hits
    assert (path, headers["X-A"], headers["Host"], body) == ("/a?b=c", "1", f"127.0.0.1:{canary.port}", b"{}")


def test_a_receiver_that_drips_is_cut_off():
    with singing() as canary:
        canary.drip = 30
        started = time.monotonic()
        with pytest.raises(NotSent, match="timeout"):
            HttpSender(private=True, patience=0.3).send(canary.url, headers={}, body=b"{}")
        assert time.monotonic() - started < 3
