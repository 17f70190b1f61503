"""Months of the books, and how the ledger's accounts are called by accountants. No database, no clock, no floats."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.domains.payments.rules.paying import AccountKind, Desk, Posting
from linli.kernel.times import start_of

WORD = "记"
VOUCHER_COLUMNS = (
    "日期", "凭证字", "凭证号", "附件数", "摘要", "科目编码", "科目名称", "借方金额", "贷方金额", "辅助核算",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in Shanghai."""

    first_on: date

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return (self.first_on + timedelta(days=31)).replace(day=1)

    @property
    def since_at(self) -> datetime:
        """Its first moment."""
        return start_of(self.first_on)

    @property
    def until_at(self) -> datetime:
        """The first moment after it."""
        return start_of(self.after)

    @property
    def title(self) -> str:
        """As people read it."""
        return f"{self.first_on.year}年{self.first_on.month}月"


def month_of(day: date) -> Month:
    """The month of a day."""
    return Month(day.replace(day=1))


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """An account as accountants know it (企业会计准则—应用指南, the common chart)."""

    code: str
    name: str


_SUBJECTS = {
    AccountKind.RECEIVABLE: Subject("1122", "应收账款"),
    AccountKind.INCOME: Subject("6001", "主营业务收入"),
    AccountKind.PREPAID: Subject("2203", "预收账款"),
    AccountKind.SURPLUS: Subject("224101", "其他应付款-多付款"),
    AccountKind.REFUNDING: Subject("224102", "其他应付款-待退款"),
    AccountKind.COMMON_INCOME: Subject("224103", "其他应付款-公共收益收入"),
    AccountKind.COMMON_SPENDING: Subject("224104", "其他应付款-公共收益支出"),
    AccountKind.ESCROW: Subject("224105", "其他应付款-考核待放行"),
    AccountKind.OWNERS_RENT: Subject("224106", "其他应付款-代收共有车位租金"),
    AccountKind.DEPOSIT: Subject("224107", "其他应付款-押金"),
    AccountKind.DEDUCTED: Subject("224108", "其他应付款-押金扣款"),
    AccountKind.COMMON_BANK: Subject("100202", "银行存款-公共收益专户"),
}
_CASH, _BANK = Subject("1001", "库存现金"), Subject("100201", "银行存款-物业费")
_CHANNEL = Subject("1012", "其他货币资金")
_SUBJECTS[AccountKind.PASSED_ON] = _BANK
_WAYS: dict[str, Subject] = {Desk.CASH: _CASH, Desk.POS: _BANK, Desk.TRANSFER: _BANK}
_OTHER = Subject("2241", "其他应付款")


def subject_of(kind: str, channel: str) -> Subject:
    """The account under which accounting software knows one of ours; one it does not know goes to 其他应付款."""
    if kind == AccountKind.CLEARING:
        return _WAYS.get(channel, _CHANNEL)
    return _SUBJECTS.get(AccountKind(kind), _OTHER) if kind in set(AccountKind) else _OTHER


_SUMMARIES = {
    Posting.BILLS_ISSUED: "出账",
    Posting.BILL_VOIDED: "账单冲红",
    Posting.PAYMENT: "收款",
    Posting.SURPLUS_USED: "多付款抵账单",
    Posting.PREPAID: "预存款",
    Posting.REFUND_ASKED: "申请退款",
    Posting.REFUND_DONE: "退款完成",
    Posting.REFUND_FAILED: "退款未成，退回付款人名下",
    Posting.COMMON_ENTRY: "公共收益",
    Posting.COMMON_REVERSED: "公共收益冲正",
    Posting.ESCROW_HELD: "物业费按约定留存",
    Posting.ESCROW_RELEASED: "按考核放行物业费",
    Posting.PREPAID_RETURNED: "预存退回付款人名下",
    Posting.DEPOSIT_SETTLED: "押金结清",
    Posting.RENT_PASSED_ON: "代收车位租金转入公共收益",
}


def summary_of(posting: str) -> str:
    """What a voucher says it is for."""
    return _SUMMARIES.get(Posting(posting), posting) if posting in set(Posting) else posting
