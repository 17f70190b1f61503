"""A small city with everything in it that a page can show: the demo's, and what the demo leaves out."""

import io
import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from linli.cli.demo.command import make
from linli.domains.committees.operations import seats
from linli.domains.committees.queries import terms
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.fees.models import FeeItem
from linli.domains.fees.queries import bills
from linli.domains.fees.rules import period_of
from linli.domains.notices.models import Message
from linli.domains.notices.queries import announcements as notices
from linli.domains.payments.models import PaymentOrder
from linli.domains.payments.queries import orders
from linli.domains.people.models import Account, Owner, RoleGrant
from linli.domains.people.operations import belonging, changes
from linli.domains.people.queries import identity
from linli.domains.people.queries import rosters as roster_queries
from linli.domains.rating.operations import filling_in as rating
from linli.domains.rating.queries import sheets as rating_queries
from linli.domains.taskforces.operations import working
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import reporting
from linli.domains.voting.models import Ballot, Objection, RollEntry, RollObjection
from linli.domains.voting.operations import closing, following_up, visiting
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.queries import canvass, rolls, votes
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Mode, VoteKind
from linli.domains.voting.rules.proxies import Powers
from linli.domains.voting.rules.visits import Means, Outcome
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import clock, exports
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.sealed import digest
from linli.platform.transactions import transaction
from tests.factories import (
    accounts,
    afterwards,
    announcing,
    committees,
    deliberation,
    desk,
    editions,
    elections,
    fees,
    governance,
    papers,
    people,
    prepared,
    rated_year,
    rating_course,
    reputation,
    rosters,
    satisfaction,
    settled,
    surveys,
    taskforces,
    tickets,
    upkeep,
    voting,
)

LONG_NAME = "阿卜杜勒艾则孜·买买提吐尔逊江"
LONG_TITLE = "关于使用住宅专项维修资金更换 1 幢、2 幢全部电梯并同步加装无障碍坡道和非机动车充电棚的业主大会"


@dataclass
class City:
    """Who can sign in, by role, and the ids that the addresses of pages need, by name."""

    accounts: dict[str, uuid.UUID] = field(default_factory=dict)
    ids: dict[str, object] = field(default_factory=dict)


def build():
    """The demo of two estates, and one estate in it with something for every page."""
    made = make(count=2, units=24, seed=1)
    city = City()
    with transaction():
        for one in made.accounts:
            key = (
                {"phone_digest": digest(one["phone"])} if one.get("phone") else {"username": one["username"]}
            )
            city.accounts.setdefault(one["role"], db.session.scalar(select(Account).filter_by(**key)).id)
        city.ids["estate"] = uuid.UUID(next(one["estate_id"] for one in made.accounts if one["estate_id"]))
        officers = select(RoleGrant.account_id).filter_by(role=Role.COMMUNITY_OFFICER).order_by(RoleGrant.id)
        city.accounts["second_officer"] = next(
            one for one in db.session.scalars(officers) if one != city.accounts["community_officer"]
        )
    for chapter in (
        _homes,
        _votes,
        _elected,
        _talk,
        _tickets,
        _money,
        _prepared,
        _register,
        _forces,
        _upkeep,
        _good_name,
        rating_course.in_city,
        _rest,
    ):
        with transaction():
            chapter(city)
    return city


def _forces(city):
    """A task force at work with everything on it, and one that waits for its review."""
    estate = estates.estate(estate_id=city.ids["estate"])
    lead, deputy, head = (
        Actor(city.accounts[f"{level}_officer"], Role(f"{level}_officer"), Scope(ScopeKind(level), getattr(estate, f"{level}_id")))
        for level in ("street", "county", "city")
    )  # fmt: skip
    force = taskforces.everything(lead, deputy, head)
    ticket = db.session.get(Ticket, (estate.id, city.ids["new_ticket"]))
    working.attach(actor=lead, force=force, estate_id=estate.id, number=ticket.number, now=clock.now())
    city.ids |= {"force": force.id, "asked_force": taskforces.proposed(lead, title=LONG_TITLE[:60]).id}


def _upkeep(city):
    city.ids |= upkeep.everything(
        city.ids["estate"], city.ids["unit"], owner=_owner(city), manager=_actor(city, Role.PROPERTY_MANAGER),
        officer=_actor(city, Role.COMMUNITY_OFFICER),
    )  # fmt: skip


def _good_name(city):
    """The yearly round, closed and open; a company's record and its place on the list."""
    estate, officers = estates.estate(estate_id=city.ids["estate"]), city.accounts
    company = estates.company_serving(estate.id, on=day_of(clock.now()))
    city.ids |= {"company": company.id} | reputation.everything(
        estate, company, officers["city_officer"], officers["county_officer"]
    )
    city.ids |= satisfaction.everything(estate, officers["city_officer"], city.ids["unit"])


