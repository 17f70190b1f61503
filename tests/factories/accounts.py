"""One of everything of the accountant's: common income with accounts and a question, a closed month, an invoice."""

import io
from datetime import date, timedelta

from PIL import Image

from linli.domains.fees.queries import bills
from linli.domains.payments.models import BookPeriod, InvoiceLine, InvoiceRequest, PeriodReopening
from linli.domains.payments.operations import commons, desk, disclosing, escrow
from linli.domains.payments.queries import commons as queries
from linli.domains.payments.queries import invoices, slips
from linli.domains.payments.rules import Desk
from linli.domains.payments.rules.commons import Category, spans_ended
from linli.domains.payments.rules.escrow import Formula, Rest
from linli.domains.payments.rules.periods import Month
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import attachments, clock
from linli.platform.db import db
from linli.platform.paging import Window
from tests.factories import money

BY_CONTRACT = {"contract": "梯内广告合同 2026-01", "decision": "业主大会第 3 项决定"}


def everything(estate_id, cashier, manager, owner):
    """All of it; ids by name."""
    now = clock.now()
    span = next(one for one in spans_ended(day_of(now)) if "Q" in one.code)

    def entry(category, title, amount_fen, *, on=span.until_on, photos=(), **words):
        return commons.enter(
            actor=cashier, estate_id=estate_id, category=category, on=on, amount_fen=amount_fen,
            words=commons.Words(title, **words), photos=photos, now=now,
        )  # fmt: skip

    advert = entry(
        Category.ADVERTISING,
        "梯内广告季度租金",
        2_400_000,
        counterparty="某传媒公司",
        photos=[picture(), picture()],
        **BY_CONTRACT,
    )
    entry(Category.PARKING, "地面公共车位停车费", 1_860_050, **BY_CONTRACT)
    entry(Category.UPKEEP, "三号楼门禁维修", 328_000, photos=[picture()])
    made = disclosing.publish_accounts(actor=manager, estate_id=estate_id, span=span, now=now)
    asked = commons.ask(
        actor=owner, entry=advert, words="广告合同是几年的？租金怎么定的？", now=now - timedelta(days=20)
    )
    late = entry(Category.RUNNING, "本月巡查电费", 45_600, on=day_of(now))
    photo, *_ = queries.views([advert])[0].vouchers
    return {
        "common_entry": advert.id, "common_accounts": made.id, "common_question": asked.id, "common_late": late.id,
        "common_photo": photo.id,
        "escrow": _held(estate_id, manager, cashier, owner, now),
        **_closed(estate_id, cashier, now), **_invoice(estate_id, cashier, owner, now),
        **money.everything(estate_id, cashier, owner, picture=picture()),
    }  # fmt: skip


def _held(estate_id, manager, cashier, owner, now):
    """An agreement by which part of the fee is held, and one that waits for the committee."""
    item_id = bills.own_bills(owner, estate_id)[0].bill.item_id
    made = [
        escrow.offer(
            actor=manager, estate_id=estate_id, item_id=item_id, now=now,
            terms=escrow.Terms(2000, Formula(6000, 9000), Rest.OWNERS, date(2026, 1, 1), "物业服务合同补充协议"),
        )
        for _ in range(2)
    ]  # fmt: skip
    escrow.agree(actor=cashier, agreement=made[0], now=now)
    return made[0].id


def _closed(estate_id, cashier, now):
    month = Month(date(2020, 1, 1))
    period = BookPeriod(
        id=new_id(), estate_id=estate_id, month_on=month.first_on, since_at=month.since_at, until_at=month.until_at,
        closed=True, transactions=0, debit_fen=0, closed_by=cashier.account_id, closed_at=now,
    )  # fmt: skip
    db.session.add(period)
    db.session.flush()
    asked = PeriodReopening(
        id=new_id(), estate_id=estate_id, period_id=period.id, reason="漏记一笔", asked_by=cashier.account_id, asked_at=now
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    return {"book_period": period.id, "reopening": asked.id}


def _invoice(estate_id, cashier, owner, now):
    """An invoice that is issued, one that waits, and a payment at the desk with its voucher."""
    found = bills.bills_page(cashier, estate_id, window=Window(200), open_only=True).items
    paid = next(one for one in reversed(found) if one.bill.unit_id not in owner.units)
    payment = desk.enter(
        actor=cashier, estate_id=estate_id, bill_ids=[paid.bill.id], way=Desk.TRANSFER, voucher_no="HD-20260302-01",
        received_fen=paid.open_fen, photos=[picture()], now=now,
    )  # fmt: skip
    made = {}
    for state, number in (("requested", ""), ("issued", "26332000000000000001")):
        one = InvoiceRequest(
            id=new_id(), estate_id=estate_id, account_id=owner.account_id, buyer="company", title="衢州某贸易有限公司",
            tax_no="91330100799655058B", email="caiwu@example.com", amount_fen=1, state=state, asked_at=now,
            number=number, red_number="", said="",
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        db.session.add(
            InvoiceLine(estate_id=estate_id, request_id=one.id, bill_id=paid.bill.id, amount_fen=1)
        )
        attachments.store_document(
            estate_id=estate_id, stream=io.BytesIO(b"%PDF-1.7\n%%EOF\n"), name="发票.pdf", object_kind=invoices.FILE,
            object_id=one.id, made_by=cashier.account_id, now=now,
        )  # fmt: skip
        made[state] = one.id
    (photo,) = slips.vouchers(payment)
    return {
        "invoice": made["requested"], "issued_invoice": made["issued"], "desk_payment": payment.id,
        "desk_photo": photo.id,
    }  # fmt: skip


def picture():
    """A small photo of a voucher."""
    stored = io.BytesIO()
    Image.new("RGB", (80, 60), "#eeeeee").save(stored, "JPEG")
    stored.seek(0)
    return stored
