"""What a desk keeps beside its tickets, for pages and walks over all addresses."""

from linli.domains.tickets.operations import checklists, filters, replies
from linli.platform import clock


def some(estate_id, *, manager, officer):
    """A template of each desk; the ids by the names of their tables, the company's first."""
    now = clock.now()
    words = "您好，{小区}{地点}的{类别}，师傅 {上门时间} 到，请您留人在家。编号 {编号}。"
    template = replies.add(actor=manager, estate_id=estate_id, title="约上门时间", words=words, now=now)
    replies.add(actor=officer, estate_id=estate_id, title="已转办", words="已经转给{单位}，{期限}前办好。", now=now)
    listed = checklists.add(
        actor=manager, estate_id=estate_id, category="own.water", title="漏水维修完工检查", now=now,
        points="试水十分钟不漏\n柜子和地面擦干\n告诉住户总阀在哪里\n选查 拍总阀的照片",
    )  # fmt: skip
    wanted = {"stage": "open", "category": "own", "mine": False, "overdue": True}
    filters.save(actor=manager, estate_id=estate_id, title="超时的家里维修", wanted=wanted, now=now)
    return {"reply_template": template.id, "checklist": listed.id}
