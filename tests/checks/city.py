"""A small city for the checks: two estates that share nobody, one account of every role in each, and at least
one object of every kind that an address of the application can name.
"""

import io
import uuid
from dataclasses import dataclass, field, replace

from PIL import Image
from sqlalchemy import insert, select, update

from linli.cli.demo.command import make
from linli.domains.estates import operations as places_of
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate, Unit
from linli.domains.estates.rules import RegionLevel
from linli.domains.fees.models import Bill
from linli.domains.people.models import Account, Owner, Ownership, Resident, RoleGrant
from linli.domains.people.operations import belonging
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import reporting
from linli.domains.tickets.rules.routing import Stage
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import rolls
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.ids import new_id
from linli.platform import attachments, clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import (
    accounts,
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
    places,
    prepared,
    rated_year,
    rating_course,
    reputation,
    rosters,
    satisfaction,
    settled,
    surveys,
    taskforces,
    upkeep,
    voting,
)

CANARY = "金丝雀"
LEVELS = {
    Role.COMMUNITY_OFFICER: RegionLevel.COMMUNITY,
    Role.STREET_OFFICER: RegionLevel.STREET,
    Role.COUNTY_OFFICER: RegionLevel.COUNTY,
    Role.CITY_OFFICER: RegionLevel.CITY,
}


@dataclass
class Side:
    """One of the two estates: its id, a token of every role, the accounts behind them, and its objects by table."""

    estate_id: uuid.UUID
    tokens: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, uuid.UUID] = field(default_factory=dict)
    objects: dict[str, list[dict]] = field(default_factory=dict)


@dataclass
class Town:
    """Both estates: people of `here` are tried, `there` holds the canaries."""

    here: Side
    there: Side


def build():
    """The city in the current, empty database."""
    make(count=2, units=24, seed=1)
    with transaction(writes=False):
        first, second = db.session.scalars(select(Estate.id).order_by(Estate.name.desc())).all()
    town = Town(Side(first), Side(second))
    with transaction():
        _move_away(town.there)
    while outbox.deliver():
        pass
    for side in (town.here, town.there):
        with transaction():
            _people(side)
        with transaction():
            _more(side)
            rating_course.by_accounts(side.accounts, db.session.get_one(Estate, side.estate_id))
    with transaction():
        # What the city's office makes is the whole city's: it is made once, and is nobody's secret.
        editions.everything(town.here.estate_id, city_officer_id=town.here.accounts["city_officer"])
    with transaction():
        _plant(town.there)
    with transaction(writes=False):
        for side in (town.here, town.there):
            _find(side)
    return town


def _move_away(side):
    """The second estate goes to another city, with officers of its own."""
    city = places.region(level=RegionLevel.CITY, name="外地市")
    chain, above = {"city_id": city.id}, city
    for level in (RegionLevel.COUNTY, RegionLevel.STREET, RegionLevel.COMMUNITY):
        above = places_of.add_region(name=f"外地{level.title}", level=level, parent_id=above.id)
        chain[f"{level.value}_id"] = above.id
    db.session.execute(update(Estate).where(Estate.id == side.estate_id).values(**chain, name="外地花园"))
    for role, level in LEVELS.items():
        people.staff(
            role, Scope(ScopeKind(level.value), chain[f"{level.value}_id"]), name=f"{CANARY}{role.title}"
        )


def _people(side):
    """A token for every role that works or lives here, a second owner, and somebody without a home."""
    estate = db.session.get_one(Estate, side.estate_id)
    scopes = {
        side.estate_id, estate.community_id, estate.street_id, estate.county_id, estate.city_id, None,
        *db.session.scalars(select(_table("service_contract").c.company_id).filter_by(estate_id=side.estate_id)),
    }  # fmt: skip
    grants = db.session.execute(select(RoleGrant.account_id, RoleGrant.role, RoleGrant.scope_id)).all()
    for account_id, role, scope_id in grants:
        if scope_id in scopes:
            side.accounts.setdefault(str(role), account_id)
    for name, account_id in zip(("owner", "neighbour"), _owners(side), strict=True):
        side.accounts[name] = account_id
    for tie, account_id in db.session.execute(
        select(Resident.tie, Resident.account_id).filter_by(estate_id=side.estate_id)
    ):
        side.accounts.setdefault(str(tie), account_id)
    if "registered" not in side.accounts:
        side.accounts["registered"] = people.account("没有房屋的人").id
    for name, account_id in side.accounts.items():
        side.tokens[name] = people.token(db.session.get_one(Account, account_id))


