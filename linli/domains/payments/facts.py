"""The named facts that this room offers to the rating, each one SQL set over all estates."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, exists, literal, or_, select
from sqlalchemy.orm import aliased

from linli.domains.payments.models import CommonDisclosure, Payment
from linli.domains.payments.rules.paying import Desk
from linli.kernel.times import end_of
from linli.platform.facts import Fact, Period, Without

# rating C07: the accounts of a half-year are up within 60 days after it, with a voucher for every entry
SHOWN_WITHIN = timedelta(days=60)
_ONLINE = Payment.channel.not_in([desk.value for desk in Desk])


def _payments(period: Period, *, part: Any, whole: Any) -> Select[*tuple[Any, ...]]:
    return select(
        Payment.estate_id,
        Payment.id,
        Payment.paid_at.label("at"),
        Payment.channel.label("words"),
        part.label("part"),
        whole.label("whole"),
    ).where(Payment.paid_at >= period.since, Payment.paid_at < period.until)


def _online_share(period: Period) -> Select[*tuple[Any, ...]]:
    part = case((_ONLINE, Payment.amount_fen), else_=0)
    return _payments(period, part=part, whole=Payment.amount_fen)


def _online_opened(period: Period) -> Select[*tuple[Any, ...]]:
    return _payments(period, part=literal(1), whole=literal(1)).where(_ONLINE)


def _income_disclosed(period: Period) -> Select[*tuple[Any, ...]]:
    """The two half-years whose accounts fell due in the year, by the newest version that was up in time."""
    year = period.since_on.year
    halves = (
        (date(year - 1, 7, 1), date(year - 1, 12, 31)),
        (date(year, 1, 1), date(year, 6, 30)),
    )
    later = aliased(CommonDisclosure)
    in_time = [
        and_(
            CommonDisclosure.since_on == since_on,
            CommonDisclosure.until_on == until_on,
            CommonDisclosure.published_at < min(end_of(until_on + SHOWN_WITHIN), period.as_of),
            ~exists().where(
                later.estate_id == CommonDisclosure.estate_id,
                later.since_on == CommonDisclosure.since_on,
                later.until_on == CommonDisclosure.until_on,
                later.version > CommonDisclosure.version,
                later.published_at < min(end_of(until_on + SHOWN_WITHIN), period.as_of),
            ),
        )
        for since_on, until_on in halves
    ]
    return select(
        CommonDisclosure.estate_id,
        CommonDisclosure.id,
        CommonDisclosure.published_at.label("at"),
        literal("公共收益账目").label("words"),
        literal(1).label("part"),
        literal(1).label("whole"),
    ).where(or_(*in_time), CommonDisclosure.missing_vouchers == 0)


STAR = (
    Fact(
        name="payments.online_opened",
        title="线上缴费开通",
        counts="当年的线上缴费笔数",
        rows=_online_opened,
        without=Without.ZERO,
        private=True,
    ),
    Fact(
        name="payments.online_share",
        title="线上缴费占比",
        counts="线上缴费金额（分）",
        of="当年缴费金额（分）",
        rows=_online_share,
        private=True,
    ),
    Fact(
        name="fees.income_disclosed",
        title="公共收益公开",
        counts="半年结束后 60 天内公开、凭证齐全的账目",
        rows=_income_disclosed,
        without=Without.ZERO,
    ),
)
