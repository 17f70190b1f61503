"""The simulator as a web application: both channels, the payer's page, the switches."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, render_template_string, request
from werkzeug.wrappers import Response as Answer

from simulators.payments import alipay, wechat
from simulators.payments.book import Book, Trade
from simulators.payments.far_side import FarSide
from simulators.payments.keys import Keys, accounts
from simulators.payments.switches import Post, Send, Switches

_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>模拟{{ name }}收银台</title><body style="font:18px sans-serif;margin:2rem auto;max-width:22rem;text-align:center">
<h1 style="font-size:1.2rem">模拟{{ name }}收银台</h1><p>不会真的扣款</p><p>{{ trade.subject }}</p>
<p style="font-size:2rem">¥ {{ yuan }}</p><p style="color:#666;font-size:.8rem">{{ trade.number }}</p>
{% if trade.paid_at %}<p>已付款</p>{% else %}<form method="post"><input type="hidden" name="back" value="{{ back }}">
<button style="font-size:1.1rem;padding:.7rem 3rem">确认支付</button></form>{% endif %}
{% if back %}<p><a href="{{ back }}">返回商家</a></p>{% endif %}</body></html>"""
_NAMES = {"wechat": "微信支付", "alipay": "支付宝"}


def far_side(
    folder: Path,
    companies: list[str],
    *,
    send: Send | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    threads: bool = True,
) -> FarSide:
    """The outside world of some companies, its keys in a folder."""
    switches = Switches()
    post = Post(switches, send, threads=threads)
    return FarSide(Keys(folder / "keys"), accounts(companies), Book(), switches, post, now)


def notify(far: FarSide, trade: Trade) -> None:
    """Report a payment as the switches say."""
    far.post.give((wechat if trade.account.channel == "wechat" else alipay).notification(far, trade))


def app_of(far: FarSide) -> Flask:
    """The web application."""
    app = Flask(__name__)
    app.register_blueprint(wechat.blueprint(far))
    app.register_blueprint(alipay.blueprint(far))

    @app.before_request
    def out_of_order() -> Answer | None:
        down = far.switches.down and not request.path.startswith("/switches")
        return Response("down", 503) if down else None

    _add_controls(app, far)

    @app.route("/pay/<channel>/<number>", methods=["GET", "POST"])
    def pay(channel: str, number: str) -> Any:
        trade = far.book.find(channel, number)
        if trade is None:
            return "no such order", 404
        back = request.values.get("back") or request.args.get("redirect_url") or trade.return_url
        if request.method == "POST":
            if far.book.pay(trade, now=far.now(), late="late" in request.args):
                notify(far, trade)
            if back:
                return redirect(back, 303)
        yuan = f"{trade.amount_fen // 100}.{trade.amount_fen % 100:02d}"
        return render_template_string(_PAGE, trade=trade, name=_NAMES.get(channel, ""), yuan=yuan, back=back)

    return app


def _add_controls(app: Flask, far: FarSide) -> None:
    """What a test or a demonstration turns: the switches, and a notification once more."""

    @app.route("/switches", methods=["GET", "POST"])
    def switches() -> dict[str, Any] | tuple[str, int]:
        if request.method == "POST":
            try:
                far.switches.turn(request.get_json())
            except (TypeError, ValueError) as fault:
                return str(fault), 400
        return far.switches.shown()

    @app.post("/notify/<channel>/<number>")
    def tell_again(channel: str, number: str) -> tuple[str, int]:
        trade = far.book.find(channel, number)
        if trade is None:
            return "no such order", 404
        notify(far, trade)
        return "", 204

    @app.get("/book")
    def book() -> list[dict[str, Any]]:
        """What was paid and what was given back, as the channels know it."""
        names = ("number", "amount_fen", "times")
        return [
            {"channel": one.account.channel, "number": one.number, "trade_no": one.trade_no}
            | {"amount_fen": one.amount_fen}
            | {"refunds": [{name: getattr(back, name) for name in names} for back in one.refunds.values()]}
            for one in far.book.paid()
        ]

    @app.get("/sent")
    def sent() -> list[list[Any]]:
        return [[url, status] for url, _, _, status in far.post.sent]
