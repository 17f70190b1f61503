r"""A payment channel to try things out with: real signatures, real notifications, no money.

It keeps its own file, as an outside world would, knows linli only by what was put to it, and reports by
a signed HTTP request that it repeats until it is answered with 2xx. Production refuses it (config).

A notification is JSON with the headers `Linli-Sandbox-Timestamp`, `Linli-Sandbox-Nonce` and
`Linli-Sandbox-Signature`: Ed25519, base64, over "timestamp\nnonce\nbody".
"""

import base64
import hashlib
import json
import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import urllib3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from linli.domains.payments.errors import NotGenuine
from linli.domains.payments.ports import (
    Outcome,
    RefundOutcome,
    RefundSaid,
    Said,
    Scene,
    Statement,
    StatementFormat,
    Tender,
    Till,
    TillKind,
    Trade,
)
from linli.gateways.sandbox_statement import Line, written
from linli.kernel.times import day_of
from linli.platform import clock

log = logging.getLogger(__name__)

MERCHANT = "SANDBOX-MERCHANT"
FRESH_FOR, PATIENCE = 300, 5.0
WAITS = (0, 15, 15, 30, 180, 600, 1200, 1800, 3600)  # seconds; WeChat Pay's rhythm, cut short
_TABLES = """CREATE TABLE IF NOT EXISTS trade (
  number TEXT PRIMARY KEY, amount_fen INTEGER NOT NULL, currency TEXT NOT NULL, subject TEXT NOT NULL,
  notify_url TEXT NOT NULL, return_url TEXT NOT NULL, expires_at TEXT NOT NULL,
  trade_no TEXT, paid_at TEXT, told INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS closing (number TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS refund (
  refund_number TEXT PRIMARY KEY, number TEXT NOT NULL REFERENCES trade, amount_fen INTEGER NOT NULL,
  asked_at TEXT NOT NULL, done_at TEXT)"""


