"""The smallest tickets a test can have, and people round them."""

import io
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from PIL import Image

from linli.domains.tickets.operations import alarms, handling, incidents, joining, reporting
from linli.domains.tickets.operations import places as common_places
from linli.domains.tickets.operations.incidents import Matter
from linli.domains.tickets.operations.places import Naming, PlaceKind
from linli.domains.tickets.operations.reporting import Report
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.platform import clock
from tests.factories import people, places


def photo(colour="red"):
    """A small JPEG that says where it was taken, as phones do."""
    exif = Image.Exif()
    exif[0x010F] = "手机"
    exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(made, "JPEG", exif=exif)
    made.seek(0)
    return made


@dataclass
class Ground:
    """An estate with a company, a resident, a manager and a worker; ids, because objects expire."""

    estate_id: UUID
    company_id: UUID
    unit_id: UUID
    neighbour_unit_id: UUID
    resident_id: UUID
    neighbour_id: UUID
    manager_id: UUID
    worker_id: UUID
    officer_id: UUID

    def resident(self):
        return self._resident(self.resident_id, self.unit_id)

    def neighbour(self):
        return self._resident(self.neighbour_id, self.neighbour_unit_id)

    def manager(self):
        return self._staff(self.manager_id, Role.PROPERTY_MANAGER)

    def worker(self):
        return self._staff(self.worker_id, Role.PROPERTY_WORKER)

    def officer(self):
        return self._staff(self.officer_id, Role.COMMUNITY_OFFICER)

    def _resident(self, account_id, unit_id):
        units = MappingProxyType({unit_id: Tie.OWNER})
        return Actor(account_id, Role.OWNER, Scope(ScopeKind.ESTATE, self.estate_id), "", None, units)

    def _staff(self, account_id, role):
        return Actor(account_id, role, Scope(ScopeKind.ESTATE, self.estate_id))


def ground():
    """An estate with everybody a ticket needs."""
    estate, company = places.estate(), places.company()
    places.contract(estate, company)
    unit, other = places.unit(estate), places.unit(estate)
    resident, neighbour = people.account("张三"), people.account("王五")
    people.owner(estate, unit, name="张三", account=resident)
    people.owner(estate, other, name="王五", account=neighbour)
    return Ground(
        estate_id=estate.id,
        company_id=company.id,
        unit_id=unit.id,
        neighbour_unit_id=other.id,
        resident_id=resident.id,
        neighbour_id=neighbour.id,
        manager_id=people.staff(Role.PROPERTY_MANAGER, estate, name="赵经理").id,
        worker_id=people.staff(Role.PROPERTY_WORKER, estate, name="钱师傅").id,
        officer_id=people.staff(Role.COMMUNITY_OFFICER, estate, name="孙社工").id,
    )


def report(ground, *, category="common.gate", place="3幢门口", words="门禁刷不开", actor=None, **more):
    """A report by the resident."""
    unit_id = ground.unit_id if category.startswith("own.") else None
    return reporting.report(
        actor=actor or ground.resident(),
        estate_id=ground.estate_id,
        report=Report(category=category, place=place, words=words, unit_id=unit_id, **more),
        now=clock.now(),
    )


def assigned(ground, **more):
    """A report in the worker's hands."""
    ticket = report(ground, **more)
    return handling.assign(
        actor=ground.manager(), ticket=ticket, assignee_id=ground.worker_id, now=clock.now()
    )


def finished(ground, **more):
    """A report that waits for its rating."""
    ticket, worker = assigned(ground, **more), ground.worker()
    handling.sign(actor=worker, ticket=ticket, now=clock.now())
    handling.start(actor=worker, ticket=ticket, now=clock.now())
    return handling.finish(
        actor=worker, ticket=ticket, result="换了读卡器", photos=[photo()], now=clock.now()
    )


def around(estate_id, *, officer, reporter):
    """A listed place, an incident without reports and a case of the township, for the walks over all addresses."""
    reporting.report(
        actor=reporter, estate_id=estate_id, now=clock.now(),
        report=Report(category="public.illegal", place="5幢楼顶", words="楼顶搭了房子"),
    )  # fmt: skip
    common_places.add(estate_id=estate_id, naming=Naming(name="东门岗亭"), now=clock.now())
    matter = Matter(title="东门停电", category="common.gate")
    incidents.open_incident(actor=officer, estate_id=estate_id, matter=matter, now=clock.now())


def shared_by_neighbours(ground, *, follower):
    """A lift that is listed, people stuck in it, a gate that a neighbour follows, and an incident; their ids."""
    now, manager = clock.now(), ground.manager()
    lift = common_places.add(
        estate_id=ground.estate_id, now=now,
        naming=Naming(name="3幢东侧电梯", kind=PlaceKind.EQUIPMENT, category="common.lift"),
    )  # fmt: skip
    stuck = report(
        ground, category="urgent.lift", place="停在五层", place_id=lift.id, words="电梯突然停了，两个人在里面",
        answers={"people": "2 至 3 人", "hurt": "没有"},
    )  # fmt: skip
    gate = report(ground, place="东门岗亭")
    joining.join(actor=follower, ticket=gate, me_too=True, now=now)
    alarms.set_duty(estate_id=ground.estate_id, account_ids=[ground.worker_id, ground.manager_id], now=now)
    matter = Matter(title="东门和西门的门禁一起断电", category="common.gate")
    incident = incidents.open_incident(
        actor=manager, estate_id=ground.estate_id, matter=matter, ticket_ids=[gate.id], now=now
    )
    incidents.tell(actor=manager, incident=incident, words="电源模块烧坏，正在更换，预计 18 点恢复", now=now)
    return {"common_place": lift.id, "stuck": stuck.id, "gate": gate.id, "incident": incident.id}
