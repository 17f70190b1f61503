"""Accounts put before the owners: common income by half-years, uses of the maintenance fund (scenarios 22, 23)."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from linli.domains.committees import rules
from linli.domains.committees.errors import DocumentMissing, NothingToDisclose, WrongStep
from linli.domains.committees.events import AccountsDisclosed
from linli.domains.committees.models import Disclosure, DisclosureLine
from linli.domains.committees.queries import meetings
from linli.domains.committees.rules import Account, Side
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db


def begin(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    account: Account,
    title: str,
    since_on: date,
    until_on: date,
    plan: str = "",
    ground: str = "",
    settlement: str = "",
    share: str = "",
    now: datetime,
) -> Disclosure:
    """Begin a disclosure of a period; its lines follow. Raises WrongStep for a period that ends before it begins."""
    if until_on < since_on:
        raise WrongStep("结束日期不能早于开始日期。", field_errors={"until_on": ["不能早于开始日期。"]})
    made = Disclosure(
        estate_id=estate_id,
        account=account,
        title=title,
        since_on=since_on,
        until_on=until_on,
        plan=plan,
        ground=ground,
        settlement=settlement,
        share=share,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("begin", made)
    return made


def add_line(
    *,
    actor: Actor,
    disclosure: Disclosure,
    side: Side,
    title: str,
    amount_fen: int,
    document: str,
    vouchers: Sequence[Readable] = (),
    now: datetime,
) -> DisclosureLine:
    """One source or use in whole fen, with its voucher named and, where there is a photo, shown.

    Raises WrongStep once it is up, DocumentMissing.
    """
    _check_open(disclosure)
    if not document.strip():
        raise DocumentMissing(field_errors={"document": [DocumentMissing.sentence]})
    line = DisclosureLine(
        id=new_id(),
        estate_id=disclosure.estate_id,
        disclosure_id=disclosure.id,
        side=side,
        title=title,
        amount_fen=amount_fen,
        document=document,
    )
    db.session.add(line)
    db.session.flush()
    for stream in vouchers:
        attachments.store_image(
            estate_id=disclosure.estate_id,
            stream=stream,
            object_kind=meetings.VOUCHER,
            object_id=line.id,
            made_by=actor.account_id,
            now=now,
        )
    _record("add_line", disclosure)
    return line


def remove_line(*, disclosure: Disclosure, line: DisclosureLine) -> None:
    """Take a line out again, until it is up. Raises WrongStep."""
    _check_open(disclosure)
    db.session.delete(line)
    db.session.flush()
    _record("remove_line", disclosure)


def put_up(*, disclosure: Disclosure, now: datetime) -> Disclosure:
    """Put it before the owners for 15 days and more; from now on nothing changes (杭州第30条).

    Raises WrongStep, NothingToDisclose.
    """
    _check_open(disclosure)
    if not meetings.lines(disclosure):
        raise NothingToDisclose
    disclosure.published_at, disclosure.shown_until = now, day_of(now) + rules.DISPLAY
    db.session.flush()
    _record("put_up", disclosure)
    publish(AccountsDisclosed(at=now, estate_id=disclosure.estate_id, disclosure_id=disclosure.id))
    return disclosure


def _check_open(disclosure: Disclosure) -> None:
    if disclosure.published_at is not None:
        raise WrongStep("已经公布，不能再改。有错的请另作更正公布。")


def _record(act: str, disclosure: Disclosure) -> None:
    audit.record(
        f"committees:disclosure:{act}",
        object_kind="disclosure",
        object_id=disclosure.id,
        estate_id=disclosure.estate_id,
    )
