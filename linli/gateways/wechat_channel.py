"""WeChat Pay v3 for one merchant: inside WeChat (JSAPI), in a phone's browser (H5), by a code (Native).

The SDK signs, calls, verifies and decrypts; this module trusts several of WeChat's keys at once, words
orders, and reads what WeChat says into the terms of the payments room.
"""

import gzip
import hashlib
import json
import logging
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

import urllib3
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core
from wechatpayv3.utils import load_public_key, rsa_verify

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
from linli.kernel.times import shanghai
from linli.platform import clock

log = logging.getLogger(__name__)

FRESH_FOR, PATIENCE = 300, (2, 5)
_OK, _NO_CONTENT, _MISSING, _ODD = 200, 204, 404, 500
_KIND = {
    Scene.WECHAT: WeChatPayType.JSAPI,
    Scene.PHONE: WeChatPayType.H5,
    Scene.COMPUTER: WeChatPayType.NATIVE,
}
_OUTCOMES = {
    "SUCCESS": Outcome.PAID,
    "REFUND": Outcome.PAID,
    "NOTPAY": Outcome.UNPAID,
    "USERPAYING": Outcome.UNPAID,
    "PAYERROR": Outcome.UNPAID,
    "CLOSED": Outcome.CLOSED,
    "REVOKED": Outcome.CLOSED,
}
_REFUNDS = {
    "SUCCESS": RefundOutcome.DONE,
    "PROCESSING": RefundOutcome.PROCESSING,
    "CLOSED": RefundOutcome.FAILED,
    "ABNORMAL": RefundOutcome.FAILED,
}
# Answers after which asking again under the same number may still succeed.
_PASSING = {"SYSTEM_ERROR", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED"}


class _Core(Core):  # type: ignore[misc]
    """The SDK's core, told several keys of WeChat's to trust and where WeChat is."""

    def __init__(self, merchant: Merchant) -> None:
        newest = next(iter(merchant.keys))
        super().__init__(
            merchant.merchant,
            merchant.serial,
            merchant.private_key,
            merchant.api_v3_key,
            timeout=PATIENCE,
            public_key=merchant.keys[newest],
            public_key_id=newest,
        )
        self._ring = {name.upper(): load_public_key(key) for name, key in merchant.keys.items()}
        if merchant.gateway:
            self._gate_way = merchant.gateway

    def _verify_signature(self, headers: Mapping[str, str], body: str) -> bool:
        """By the key that the message names. A key that is not ours is refused and told (check E-8)."""
        serial = headers.get("Wechatpay-Serial", "")
        key = self._ring.get(serial.upper())
        if key is None:
            log.critical("a message signed with an unknown key of WeChat Pay", extra={"serial": serial[:64]})
            return False
        stamp, nonce = headers.get("Wechatpay-Timestamp", ""), headers.get("Wechatpay-Nonce", "")
        return bool(rsa_verify(stamp, nonce, body, headers.get("Wechatpay-Signature", ""), key))


class WeChatChannel:
    """One merchant at WeChat Pay."""

    name, title, thanks = "wechat", "微信支付", ""

    def __init__(self, merchant: Merchant) -> None:
        self.merchant, self._app_id, self._secret = merchant.merchant, merchant.app_id, merchant.app_secret
        self._open = merchant.gateway or "https://open.weixin.qq.com"
        self._api = merchant.gateway or "https://api.weixin.qq.com"
        self._pool = urllib3.PoolManager(num_pools=2, timeout=urllib3.Timeout(total=5), retries=False)
        self._core = _Core(merchant)
        self._sdk = WeChatPay(
            WeChatPayType.NATIVE,
            merchant.merchant,
            merchant.private_key,
            merchant.serial,
            merchant.app_id,
            merchant.api_v3_key,
            public_key=next(iter(merchant.keys.values())),
            public_key_id=next(iter(merchant.keys)),
        )
        self._sdk._core = self._core  # noqa: SLF001 - the SDK lets nobody choose its core

    def suits(self, scene: Scene) -> bool:
        """Inside WeChat it has to learn who pays; Alipay opens no page of WeChat's."""
        return bool(self._secret) if scene is Scene.WECHAT else scene is not Scene.ALIPAY

    def who_pays(self, *, scene: Scene, back: str) -> str:
        if scene is not Scene.WECHAT:
            return ""
        asked = {
            "appid": self._app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": "pay",
        }
        return f"{self._open}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"

    def payer(self, code: str) -> str:
        asked = {"appid": self._app_id, "secret": self._secret, "code": code}
        query = urlencode(asked | {"grant_type": "authorization_code"})
        try:
            answer = self._pool.request("GET", f"{self._api}/sns/oauth2/access_token?{query}")
            return str(json.loads(answer.data)["openid"])
        except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError):
            raise ChannelSilent from None  # the fault's text may quote the secret

    def begin(self, tender: Tender) -> Till:
        more: dict[str, Any] = {}
        if tender.scene is Scene.WECHAT:
            more["payer"] = {"openid": tender.payer}
        elif tender.scene is Scene.PHONE:
            more["scene_info"] = {"payer_client_ip": tender.payer_ip, "h5_info": {"type": "Wap"}}
        status, told = self._call(
            "pay",
            tender.subject,
            tender.number,
            {"total": tender.amount_fen, "currency": tender.currency},
            time_expire=shanghai(tender.expires_at).isoformat(timespec="seconds"),
            notify_url=tender.notify_url,
            pay_type=_KIND[tender.scene],
            **more,
        )
        if status != _OK:
            log.error("WeChat Pay did not take an order", extra={"status": status, "code": told.get("code")})
            raise ChannelSilent
        return self._till(tender, told)

    def _till(self, tender: Tender, told: Mapping[str, str]) -> Till:
        if tender.scene is Scene.COMPUTER:
            return Till(TillKind.CODE, told["code_url"])
        if tender.scene is Scene.PHONE:
            return Till(TillKind.PAGE, f"{told['h5_url']}&redirect_url={quote(tender.return_url, safe='')}")
        stamp, nonce = str(int(clock.now().timestamp())), secrets.token_hex(16)
        package = f"prepay_id={told['prepay_id']}"
        words = {"appId": self._app_id, "timeStamp": stamp, "nonceStr": nonce, "package": package}
        signed = self._sdk.sign([self._app_id, stamp, nonce, package])
        return Till(TillKind.BRIDGE, words=words | {"signType": "RSA", "paySign": signed})

    def read_notification(
        self, *, body: bytes, headers: Mapping[str, str], now: datetime
    ) -> Said | RefundSaid:
        try:
            told = self._core.callback(headers, body)
            fresh = abs(int(now.timestamp()) - int(headers["Wechatpay-Timestamp"])) <= FRESH_FOR
            resource = told["resource"] if fresh else {}
            if told["event_type"].startswith("REFUND."):
                return self._refund_said(resource, resource["refund_status"])
            return self._said(resource)
        except Exception:  # noqa: BLE001 - the SDK raises whatever a malformed message makes it stumble over
            raise NotGenuine from None

    def ask(self, number: str) -> Said:
        status, told = self._call("query", out_trade_no=number)
        if status == _MISSING and told.get("code") == "ORDER_NOT_EXIST":
            return Said(number, Outcome.UNPAID)
        if status != _OK:
            return Said(number, Outcome.UNKNOWN)
        try:
            return self._said(told)
        except (KeyError, TypeError, ValueError):
            return Said(number, Outcome.UNKNOWN)

    def close(self, number: str) -> Outcome:
        status, told = self._call("close", number)
        if status == _NO_CONTENT or told.get("code") == "ORDER_NOT_EXIST":
            return Outcome.CLOSED
        said = self.ask(number)  # somebody may have been quicker
        return said.outcome if said.outcome is not Outcome.UNPAID else Outcome.UNKNOWN

    def refund(
        self, *, number: str, refund_number: str, amount_fen: int, total_fen: int, reason: str
    ) -> RefundSaid:
        status, told = self._call(
            "refund",
            refund_number,
            {"refund": amount_fen, "total": total_fen, "currency": "CNY"},
            out_trade_no=number,
            reason=reason[:80],
        )
        return self._refund_answer(status, told, number, refund_number)

    def ask_refund(self, *, number: str, refund_number: str) -> RefundSaid:
        status, told = self._call("query_refund", refund_number)
        if status == _MISSING and told.get("code") == "RESOURCE_NOT_EXISTS":
            return RefundSaid(number, refund_number, RefundOutcome.FAILED, reason="missing")
        return self._refund_answer(status, told, number, refund_number)

    def statement(self, day: date) -> Statement | None:
        status, told = self._call("trade_bill", day.isoformat())
        if told.get("code") == "NO_STATEMENT_EXIST":
            return None
        if status != _OK:
            raise ChannelSilent
        status, content = self._raw("download_bill", told["download_url"])
        try:
            plain = gzip.decompress(content if isinstance(content, bytes) else content.encode())
        except (OSError, EOFError):
            raise ChannelSilent from None
        digest = hashlib.sha1(plain, usedforsecurity=False).hexdigest()
        if status != _OK or digest != str(told.get("hash_value", "")).lower():
            raise ChannelSilent
        return Statement(StatementFormat.WECHAT, plain)

    def _call(self, verb: str, *words: Any, **more: Any) -> tuple[int, dict[str, Any]]:
        status, answer = self._raw(verb, *words, **more)
        try:
            told = json.loads(answer) if answer else {}
        except ValueError:
            return _ODD, {}
        return (status, told) if isinstance(told, dict) else (_ODD, {})

    def _raw(self, verb: str, *words: Any, **more: Any) -> tuple[int, Any]:
        """What WeChat answers; whatever goes wrong on the way, also a wrong signature, is no answer."""
        try:
            status, answer = getattr(self._sdk, verb)(*words, **more)
        except Exception as fault:  # noqa: BLE001 - the SDK raises bare Exception
            log.warning("WeChat Pay did not answer", extra={"verb": verb, "fault": type(fault).__name__})
            return _ODD, b""
        return status, answer

    def _said(self, told: Mapping[str, Any]) -> Said:
        amount = told.get("amount", {})
        paid_at = told.get("success_time")
        return Said(
            order_number=_text(told["out_trade_no"]),
            outcome=_OUTCOMES.get(told["trade_state"], Outcome.UNKNOWN),
            trade_no=_text(told.get("transaction_id", "")),
            amount_fen=_whole(amount.get("total", 0)),
            currency=_text(amount.get("currency", "CNY")),
            merchant=self._merchant_in(told),
            paid_at=_moment(paid_at) if paid_at else None,
        )

    def _merchant_in(self, told: Mapping[str, Any]) -> str:
        """The merchant's number, marked where the app is not ours: it then fits no order (check E-5)."""
        merchant, app_id = _text(told["mchid"]), _text(told["appid"])
        return merchant if app_id == self._app_id else f"{merchant}/{app_id}"

    def _refund_answer(
        self, status: int, told: Mapping[str, Any], number: str, refund_number: str
    ) -> RefundSaid:
        code = str(told.get("code", ""))
        if status == _OK and told.get("out_refund_no") == refund_number:
            return self._refund_said({**told, "mchid": self.merchant}, told.get("status"))
        if _OK <= status < _ODD and code and code not in _PASSING:
            return RefundSaid(number, refund_number, RefundOutcome.FAILED, reason=code)
        return RefundSaid(number, refund_number, RefundOutcome.UNKNOWN)

    def _refund_said(self, told: Mapping[str, Any], status: Any) -> RefundSaid:
        done = told.get("success_time")
        return RefundSaid(
            _text(told["out_trade_no"]),
            _text(told["out_refund_no"]),
            _REFUNDS.get(status, RefundOutcome.UNKNOWN),
            _whole(told["amount"]["refund"]),
            _text(told["mchid"]),
            _moment(done) if done else None,
        )


def _text(value: object) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError("not text")
    return value[:64]


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a whole number")
    return value


def _moment(value: str) -> datetime:
    made = datetime.fromisoformat(value)
    if made.tzinfo is None:
        raise ValueError("a moment without a zone")
    return made
