"""One of everything that comes before bills: shared costs, a reduction, meters, prepared and old bills, a price change."""

import io
from datetime import date, timedelta

from PIL import Image

from linli.domains.estates.rules import UnitKind
from linli.domains.fees.operations import changes, costs, drafts, meters, oldbills, reliefs
from linli.domains.fees.queries import changes as papers
from linli.domains.fees.rules import Formula, ItemKind, Period
from linli.domains.fees.rules.metering import Step
from linli.domains.fees.rules.reliefs import ReliefKind
from linli.domains.fees.rules.splitting import Method
from linli.kernel.times import day_of
from linli.platform import attachments, clock
from tests.factories import fees


def everything(estate, unit, first, second):
    """All of it, prepared by `first` and where it takes two decided by `second`; ids by name."""
    now = clock.now()
    today = day_of(now)
    since = date(2024, 1, 1)
    shared = fees.item(estate, "公共水电", kind=ItemKind.SHARED_UTILITY)
    water = fees.item(estate, "自来水费", kind=ItemKind.SHARED_UTILITY)
    lift = fees.item(estate, "电梯维护费", kind=ItemKind.OTHER)
    fees.tariff(lift, rate_mfen=2_000_000, formula=Formula.FIXED)

    def cost(name, period):
        return costs.draft(
            actor=first, item=shared, name=name, period=period, due_on=today + timedelta(days=20),
            quantity_milli=3_456_700, measure="度", rate_mfen=53_800, method=Method.EQUAL, basis="供电账单 2024-02",
            now=now,
        )  # fmt: skip

    published = cost("楼道和电梯用电", Period(since, date(2024, 1, 31)))
    costs.decide(actor=second, cost=published, approve=True, now=now)
    waiting = cost("二次供水用电", Period(date(2024, 2, 1), date(2024, 2, 29)))
    relief = reliefs.propose(
        actor=first, item=lift, unit_id=unit.id, kind=ReliefKind.VACANCY, permille=300,
        period=Period(today, today + timedelta(days=200)), basis="前期物业服务合同第 12 条", reason="房屋长期空置",
        photos=[photo()], now=now,
    )  # fmt: skip
    (kept,) = attachments.of_object(estate_id=estate.id, object_kind=reliefs.EVIDENCE, object_id=relief.id)
    price = fees.tariff(water, rate_mfen=290_000, formula=Formula.METERED, since_on=since)
    meters.set_steps(estate_id=estate.id, tariff_id=price.id, steps=[Step(18_000, 385_000)])
    meter = meters.add_meter(
        item=water, unit_id=unit.id, number="W-0001", measure="吨", start_milli=100_000, since_on=since
    )
    window = meters.open_window(
        actor=first, item=water, period=Period(since, date(2024, 1, 31)), opens_on=today,
        closes_on=today + timedelta(days=5), now=now,
    )  # fmt: skip
    month = today.replace(day=1)
    draft = drafts.draft(
        actor=first, estate_id=estate.id, item_ids=[lift.id], period=Period(month, month + timedelta(days=27)),
        due_on=today + timedelta(days=20), now=now,
    )  # fmt: skip
    content = f"房屋,收费项目,账期起,账期止,应缴（元）\n{unit.label},电梯维护费,2023-01-01,2023-12-31,120.50\n没有的房,电梯维护费,2023-01-01,2023-12-31,1\n"
    old = oldbills.take_in(
        actor=first, estate_id=estate.id, content=content.encode(), filename="旧账.csv", now=now
    )
    change = changes.propose(
        actor=first, item=lift, unit_kind=UnitKind.RESIDENTIAL, formula=Formula.FIXED, rate_mfen=2_500_000,
        since_on=today + timedelta(days=90), reason="人工和电费上涨", now=now,
    )  # fmt: skip
    for kind in (papers.AUDIT, papers.PLAN):
        changes.add_paper(
            actor=first, change=change, kind=kind, stream=io.BytesIO(b"%PDF-1.7\n%%EOF\n"), name="文件.pdf", now=now
        )  # fmt: skip
    changes.show(change=change, now=now)
    return {
        "cost": waiting.id, "published_cost": published.id, "relief": relief.id, "relief_photo": kept.id,
        "meter": meter.id, "window": window.id, "bill_draft": draft.id, "old_bills": old.id,
        "fee_change": change.id, "fee_paper": papers.papers(change)[0].file.id, "lift": lift.id, "water": water.id,
    }  # fmt: skip


def photo():
    """A small picture, as from a phone."""
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(content, "JPEG")
    content.seek(0)
    return content
