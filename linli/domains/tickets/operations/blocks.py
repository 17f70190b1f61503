"""Keeping a phone from reporting for a while, the appeal against it, and how much one person may report (TK-58).

The community blocks, the street decides on appeals: nobody judges their own decision, and the property company,
about which people complain, has no say. Emergencies are taken from everybody at all times.
"""

import uuid
from datetime import datetime, timedelta

from config.tickets import catalogue
from linli.domains.people.queries import identity
from linli.domains.people.rules import phone_number
from linli.domains.tickets.errors import BlockMoved, OwnRequest, ReportsBlocked, TooManyReports
from linli.domains.tickets.events import AppealDecided, ReporterBlocked
from linli.domains.tickets.models import BlockAppeal, ReportBlock
from linli.domains.tickets.queries import blocks
from linli.domains.tickets.queries.tickets import category as named
from linli.kernel.actors import Actor
from linli.kernel.times import day_of, end_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.sealed import digest


def block(
    *, actor: Actor, estate_id: uuid.UUID, phone: str, reason: str, days: int, now: datetime
) -> ReportBlock:
    """Take no reports from a phone until the end of a day, for a reason that its holder reads.

    Raises NotAPhone, and BlockMoved where one is in force already.
    """
    number = phone_number(phone)
    if blocks.in_force(estate_id, digest(number), now=now) is not None:
        raise BlockMoved("这个号码已经在限制期内。", field_errors={"phone": ["这个号码已经在限制期内。"]})
    made = ReportBlock(
        estate_id=estate_id,
        phone=number,
        phone_digest=digest(number),
        reason=reason,
        since_at=now,
        until_at=end_of(day_of(now) + timedelta(days=min(days, catalogue().limits.block_days_most) - 1)),
        made_by=actor.account_id,
    )
    db.session.add(made)
    db.session.flush()
    _audited("block:make", made.id, estate_id)
    holder = identity.account_by_phone(number)
    publish(
        ReporterBlocked(
            at=now, estate_id=estate_id, block_id=made.id, account_id=holder.id if holder else None
        )
    )
    return made


def lift(*, actor: Actor, block: ReportBlock, now: datetime) -> ReportBlock:
    """Let the phone report again at once. Raises BlockMoved where it may already."""
    _lock(block)
    if block.lifted_at is not None or block.until_at <= now:
        raise BlockMoved("这条限制已经结束。")
    block.lifted_at, block.lifted_by = now, actor.account_id
    _audited("block:lift", block.id, block.estate_id)
    return block


def appeal(*, actor: Actor, estate_id: uuid.UUID, words: str, now: datetime) -> BlockAppeal:
    """The holder of the phone says why the block is wrong; one appeal waits at a time.

    Raises BlockMoved where nothing is blocked, or an appeal waits.
    """
    found = of_actor(actor, estate_id, now=now)
    if found is None:
        raise BlockMoved("您的手机号没有被限制，可以直接报事。")
    _lock(found)
    before = blocks.appeals(estate_id, [found.id]).get(found.id, [])
    if any(one.decided_at is None for one in before):
        raise BlockMoved("您的申诉已经提交，街道处理后会通知您。")
    made = BlockAppeal(
        estate_id=estate_id, block_id=found.id, words=words, at=now, account_id=actor.account_id
    )
    db.session.add(made)
    db.session.flush()
    _audited("appeal:make", made.id, estate_id)
    return made


def decide(*, actor: Actor, appeal: BlockAppeal, granted: bool, answer: str, now: datetime) -> BlockAppeal:
    """Grant an appeal, which ends the block, or let the block stand, with an answer. Raises BlockMoved, OwnRequest."""
    found = blocks.block(estate_id=appeal.estate_id, block_id=appeal.block_id)
    _lock(found)
    db.session.refresh(appeal)
    if appeal.decided_at is not None:
        raise BlockMoved("这件申诉已经处理过了。")
    if actor.account_id in {found.made_by, appeal.account_id}:
        raise OwnRequest("限制是您作的，申诉要由另一个人处理。")
    appeal.decided_at, appeal.decided_by, appeal.granted, appeal.answer = (
        now, actor.account_id, granted, answer,
    )  # fmt: skip
    if granted and found.lifted_at is None:
        found.lifted_at, found.lifted_by = now, actor.account_id
    _audited("appeal:grant" if granted else "appeal:refuse", appeal.id, appeal.estate_id)
    publish(
        AppealDecided(
            at=now, estate_id=appeal.estate_id, appeal_id=appeal.id, account_id=appeal.account_id,
            granted=granted,
        )
    )  # fmt: skip
    return appeal


def of_actor(actor: Actor, estate_id: uuid.UUID, *, now: datetime) -> ReportBlock | None:
    """What keeps the actor's own phone from reporting now."""
    own = identity.account_if_open(actor.account_id)
    return blocks.in_force(estate_id, own.phone_digest, now=now) if own and own.phone_digest else None


def check_may_report(
    *, actor: Actor, estate_id: uuid.UUID, category: str, record: blocks.Record, now: datetime
) -> None:
    """Refuse a report from a blocked phone, or the one too many of a day, as `record` tells; never an emergency.

    Raises UnknownCategory, ReportsBlocked, TooManyReports.
    """
    if named(category).emergency:
        return
    if record.blocked and (found := of_actor(actor, estate_id, now=now)) is not None:
        last = day_of(found.until_at - timedelta(seconds=1))
        raise ReportsBlocked(
            f"您的手机号到 {last.month} 月 {last.day} 日为止暂时不能在这里报事，原因：{found.reason}。"
            "紧急情况照样可以报；觉得不对，可以在“报事报修”页面提出申诉。"
        )
    if record.today >= catalogue().limits.reports_a_day:
        raise TooManyReports(retry_after=int((end_of(day_of(now)) - now).total_seconds()))


def _lock(block: ReportBlock) -> None:
    db.session.flush()
    db.session.refresh(block, with_for_update=True)


def _audited(verb: str, object_id: uuid.UUID, estate_id: uuid.UUID) -> None:
    kind = "block_appeal" if verb.startswith("appeal") else "report_block"
    audit.record(f"tickets:{verb}", object_kind=kind, object_id=object_id, estate_id=estate_id)
