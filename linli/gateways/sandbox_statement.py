"""A day's statement of the sandbox, written as WeChat Pay writes its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.kernel.fen import format_fen
from linli.kernel.times import shanghai

_HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
_TAIL = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
FEE_PER_MILLE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One payment, or one refund where it has a refund number; the channel gives its fee back with a refund."""

    at: datetime
    trade_no: str
    number: str
    amount_fen: int
    subject: str
    refund_number: str = ""
    refund_fen: int = 0

    @property
    def fee_fen(self) -> int:
        """0.6 %, rounded half up; negative on a refund."""
        base = self.refund_fen or self.amount_fen
        fee = (base * FEE_PER_MILLE + 500) // 1000
        return -fee if self.refund_number else fee


def written(lines: Sequence[Line], *, merchant: str) -> bytes:
    """The statement: a heading, a line for each movement, and the sums; each field behind a backtick."""
    paid = sum(line.amount_fen for line in lines if not line.refund_number)
    back = sum(line.refund_fen for line in lines)
    fees = sum(line.fee_fen for line in lines)
    sums = (str(len(lines)), *map(format_fen, (paid, back, 0, fees, paid, back)))
    rows = [_HEAD, *(_row(_fields(line, merchant)) for line in lines), _TAIL, _row(sums)]
    return ("﻿" + "\r\n".join(rows) + "\r\n").encode()


def _row(fields: Sequence[str]) -> str:
    return ",".join("`" + field for field in fields)


def _fields(line: Line, merchant: str) -> tuple[str, ...]:
    back = bool(line.refund_number)
    own = "0.00" if back else format_fen(line.amount_fen)
    given = format_fen(line.refund_fen)
    return (
        f"{shanghai(line.at):%Y-%m-%d %H:%M:%S}", "sandbox", merchant, "0", "", line.trade_no, line.number, "payer",
        "NATIVE", "REFUND" if back else "SUCCESS", "OTHERS", "CNY", own, "0.00",
        f"R{line.refund_number}" if back else "0", line.refund_number or "0", given, "0.00",
        "ORIGINAL" if back else "", "SUCCESS" if back else "", line.subject, "",
        format_fen(line.fee_fen), "0.60%", own, given, "",
    )  # fmt: skip
