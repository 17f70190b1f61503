"""Alipay from the far side: one gateway for all requests, a page for phones, notifications as signed forms."""

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from simulators.payments import statements
from simulators.payments.book import Trade, Wrong
from simulators.payments.far_side import FarSide
from simulators.payments.keys import ALIPAY_KEYS, Account

_CODES = {"ORDERPAID": "ACQ.REASON_TRADE_STATUS_INVALID", "INVALID_REQUEST": "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"}


class Gateway:
    """Alipay's one address: which method is asked stands in the words, and all words are signed."""

    def __init__(self, far: FarSide) -> None:
        self.far = far
        self.methods = {
            "alipay.trade.precreate": self.precreate,
            "alipay.trade.query": self.query,
            "alipay.trade.close": self.close,
            "alipay.trade.refund": self.refund,
            "alipay.trade.fastpay.refund.query": self.query_refund,
            "alipay.data.dataservice.bill.downloadurl.query": self.bill,
        }

    def genuine(self, words: Mapping[str, str]) -> Account | None:
        """The merchant who signed the words."""
        account = self.far.account("alipay", app_id=words.get("app_id", ""))
        text = text_of({name: value for name, value in words.items() if name != "sign"})
        if account and self.far.keys.genuine(f"alipay-{account.merchant}", text, words.get("sign", "")):
            return account
        return None

    def handle(self, words: Mapping[str, str]) -> Response:
        """The signed answer to one request."""
        account, method = self.genuine(words), words.get("method", "")
        if account is None or method not in self.methods:
            told = {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}
        else:
            try:
                asked = json.loads(words["biz_content"])
                told = {"code": "10000", "msg": "Success"} | self.methods[method](account, asked, words)
            except Wrong as no:
                told = {
                    "code": "40004",
                    "msg": "Business Failed",
                    "sub_code": _CODES.get(str(no), str(no)),
                }
            except (KeyError, ValueError, TypeError):
                told = {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.INVALID_PARAMETER"}
        inside = json.dumps(told, ensure_ascii=False)
        _, key = self.far.signing_key(ALIPAY_KEYS)
        name = f"{method.replace('.', '_')}_response"
        sign = self.far.keys.sign(key, inside)
        return Response(f'{{"{name}":{inside},"sign":"{sign}"}}', content_type="text/html;charset=utf-8")

    def put(self, account: Account, asked: Mapping[str, Any], words: Mapping[str, str], kind: str) -> Trade:
        expires = datetime.fromisoformat(asked["time_expire"]).replace(tzinfo=statements.SHANGHAI)
        return self.far.book.put(
            Trade(
                account,
                asked["out_trade_no"],
                fen(asked["total_amount"]),
                asked["subject"],
                words["notify_url"],
                words.get("return_url", ""),
                self.far.now(),
                expires,
                kind,
            )
        )

    def precreate(
        self, account: Account, asked: Mapping[str, Any], words: Mapping[str, str]
    ) -> dict[str, Any]:
        trade = self.put(account, asked, words, "qr")
        return {
            "out_trade_no": trade.number,
            "qr_code": f"{request.host_url}pay/alipay/{trade.number}",
        }

    def trade(self, account: Account, asked: Mapping[str, Any]) -> Trade:
        found = self.far.book.get(account, asked["out_trade_no"])
        if found is None:
            raise Wrong("ACQ.TRADE_NOT_EXIST")
        return found

    def query(self, account: Account, asked: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any]:
        trade = self.trade(account, asked)
        told = {
            "out_trade_no": trade.number,
            "trade_no": trade.trade_no,
            "trade_status": status_of(trade, self.far.now()),
            "total_amount": statements.yuan(trade.amount_fen),
        }
        return told | ({"send_pay_date": statements.local(trade.paid_at)} if trade.paid_at else {})

    def close(self, account: Account, asked: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any]:
        trade = self.trade(account, asked)
        self.far.book.close(trade)
        return {"out_trade_no": trade.number, "trade_no": trade.trade_no}

    def refund(self, account: Account, asked: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any]:
        trade = self.trade(account, asked)
        self.far.book.refund(trade, asked["out_request_no"], fen(asked["refund_amount"]), now=self.far.now())
        return {
            "out_trade_no": trade.number,
            "trade_no": trade.trade_no,
            "fund_change": "Y",
            "refund_fee": statements.yuan(trade.refunded_fen()),
        }

    def query_refund(
        self, account: Account, asked: Mapping[str, Any], _: Mapping[str, str]
    ) -> dict[str, Any]:
        trade = self.trade(account, asked)
        found = trade.refunds.get(asked["out_request_no"])
        if found is None:
            return {}
        self.far.book.finish_refund(found, now=self.far.now())
        assert found.done_at is not None
        return {
            "out_trade_no": trade.number,
            "out_request_no": found.number,
            "refund_amount": statements.yuan(found.amount_fen),
            "total_amount": statements.yuan(trade.amount_fen),
            "refund_status": "REFUND_SUCCESS",
            "gmt_refund_pay": statements.local(found.done_at),
        }

    def bill(self, account: Account, asked: Mapping[str, Any], _: Mapping[str, str]) -> dict[str, Any]:
        day = date.fromisoformat(asked["bill_date"])
        if statements.alipay(account, self.far.book.of(account), day) is None:
            raise Wrong("isp.bill_not_exist")
        return {"bill_download_url": f"{request.host_url}alipay/bill/{account.merchant}/{day}"}


def blueprint(far: FarSide) -> Blueprint:
    """Alipay's addresses."""
    bp, gateway = Blueprint("alipay", __name__), Gateway(far)

    @bp.route("/gateway.do", methods=["GET", "POST"])
    def handle() -> Answer:
        words = request.values.to_dict()
        if words.get("method") != "alipay.trade.wap.pay":
            return gateway.handle(words)
        account = gateway.genuine(words)
        if account is None:
            return Response("invalid-signature", 400)
        try:
            trade = gateway.put(account, json.loads(words["biz_content"]), words, "wap")
        except (Wrong, KeyError, ValueError) as no:
            return Response(str(no), 400)
        return redirect(f"/pay/alipay/{trade.number}")

    @bp.get("/alipay/bill/<merchant>/<day>")
    def bill(merchant: str, day: str) -> Response:
        account = far.account("alipay", merchant=merchant)
        assert account is not None
        found = statements.alipay(account, far.book.of(account), date.fromisoformat(day))
        return Response(found or b"", content_type="application/zip")

    return bp


def text_of(words: Mapping[str, str]) -> str:
    """What is signed: the words by name, `a=1&b=2`, empty ones as they are."""
    return "&".join(f"{name}={value}" for name, value in sorted(words.items()))


def fen(text: str) -> int:
    """Fen of "12.30"."""
    whole, _, rest = text.partition(".")
    if not whole.isdecimal() or not (rest or "0").isdecimal() or len(rest) > 2:  # noqa: PLR2004
        raise ValueError(text)
    return int(whole) * 100 + int((rest or "0").ljust(2, "0"))


def status_of(trade: Trade, now: datetime) -> str:
    """Where a trade stands, in Alipay's words."""
    if trade.paid_at:
        return "TRADE_CLOSED" if trade.refunded_fen() == trade.amount_fen else "TRADE_SUCCESS"
    return "TRADE_CLOSED" if trade.closed or trade.expires_at <= now else "WAIT_BUYER_PAY"


def notification(
    far: FarSide, trade: Trade, words: Mapping[str, str] | None = None
) -> tuple[str, bytes, dict[str, str]]:
    """A notification as Alipay sends it: where to, the form, the headers."""
    told = {
        "notify_time": statements.local(far.now()),
        "notify_type": "trade_status_sync",
        "notify_id": secrets.token_hex(17),
        "app_id": trade.account.app_id,
        "charset": "utf-8",
        "version": "1.0",
        "trade_no": trade.trade_no,
        "out_trade_no": trade.number,
        "seller_id": trade.account.merchant,
        "trade_status": status_of(trade, far.now()),
        "total_amount": statements.yuan(far.told_fen(trade)),
        "subject": trade.subject,
        "gmt_create": statements.local(trade.made_at),
    }
    if trade.paid_at:
        told["gmt_payment"] = statements.local(trade.paid_at)
    told |= words or {}
    _, key = far.signing_key(ALIPAY_KEYS, notification=True)
    form = told | {"sign": far.keys.sign(key, text_of(told)), "sign_type": "RSA2"}
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    return trade.notify_url, urlencode(form).encode(), headers
