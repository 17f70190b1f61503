"""Task forces for programs."""

from typing import Any

from linli.blueprints.taskforces import schemas
from linli.blueprints.taskforces.shown import detail, found, page
from linli.blueprints.taskforces.verbs import VERBS, Verb
from linli.domains.estates.rules import RegionLevel
from linli.domains.taskforces import queries
from linli.domains.taskforces.models import TaskForce
from linli.domains.taskforces.operations import admitting
from linli.domains.taskforces.operations.admitting import Proposal
from linli.domains.taskforces.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("taskforces_api", __name__, tag="taskforces")
ONE = "/taskforces/<uuid:force_id>"


@bp.get("/taskforces")
@allow(Act.READ, GRANTS)
@takes(schemas.ListIn, where="query")
@gives(page_of(schemas.ForceOut))
@summary("和本辖区有关的专班，新的在前")
def list_forces(actor: Actor, query: dict[str, Any]) -> Page[dict[str, Any]]:
    window = Window(query["limit"], query["cursor"])
    return page(queries.listed(actor, over=query["over"], window=window))


@bp.post("/taskforces")
@allow(Act.PROPOSE, GRANTS)
@takes(schemas.ProposeIn)
@gives(schemas.ForceDetailOut, 201)
@idempotent()
@summary("提请成立专班：单个部门解决不了的问题")
def propose_force(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    return detail(actor, proposed(actor, body))


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=found)
@gives(schemas.ForceDetailOut)
@summary("一个专班：准入、名单、挂图、周报、月评、工单")
def show_force(actor: Actor, force: TaskForce) -> dict[str, Any]:
    return detail(actor, force)


def proposed(actor: Actor, body: dict[str, Any]) -> TaskForce:
    """The proposal that a form or a program sent, made."""
    proposal = Proposal(**body | {"level": RegionLevel(body["level"])})
    return admitting.propose(actor=actor, proposal=proposal, now=clock.now())


def _verb(verb: Verb) -> None:
    """Register one deed as POST …/taskforces/<id>/<word>."""

    def take(actor: Actor, force: TaskForce, body: dict[str, Any]) -> dict[str, Any]:
        return detail(actor, verb.do(actor, force, body, clock.now()))

    take.__name__ = verb.name
    view = summary(verb.summary)(gives(schemas.ForceDetailOut)(idempotent()(takes(verb.brings)(take))))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    _verb(_one)
