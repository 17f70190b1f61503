"""Alipay for one merchant: its page on a phone (WAP), its code before a computer (precreate).

The SDK signs, calls and verifies; this module trusts several of Alipay's keys at once, puts Shanghai's
time on what it asks, and reads what Alipay says into the terms of the payments room.
"""

import base64
import io
import logging
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import urllib3
from alipay import AliPay
from alipay.utils import AliPayConfig
from Cryptodome.Hash import SHA256
from Cryptodome.PublicKey import RSA
from Cryptodome.Signature import PKCS1_v1_5

from linli.domains.payments.errors import ChannelSilent, NotGenuine
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
)
from linli.gateways.merchants import Merchant
from linli.kernel.fen import format_fen, parse_yuan
from linli.kernel.times import SHANGHAI, shanghai
from linli.platform import clock

log = logging.getLogger(__name__)

PATIENCE, FRESH_FOR = 5, timedelta(hours=25)  # Alipay repeats a notification for 25 hours
_DONE = "10000"
_OUTCOMES = {
    "TRADE_SUCCESS": Outcome.PAID,
    "TRADE_FINISHED": Outcome.PAID,
    "WAIT_BUYER_PAY": Outcome.UNPAID,
    "TRADE_CLOSED": Outcome.CLOSED,
}
# Answers after which asking again under the same number may still succeed.
_PASSING = {"ACQ.SYSTEM_ERROR", "AOP.ACQ.SYSTEM_ERROR", "isp.unknow-error", ""}


