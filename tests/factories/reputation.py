"""Companies with something on their record."""

from datetime import timedelta

from linli.domains.reputation.operations import recording
from linli.domains.reputation.operations.recording import Finding
from linli.domains.reputation.rules.kinds import KINDS
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform import clock
from tests.factories import people


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


def told(proposer, other, company, kind="poor_disclosure", **more):
    """An item that the company was told of."""
    now = clock.now()
    item = recording.propose(actor=proposer, finding=finding(company, kind, **more), now=now)
    return recording.notify(actor=other, item=item, now=now)