def _owners(side):
    """Two owners who sign in, the first with somebody of the family in the same home."""
    with_family = select(Resident.unit_id).filter_by(estate_id=side.estate_id)
    found = db.session.execute(
        select(Owner.account_id, Ownership.unit_id)
        .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(Owner.estate_id == side.estate_id, Owner.account_id.is_not(None))
        .order_by(Ownership.unit_id.in_(with_family).desc(), Ownership.unit_id)
    ).all()
    return found[0].account_id, found[-1].account_id


def _more(side):
    """What the demo does not make: claims, invitations, rosters, sales, exports, receivers, photos, drafts …"""
    now, estate_id = clock.now(), side.estate_id
    estate = db.session.get_one(Estate, estate_id)
    officer = voting.actor(db.session.get_one(Account, side.accounts["community_officer"]))
    stranger, unit_id = side.accounts["registered"], _own_units(side)[0]
    other_unit = (
        db.session.scalars(
            select(_table("unit").c.id).filter_by(estate_id=estate_id, delivery="unsold")
        ).one_or_none()
        or _own_units(side)[-1]
    )
    claim = belonging.claim_by_paper(
        account=db.session.get_one(Account, stranger), estate_id=estate_id, unit_id=unit_id, tie=Tie.OWNER,
        name="没有房屋的人", note="见合同", attachment_id=None, now=now,
    )  # fmt: skip
    attachments.store_image(estate_id=estate_id, stream=_picture(), object_kind=belonging.PROOF, object_id=claim.id,
                            made_by=stranger, now=now)  # fmt: skip
    owner = fees.resident(side.accounts["owner"], estate_id, *_own_units(side))
    desk.around_reports(
        side, officer=officer, owner=owner, holder=fees.resident(stranger, estate_id, unit_id)
    )
    reporting.add_photos(actor=owner, ticket=_ticket(side), photos=[_picture()], stage=Stage.REPORT, now=now)
    belonging.invite(
        actor=owner, estate_id=estate_id, unit_id=unit_id, tie=Tie.FAMILY, owner_id=None, now=now
    )
    rosters.taken_in(estate, rosters.sample(), actor=officer)
    vote = voting.draft(estate, officer, title="还在起草的表决")
    voting.item(vote)
    voting.draft(estate, officer, title="不记名的表决").mode = "secret"
    surveys.some(officer, estate_id)
    _row("register_change", estate_id=estate_id, unit_id=other_unit, since_on=now.date(), new_owners="[]",
         reason="买卖", state="proposed", proposed_by=officer.account_id, proposed_at=now)  # fmt: skip
    for role, state in (
        ("community_officer", "queued"),
        ("property_manager", "failed"),
        ("property_cashier", "queued"),
    ):
        _row("export", estate_id=estate_id, kind="owners", form="csv", parameters={}, name="清单",
             asked_by=side.accounts[role], role=role, scope_kind="estate", scope_id=estate_id, asked_at=now,
             state=state, tries=0, done_rows=0, error="")  # fmt: skip
    for whose in ({"estate_id": estate_id}, {"company_id": _company(side)}):
        hook = _row("webhook_subscription", url="https://hooks.example.org/linli", kinds=["ticket.reported"],
                    secret="s" * 32, made_by=officer.account_id, made_at=now, **whose)  # fmt: skip
        _row("webhook_delivery", subscription_id=hook, kind="ticket.reported", body={}, made_at=now, state="dead",
             tries=9, last_error="没有回应")  # fmt: skip
    billers = [
        Actor(side.accounts[role.value], role) for role in (Role.PROPERTY_MANAGER, Role.PROPERTY_CASHIER)
    ]
    home = db.session.get_one(Unit, (estate_id, unit_id))
    made = prepared.everything(estate, home, *billers)
    settled.everything(
        estate,
        home,
        side.accounts["owner"],
        billers[1].account_id,
        window=made["window"],
        meter=made["meter"],
    )
    bill = db.session.scalars(select(Bill.id).filter_by(estate_id=estate_id).order_by(Bill.id)).first()
    _row("voiding", estate_id=estate_id, bill_id=bill, reason="面积登记错了", state="proposed",
         proposed_by=side.accounts["property_cashier"], proposed_at=now)  # fmt: skip
    accounts.everything(estate_id, billers[1], billers[0], owner)
    fees.planned(billers[1].account_id, db.session.get_one(Bill, (estate_id, _open_bills(side)[0])))
    for bill_id in _open_bills(side)[:1]:
        fees.order(owner, estate_id, bill_id)
    _row("outbox_message", reaction="linli.checks.none", payload={}, made_at=now, due_at=now, state="dead", tries=9,
         last_error="没有成功")  # fmt: skip
    term = db.session.scalars(select(_table("committee_term").c.id).filter_by(estate_id=estate_id)).one()
    owner_id = db.session.scalars(select(Owner.id).filter_by(account_id=side.accounts["owner"])).first()
    _aftermath(side, now)
    governance.some(_ticket(side), now=now)
    _row("ticket_part", estate_id=estate_id, ticket_id=_ticket(side).id, department="town.police", words="核实租住人数",
         must=True, state="made", holder_id=officer.account_id, made_at=now, sign_due_at=now, due_at=now, result="")  # fmt: skip
    _row("repair_quote", estate_id=estate_id, ticket_id=_ticket(side).id, version=1, labour_fen=8000, materials=[],
         total_fen=8000, words="换一只门锁", at=now, made_by=officer.account_id)  # fmt: skip
    announcing.everything(estate_id, officer, units=_own_units(side))
    _paper(side, officer, now)
    _row(
        "handover_item",
        estate_id=estate_id,
        term_id=term,
        title="印章",
        handed_by="",
        received_by="",
        remark="",
    )
    stands = elections.some(estate_id, officer, owner_id=owner_id, account_id=side.accounts["owner"])
    sits = committees.some(estate_id, officer, owner_id=owner_id)
    lines = select(_table("disclosure_line").c.id).filter_by(disclosure_id=sits["accounts"])
    for kind, object_id in (
        ("candidacy", stands["candidacy"]),
        ("disclosure_line", db.session.scalar(lines)),
    ):
        attachments.store_image(estate_id=estate_id, stream=_picture(), object_kind=kind, object_id=object_id,
                                made_by=officer.account_id, now=now)  # fmt: skip
    deliberation.some(estate_id, owner=_as_owner(side, "owner"), neighbour=_as_owner(side, "neighbour"),
                      officer=officer, picture=_picture())  # fmt: skip
    _forces(side, estate)
    _upkeep(side, officer, owner, unit_id)
    rated_year.everything(
        estate, officer_id=side.accounts["street_officer"], county_id=side.accounts["county_officer"]
    )
    _row("outside_code", estate_id=estate_id, system="bigdata", code="A1", object_kind="estate",
         object_id=estate_id)  # fmt: skip