def _actor(city, role, **more):
    return Actor(city.accounts[role.value], role, Scope(ScopeKind.ESTATE, city.ids["estate"]), **more)


def _owner(city):
    return _actor(city, Role.OWNER, units={city.ids["unit"]: Tie.OWNER})


def _homes(city):
    estate_id = city.ids["estate"]
    owner = db.session.scalar(select(Owner).filter_by(estate_id=estate_id, account_id=city.accounts["owner"]))
    unit = db.session.scalar(select(Unit).filter_by(estate_id=estate_id).order_by(Unit.id))
    city.ids |= {"owner": owner.id, "unit": unit.id}
    owner.name = identity.account(city.accounts["owner"]).name = LONG_NAME
    city.accounts["newcomer"] = people.account("").id


def _votes(city):
    estate_id, now = city.ids["estate"], clock.now()
    for vote in votes.votes_page(estate_id, window=Window(limit=9)).items:
        if vote.kind == VoteKind.JOINT_DECISION and vote.opened_at:
            city.ids["open_vote" if votes.state(vote, now=now) is State.OPEN else "past_vote"] = vote.id
    past = votes.vote(estate_id=estate_id, vote_id=city.ids["past_vote"])
    closing.settle(vote=past, now=now)
    objection = Objection(
        id=new_id(), estate_id=estate_id, vote_id=past.id, version=1, kind="roll", words="面积登记少了十平方米。" * 9,
        made_by=city.accounts["owner"], made_at=now,
    )  # fmt: skip
    db.session.add(objection)
    city.ids["objection"] = objection.id
    city.ids["task"] = following_up.add_task(
        actor=_actor(city, Role.COMMUNITY_OFFICER), vote=past, item=None, title="公布物业服务合同", now=now,
        due_on=day_of(now) + timedelta(days=30), steps=["送街道备案", "在小区公布"],
    ).id  # fmt: skip
    draft = voting.draft(
        estates.estate(estate_id=estate_id), _actor(city, Role.COMMUNITY_OFFICER), title=LONG_TITLE
    )
    city.ids |= {"draft": draft.id, "draft_item": votes.items(draft)[0].id}
    secret = voting.draft(
        estates.estate(estate_id=estate_id), _actor(city, Role.COMMUNITY_OFFICER), title="不记名的表决"
    )
    secret.mode = Mode.SECRET
    city.ids["secret_vote"] = secret.id
    opened = votes.vote(estate_id=estate_id, vote_id=city.ids["open_vote"])
    wrong = RollObjection(
        id=new_id(), estate_id=estate_id, vote_id=opened.id, roll_id=opened.roll_id, about="1幢2单元1203室", made_at=now,
        words="登记的面积少了十平方米，产权证上写的是 98.36 平方米。" * 4, made_by=city.accounts["owner"],
    )  # fmt: skip
    db.session.add(wrong)
    city.ids["roll_objection"] = wrong.id
    city.ids |= surveys.some(_actor(city, Role.COMMUNITY_OFFICER), estate_id, title=LONG_TITLE[:40])
    city.ids["ballot"], city.accounts["voter"] = _another_s_ballot(city, opened)
    _canvassed(city, opened, now)
    officer = _actor(city, Role.COMMUNITY_OFFICER)
    hands = [replace(officer, account_id=city.accounts[one]) for one in ("second_officer", "street_officer")]
    city.ids |= papers.some(opened, officer, *hands, now=now)


def _canvassed(city, vote, now):
    """A visit that was written down, and a proxy on paper that waits for the second officer."""
    still = canvass.doors_page(vote, window=Window(limit=9), still_only=True).items
    officer = _actor(city, Role.COMMUNITY_OFFICER)
    city.ids["voter_no"] = still[0].entry.voter_no
    visiting.note_visit(
        actor=officer, vote=vote, voter_no=still[0].entry.voter_no, means=Means.ON_SITE, outcome=Outcome.LATER,
        next_on=day_of(now) + timedelta(days=1), note="晚上七点以后在家，门铃坏了，要打电话。" * 3, now=now,
    )  # fmt: skip
    city.ids["proxy"] = proxying.take_in(
        actor=officer, vote=vote, voter_no=still[-1].entry.voter_no, powers=Powers.AS_TOLD, photos=[_photo()],
        phone=identity.account(city.accounts["tenant"]).phone,
        choices={str(one.number): "for" for one in votes.items(vote)}, now=now,
    ).id  # fmt: skip


