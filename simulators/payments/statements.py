"""A day's statements as the channels write them: WeChat Pay's text with backticks, Alipay's zip of GBK tables."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from simulators.payments.book import Refund, Trade
from simulators.payments.keys import Account

SHANGHAI = ZoneInfo("Asia/Shanghai")
_WECHAT_HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
_WECHAT_TAIL = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
_ALIPAY_HEAD = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
    "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def fee(fen: int) -> int:
    """0.6 %, rounded half up."""
    return (fen * 6 + 500) // 1000


def local(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def movements(trades: Sequence[Trade], day: date) -> Iterator[tuple[Trade, Refund | None]]:
    """What was paid on the day, and what was asked back on it."""
    for trade in trades:
        if trade.paid_at and trade.paid_at.astimezone(SHANGHAI).date() == day:
            yield trade, None
        for refund in trade.refunds.values():
            if refund.asked_at.astimezone(SHANGHAI).date() == day:
                yield trade, refund


def wechat(account: Account, trades: Sequence[Trade], day: date) -> bytes | None:
    """None where nothing happened."""
    found = list(movements(trades, day))
    if not found:
        return None
    paid = sum(trade.amount_fen for trade, refund in found if refund is None)
    back = sum(refund.amount_fen for _, refund in found if refund)
    fees = sum(-fee(refund.amount_fen) if refund else fee(trade.amount_fen) for trade, refund in found)
    sums = (str(len(found)), *map(yuan, (paid, back, 0, fees, paid, back)))
    lines = [
        _WECHAT_HEAD,
        *(_ticked(_wechat_row(account, *one)) for one in found),
        _WECHAT_TAIL,
        _ticked(sums),
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _ticked(row: Sequence[str]) -> str:
    return ",".join(f"`{field}" for field in row)


def _wechat_row(account: Account, trade: Trade, refund: Refund | None) -> tuple[str, ...]:
    moment = refund.asked_at if refund else trade.paid_at
    assert moment is not None
    own, back = yuan(0 if refund else trade.amount_fen), yuan(refund.amount_fen if refund else 0)
    cost = -fee(refund.amount_fen) if refund else fee(trade.amount_fen)
    return (
        local(moment), account.app_id, account.merchant, "0", "", trade.trade_no, trade.number, "oPAYER",
        trade.kind.upper(), "REFUND" if refund else "SUCCESS", "OTHERS", "CNY", own, "0.00",
        f"5030{refund.number}" if refund else "0", refund.number if refund else "0", back, "0.00",
        "ORIGINAL" if refund else "", ("SUCCESS" if refund.done_at else "PROCESSING") if refund else "",
        trade.subject, "", yuan(cost), "0.60%", own, back, "",
    )  # fmt: skip


def alipay(account: Account, trades: Sequence[Trade], day: date) -> bytes | None:
    """None where nothing happened."""
    found = list(movements(trades, day))
    if not found:
        return None
    paid = [trade.amount_fen for trade, refund in found if refund is None]
    back = [refund.amount_fen for _, refund in found if refund]
    lines = [
        "#支付宝业务明细查询",
        f"#账号：[{account.merchant}0156]",
        f"#起始日期：[{day:%Y年%m月%d日} 00:00:00]   终止日期：[{day:%Y年%m月%d日} 24:00:00]",
        "#-----------------------------------------业务明细列表----------------------------------------",
        _ALIPAY_HEAD,
        *(",".join(f"{field}\t" for field in _alipay_row(*one)) for one in found),
        "#-----------------------------------------业务明细列表结束------------------------------------",
        f"#交易合计：{len(paid)}笔，商家实收共{yuan(sum(paid))}元，商家优惠共0.00元",
        f"#退款合计：{len(back)}笔，商家实收退款共{yuan(-sum(back))}元，商家优惠退款共0.00元",
        f"#导出时间：[{day:%Y年%m月%d日} 09:00:00]",
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        name = f"{account.merchant}0156_{day:%Y%m%d}"
        archive.writestr(f"{name}_业务明细.csv", ("\r\n".join(lines) + "\r\n").encode("gbk"))
        archive.writestr(f"{name}_业务明细(汇总).csv", "#支付宝业务汇总查询\r\n".encode("gbk"))
    return packed.getvalue()


def _alipay_row(trade: Trade, refund: Refund | None) -> tuple[str, ...]:
    own = -refund.amount_fen if refund else trade.amount_fen
    moment = refund.asked_at if refund else trade.paid_at
    assert moment is not None
    zero = "0.00"
    return (
        trade.trade_no, trade.number, "退款" if refund else "交易", trade.subject, local(trade.made_at), local(moment),
        "", "", "", "", "*玉兰(138****5678)", yuan(own), yuan(own), zero, zero, zero, zero, zero, "", zero, zero,
        refund.number if refund else "", yuan(fee(-own) if refund else -fee(own)), zero, "",
    )  # fmt: skip