def _forces(side, estate):
    """A task force with everything on it, and one that is only proposed."""
    lead, deputy, head = (
        Actor(side.accounts[role.value], role, Scope(ScopeKind(level.value), getattr(estate, f"{level.value}_id")))
        for role, level in LEVELS.items() if level is not RegionLevel.COMMUNITY
    )  # fmt: skip
    taskforces.everything(lead, deputy, head)
    taskforces.proposed(lead, title="还没有审核的专班")


def _good_name(side, unit_id):
    """The yearly round, closed and open; a company's record and its place on the list."""
    estate = estates.estate(estate_id=side.estate_id)
    told = [side.accounts[role] for role in ("city_officer", "county_officer")]
    satisfaction.everything(estate, told[0], unit_id)
    reputation.everything(estate, estates.company(_company(side)), *told)


def _upkeep(side, officer, owner, unit_id):
    manager = Actor(side.accounts["property_manager"], Role.PROPERTY_MANAGER)
    upkeep.everything(side.estate_id, unit_id, owner=owner, manager=manager, officer=officer)
    _good_name(side, unit_id)


def _as_owner(side, who):
    return Actor(side.accounts[who], Role.OWNER, Scope(ScopeKind.ESTATE, side.estate_id))


def _paper(side, officer, now):
    """Ballots on paper of the open vote, in every state that has pages of its own."""
    vote = db.session.scalars(select(Vote).filter_by(estate_id=side.estate_id, state="open")).first()
    hands = [replace(officer, account_id=side.accounts[one]) for one in ("street_officer", "county_officer")]
    papers.some(vote, officer, *hands, now=now)