def _another_s_ballot(city, vote):
    """A ballot cast by somebody else than the city's owner, and who cast it."""
    ballots = select(Ballot).filter_by(estate_id=vote.estate_id, vote_id=vote.id).order_by(Ballot.id)
    for ballot in db.session.scalars(ballots):
        owners = rolls.owners_of(db.session.get(RollEntry, (vote.estate_id, ballot.entry_id)))
        others = select(Owner.account_id).where(
            Owner.estate_id == vote.estate_id,
            Owner.id.in_(owners),
            Owner.account_id != city.accounts["owner"],
        )
        if voter := db.session.scalar(others):
            return ballot.id, voter
    raise LookupError("nobody else has voted")


def _elected(city):
    estate_id, officer = city.ids["estate"], _actor(city, Role.COMMUNITY_OFFICER)
    today, owner_id = day_of(clock.now()), city.ids["owner"]
    if terms.in_office(estate_id, on=today) is None:
        seats.begin_term(estate_id=estate_id, since_on=today, until_on=today + timedelta(days=1500))
    stood = elections.some(estate_id, officer, owner_id=owner_id, account_id=city.accounts["owner"])
    sits = committees.some(estate_id, officer, owner_id=owner_id)
    city.ids |= {name: stood[name] for name in ("election", "candidacy", "recall")}
    city.ids |= {f"committee_{name}": one for name, one in sits.items()}


def _talk(city):
    neighbour = Actor(city.accounts["voter"], Role.OWNER, Scope(ScopeKind.ESTATE, city.ids["estate"]))
    city.ids |= deliberation.some(
        city.ids["estate"], owner=_owner(city), neighbour=neighbour, title=LONG_TITLE[:40],
        officer=_actor(city, Role.COMMUNITY_OFFICER),
    )  # fmt: skip


def _tickets(city):
    estate_id = city.ids["estate"]
    company = estates.company_serving(estate_id, on=day_of(clock.now()))
    ground = tickets.Ground(
        estate_id=estate_id, company_id=company.id, unit_id=city.ids["unit"], neighbour_unit_id=city.ids["unit"],
        resident_id=city.accounts["owner"], neighbour_id=city.accounts["owner"],
        manager_id=city.accounts["property_manager"], worker_id=city.accounts["property_worker"],
        officer_id=city.accounts["community_officer"],
    )  # fmt: skip
    afterwards.built(estate_id, actor=ground.manager())
    words = "厨房水槽下面一直滴水，柜子都湿了，已经用盆接着，" * 4
    city.ids["ticket"] = tickets.assigned(ground, category="own.water", words=words).id
    city.ids["rateable"] = tickets.finished(ground).id
    city.ids["settled_ticket"] = tickets.finished(ground, place="西门").id
    settled = db.session.get(Ticket, (estate_id, city.ids["settled_ticket"]))
    afterwards.asked(settled, reporter=ground.resident())
    public = tickets.report(ground, category="public.illegal", place="3幢楼顶", words="楼顶搭了彩钢棚")
    governance.some(public, now=clock.now())
    city.ids["sent_ticket"] = public.id
    tickets.report(ground, category="public.illegal", place="1幢前绿地", words="圈绿种菜")
    report = reporting.Report(category="common.gate", place="东门", words="门禁刷卡没有反应", unit_id=None)
    city.ids["new_ticket"] = reporting.report(
        actor=ground.resident(),
        estate_id=estate_id,
        report=report,
        photos=(_photo(), _photo("green")),
        now=clock.now(),
    ).id
    afterwards.waiting(
        db.session.get(Ticket, (estate_id, city.ids["new_ticket"])),
        actor=ground.manager(),
        needed=db.session.get(Ticket, (estate_id, city.ids["ticket"])),
    )
    family = _actor(city, Role.FAMILY, units={city.ids["unit"]: Tie.FAMILY})
    city.ids |= afterwards.blocked(
        estate_id, city.accounts["family"], officer=ground.officer(), reporter=family
    )
    tenant = _actor(city, Role.TENANT, units={city.ids["unit"]: Tie.TENANT})
    city.ids |= tickets.shared_by_neighbours(ground, follower=tenant)
    city.ids |= desk.some(estate_id, manager=ground.manager(), officer=ground.officer())


def _photo(colour="gray"):
    stored = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(stored, "JPEG")
    stored.seek(0)
    return stored