class SandboxChannel:
    """Both ends of the sandbox: the adapter that linli talks to, and the cashier on the far side."""

    name, title, merchant, thanks = "sandbox", "模拟支付（试用，不扣款）", MERCHANT, ""

    def __init__(self, folder: Path, *, secret: str) -> None:
        self._path = folder / "sandbox-channel.sqlite3"
        seed = hashlib.sha256(b"linli sandbox channel\n" + secret.encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._trusted = self._key.public_key()
        self._pool = urllib3.PoolManager(num_pools=2, timeout=urllib3.Timeout(total=PATIENCE), retries=False)

    def suits(self, scene: Scene) -> bool:  # noqa: ARG002 - a page of our own opens everywhere
        return True

    def who_pays(self, *, scene: Scene, back: str) -> str:  # noqa: ARG002 - it need not know
        return ""

    def payer(self, code: str) -> str:  # noqa: ARG002 - it need not know
        return ""

    def begin(self, tender: Tender) -> Till:
        with self._open() as store:
            store.execute(
                "INSERT OR IGNORE INTO trade"
                " (number, amount_fen, currency, subject, notify_url, return_url, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (tender.number, tender.amount_fen, tender.currency, tender.subject, tender.notify_url,
                 tender.return_url, tender.expires_at.isoformat()),
            )  # fmt: skip
        return Till(TillKind.PAGE, f"/sandbox/cashier/{tender.number}")

    def read_notification(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> Said:
        stamp, nonce = headers.get("Linli-Sandbox-Timestamp", ""), headers.get("Linli-Sandbox-Nonce", "")
        try:
            signature = base64.b64decode(headers.get("Linli-Sandbox-Signature", ""), validate=True)
            self._trusted.verify(signature, _signed(stamp, nonce, body))
            if abs(int(now.timestamp()) - int(stamp)) > FRESH_FOR:
                raise NotGenuine
            return _said(json.loads(body))
        except (InvalidSignature, ValueError, KeyError, TypeError):
            raise NotGenuine from None

    def ask(self, number: str) -> Said:
        row = self._row(number)
        if row is None:
            return Said(number, Outcome.UNPAID)
        if row["trade_no"]:
            return _said(_words(row))
        over = row["closed"] or datetime.fromisoformat(row["expires_at"]) <= clock.now()
        return Said(number, Outcome.CLOSED if over else Outcome.UNPAID)

    def close(self, number: str) -> Outcome:
        with self._open() as store:
            store.execute(
                "INSERT OR IGNORE INTO closing SELECT number FROM trade WHERE number = ? AND trade_no IS NULL",
                (number,),
            )
        row = self._row(number)
        return Outcome.PAID if row and row["trade_no"] else Outcome.CLOSED

    def refund(
        self,
        *,
        number: str,
        refund_number: str,
        amount_fen: int,
        total_fen: int,
        reason: str,  # noqa: ARG002
    ) -> RefundSaid:
        """Give money back; the first answer is `processing`, as with real channels (check E-12)."""
        with self._open() as store:
            store.execute(
                "INSERT OR IGNORE INTO refund SELECT ?, number, ?, ?, NULL FROM trade"
                " WHERE number = ? AND trade_no IS NOT NULL AND amount_fen = ? AND ? > 0 AND amount_fen >= ? +"
                " (SELECT coalesce(sum(amount_fen), 0) FROM refund WHERE number = trade.number)",
                (refund_number, amount_fen, clock.now().isoformat(), number, total_fen, amount_fen, amount_fen),
            )  # fmt: skip
        said = self._refund_said(number, refund_number)
        if said.outcome is not RefundOutcome.FAILED and said.amount_fen != amount_fen:
            return RefundSaid(number, refund_number, RefundOutcome.FAILED, reason="other amount before")
        if said.outcome is RefundOutcome.FAILED:
            return RefundSaid(number, refund_number, RefundOutcome.FAILED, reason="more than was paid")
        return said

    def ask_refund(self, *, number: str, refund_number: str) -> RefundSaid:
        with self._open() as store:
            store.execute(
                "UPDATE refund SET done_at = ? WHERE refund_number = ? AND number = ? AND done_at IS NULL",
                (clock.now().isoformat(), refund_number, number),
            )
        return self._refund_said(number, refund_number)

    def _refund_said(self, number: str, refund_number: str) -> RefundSaid:
        with self._open() as store:
            row = store.execute(
                "SELECT * FROM refund WHERE refund_number = ? AND number = ?", (refund_number, number)
            ).fetchone()
        if row is None:
            return RefundSaid(number, refund_number, RefundOutcome.FAILED, reason="missing")
        done_at = datetime.fromisoformat(row["done_at"]) if row["done_at"] else None
        outcome = RefundOutcome.DONE if done_at else RefundOutcome.PROCESSING
        return RefundSaid(number, refund_number, outcome, row["amount_fen"], MERCHANT, done_at)

    def statement(self, day: date) -> Statement | None:
        """The day's payments and refunds in WeChat Pay's form; a refund stands on the day it was asked for."""
        with self._open() as store:
            paid = store.execute("SELECT * FROM trade WHERE trade_no IS NOT NULL").fetchall()
            back = store.execute(
                "SELECT t.trade_no, t.number, t.subject, t.amount_fen, r.refund_number,"
                " r.amount_fen AS refund_fen, r.asked_at FROM refund r JOIN trade t USING (number)"
            ).fetchall()
        lines = [
            Line(at, r["trade_no"], r["number"], r["amount_fen"], r["subject"])
            for r in paid
            if day_of(at := datetime.fromisoformat(r["paid_at"])) == day
        ] + [
            Line(
                at,
                r["trade_no"],
                r["number"],
                r["amount_fen"],
                r["subject"],
                r["refund_number"],
                r["refund_fen"],
            )
            for r in back
            if day_of(at := datetime.fromisoformat(r["asked_at"])) == day
        ]
        return Statement(StatementFormat.WECHAT, written(lines, merchant=MERCHANT)) if lines else None

    def trade(self, number: str) -> Trade | None:
        row = self._row(number)
        if row is None:
            return None
        return Trade(number, row["amount_fen"], row["subject"], row["return_url"], bool(row["trade_no"]))

    def pay(self, number: str, *, now: datetime) -> None:
        trade_no = f"SB{now:%Y%m%d}{secrets.token_hex(10)}"
        with self._open() as store:
            store.execute(
                "UPDATE trade SET trade_no = ?, paid_at = ?"
                " WHERE number = ? AND trade_no IS NULL AND number NOT IN (SELECT number FROM closing)",
                (trade_no, now.isoformat(), number),
            )
        threading.Thread(target=self._tell, name="sandbox-notify", daemon=True).start()

    def _tell(self) -> None:
        try:
            self.deliver_due()
        except sqlite3.Error:  # the file is busy or gone: linli asks by itself after a while
            log.warning("sandbox notifications not delivered", exc_info=True)

    def deliver_due(self) -> int:
        """Send every notification whose moment has come; how many were taken."""
        moment, taken = int(time.time()), 0
        with self._open() as store:
            rows = store.execute(
                "SELECT * FROM trade WHERE trade_no IS NOT NULL AND told = 0 AND next_try <= ? AND tries < ?",
                (moment, len(WAITS)),
            ).fetchall()
        for row in rows:
            told = self.notify(row["notify_url"], _words(row))
            taken += told
            wait = WAITS[min(row["tries"] + 1, len(WAITS) - 1)]
            with self._open() as store:
                store.execute(
                    "UPDATE trade SET told = ?, tries = tries + 1, next_try = ? WHERE number = ?",
                    (int(told), moment + wait, row["number"]),
                )
        return taken

    def notify(self, url: str, words: Mapping[str, Any]) -> bool:
        """Send one notification; whether it was answered with 2xx."""
        body = json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
        try:
            answer = self._pool.request(
                "POST", url, body=body, headers=self.sign(body, at=int(time.time())), redirect=False
            )
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            log.warning("sandbox notification not delivered", extra={"fault": type(fault).__name__})
            return False
        return 200 <= answer.status < 300  # noqa: PLR2004

    def sign(self, body: bytes, *, at: int) -> dict[str, str]:
        """The headers of a genuine notification."""
        nonce = secrets.token_hex(16)
        signature = self._key.sign(_signed(str(at), nonce, body))
        return {
            "Content-Type": "application/json",
            "Linli-Sandbox-Timestamp": str(at),
            "Linli-Sandbox-Nonce": nonce,
            "Linli-Sandbox-Signature": base64.b64encode(signature).decode(),
        }

    def _row(self, number: str) -> sqlite3.Row | None:
        with self._open() as store:
            found: sqlite3.Row | None = store.execute(
                "SELECT *, number IN (SELECT number FROM closing) AS closed FROM trade WHERE number = ?",
                (number,),
            ).fetchone()
        return found

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as store:
            store.row_factory = sqlite3.Row
            store.executescript(_TABLES)
            yield store


def _signed(stamp: str, nonce: str, body: bytes) -> bytes:
    return f"{stamp}\n{nonce}\n".encode() + body


def _words(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "order_number": row["number"],
        "outcome": "paid",
        "trade_no": row["trade_no"],
        "amount_fen": row["amount_fen"],
        "currency": row["currency"],
        "merchant": MERCHANT,
        "paid_at": row["paid_at"],
    }


def _said(words: Mapping[str, Any]) -> Said:
    """What was said, each word of the kind it has to be; ValueError, KeyError or TypeError otherwise."""
    amount = words["amount_fen"]
    texts = [words[name] for name in ("order_number", "trade_no", "currency", "merchant")]
    if isinstance(amount, bool) or not isinstance(amount, int) or not all(isinstance(t, str) for t in texts):
        raise TypeError("words of the wrong kind")
    paid_at = datetime.fromisoformat(words["paid_at"]) if words.get("paid_at") else None
    if (paid_at is not None and paid_at.tzinfo is None) or any("\x00" in text for text in texts):
        raise ValueError("a moment without a zone, or a NUL")
    return Said(
        order_number=words["order_number"][:64],
        outcome=Outcome(words["outcome"]),
        trade_no=words["trade_no"][:64],
        amount_fen=amount,
        currency=words["currency"][:8],
        merchant=words["merchant"][:64],
        paid_at=paid_at,
    )