def _aftermath(side, now):
    """What follows a published vote: an objection with a photo, a task with its word and paper, a revocation."""
    estate_id, owner = side.estate_id, side.accounts["owner"]
    vote_id = db.session.scalars(
        select(_table("vote").c.id).filter_by(estate_id=estate_id, state="final", kind="joint_decision")
    ).first()
    here = {"estate_id": estate_id, "vote_id": vote_id}
    objection = _row(
        "objection", **here, version=1, kind="roll", words="面积不对", made_by=owner, made_at=now
    )
    _row("inspection", **here, asked_by=owner, asked_at=now, reason="想自己核对", answer="")
    roll_id = db.session.scalars(select(_table("vote").c.roll_id).filter_by(id=vote_id)).one()
    _row("roll_objection", **here, roll_id=roll_id, about="1幢1室", words="面积不对", made_by=owner, made_at=now,
         answer="")  # fmt: skip
    task = _row(
        "resolution_task",
        **here,
        title="签订合同",
        basis="",
        due_on=now.date(),
        percent=0,
        steps=[],
        opened_at=now,
    )
    entry = _row(
        "task_entry", estate_id=estate_id, task_id=task, words="在谈", percent=10, made_by=owner, made_at=now
    )
    revocation = _row("revocation", **here, authority="court", number="1", decided_on=now.date(), words="公告天数不足",
                      recorded_by=side.accounts["community_officer"], recorded_at=now)  # fmt: skip
    officer_id = side.accounts["community_officer"]
    vote = db.session.get_one(Vote, (estate_id, vote_id))
    voter_no = next(one.entry.voter_no for one in rolls.my_voters(vote, owner))
    proxy = _row("vote_proxy", **here, voter_no=voter_no, agent_id=owner, powers="free", told={}, on_paper=True,
                 given_by=officer_id, given_at=now, revoked_why="")  # fmt: skip
    proofs = {"objection": objection, "task_entry": entry, "revocation": revocation, "vote_proxy": proxy}
    for kind, object_id in proofs.items():
        attachments.store_image(estate_id=estate_id, stream=_picture(), object_kind=kind, object_id=object_id,
                                made_by=owner, now=now)  # fmt: skip


