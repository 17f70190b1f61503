"""What a desk keeps beside its tickets, for pages and walks over all addresses."""

from datetime import timedelta

from linli.domains.estates import queries as estates
from linli.domains.notices.models import Banner
from linli.domains.tickets.operations import checklists, filters, replies
from linli.kernel.actors import Actor, Role
from linli.platform import clock
from linli.platform.db import db
from tests.factories import afterwards, announcing, tickets


def some(estate_id, *, manager, officer):
    """A template of each desk; the ids by the names of their tables, the company's first."""
    now = clock.now()
    words = "您好，{小区}{地点}的{类别}，师傅 {上门时间} 到，请您留人在家。编号 {编号}。"
    template = replies.add(actor=manager, estate_id=estate_id, title="约上门时间", words=words, now=now)
    replies.add(
        actor=officer, estate_id=estate_id, title="已转办", words="已经转给{单位}，{期限}前办好。", now=now
    )
    listed = checklists.add(
        actor=manager, estate_id=estate_id, category="own.water", title="漏水维修完工检查", now=now,
        points="试水十分钟不漏\n柜子和地面擦干\n告诉住户总阀在哪里\n选查 拍总阀的照片",
    )  # fmt: skip
    wanted = {"stage": "open", "category": "own", "mine": False, "overdue": True}
    filters.save(actor=manager, estate_id=estate_id, title="超时的家里维修", wanted=wanted, now=now)
    _banner(estate_id, officer)
    return {"reply_template": template.id, "checklist": listed.id}


def around_reports(side, *, officer, owner, holder):
    """What lies round the reports of a side, what its desks keep, the warranty of its buildings, and a phone that may
    not report.
    """
    tickets.around(side.estate_id, officer=officer, reporter=owner)
    some(
        side.estate_id,
        manager=Actor(side.accounts["property_manager"], Role.PROPERTY_MANAGER),
        officer=officer,
    )
    announcing.scanned(side.estate_id, officer)
    afterwards.questioned(side.estate_id)
    afterwards.built(side.estate_id, actor=officer)
    afterwards.blocked(side.estate_id, holder.account_id, officer=officer, reporter=holder)


def _banner(estate_id, officer):
    """A banner of the estate's community that does not stand yet."""
    now, community_id = clock.now(), estates.estate(estate_id=estate_id).community_id
    later = {"since_at": now + timedelta(days=1), "until_at": now + timedelta(days=2)}
    db.session.add(
        Banner(
            region_id=community_id,
            words="后天上午停水，请提前蓄水",
            set_by=officer.account_id,
            set_at=now,
            **later,
        )
    )
    db.session.flush()