def _money(city):
    estate_id, owner = city.ids["estate"], _owner(city)
    today = day_of(clock.now())
    for name, due in (("公共能耗费", 3), ("车位管理费", 20)):
        fees.issued(
            estates.estate(estate_id=estate_id), name=name, rate_mfen=30_000,
            period=period_of(today.replace(day=1), 1), due_on=today + timedelta(days=due),
        )  # fmt: skip
    owing = bills.own_bills(owner, estate_id, open_only=True)
    order = fees.order(owner, estate_id, owing[0].bill.id)
    receipt = orders.payments_page(estate_id, on=_paid_on(estate_id), window=Window(1)).items[0].receipt
    run = bills.runs(estate_id)[0]
    item = db.session.scalar(select(FeeItem).filter_by(estate_id=estate_id))
    city.ids["arrears_plan"] = fees.planned(city.accounts["property_cashier"], owing[-1].bill).id
    city.ids |= {
        "bill": owing[-1].bill.id, "order": order.id, "order_number": order.number, "receipt": receipt.id,
        "receipt_code": receipt.code, "run": run.run.id, "item": item.id,
    }  # fmt: skip


def _prepared(city):
    estate_id = city.ids["estate"]
    city.ids |= prepared.everything(
        estates.estate(estate_id=estate_id),
        db.session.get_one(Unit, (estate_id, city.ids["unit"])),
        _actor(city, Role.PROPERTY_MANAGER),
        _actor(city, Role.PROPERTY_CASHIER),
    )
    city.ids |= settled.everything(
        estates.estate(estate_id=estate_id),
        db.session.get_one(Unit, (estate_id, city.ids["unit"])),
        city.accounts["owner"],
        city.accounts["property_cashier"],
        window=city.ids["window"],
        meter=city.ids["meter"],
    )
    city.ids |= accounts.everything(
        estate_id, _actor(city, Role.PROPERTY_CASHIER), _actor(city, Role.PROPERTY_MANAGER), _owner(city)
    )


def _paid_on(estate_id):
    made = db.session.scalar(
        select(PaymentOrder).filter_by(estate_id=estate_id).order_by(PaymentOrder.id).limit(1)
    )
    return day_of(made.made_at)


def _register(city):
    estate_id, officer, now = city.ids["estate"], _actor(city, Role.COMMUNITY_OFFICER), clock.now()
    estate = estates.estate(estate_id=estate_id)
    other = db.session.scalar(select(Unit).filter_by(estate_id=estate_id).order_by(Unit.id.desc()))
    account = people.account("赵新邻")
    claim = belonging.claim_by_paper(
        account=account, estate_id=estate_id, unit_id=other.id, tie=Tie.OWNER, name="赵新邻",
        note="刚买的二手房，产权证还在办", attachment_id=None, now=now,
    )  # fmt: skip
    changes.propose_sale(
        actor=officer, estate_id=estate_id, unit_id=other.id, since_on=day_of(now) - timedelta(days=3),
        to=[changes.NewOwner("孙买家", phones=("14100099999",))], reason="不动产权证", now=now,
    )  # fmt: skip
    doubtful = rosters.taken_in(estate, rosters.sample(rosters.MESSY), actor=officer, filename=rosters.MESSY)
    clear = rosters.taken_in(estate, rosters.merged_with_co_owners(), actor=officer)
    city.ids |= {"claim": claim.id, "doubtful": doubtful.id, "clear": clear.id}


def _rest(city):
    estate_id, officer, now = city.ids["estate"], _actor(city, Role.COMMUNITY_OFFICER), clock.now()
    year = day_of(now).year
    sheet = rating.begin(actor=officer, estate_id=estate_id, year=year, now=now)
    city.ids |= {"year": year, "past_year": year - 1}
    exports.ask(actor=officer, estate_id=estate_id, name="tickets", form="xlsx", now=now)
    area = rating_queries.catalogue(sheet.catalogue).areas[0].code
    announcement = notices.announcements_page(estate_id, window=Window(1)).items[0]
    doubtful = roster_queries.roster(estate_id=estate_id, roster_id=city.ids["doubtful"])
    read = roster_queries.reading(doubtful)
    row = read.open_rows[0]
    city.ids |= {
        "area": area, "announcement": announcement.id, "worker": city.accounts["property_worker"],
        "sheet": [one.name for one in read.sheets].index(row.sheet), "row": row.row,
    }  # fmt: skip
    message = db.session.scalar(select(Message).filter_by(account_id=city.accounts["owner"]).limit(1))
    city.ids["message"] = message.id
    city.ids |= announcing.everything(estate_id, officer, units=[city.ids["unit"]])
    city.ids |= announcing.scanned(estate_id, officer)
    city.ids |= rated_year.everything(
        estates.estate(estate_id=estate_id),
        officer_id=city.accounts["street_officer"],
        county_id=city.accounts["county_officer"],
    )
    city.ids |= editions.everything(estate_id, city_officer_id=city.accounts["city_officer"])
