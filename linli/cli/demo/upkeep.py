"""What is kept up in the demo: a ledger of equipment, a home that is decorated, complaints about the company."""

from datetime import timedelta

from linli.cli.demo.life import SHOWCASES, Life, picture
from linli.domains.complaints import operations as complaining
from linli.domains.complaints.operations import Filing
from linli.domains.complaints.rules import Subject
from linli.domains.decoration import operations as decorating
from linli.domains.decoration.operations import Look, Plan
from linli.domains.equipment import operations as ledger
from linli.domains.equipment.operations import Done, Entry
from linli.kernel.actors import Role
from linli.platform import clock

_FIRM = ("衢州安捷电梯维保有限公司", "0570-3021100")
# class, name, registration code, and for each upkeep: done so many days ago, valid for so many days from then
_PIECES = (
    ("lift", "1幢1单元电梯", "梯11浙H00121(19)", (("inspection", 340, 365), ("maintenance", 6, 15))),
    ("lift", "2幢1单元电梯", "梯11浙H00122(19)", (("inspection", 200, 365), ("maintenance", 19, 15))),
    ("water", "地下一层生活水箱", "", (("cleaning", 60, 181), ("water_test", 60, 181))),
    ("fire", "消防泵房", "", (("inspection", 150, 365), ("maintenance", 12, 31))),
    ("power", "配电房", "", (("inspection", 90, 365),)),
    ("cctv", "监控室", "", (("maintenance", 30, 91),)),
)
_ENOUGH = 12  # homes with an account; a smaller estate has no neighbours to show


def live_on(life: Life) -> None:
    """A showcase has all of it, the rest of a large city a ledger only. Within a running transaction."""
    _equipment(life)
    if life.made.number < SHOWCASES and len(life.activated()) >= _ENOUGH:
        _decoration(life)
        _complaints(life)


def _equipment(life: Life) -> None:
    manager, (firm, phone) = life.staff(Role.PROPERTY_MANAGER), _FIRM
    for kind, name, code, done in _PIECES:
        with clock.freeze(life.at(-360)):
            entry = Entry(name=name, kind=kind, registration_code=code, firm=firm, firm_phone=phone)
            piece = ledger.enter(actor=manager, estate_id=life.made.id, entry=entry, now=clock.now())
        for upkeep, ago, days in done:
            with clock.freeze(life.at(-ago, 15)):
                today = life.today - timedelta(days=ago)
                what = Done(
                    upkeep=upkeep, done_on=today, valid_until=today + timedelta(days=days), done_by=firm,
                    photos=[picture()] if upkeep == ledger.INSPECTION else (),
                )  # fmt: skip
                ledger.record(actor=manager, piece=piece, done=what, now=clock.now())


def _decoration(life: Life) -> None:
    home = life.activated()[-2]
    with clock.freeze(life.at(-12)):
        plan = Plan(
            unit_id=home.unit_id, firm="衢州美居装饰有限公司", starts_on=life.today - timedelta(days=10),
            ends_on=life.today + timedelta(days=50), items=["water_power", "wet", "walls"], promised=True,
        )  # fmt: skip
        work = decorating.register(actor=life.owner(home), estate_id=life.made.id, plan=plan, now=clock.now())
    with clock.freeze(life.at(-11)):
        decorating.acknowledge(actor=life.staff(Role.PROPERTY_MANAGER), decoration=work, now=clock.now())
    with clock.freeze(life.at(-4, 10)):
        look = Look(words="装修垃圾堆在二楼楼道，已要求今天清走", findings=["rubbish"], photos=[picture()])
        worker = life.staff(Role.PROPERTY_WORKER)
        decorating.visit(actor=worker, decoration=work, look=look, now=clock.now())


def _complaints(life: Life) -> None:
    homes, officer = life.activated(), life.officer(0)
    with clock.freeze(life.at(-9)):
        filing = Filing(subject=Subject.ACCOUNTS, words="去年的公共收益一直没有公布，问物业说在整理。")
        old = complaining.file(
            actor=life.owner(homes[1]), estate_id=life.made.id, filing=filing, now=clock.now()
        )
    with clock.freeze(life.at(-4)):
        words = "已约谈物业，物业承诺本月底前公布上年度公共收益收支，社区会核对凭证。"
        complaining.answer(actor=officer, complaint=old, words=words, now=clock.now())
    with clock.freeze(life.at(-3)):
        complaining.rate(
            actor=life.owner(homes[1]), complaint=old, satisfied=True, opinion="", now=clock.now()
        )
    with clock.freeze(life.at(-2)):
        filing = Filing(subject=Subject.ORDER, words="东门保安晚上十点以后经常没人，外卖车随便进。")
        new = complaining.file(
            actor=life.owner(homes[2]), estate_id=life.made.id, filing=filing, now=clock.now()
        )
        words = "请说明东门夜间的值班安排和最近一个月的到岗记录。"
        complaining.forward(actor=officer, complaint=new, words=words, now=clock.now())
