"""WeChat Pay v3 from the far side: orders, queries, closing, refunds, statements, encrypted notifications."""

import base64
import gzip
import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from simulators.payments import statements
from simulators.payments.book import Refund, Trade, Wrong
from simulators.payments.far_side import FarSide
from simulators.payments.keys import WECHAT_KEYS, Account, serial

_AUTHORIZATION = re.compile(
    r'WECHATPAY2-SHA256-RSA2048 mchid="(?P<mchid>\w+)",nonce_str="(?P<nonce>\w+)",'
    r'signature="(?P<signature>[\w+/=]+)",timestamp="(?P<stamp>\d+)",serial_no="(?P<serial>\w+)"'
)
FRESH_FOR = 300


class Gateway:
    """WeChat's addresses for merchants: each request is signed, and so is each answer."""

    def __init__(self, far: FarSide) -> None:
        self.far = far

    def caller(self) -> Account | None:
        """The merchant who signed this request, if it is genuine."""
        found = _AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
        account = self.far.account("wechat", merchant=found["mchid"]) if found else None
        if not found or not account or abs(time.time() - int(found["stamp"])) > FRESH_FOR:
            return None
        path, body = request.full_path.rstrip("?"), request.get_data(as_text=True)
        text = f"{request.method}\n{path}\n{found['stamp']}\n{found['nonce']}\n{body}\n"
        genuine = self.far.keys.genuine(f"wechat-{account.merchant}", text, found["signature"])
        return account if genuine and found["serial"] == serial(account) else None

    def answer(self, words: Mapping[str, Any] | None, status: int = 200) -> Response:
        body = json.dumps(words, ensure_ascii=False) if words is not None else ""
        made = Response(body, status, content_type="application/json; charset=utf-8")
        made.headers.update(signed(self.far, body, stamp=int(time.time())))
        return made

    def no(self, code: str, status: int = 400) -> Response:
        return self.answer({"code": code, "message": code}, status)

    def signed(self, handle: Callable[..., Response]) -> Callable[..., Response]:
        """The handler behind the check of the signature."""

        def checked(**named: str) -> Response:
            account = self.caller()
            if account is None:
                return self.no("SIGN_ERROR", 401)
            try:
                return handle(account, **named)
            except Wrong as fault:
                return self.no(str(fault))
            except (KeyError, ValueError, TypeError):
                return self.no("PARAM_ERROR")

        return checked

    def order(self, account: Account, kind: str) -> Response:
        asked = request.get_json()
        if (asked["mchid"], asked["appid"]) != (account.merchant, account.app_id):
            return self.no("PARAM_ERROR")
        trade = Trade(
            account=account,
            number=asked["out_trade_no"],
            amount_fen=asked["amount"]["total"],
            subject=asked["description"],
            notify_url=asked["notify_url"],
            return_url="",
            made_at=self.far.now(),
            expires_at=datetime.fromisoformat(asked["time_expire"]),
            kind=kind,
        )
        self.far.book.put(trade)
        page = f"{request.host_url}pay/wechat/{trade.number}"
        if kind == "jsapi":
            known = asked["payer"]["openid"]
            return self.answer({"prepay_id": f"wx{trade.number}"}) if known else self.no("PARAM_ERROR")
        return self.answer({"h5_url": f"{page}?from=h5"} if kind == "h5" else {"code_url": page})

    def query(self, account: Account, number: str) -> Response:
        trade = self.far.book.get(account, number)
        if trade is None:
            return self.no("ORDER_NOT_EXIST", 404)
        return self.answer(words_of(trade, trade.amount_fen, self.far.now()))

    def close(self, account: Account, number: str) -> Response:
        trade = self.far.book.get(account, number)
        if trade is None:
            return self.no("ORDER_NOT_EXIST", 404)
        self.far.book.close(trade)
        return self.answer(None, 204)

    def refund(self, account: Account) -> Response:
        asked = request.get_json()
        trade = self.far.book.get(account, asked["out_trade_no"])
        if trade is None or asked["amount"]["total"] != trade.amount_fen:
            return self.no("RESOURCE_NOT_EXISTS" if trade is None else "PARAM_ERROR")
        number, amount = asked["out_refund_no"], asked["amount"]["refund"]
        made = self.far.book.refund(trade, number, amount, now=self.far.now())
        return self.answer(refund_words(trade, made))

    def query_refund(self, account: Account, number: str) -> Response:
        for trade in self.far.book.of(account):
            if number in trade.refunds:
                self.far.book.finish_refund(trade.refunds[number], now=self.far.now())
                return self.answer(refund_words(trade, trade.refunds[number]))
        return self.no("RESOURCE_NOT_EXISTS", 404)

    def bill(self, account: Account) -> Response:
        day = date.fromisoformat(request.args["bill_date"])
        found = statements.wechat(account, self.far.book.of(account), day)
        if found is None:
            return self.no("NO_STATEMENT_EXIST")
        digest = hashlib.sha1(found, usedforsecurity=False).hexdigest()
        address = f"{request.host_url}v3/billdownload/file?token={day}"
        return self.answer({"hash_type": "SHA1", "hash_value": digest, "download_url": address})

    def download(self, account: Account) -> Response:
        day = date.fromisoformat(request.args["token"])
        found = statements.wechat(account, self.far.book.of(account), day)
        return Response(gzip.compress(found or b""), content_type="application/octet-stream")


