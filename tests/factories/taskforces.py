"""The smallest task forces a test can have: proposed, at work, with everything that hangs on one."""

from datetime import timedelta

from linli.domains.estates.rules import RegionLevel
from linli.domains.taskforces import queries
from linli.domains.taskforces.operations import admitting, working
from linli.domains.taskforces.operations.admitting import Proposal
from linli.domains.taskforces.operations.working import Lent
from linli.domains.taskforces.rules import Part
from linli.kernel.times import day_of
from linli.platform import clock

CHARGING = {
    "title": "电动自行车充电隐患整治专班",
    "problem": "楼道飞线充电屡禁不止，车棚不够用。",
    "why": "消防管火，住建管车棚，供电管线路，谁都只管一段。",
    "goal": "飞线清零，每个小区有够用的充电车棚。",
    "lead": "county.fire",
}


def proposed(actor, *, level=RegionLevel.COUNTY, days=90, **more):
    """A proposal by a street's or county's officer."""
    due_on = day_of(clock.now()) + timedelta(days=days)
    proposal = Proposal(**CHARGING | {"level": level, "due_on": due_on} | more)
    return admitting.propose(actor=actor, proposal=proposal, now=clock.now())


def manned(force, actor):
    """With a leader, an office and a member of another department."""
    for part, name, department, post in (
        (Part.LEADER, "周县长", "county.fire", "副县长"),
        (Part.OFFICE, "吴主任", "county.fire", "办公室主任"),
        (Part.MEMBER, "郑科长", "county.housing", "物业科科长"),
    ):
        lent = Lent(part=part, name=name, department=department, post=post, since_on=day_of(clock.now()))
        working.lend(actor=actor, force=force, lent=lent, now=clock.now())
    return force


def at_work(lead, deputy, head, **more):
    """Through the three of admission, by three persons."""
    force = manned(proposed(lead, **more), lead)
    admitting.review(actor=deputy, force=force, words="同意", now=clock.now())
    return admitting.approve(actor=head, force=force, words="批准成立", now=clock.now())


def everything(lead, deputy, head, **more):
    """At work, with tasks in every light, a milestone, last week's report and last month's review."""
    force, today, now = at_work(lead, deputy, head, **more), day_of(clock.now()), clock.now()
    for department, title, days in (
        ("county.fire", "摸清楼道飞线", -3),
        ("county.housing", "新建充电车棚 20 处", 5),
        ("county.housing", "改造老旧车棚", 40),
    ):
        working.add_task(force=force, department=department, title=title, due_on=today + timedelta(days=days))
    shed = next(one.task for one in queries.chart(force, today=today) if "新建" in one.task.title)
    working.add_milestone(force=force, under_id=shed.id, milestone="选址公示", reach_on=shed.due_on)
    working.report(actor=lead, force=force, day=today - timedelta(days=7), done="摸排 12 个小区", problems="车棚用地紧张",
                   ahead="选址公示", now=now)  # fmt: skip
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    working.judge(actor=head, force=force, month_on=last_month, verdict="开局不错，消防摸排要加快。", now=now)
    return force


__all__ = ["CHARGING", "at_work", "everything", "manned", "proposed"]
