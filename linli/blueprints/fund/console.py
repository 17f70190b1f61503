"""The desk of repairs from the maintenance fund: asking, voting or confirming, paying, settling."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fund import schemas, shown
from linli.domains.fund import operations, queries
from linli.domains.fund.models import FundProject
from linli.domains.fund.permissions import GRANTS, Act
from linli.domains.fund.rules import Ground, Stage
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("fund_console", __name__)
HERE = "/work/e/<uuid:estate_id>/fund"
ONE = f"{HERE}/<uuid:fund_project_id>"
TONES = {Stage.AGREED: "info", Stage.SETTLED: "good", Stage.REFUSED: "bad"}


@bp.get(HERE)
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_projects(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _list(actor, estate_id, Form(), query["cursor"])


def _list(actor: Actor, estate_id: UUID, form: Form, cursor: str | None = None) -> str:
    found, here = (
        queries.projects_page(actor, estate_id, window=Window(50, cursor)),
        f"/work/e/{estate_id}/fund",
    )
    return render_template(
        "fund/console.html",
        here=here,
        form=form,
        projects=found.items,
        tones=TONES,
        next=found.next and f"{here}?cursor={found.next}",
        scopes=[(one.word, one.name) for one in queries.places(estate_id)],
        grounds=[("", "不是应急，由业主表决"), *((one.value, f"应急：{one.title}") for one in Ground)],
        may_ask=permits(GRANTS, actor, Act.ASK),
    )


@bp.post(HERE)
@allow(Act.ASK, GRANTS)
@takes(schemas.ProjectForm)
@idempotent()
@form_page(_list)
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(shown.ask(actor, estate_id, body))


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=queries.project)
def show(actor: Actor, project: FundProject) -> ResponseReturnValue:
    return _one(actor, project, Form())


def _one(actor: Actor, project: FundProject, form: Form) -> str:
    (view,) = queries.views([project])
    took_part = (project.asked_by, project.reviewed_by, project.confirmed_by, project.settled_by)
    return render_template(
        "fund/console_one.html",
        back=f"/work/e/{project.estate_id}/fund",
        here=f"/work/e/{project.estate_id}/fund/{project.id}",
        place=project.estate_id,
        form=form,
        one=view,
        tones=TONES,
        shares=queries.shares(project),
        payments=queries.payments(project),
        names=identity.names([who for who in took_part if who]),
        today=day_of(clock.now()),
        may={act.name.lower(): permits(GRANTS, actor, act) for act in Act},
    )


@bp.post(f"{ONE}/vote")
@allow(Act.PUT_TO_VOTE, GRANTS, on=queries.project)
@form_page(_one)
def put_to_vote(actor: Actor, project: FundProject) -> ResponseReturnValue:
    operations.put_to_vote(actor=actor, project=project, now=clock.now())
    return _to(project)


@bp.post(f"{ONE}/review")
@allow(Act.REVIEW, GRANTS, on=queries.project)
@form_page(_one)
def review(actor: Actor, project: FundProject) -> ResponseReturnValue:
    return _to(operations.review(actor=actor, project=project, now=clock.now()))


@bp.post(f"{ONE}/confirmation")
@allow(Act.CONFIRM, GRANTS, on=queries.project)
@takes(schemas.ConfirmIn)
@form_page(_one)
def confirm(actor: Actor, project: FundProject, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(operations.confirm(actor=actor, project=project, now=clock.now(), **body))


@bp.post(f"{ONE}/payments")
@allow(Act.PAY, GRANTS, on=queries.project)
@takes(schemas.FundPaymentForm)
@idempotent()
@form_page(_one)
def pay(actor: Actor, project: FundProject, body: dict[str, Any]) -> ResponseReturnValue:
    shown.pay(actor, project, body)
    return _to(project)


@bp.post(f"{ONE}/settlement")
@allow(Act.SETTLE, GRANTS, on=queries.project)
@form_page(_one)
def settle(actor: Actor, project: FundProject) -> ResponseReturnValue:
    return _to(operations.settle(actor=actor, project=project, now=clock.now()))


def _to(project: FundProject) -> ResponseReturnValue:
    return redirect(f"/work/e/{project.estate_id}/fund/{project.id}", 303)
