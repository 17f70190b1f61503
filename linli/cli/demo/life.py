"""A year of an estate's life, lived through the rooms' own operations with the clock set back and forth.

Nothing is written past the rules: the demo's votes count by the law, its bills come from a tariff, its
payments are on the ledger.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from types import MappingProxyType
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from linli.cli.demo.estate import Estate, Home
from linli.cli.demo.invent import Inventor
from linli.domains.estates.rules import UnitKind
from linli.domains.fees.operations import items, runs
from linli.domains.fees.queries import bills
from linli.domains.fees.rules import Formula, ItemKind, Period
from linli.domains.notices.operations import announcements
from linli.domains.notices.queries import announcements as notices
from linli.domains.payments.operations import desk
from linli.domains.payments.rules import Desk
from linli.domains.tickets.operations import handling, reporting
from linli.domains.tickets.operations import rating as opinions
from linli.domains.tickets.operations.reporting import Report
from linli.domains.voting.operations import casting, closing, drafting, opening
from linli.domains.voting.queries import votes
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.times import start_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window

MOST_BALLOTS, MOST_TICKETS, MOST_PAID = 220, 12, 40  # a showcase estate; the others get a tenth
SHOWCASES = 3
NOTICE = 30  # 15 days by law; more where the last of them falls on a long holiday


@dataclass(slots=True)
class Life:
    """One estate, today, and the invention of what happens in it."""

    made: Estate
    today: date
    inventor: Inventor

    @property
    def share(self) -> int:
        """A showcase is full of life; the rest of a large city is quieter."""
        return 1 if self.made.number < SHOWCASES else 10

    def at(self, days: int, hour: int = 9) -> datetime:
        """So many days from today, at an hour in Shanghai."""
        return start_of(self.today + timedelta(days=days)) + timedelta(hours=hour)

    def staff(self, role: Role) -> Actor:
        """Somebody who works for the estate."""
        return Actor(self.made.staff[role], role, Scope(ScopeKind.ESTATE, self.made.id))

    def officer(self, number: int) -> Actor:
        """One of the two officers of the community."""
        scope = Scope(ScopeKind.COMMUNITY, self.made.community_id)
        return Actor(self.made.officers[number], Role.COMMUNITY_OFFICER, scope)

    def owner(self, home: Home) -> Actor:
        """The owner of a home, who has an account."""
        if home.account_id is None:
            raise ValueError("nobody signs in for this home")
        units = MappingProxyType({home.unit_id: Tie.OWNER})
        return Actor(
            home.account_id, Role.OWNER, Scope(ScopeKind.ESTATE, self.made.id), home.owner_name, None, units
        )

    def activated(self) -> list[Home]:
        """One home of each owner with an account, in the order of the houses."""
        seen: dict[UUID, Home] = {}
        for home in self.made.homes:
            if home.account_id is not None:
                seen.setdefault(home.account_id, home)
        return list(seen.values())


def live_early(life: Life) -> None:
    """What was before the first vote closed. Within a transaction that commits then: ballots look at the clock."""
    _past_vote(life)


def live_on(life: Life) -> None:
    """Everything since, in the order in which it happened. Within a running transaction."""
    for chapter in (_fees, _past_result, _open_vote, _tickets, _announcements):
        chapter(life)


def lived(estate_id: UUID) -> bool:
    """Whether an estate has lived to this day: the last chapter leaves announcements."""
    return bool(notices.announcements_page(estate_id, window=Window(limit=1)).items)


def _draft(life: Life, title: str, opens: int, item: dict[str, Any]) -> Any:
    opens_at = life.at(opens)
    with clock.freeze(life.at(opens - NOTICE)):
        vote = drafting.draft(
            actor=life.officer(0), estate_id=life.made.id, title=title, meeting=Meeting.REGULAR,
            opens_at=opens_at, closes_at=opens_at + timedelta(days=12), now=clock.now(),
        )  # fmt: skip
        drafting.add_item(vote=vote, **item)
        drafting.announce(actor=life.officer(0), vote=vote, now=clock.now())
    with clock.freeze(opens_at):
        opening.confirm_opening(actor=life.officer(1), vote=vote, now=clock.now())
        opening.open_if_due(vote=vote, now=clock.now())
    return vote


def _cast(life: Life, vote: Any, *, share: int, days: int) -> None:
    """So many per cent of those who have an account vote, four of five for it."""
    voters = life.activated()[: MOST_BALLOTS // life.share]
    random = life.inventor.random
    for home in voters[: len(voters) * share // 100]:
        choice = random.choices(("for", "against", "abstain"), (80, 15, 5))[0]
        with clock.freeze(life.at(days) + timedelta(minutes=random.randrange(600))):
            casting.cast(actor=life.owner(home), vote=vote, choices={"1": choice})


def _past_vote(life: Life) -> None:
    vote = _draft(life, f"{life.today.year} 年第一次业主大会", -45, {
        "title": "续聘现物业服务企业", "matter": Matter.ENGAGE_MANAGER,
        "words": "同意续聘现物业服务企业，合同期三年，物业费标准不变。",
        "changes": "物业公司不变，新合同增加每月公示维修记录。", "costs": "物业费标准不变，每平方米每月 1.20 元。",
        "otherwise": "合同到期后重新选聘，过渡期由社区协调临时服务。",
    })  # fmt: skip
    _cast(life, vote, share=95, days=-40)


def _past_result(life: Life) -> None:
    vote = votes.votes_page(life.made.id, window=Window(limit=1)).items[0]
    with clock.freeze(life.at(-33)):
        closing.close(vote=vote, now=clock.now())
    with clock.freeze(life.at(-32)):
        closing.publish_result(actor=life.officer(1), vote=vote, now=clock.now())


def _open_vote(life: Life) -> None:
    vote = _draft(life, "更换 1 幢电梯", -2, {
        "title": "使用维修资金更换 1 幢 1 单元电梯", "matter": Matter.USE_FUND,
        "words": "同意使用住宅专项维修资金 186,000 元，更换 1 幢 1 单元已使用 18 年的电梯。",
        "changes": "换成新电梯，工期约 30 天，期间走楼梯。", "costs": "从维修资金支出，按面积分摊，不用另外交钱。",
        "otherwise": "旧电梯继续维修使用，今年已停运 7 次。",
    })  # fmt: skip
    _cast(life, vote, share=30, days=-1)


_STAGES = ("new", "new", "working", "working", "asked", "asked", "rated")
_REPORTS = (
    ("common.light", "2 单元三楼楼道灯不亮，晚上看不清台阶", "2 单元三楼", 5),
    ("own.water", "厨房水槽下面一直滴水，已经用盆接着", "", 5),
    ("common.gate", "东门门禁刷卡没有反应，要等很久", "东门", 3),
    ("common.clean", "地下车库入口堆了建筑垃圾", "地下车库入口", 4),
    ("own.power", "客厅插座跳闸，重新合上又跳", "", 2),
    ("common.safety", "消防通道经常停满电动车", "3 幢北侧", 4),
)


def _tickets(life: Life) -> None:
    homes = life.activated()
    for number in range(max(3, MOST_TICKETS // life.share)):
        home = homes[number * 7 % len(homes)]
        category, words, place, stars = _REPORTS[number % len(_REPORTS)]
        report = Report(category=category, words=words, unit_id=None if place else home.unit_id, place=place)
        _ticket(life, home, number, report, stars)


def _ticket(life: Life, home: Home, number: int, report: Report, stars: int) -> None:
    """The newest are untouched or being worked on, then some wait for a rating, the older ones are rated."""
    stage = _STAGES[min(number, len(_STAGES) - 1)]
    manager, worker = life.staff(Role.PROPERTY_MANAGER), life.staff(Role.PROPERTY_WORKER)
    with clock.freeze(life.at(-number // 2 - 1, 16)):
        ticket = reporting.report(
            actor=life.owner(home), estate_id=life.made.id, report=report, photos=(), now=clock.now()
        )
        if stage == "new":
            return
        now = clock.now() + timedelta(minutes=20)
        handling.assign(actor=manager, ticket=ticket, assignee_id=worker.account_id, now=now)
        handling.sign(actor=worker, ticket=ticket, now=now + timedelta(minutes=10))
        handling.start(actor=worker, ticket=ticket, now=now + timedelta(minutes=40))
        if stage == "working":
            return
        done = now + timedelta(minutes=90)
        handling.finish(
            actor=worker,
            ticket=ticket,
            result="已更换损坏的配件，现场试用正常。",
            photos=[picture()],
            now=done,
        )
        if stage == "rated":
            opinions.rate(
                actor=life.owner(home), ticket=ticket, opinion=_opinion(stars), now=done + timedelta(hours=2)
            )


def picture() -> BytesIO:
    """A picture of a lamp that burns again: what a worker sends when the work is done."""
    picture = Image.new("RGB", (640, 480), "#3d4a52")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 380, 640, 480), fill="#7b6a58")
    draw.polygon([(320, 150), (120, 380), (520, 380)], fill="#f4e7b0")
    draw.ellipse((280, 90, 360, 170), fill="#fff6d6", outline="#caa64a", width=4)
    made = BytesIO()
    picture.save(made, "JPEG")
    made.seek(0)
    return made


def _opinion(stars: int) -> opinions.Opinion:
    low = stars <= 2  # noqa: PLR2004 - says why
    return opinions.Opinion(
        stars=stars, solved=not low, tags=("slow",) if low else ("quick", "kind"),
        words="修了两次才好，来得也晚。" if low else "师傅来得快，修得也好。", redo=False,
    )  # fmt: skip


def _fees(life: Life) -> None:
    cashier = life.staff(Role.PROPERTY_CASHIER)
    month = life.today.replace(day=1)
    first = (month - timedelta(days=80)).replace(day=1)
    with clock.freeze(start_of(first) + timedelta(hours=9)):
        item = items.add_item(
            actor=cashier,
            estate_id=life.made.id,
            name="物业费",
            kind=ItemKind.PROPERTY,
            cycle_months=1,
            now=clock.now(),
        )
        items.set_tariff(
            actor=cashier, item=item, unit_kind=UnitKind.RESIDENTIAL, formula=Formula.AREA, rate_mfen=120_000,
            since_on=date(first.year, 1, 1), basis="物业服务合同第 12 条", now=clock.now(),
        )  # fmt: skip
    while first <= month:
        following = (first + timedelta(days=32)).replace(day=1)
        period = Period(first, following - timedelta(days=1))
        with clock.freeze(start_of(first) + timedelta(hours=10)):
            run = runs.issue(
                actor=cashier, item=item, period=period, due_on=first + timedelta(days=14), now=clock.now()
            )
        if first + timedelta(days=6) < life.today:
            _pay(life, cashier, run.id, start_of(first) + timedelta(days=6))
        first = following


def _pay(life: Life, cashier: Actor, run_id: UUID, at: datetime) -> None:
    run = bills.run(estate_id=life.made.id, run_id=run_id)
    rows = db.session.execute(bills.run_bills(run).order_by("unit_id").limit(MOST_PAID // life.share)).all()
    with clock.freeze(at):
        for number, bill in enumerate(rows):
            if number % 8 != 7:  # noqa: PLR2004 - one of eight is late
                desk.enter(
                    actor=cashier, estate_id=life.made.id, bill_ids=[bill.id], way=Desk.POS,
                    voucher_no=f"{at:%m%d}-{number + 1:04d}", received_fen=bill.amount_fen, now=clock.now(),
                )  # fmt: skip


def _announcements(life: Life) -> None:
    for ago, title, words in (
        (-9, "二次供水水箱清洗通知", "本周六 8:00–14:00 清洗 1 至 3 幢水箱，期间停水，请提前储水。"),
        (-3, "端午邻里包粽子活动报名", "本周日上午在社区活动室，名额 40 人，请到物业服务中心报名。"),
    ):
        with clock.freeze(life.at(ago)):
            announcements.publish(
                actor=life.officer(0),
                estate_id=life.made.id,
                title=title,
                words=words,
                ends_on=None,
                now=clock.now(),
            )
