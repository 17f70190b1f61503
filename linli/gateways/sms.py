"""Carriers of short messages: a provider's address, or a file and the terminal where nobody is to be reached."""

import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import urllib3

from linli.domains.notices.ports import NotSent, Sms, Taken

PATIENCE = 5.0
MOST_ANSWER = 64 * 1024


def sms_at(setting: str, *, key: str) -> Sms:
    """`console:`, `file:PATH` or a provider's http(s) address. ValueError for anything else."""
    scheme, _, rest = setting.partition(":")
    if scheme == "console":
        return ConsoleSms()
    if scheme == "file" and rest:
        return FileSms(Path(rest))
    if scheme in {"http", "https"} and rest.startswith("//"):
        return HttpSms(setting, key=key)
    raise ValueError("LINLI_SMS must be console:, file:PATH or a provider's http(s) address")


def _line(to: str, template: str, params: Mapping[str, str]) -> bytes:
    """One message as one line of JSON, the contract with black-box tools."""
    whole = {"to": to, "template": template, "params": dict(params)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class ConsoleSms:
    """Shows messages on the terminal of the worker; for development."""

    def send(self, *, to: str, template: str, params: Mapping[str, str]) -> Taken:
        sys.stderr.write(f"短信 {_line(to, template, params).decode()}")
        sys.stderr.flush()
        return Taken(delivered=True)

    def is_report(self, body: bytes, signature: str) -> bool:  # noqa: ARG002 - nobody reports to a terminal
        return False


class FileSms:
    """Appends messages to a file, each as one line in one write, so that several workers do not mix lines."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, *, to: str, template: str, params: Mapping[str, str]) -> Taken:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, _line(to, template, params))
            finally:
                os.close(handle)
        except OSError as fault:
            raise NotSent(f"file: {fault.strerror}") from None
        return Taken(delivered=True)

    def is_report(self, body: bytes, signature: str) -> bool:  # noqa: ARG002 - nobody reports to a file
        return False


class HttpSms:
    """Posts messages to a provider, signed: `X-Linli-Signature: t=<seconds>,v1=<HMAC-SHA256 of "t.body">`.

    The provider answers 2xx with `{"reference": …}` and may report later with the same signature.
    """

    def __init__(self, url: str, *, key: str) -> None:
        self._url, self._key = url, key.encode()
        self._pool = urllib3.PoolManager(
            num_pools=1, maxsize=16, timeout=urllib3.Timeout(total=PATIENCE), retries=False
        )

    def send(self, *, to: str, template: str, params: Mapping[str, str]) -> Taken:
        body = _line(to, template, params)
        headers = {
            "Content-Type": "application/json",
            "X-Linli-Signature": self._sign(body, int(time.time())),
        }
        try:
            answer = self._pool.request(
                "POST", self._url, body=body, headers=headers, redirect=False, preload_content=False
            )
            content = answer.read(MOST_ANSWER)
            answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            raise NotSent(type(fault).__name__) from None
        if 400 <= answer.status < 500 and answer.status not in {408, 425, 429}:  # noqa: PLR2004
            raise NotSent(f"provider refused: {answer.status}", for_good=True)
        if not 200 <= answer.status < 300:  # noqa: PLR2004
            raise NotSent(f"provider answered {answer.status}")
        return Taken(reference=_reference(content))

    def is_report(self, body: bytes, signature: str) -> bool:
        parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
        moment = parts.get("t", "")
        if not self._key or not moment.isdecimal() or abs(time.time() - int(moment)) > 300:  # noqa: PLR2004
            return False
        return hmac.compare_digest(self._sign(body, int(moment)).encode(), signature.encode())

    def _sign(self, body: bytes, moment: int) -> str:
        made = hmac.new(self._key, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={moment},v1={made}"


def _reference(content: bytes) -> str | None:
    try:
        answer = json.loads(content)
        reference = answer.get("reference")
    except (ValueError, AttributeError, RecursionError):
        return None
    return str(reference)[:200] if reference else None
