"""Reading a channel's statement strictly: WeChat Pay's text with backticks, Alipay's zip of GBK tables."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linli.domains.payments.errors import NoStatement, StatementDoesNotAddUp
from linli.kernel.fen import NotMoney, parse_yuan
from linli.kernel.times import SHANGHAI

MOST_BYTES, MOST_UNPACKED, MOST_LINES, MOST_FILES = 32_000_000, 200_000_000, 500_000, 4
_ALIPAY_SUMS = re.compile(r"#(交易|退款)合计：(\d{1,9})笔，商家实收(?:退款)?共(-?[0-9.]{1,16})元")
_WECHAT = (
    "交易时间",
    "商户号",
    "微信订单号",
    "商户订单号",
    "交易状态",
    "应结订单金额",
    "商户退款单号",
    "退款金额",
    "手续费",
)
_WECHAT_SUMS = ("总交易单数", "应结订单总金额", "退款总金额", "手续费总金额")
_ALIPAY = (
    "支付宝交易号", "商户订单号", "业务类型", "完成时间", "订单金额（元）", "退款批次号/请求号", "服务费（元）",
)  # fmt: skip
# Cut short, garbled, with a password, packed in an unknown way: whatever is wrong, it is no statement.
_UNREADABLE = (
    LookupError, ValueError, NotMoney, csv.Error, StopIteration, EOFError, OSError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One movement at the channel. `refund_number` is empty for a payment; the fee is negative when given back."""

    at: datetime
    trade_no: str
    number: str
    refund_number: str
    amount_fen: int
    fee_fen: int
    good: bool


@dataclass(frozen=True, slots=True)
class StatementRead:
    """A day's statement whose rows add up to the channel's own sums."""

    merchant: str
    rows: Sequence[StatementRow]
    paid_fen: int
    refunded_fen: int
    fee_fen: int

    @property
    def net_fen(self) -> int:
        """What the channel pays out for the day: gross minus refunds minus its fee (PA-21)."""
        return self.paid_fen - self.refunded_fen - self.fee_fen


def read_statement(content: bytes, *, day: date) -> StatementRead:
    """The movements of a day. Raises NoStatement for anything that is no statement of that day, bombs too,
    and StatementDoesNotAddUp where the rows are not what the channel's summary says.
    """
    if len(content) > MOST_BYTES:
        raise NoStatement
    try:
        read = _alipay(content) if content[:2] == b"PK" else _wechat(content.decode("utf-8-sig"))
    except _UNREADABLE:
        raise NoStatement from None
    if any(row.at.date() != day for row in read.rows):
        raise NoStatement("对账单里有别的日期的交易，请核对日期后再传。")
    return read


def _wechat(text: str) -> StatementRead:
    lines = text.splitlines()
    if not 1 < len(lines) <= MOST_LINES:
        raise NoStatement
    spot = {name: at for at, name in enumerate(lines[0].split(","))}
    columns = [spot[name] for name in _WECHAT]
    rows, merchants = [], set()
    for line in lines[1:-2]:
        fields = line.removeprefix("`").split(",`")
        at, merchant, trade_no, number, state, paid, refund, back, fee = (fields[one] for one in columns)
        merchants.add(merchant)
        given = refund if refund not in {"", "0"} else ""
        rows.append(
            StatementRow(
                at=_moment(at),
                trade_no=trade_no,
                number=number,
                refund_number=given,
                amount_fen=parse_yuan(back if given else paid),
                fee_fen=_signed(fee),
                good=state == ("REFUND" if given else "SUCCESS"),
            )
        )
    sums = dict(zip(lines[-2].split(","), lines[-1].removeprefix("`").split(",`"), strict=True))
    count, paid, back, fee = (sums[name] for name in _WECHAT_SUMS)
    if len(merchants) > 1:
        raise NoStatement
    return _checked("".join(merchants), rows, int(count), _signed(paid), _signed(back), _signed(fee))


def _alipay(content: bytes) -> StatementRead:
    lines = _detail(content).splitlines()
    if len(lines) > MOST_LINES:
        raise NoStatement
    sums = {
        found[1]: (int(found[2]), _signed(found[3])) for line in lines if (found := _ALIPAY_SUMS.match(line))
    }
    merchant = next(line[5:].strip("[] ") for line in lines if line.startswith("#账号："))
    table = csv.reader(line for line in lines if not line.startswith("#"))
    spot = {name.strip(): at for at, name in enumerate(next(table))}
    rows = list(_alipay_rows(table, [spot[name] for name in _ALIPAY]))
    (paid_count, paid), (back_count, back) = sums["交易"], sums["退款"]
    fee = sum(row.fee_fen for row in rows)
    return _checked(merchant, rows, paid_count + back_count, paid, -back, fee)


def _alipay_rows(table: Iterator[list[str]], columns: Sequence[int]) -> Iterator[StatementRow]:
    for fields in table:
        trade_no, number, kind, at, amount, refund, fee = (fields[one].strip() for one in columns)
        back = kind == "退款"
        if kind not in {"交易", "退款"} or back != bool(refund):
            raise NoStatement
        yield StatementRow(
            at=_moment(at),
            trade_no=trade_no,
            number=number,
            refund_number=refund,
            amount_fen=-_signed(amount) if back else parse_yuan(amount),
            fee_fen=-_signed(fee),
            good=True,
        )


def _detail(content: bytes) -> str:
    """The table of movements in the zip, unpacked no further than a statement can be long."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = packed.infolist()
        if len(files) > MOST_FILES:
            raise NoStatement
        for one in files:
            with packed.open(one) as stream:
                text = stream.read(MOST_UNPACKED + 1)
            if len(text) > MOST_UNPACKED:
                raise NoStatement
            if "业务明细列表".encode("gbk") in text[:5000]:
                return text.decode("gbk")
    raise NoStatement


def _checked(
    merchant: str, rows: Sequence[StatementRow], count: int, paid_fen: int, refunded_fen: int, fee_fen: int
) -> StatementRead:
    paid = sum(row.amount_fen for row in rows if not row.refund_number)
    back = sum(row.amount_fen for row in rows if row.refund_number)
    fee = sum(row.fee_fen for row in rows)
    if (len(rows), paid, back, fee) != (count, paid_fen, refunded_fen, fee_fen):
        raise StatementDoesNotAddUp
    return StatementRead(merchant, rows, paid_fen, refunded_fen, fee_fen)


def _moment(text: str) -> datetime:
    """Statements tell the time in Shanghai."""
    if len(text) != len("2026-03-01 08:00:00"):
        raise ValueError(text)
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _signed(text: str) -> int:
    return -parse_yuan(text[1:]) if text.startswith("-") else parse_yuan(text)