class _Trusting(AliPay):  # type: ignore[misc]
    """The SDK, told several keys of Alipay's to trust, where Alipay is, and what time it is there."""

    def __init__(self, merchant: Merchant) -> None:
        super().__init__(
            appid=merchant.app_id,
            app_private_key_string=merchant.private_key,
            alipay_public_key_string=next(iter(merchant.keys.values())),
            config=AliPayConfig(timeout=PATIENCE),
        )
        self._ring = [RSA.importKey(key) for key in merchant.keys.values()]
        if merchant.gateway:
            self._gateway = f"{merchant.gateway}/gateway.do"

    def _verify(self, raw_content: str, signature: str) -> bool:
        """By any of the keys: while Alipay changes its own, both count (PA-27)."""
        digest, signed = SHA256.new(raw_content.encode()), base64.b64decode(signature, validate=True)
        return any(PKCS1_v1_5.new(key).verify(digest, signed) for key in self._ring)

    def build_body(
        self, method: str, biz_content: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        stamp = f"{shanghai(clock.now()):%Y-%m-%d %H:%M:%S}"
        made: dict[str, Any] = super().build_body(method, biz_content, timestamp=stamp, **more)
        return made

    def page(self, signed: str) -> str:
        """The address where the payer pays."""
        return f"{self._gateway}?{signed}"


class AlipayChannel:
    """One merchant at Alipay."""

    name, title, thanks = "alipay", "支付宝", "success"

    def __init__(self, merchant: Merchant) -> None:
        self.merchant, self._app_id = merchant.merchant, merchant.app_id
        self._sdk = _Trusting(merchant)
        self._pool = urllib3.PoolManager(num_pools=2, timeout=urllib3.Timeout(total=10), retries=False)

    def suits(self, scene: Scene) -> bool:
        return scene is not Scene.WECHAT  # WeChat opens no page of Alipay's

    def who_pays(self, *, scene: Scene, back: str) -> str:  # noqa: ARG002 - Alipay asks the payer itself
        return ""

    def payer(self, code: str) -> str:  # noqa: ARG002
        return ""

    def begin(self, tender: Tender) -> Till:
        words = {
            "subject": tender.subject,
            "out_trade_no": tender.number,
            "total_amount": format_fen(tender.amount_fen),
            "time_expire": f"{shanghai(tender.expires_at):%Y-%m-%d %H:%M:%S}",
        }
        if tender.scene is not Scene.COMPUTER:
            signed = self._sdk.api_alipay_trade_wap_pay(
                **words,
                return_url=tender.return_url,
                notify_url=tender.notify_url,
                quit_url=tender.return_url,
            )
            return Till(TillKind.PAGE, self._sdk.page(signed))
        told = self._call("api_alipay_trade_precreate", **words, notify_url=tender.notify_url)
        if told.get("code") != _DONE or not told.get("qr_code"):
            log.error("Alipay did not take an order", extra={"code": told.get("sub_code")})
            raise ChannelSilent
        return Till(TillKind.CODE, str(told["qr_code"]))

    def read_notification(
        self,
        *,
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 - it signs in the body
        now: datetime,
    ) -> Said | RefundSaid:
        try:
            told = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
            signature = told.pop("sign")
            genuine = told["sign_type"] == "RSA2" and self._sdk.verify(dict(told), signature)
            fresh = abs(now - _moment(told["notify_time"])) <= FRESH_FOR
            return self._said(told if genuine and fresh else {})
        except Exception:  # noqa: BLE001 - the SDK raises whatever a malformed message makes it stumble over
            raise NotGenuine from None

    def _said(self, told: Mapping[str, str]) -> Said:
        outcome = _OUTCOMES.get(told["trade_status"], Outcome.UNKNOWN)
        if outcome is Outcome.CLOSED and told.get("gmt_payment"):
            outcome = Outcome.PAID  # given back since; that it was paid stays true
        ours = told["app_id"] == self._app_id
        return Said(
            order_number=_text(told["out_trade_no"]),
            outcome=outcome,
            trade_no=_text(told["trade_no"]),
            amount_fen=parse_yuan(told["total_amount"]),
            currency="CNY",
            merchant=_text(told["seller_id"]) if ours else f"{told['seller_id']}/{told['app_id']}"[:64],
            paid_at=_moment(told["gmt_payment"]) if told.get("gmt_payment") else None,
        )

    def ask(self, number: str) -> Said:
        told = self._call("api_alipay_trade_query", out_trade_no=number)
        if told.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return Said(number, Outcome.UNPAID)
        mine = {"app_id": self._app_id, "seller_id": self.merchant}
        try:
            if told["code"] != _DONE or told["out_trade_no"] != number:
                return Said(number, Outcome.UNKNOWN)
            paid = told.get("send_pay_date")
            return self._said(told | mine | ({"gmt_payment": paid} if paid else {}))
        except (KeyError, TypeError, ValueError):
            return Said(number, Outcome.UNKNOWN)

    def close(self, number: str) -> Outcome:
        told = self._call("api_alipay_trade_close", out_trade_no=number)
        if told.get("code") == _DONE or told.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return Outcome.CLOSED
        said = self.ask(number)  # somebody may have been quicker
        return said.outcome if said.outcome is not Outcome.UNPAID else Outcome.UNKNOWN

    def refund(
        self,
        *,
        number: str,
        refund_number: str,
        amount_fen: int,
        total_fen: int,  # noqa: ARG002 - Alipay knows the sum
        reason: str,
    ) -> RefundSaid:
        told = self._call(
            "api_alipay_trade_refund",
            format_fen(amount_fen),
            out_trade_no=number,
            out_request_no=refund_number,
            refund_reason=reason[:80],
        )
        if told.get("code") == _DONE:  # done or not is Alipay's to say when asked
            return RefundSaid(number, refund_number, RefundOutcome.PROCESSING, amount_fen, self.merchant)
        return _refused(told, number, refund_number)

    def ask_refund(self, *, number: str, refund_number: str) -> RefundSaid:
        told = self._call("api_alipay_trade_fastpay_refund_query", refund_number, out_trade_no=number)
        if told.get("code") == _DONE and told.get("refund_status") == "REFUND_SUCCESS":
            done = told.get("gmt_refund_pay")
            return RefundSaid(
                number,
                refund_number,
                RefundOutcome.DONE,
                parse_yuan(told["refund_amount"]),
                self.merchant,
                _moment(done) if done else clock.now(),
            )
        if told.get("code") == _DONE:
            return RefundSaid(number, refund_number, RefundOutcome.FAILED, reason="missing")
        return _refused(told, number, refund_number)

    def statement(self, day: date) -> Statement | None:
        words = {"bill_type": "trade", "bill_date": day.isoformat()}
        told = self._call("server_api", "alipay.data.dataservice.bill.downloadurl.query", words)
        if told.get("sub_code") == "isp.bill_not_exist":
            return None
        try:
            answer = self._pool.request("GET", told["bill_download_url"])
            zipfile.ZipFile(io.BytesIO(answer.data)).testzip()
        except (KeyError, urllib3.exceptions.HTTPError, zipfile.BadZipFile):
            raise ChannelSilent from None
        return Statement(StatementFormat.ALIPAY, answer.data)

    def _call(self, verb: str, *words: Any, **more: Any) -> dict[str, Any]:
        """What Alipay answers; whatever goes wrong on the way, also a wrong signature, is no answer."""
        try:
            told = getattr(self._sdk, verb)(*words, **more)
        except Exception as fault:  # noqa: BLE001 - the SDK raises as urllib and json do
            log.warning("Alipay did not answer", extra={"verb": verb, "fault": type(fault).__name__})
            return {}
        return told if isinstance(told, dict) else {}


def _refused(told: Mapping[str, Any], number: str, refund_number: str) -> RefundSaid:
    code = str(told.get("sub_code", ""))
    if told.get("code") == "20000" or code in _PASSING:
        return RefundSaid(number, refund_number, RefundOutcome.UNKNOWN)
    return RefundSaid(number, refund_number, RefundOutcome.FAILED, reason=code)


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError("a NUL")
    return value[:64]


def _moment(value: str) -> datetime:
    """Alipay writes Shanghai's time without saying so."""
    return datetime.fromisoformat(value).replace(tzinfo=SHANGHAI)