def blueprint(far: FarSide) -> Blueprint:
    """WeChat's addresses, and those by which it tells who pays."""
    bp, gateway = Blueprint("wechat", __name__), Gateway(far)
    for path, handle, method in (
        ("/v3/pay/transactions/<kind>", gateway.order, "POST"),
        ("/v3/pay/transactions/out-trade-no/<number>", gateway.query, "GET"),
        ("/v3/pay/transactions/out-trade-no/<number>/close", gateway.close, "POST"),
        ("/v3/refund/domestic/refunds", gateway.refund, "POST"),
        ("/v3/refund/domestic/refunds/<number>", gateway.query_refund, "GET"),
        ("/v3/bill/tradebill", gateway.bill, "GET"),
        ("/v3/billdownload/file", gateway.download, "GET"),
    ):
        bp.add_url_rule(path, handle.__name__, gateway.signed(handle), methods=[method])

    @bp.get("/connect/oauth2/authorize")
    def authorize() -> Answer:
        back = request.args["redirect_uri"]
        code = urlencode({"code": secrets.token_hex(8), "state": request.args.get("state", "")})
        return redirect(f"{back}{'&' if '?' in back else '?'}{code}")

    @bp.get("/sns/oauth2/access_token")
    def who() -> dict[str, Any]:
        account = far.account("wechat", app_id=request.args["appid"])
        if account is None or request.args["secret"] != account.app_secret:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        return {"openid": f"o{request.args['code']}", "scope": "snsapi_base"}

    return bp


def signed(far: FarSide, body: str, *, stamp: int, notification: bool = False) -> dict[str, str]:
    """The headers of what WeChat says."""
    nonce = secrets.token_hex(16)
    stated, key = far.signing_key(WECHAT_KEYS, notification=notification)
    return {
        "Wechatpay-Timestamp": str(stamp),
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": stated,
        "Wechatpay-Signature": far.keys.sign(key, f"{stamp}\n{nonce}\n{body}\n"),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }


def words_of(trade: Trade, amount_fen: int, now: datetime) -> dict[str, Any]:
    """A trade in WeChat's words."""
    state = "SUCCESS" if trade.paid_at else "CLOSED" if trade.closed or trade.expires_at <= now else "NOTPAY"
    words: dict[str, Any] = {
        "appid": trade.account.app_id,
        "mchid": trade.account.merchant,
        "out_trade_no": trade.number,
        "trade_type": trade.kind.upper(),
        "trade_state": "REFUND" if trade.refunds else state,
        "amount": {"total": amount_fen, "payer_total": amount_fen, "currency": "CNY"},
    }
    if trade.paid_at:
        paid_at = trade.paid_at.astimezone(statements.SHANGHAI).isoformat(timespec="seconds")
        words |= {"transaction_id": trade.trade_no, "success_time": paid_at, "payer": {"openid": "oPAYER"}}
    return words


def refund_words(trade: Trade, refund: Refund) -> dict[str, Any]:
    """A refund in WeChat's words."""
    words: dict[str, Any] = {
        "refund_id": f"5030{refund.number}",
        "out_refund_no": refund.number,
        "transaction_id": trade.trade_no,
        "out_trade_no": trade.number,
        "channel": "ORIGINAL",
        "status": "SUCCESS" if refund.done_at else "PROCESSING",
        "amount": {"total": trade.amount_fen, "refund": refund.amount_fen, "currency": "CNY"},
    }
    if refund.done_at:
        done_at = refund.done_at.astimezone(statements.SHANGHAI).isoformat(timespec="seconds")
        words["success_time"] = done_at
    return words


def notification(
    far: FarSide, trade: Trade, words: Mapping[str, Any] | None = None, event: str = "TRANSACTION.SUCCESS"
) -> tuple[str, bytes, dict[str, str]]:
    """A notification of a payment as WeChat sends it: where to, the body, the headers."""
    inside = dict(words) if words is not None else words_of(trade, far.told_fen(trade), far.now())
    nonce, bound = secrets.token_hex(6), "transaction"
    sealed = AESGCM(trade.account.api_v3_key.encode()).encrypt(
        nonce.encode(), json.dumps(inside).encode(), bound.encode()
    )
    body = json.dumps(
        {
            "id": secrets.token_hex(16),
            "create_time": far.now().astimezone(statements.SHANGHAI).isoformat(timespec="seconds"),
            "event_type": event,
            "resource_type": "encrypt-resource",
            "resource": {
                "original_type": bound,
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": base64.b64encode(sealed).decode(),
                "associated_data": bound,
                "nonce": nonce,
            },
            "summary": "支付成功",
        }
    )
    headers = signed(far, body, stamp=int(far.now().timestamp()), notification=True)
    return trade.notify_url, body.encode(), headers | {"Content-Type": "application/json"}
