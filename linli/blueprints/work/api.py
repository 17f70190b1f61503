"""Jobs, dead letters and the log of acts, for programs."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from linli.blueprints.work import log, schemas
from linli.domains.people.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import audit, clock, job_board, outbox
from linli.platform.paging import Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("work_api", __name__, tag="platform")


@bp.get("/jobs")
@allow(Act.READ_JOBS, GRANTS)
@gives(schemas.BoardOut)
@summary("后台任务：上次、下次、失败，以及有没有进程在跑")
def show_jobs(actor: Actor) -> Any:  # noqa: ARG001
    counts = outbox.counts()
    return asdict(job_board.board(now=clock.now())) | {
        "pending": counts[outbox.State.PENDING],
        "dead": counts[outbox.State.DEAD],
    }


@bp.get("/dead-letters")
@allow(Act.READ_JOBS, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.DeadLetterOut))
@summary("多次重试仍没有送达的内部消息")
def list_dead_letters(actor: Actor, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return outbox.dead_page(window=Window(**query))


@bp.post("/dead-letters/<uuid:message_id>/resend")
@allow(Act.RUN_JOBS, GRANTS)
@gives(None, 204)
@idempotent()
@summary("再送一次")
def send_again(actor: Actor, message_id: UUID) -> None:  # noqa: ARG001
    if not outbox.send_again(message_id):
        raise Unknown
    audit.record("platform:dead_letter:resend", object_kind="outbox", object_id=message_id)


@bp.get("/audit")
@allow(Act.READ_AUDIT, GRANTS)
@takes(schemas.AuditIn, where="query")
@gives(page_of(schemas.EntryOut))
@summary("操作记录：按小区、账号、对象查")
def list_entries(actor: Actor, query: dict[str, Any]) -> Any:
    return log.entries(actor, query)


@bp.get("/audit/verification")
@allow(Act.READ_AUDIT, GRANTS)
@takes(schemas.ChainIn, where="query")
@gives(schemas.VerificationOut)
@summary("核对操作记录有没有被改动")
def verify(actor: Actor, query: dict[str, Any]) -> Any:
    return log.verification(actor, query["estate_id"])
