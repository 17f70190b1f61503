"""Carriers of short messages, against a real provider on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from linli.domains.notices.ports import NotSent, Taken
from linli.gateways import sms

CODE = {"to": "13812345678", "template": "login_code", "params": {"code": "123456"}}


@pytest.fixture
def provider():
    """A provider that answers with `status` and `answer`, and keeps what it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((body, self.headers["X-Linli-Signature"]))
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(server.answer)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.status, server.answer = [], 200, b'{"reference": "r-1"}'
    server.url = f"http://127.0.0.1:{server.server_port}/send"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_provider_gets_a_signed_message_and_gives_a_reference(provider):
    carrier = sms.sms_at(provider.url, key="k" * 32)
    assert carrier.send(**CODE) == Taken(reference="r-1")
    ((body, signature),) = provider.got
    assert json.loads(body) == CODE
    assert carrier.is_report(body, signature)
    assert not carrier.is_report(body + b" ", signature)
    assert not sms.sms_at(provider.url, key="other").is_report(body, signature)


@pytest.mark.parametrize(
    ("status", "for_good"), [(400, True), (403, True), (429, False), (500, False), (302, False)]
)
def test_a_providers_no_is_for_good_only_where_trying_again_cannot_help(provider, status, for_good):
    provider.status = status
    with pytest.raises(NotSent) as no:
        sms.sms_at(provider.url, key="k").send(**CODE)
    assert no.value.for_good is for_good
    assert "13812345678" not in str(no.value)


@pytest.mark.parametrize("answer", [b"", b"ok", b"[]", b'"x"', b"{}", b"[" * 60_000])
def test_a_provider_that_answers_strangely_still_took_the_message(provider, answer):
    provider.answer = answer
    assert sms.sms_at(provider.url, key="k").send(**CODE) == Taken()


def test_a_provider_that_is_not_there_is_tried_again_later():
    with pytest.raises(NotSent) as no:
        sms.sms_at("http://127.0.0.1:9/", key="k").send(**CODE)
    assert not no.value.for_good


def test_a_file_gets_one_line_a_message(tmp_path):
    carrier = sms.sms_at(f"file:{tmp_path}/new/sms.jsonl", key="")
    carrier.send(**CODE)
    carrier.send(**CODE | {"params": {"title": "停水\n通知"}})
    lines = (tmp_path / "new" / "sms.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [CODE, CODE | {"params": {"title": "停水\n通知"}}]


def test_the_terminal_shows_a_message(capsys):
    sms.sms_at("console:", key="").send(**CODE)
    assert '"code":"123456"' in capsys.readouterr().err


@pytest.mark.parametrize("setting", ["", "file:", "ftp://x", "http:x", "sms"])
def test_an_unknown_carrier_stops_the_start(setting):
    with pytest.raises(ValueError, match="LINLI_SMS"):
        sms.sms_at(setting, key="")
