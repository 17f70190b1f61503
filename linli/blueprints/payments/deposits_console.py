"""The desk's deposits: asked for, taken, given back less what was taken off with evidence (FE-17)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees.schemas import DecisionIn
from linli.blueprints.payments import deposits_schemas as schemas
from linli.blueprints.payments.securing import check_unit, secured
from linli.domains.decoration import queries as decorations
from linli.domains.estates import queries as estates
from linli.domains.payments.models import Deposit, DepositSettlement
from linli.domains.payments.operations import deposits as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import deposits, refunds
from linli.domains.payments.rules import Desk
from linli.domains.payments.rules.deposits import DepositState
from linli.domains.payments.rules.refunds import RefundState
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("payments_deposits", __name__)
HERE = "/work/e/<uuid:estate_id>/fees/deposits"
ONE = f"{HERE}/<uuid:deposit_id>"
TONES = {DepositState.ASKED: "wait", DepositState.HELD: "info", DepositState.SETTLED: "good"}


def home(estate_id: UUID) -> str:
    """The address of this desk."""
    return f"/work/e/{estate_id}/fees/deposits"


@bp.get(HERE)
@allow(Act.READ_DEPOSITS, GRANTS)
@takes(schemas.DepositsPageIn, where="query")
def list_deposits(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _list(actor, estate_id, Form(), query)


def _list(actor: Actor, estate_id: UUID, form: Form, query: dict[str, Any] | None = None) -> str:
    asked = query or {"limit": 50, "cursor": None, "state": None, "about": None}
    chosen = DepositState(asked["state"]) if asked["state"] else None
    window, here = Window(asked["limit"], asked["cursor"]), home(estate_id)
    found = deposits.deposits_page(actor, estate_id, window=window, state=chosen)
    return render_template(
        "payments/deposits.html",
        here=here,
        form=form,
        deposits=found.items,
        tones=TONES,
        sums=deposits.sums(estate_id),
        states=DepositState,
        options=[{"label": "全部", "href": here, "current": chosen is None}]
        + [
            {"label": one.title, "href": f"{here}?state={one}", "current": chosen is one}
            for one in DepositState
        ],
        next=found.next and f"{here}?cursor={found.next}" + (f"&state={chosen}" if chosen else ""),
        may_keep=permits(GRANTS, actor, Act.KEEP_DEPOSITS),
        about=asked["about"] and _decoration(estate_id, asked["about"]),
    )


def _decoration(estate_id: UUID, decoration_id: UUID) -> dict[str, Any]:
    """What the form needs of the decoration for which a deposit is to be asked."""
    work = decorations.decoration(estate_id=estate_id, decoration_id=decoration_id)
    return {"id": work.id, "unit": estates.unit_views(estate_id, [work.unit_id])[0].label}


@bp.post(HERE)
@allow(Act.KEEP_DEPOSITS, GRANTS)
@takes(schemas.DepositForm)
@idempotent()
@form_page(_list)
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    unit_id, amount = deposits.unit_named(estate_id, body.pop("unit")), body.pop("amount")
    check_unit(estate_id, unit_id, body["about_id"])
    made = operations.ask(
        actor=actor, estate_id=estate_id, unit_id=unit_id, amount_fen=amount, now=clock.now(), **body
    )
    return _to(made)


@bp.get(ONE)
@allow(Act.READ_DEPOSITS, GRANTS, on=deposits.deposit)
def show(actor: Actor, deposit: Deposit) -> ResponseReturnValue:
    return _one(actor, deposit, Form())


def _one(actor: Actor, deposit: Deposit, form: Form) -> str:
    one = deposits.views([deposit])[0]
    last = one.settlement
    took_part = (deposit.asked_by, *((last.proposed_by, last.decided_by) if last else ()))
    refund = last and last.refund_id and refunds.refund(estate_id=deposit.estate_id, refund_id=last.refund_id)
    return render_template(
        "payments/deposit.html",
        back=home(deposit.estate_id),
        here=f"{home(deposit.estate_id)}/{deposit.id}",
        settlements=f"/work/e/{deposit.estate_id}/fees/deposit-settlements",
        form=form,
        one=one,
        tones=TONES,
        names=identity.names([who for who in took_part if who]),
        photos=one.photos,
        secures=secured(actor, [deposit]).get(deposit.id),
        refund=refund and RefundState(refund.state).title,
        ways=[(way.value, way.title) for way in Desk],
        may_keep=permits(GRANTS, actor, Act.KEEP_DEPOSITS),
        may_decide=one.waiting and permits(GRANTS, actor, Act.DECIDE_DEPOSIT, one.waiting),
    )


@bp.post(f"{ONE}/cancellation")
@allow(Act.KEEP_DEPOSITS, GRANTS, on=deposits.deposit)
@form_page(_one)
def cancel(actor: Actor, deposit: Deposit) -> ResponseReturnValue:  # noqa: ARG001
    return _to(operations.cancel(deposit=deposit, now=clock.now()))


@bp.post(f"{ONE}/desk")
@allow(Act.KEEP_DEPOSITS, GRANTS, on=deposits.deposit)
@takes(schemas.DepositDeskForm, files=True)
@idempotent()
@form_page(_one)
def take(actor: Actor, deposit: Deposit, body: dict[str, Any]) -> ResponseReturnValue:
    operations.take(
        actor=actor,
        deposit=deposit,
        way=Desk(body["way"]),
        voucher_no=body["voucher_no"],
        received_fen=body["received"],
        photos=[one.stream for one in body["photos"]],
        now=clock.now(),
    )
    return _to(deposit)


@bp.post(f"{ONE}/settlements")
@allow(Act.KEEP_DEPOSITS, GRANTS, on=deposits.deposit)
@takes(schemas.SettlementForm, files=True)
@idempotent()
@form_page(_one)
def propose(actor: Actor, deposit: Deposit, body: dict[str, Any]) -> ResponseReturnValue:
    operations.propose(
        actor=actor,
        deposit=deposit,
        deducted_fen=body["deducted"],
        reason=body["reason"],
        photos=[one.stream for one in body["photos"]],
        now=clock.now(),
    )
    return _to(deposit)


@bp.post("/work/e/<uuid:estate_id>/fees/deposit-settlements/<uuid:deposit_settlement_id>/decision")
@allow(Act.DECIDE_DEPOSIT, GRANTS, on=deposits.settlement)
@takes(DecisionIn)
@form_page(lambda actor, settlement, form: _one(actor, _about(settlement), form))
def decide(actor: Actor, settlement: DepositSettlement, body: dict[str, Any]) -> ResponseReturnValue:
    operations.decide(actor=actor, settlement=settlement, approve=body["approve"], now=clock.now())
    return _to(_about(settlement))


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.READ_DEPOSITS, GRANTS, on=deposits.deposit)
def photo(actor: Actor, deposit: Deposit, photo_id: UUID) -> Response:
    return send(deposits.photo(actor, deposit, photo_id))


def _about(settlement: DepositSettlement) -> Deposit:
    return deposits.deposit(estate_id=settlement.estate_id, deposit_id=settlement.deposit_id)


def _to(found: Deposit) -> ResponseReturnValue:
    return redirect(f"{home(found.estate_id)}/{found.id}", 303)
