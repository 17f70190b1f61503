"""What the company holds for households in the demo, and what is to be repaired from the maintenance fund."""

from linli.cli.demo.life import SHOWCASES, Life
from linli.domains.decoration import queries as decorations
from linli.domains.fund import operations as fund
from linli.domains.fund.rules import Ground
from linli.domains.payments.operations import deposits
from linli.domains.payments.rules import Desk
from linli.kernel.actors import Role
from linli.platform import clock

_ENOUGH = 12  # as in `upkeep`, whose decoration one deposit secures


def live_on(life: Life) -> None:
    """A showcase has both. Within a running transaction, after the decoration was registered."""
    if life.made.number < SHOWCASES and len(life.activated()) >= _ENOUGH:
        _deposits(life)
        _repairs(life)


def _deposits(life: Life) -> None:
    """One for the decoration that goes on, paid at the desk; one for a card, not paid yet."""
    cashier, homes = life.staff(Role.PROPERTY_CASHIER), life.activated()
    work = decorations.going_on(life.made.id, homes[-2].unit_id)
    with clock.freeze(life.at(-11, 10)):
        asked = deposits.ask(
            actor=cashier, estate_id=life.made.id, unit_id=homes[-2].unit_id, name="装修押金",
            basis="装修管理服务协议第 5 条", amount_fen=200_000, about_id=work.id if work else None, now=clock.now(),
        )  # fmt: skip
    with clock.freeze(life.at(-11, 15)):
        deposits.take(
            actor=cashier, deposit=asked, way=Desk.POS, voucher_no="YJ-0001",
            received_fen=asked.amount_fen, now=clock.now(),
        )  # fmt: skip
    with clock.freeze(life.at(-1, 10)):
        deposits.ask(
            actor=cashier, estate_id=life.made.id, unit_id=homes[0].unit_id, name="门禁卡押金",
            basis="门禁卡领用约定", amount_fen=2_000, now=clock.now(),
        )  # fmt: skip


def _repairs(life: Life) -> None:
    """An urgent one that the community has reviewed and the street is to confirm; one that is to be voted on."""
    manager = life.staff(Role.PROPERTY_MANAGER)
    with clock.freeze(life.at(-3)):
        urgent = fund.ask(
            actor=manager, estate_id=life.made.id, title="屋面渗漏抢修", contractor="衢州某防水工程有限公司",
            words="连日大雨，顶楼多户漏水，重做屋面防水层。", scope="estate:", plan_fen=4_860_000,
            ground=Ground.LEAK, now=clock.now(),
        )  # fmt: skip
    with clock.freeze(life.at(-2, 14)):
        fund.review(actor=life.officer(0), project=urgent, now=clock.now())
    with clock.freeze(life.at(-1, 15)):
        fund.ask(
            actor=manager, estate_id=life.made.id, title="更换楼道照明", contractor="",
            words="楼道灯多半坏了，换成节能灯和感应开关，工期 10 天。", scope="estate:", plan_fen=1_250_000,
            now=clock.now(),
        )  # fmt: skip