def _own_units(side):
    return db.session.scalars(
        select(Ownership.unit_id)
        .join(Owner, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(Owner.account_id == side.accounts["owner"], Owner.estate_id == side.estate_id)
    ).all()


def _open_bills(side):
    settled = select(_table("bill_settlement").c.bill_id).filter_by(estate_id=side.estate_id)
    return db.session.scalars(
        select(Bill.id).where(
            Bill.estate_id == side.estate_id, Bill.unit_id.in_(_own_units(side)), Bill.id.not_in(settled)
        )
    ).all()


def _ticket(side):
    """One ticket of each state becomes the owner's own; returns one to which a photo can still be added."""
    found = db.session.scalars(select(Ticket).filter_by(estate_id=side.estate_id).order_by(Ticket.id)).all()
    first_of = {ticket.state: ticket for ticket in reversed(found)}
    for ticket in first_of.values():
        ticket.reporter_id = side.accounts["owner"]
    db.session.flush()
    return first_of["submitted"]


def _picture():
    stored = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(stored, "JPEG")
    stored.seek(0)
    return stored


def _company(side):
    return db.session.scalars(
        select(_table("service_contract").c.company_id).filter_by(estate_id=side.estate_id)
    ).first()


def _table(name):
    return db.metadata.tables[name]


def _row(table, **values):
    values.setdefault("id", new_id())
    db.session.execute(insert(_table(table)).values(**values))
    return values["id"]


def _plant(side):
    """Words that no answer to the other estate's people may contain, in every table that may be changed."""
    place = {"estate_id": side.estate_id}
    for table, columns in {
        "owner": ("name",), "ticket": ("words", "place"), "announcement": ("title", "words"),
        "register_change": ("reason",), "unit": ("label",), "building": ("name",), "claim": ("note",),
        "fee_item": ("name",),
    }.items():  # fmt: skip
        chosen = _table(table)
        for row in db.session.execute(select(chosen.c.id).filter_by(**place)).all():
            words = dict.fromkeys(columns, f"{CANARY}{table}{row.id.hex[-6:]}")
            db.session.execute(update(chosen).filter_by(**place, id=row.id).values(**words))
    for name, account_id in side.accounts.items():
        if name not in OUTSIDE:
            db.session.execute(update(Account).where(Account.id == account_id).values(name=f"{CANARY}{name}"))


# Companies belong to no region: the officers of any county name and take back their heads.
OUTSIDE = frozenset({"auditor", "system_admin", "company_head"})
EVERYWHERE = frozenset({"auditor", "system_admin"})  # roles of the whole platform: nothing is foreign to them


def _find(side):
    """Some objects of each table: one for each state, those of the side's own people first."""
    mine = set(side.accounts.values()) | set(_own_units(side))
    with_files = set(db.session.scalars(select(_table("attachment").c.object_id)))
    entries = _table("task_entry")
    with_files |= set(db.session.scalars(select(entries.c.task_id).where(entries.c.id.in_(with_files))))
    for name, table in db.metadata.tables.items():
        if "id" not in table.c:
            continue
        found = [dict(row._mapping) for row in db.session.execute(_owned(side, table)).all()]
        found.sort(
            key=lambda row: (
                row["id"] not in with_files,
                side.accounts["owner"] not in row.values(),
                not mine & {value for value in row.values() if isinstance(value, uuid.UUID)},
            )
        )
        chosen, seen = [], set()
        for row in found:
            sort = (
                row.get("state"),
                row.get("mode"),
                row.get("addressee"),
                row.get("kind"),
                row.get("object_kind"),
                row.get("subscription_id"),
                row.get("estate_id") is None,
            )
            if sort not in seen or len(chosen) < 2:
                seen.add(sort)
                chosen.append({key: row[key] for key in row if key.endswith(("id", "state", "year", "number", "code"))
                               or key in {"object_kind", "name", "area", "mode", "voter_no", "addressee"}})  # fmt: skip
        side.objects[name] = chosen if name == "attachment" else chosen[:8]  # a file of each kind


def _owned(side, table):  # noqa: PLR0911 - a list of cases
    """Which rows are the side's own."""
    accounts = list(side.accounts.values())
    if "estate_id" in table.c and table.name not in {"message", "webhook_subscription"}:
        return select(table).where(table.c.estate_id == side.estate_id)
    if table.name == "estate":
        return select(table).where(table.c.id == side.estate_id)
    if table.name == "account":
        return select(table).where(table.c.id.in_(accounts))
    if table.name == "webhook_subscription":
        return select(table).where(
            (table.c.estate_id == side.estate_id) | (table.c.company_id == _company(side))
        )
    if table.name == "webhook_delivery":
        hooks = _table("webhook_subscription")
        own = select(hooks.c.id).where(
            (hooks.c.estate_id == side.estate_id) | (hooks.c.company_id == _company(side))
        )
        return select(table).where(table.c.subscription_id.in_(own))
    if table.name == "task_force" or "force_id" in table.c:
        forces, here = _table("task_force"), select(_table("estate")).filter_by(id=side.estate_id).subquery()
        own = select(forces.c.id).join(here, forces.c.city_id == here.c.city_id)
        return select(table).where(table.c["id" if table.name == "task_force" else "force_id"].in_(own))
    if "account_id" in table.c:
        return select(table).where(table.c.account_id.in_(accounts))
    return _wide(side, table)


def _wide(side, table):
    """Rows of no single estate: those of the side's company and of its city."""
    if table.name in {"company", "credit_item", "list_entry"}:
        return select(table).where(
            table.c["id" if table.name == "company" else "company_id"] == _company(side)
        )
    if table.name == "banner":
        here = select(_table("estate").c.community_id).filter_by(id=side.estate_id)
        return select(table).where(table.c.region_id.in_(here))
    if table.name in {"data_set", "catalogue_edition", "scale_reading"}:
        made = _table("catalogue_edition")
        here = select(made.c.id).where(made.c.drafted_by == side.accounts["city_officer"]).exists()
        return select(table).where(here)
    if table.name == "satisfaction_round":
        cities = select(_table("estate").c.city_id).where(_table("estate").c.id == side.estate_id)
        return select(table).where(table.c.city_id.in_(cities))
    return select(table)


__all__ = ["CANARY", "EVERYWHERE", "Side", "Town", "build"]
