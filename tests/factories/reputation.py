"""Companies with something on their record."""

from datetime import timedelta

from linli.domains.reputation.models import ListEntry
from linli.domains.reputation.operations import listing, recording
from linli.domains.reputation.operations.recording import Finding
from linli.domains.reputation.rules.kinds import KINDS
from linli.domains.reputation.rules.listing import quarter_of
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from tests.factories import people, tickets


def finding(company, kind="poor_disclosure", *, project=None, **more):
    """Something that was found yesterday."""
    given = {
        "company_id": company.id, "project_id": project.id if project else None, "kind": kind,
        "points": KINDS[kind].least, "fact": "公示栏缺少收支明细，住户多次反映没有补上。",
        "evidence": "现场照片 3 张，检查记录第 12 号", "finder": "街道城管科 王某",
        "found_on": day_of(clock.now()) - timedelta(days=1),
    }  # fmt: skip
    return Finding(**given | more)


def officer(estate, *, role=Role.CITY_OFFICER):
    """Somebody who keeps the record, of the estate's city, county or street."""
    kind, place = {
        Role.CITY_OFFICER: (ScopeKind.CITY, estate.city_id),
        Role.COUNTY_OFFICER: (ScopeKind.COUNTY, estate.county_id),
        Role.STREET_OFFICER: (ScopeKind.STREET, estate.street_id),
    }[role]
    account = people.staff(role, Scope(kind, place), name="信用办")
    return Actor(account.id, role, Scope(kind, place), name=account.name)


def head(company):
    """Whoever leads the company."""
    account = people.staff(Role.COMPANY_HEAD, company, name="公司负责人")
    return Actor(account.id, Role.COMPANY_HEAD, Scope(ScopeKind.COMPANY, company.id))


def told(proposer, other, company, kind="poor_disclosure", *, photos=(), **more):
    """An item that the company was told of."""
    now = clock.now()
    item = recording.propose(actor=proposer, finding=finding(company, kind, **more), photos=photos, now=now)
    return recording.notify(actor=other, item=item, now=now)


def everything(estate, company, proposer, other):
    """Items in every state and entries of the list: {"effective_item", "told_item", "listed", "told_listed"}."""
    now = clock.now()
    city = Actor(proposer, Role.CITY_OFFICER, Scope(ScopeKind.CITY, estate.city_id))
    keeper = Actor(other, Role.COUNTY_OFFICER, Scope(ScopeKind.COUNTY, estate.county_id))
    long_ago = day_of(now) - timedelta(days=100)
    effective, waiting = (
        told(city, keeper, company, project=estate, photos=[tickets.photo()]) for _ in range(2)
    )
    grave = told(city, keeper, company, "grave_accident")
    for item in (effective, grave):
        item.object_until, item.effective_on = long_ago, long_ago
    objected = told(keeper, city, company, "late_correction", project=estate)
    recording.object_(actor=keeper, item=objected, words="已经整改", now=now)
    recording.propose(actor=city, finding=finding(company, "commended"), now=now)
    quarter = quarter_of(day_of(now)).before
    listed, notified = (_listed(quarter, estate, company, city, number) for number in (1, 2))
    for entry in (listed, notified):
        listing.notify(actor=city, entry=entry, now=now)
    listed.reply_until, listed.published_at = long_ago, now
    db.session.flush()
    return {
        "effective_item": effective.id,
        "told_item": waiting.id,
        "listed": listed.id,
        "told_listed": notified.id,
    }


def _listed(quarter, estate, company, city, number):
    project = estate.id if number == 1 else None
    made = ListEntry(
        year=quarter.year, quarter=quarter.number, subject=f"{company.id}:{project}", colour="black",
        company_id=company.id, project_id=project, score=6000, place=20, among=20,
        reason="有一票否决的不良信息，信用分 60.00。", evidence="信用公示页", term_until=quarter.next.last_on,
        drawn_by=city.account_id, drawn_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made
