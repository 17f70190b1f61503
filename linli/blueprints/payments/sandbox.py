"""The sandbox channel's own cashier page: the outside world on the same address, only where it is switched on."""

from flask import current_app, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.domains.payments.ports import SandboxCashier, Trade
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.ports import use
from linli.platform.web import Pages, public

bp = Pages("sandbox_pages", __name__)
HERE = "/sandbox/cashier/<string(maxlength=40):number>"


def _trade(number: str) -> Trade:
    """The trade, where the sandbox is on and knows it; otherwise Unknown."""
    settings = current_app.config["LINLI"]
    if settings.production or "sandbox" not in settings.payment_channels:
        raise Unknown
    found = use(SandboxCashier).trade(number)
    if found is None:
        raise Unknown
    return found


@bp.get(HERE)
@public
def show(actor: Actor | None, number: str) -> ResponseReturnValue:  # noqa: ARG001
    return render_template("payments/sandbox.html", trade=_trade(number))


@bp.post(HERE)
@public
def pay(actor: Actor | None, number: str) -> ResponseReturnValue:  # noqa: ARG001
    trade = _trade(number)
    use(SandboxCashier).pay(number, now=clock.now())
    return redirect(trade.return_url, 303)
