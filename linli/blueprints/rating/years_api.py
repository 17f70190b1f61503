"""A region's year of stars and its prize money, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.rating import years_schemas as schemas
from linli.blueprints.rating import years_shown as showing
from linli.domains.rating.models import PrizePayment, PrizeRound, PrizeShare, Redrawing
from linli.domains.rating.operations import prizes as deeds
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import prizes
from linli.domains.rating.rules.prizes import Redrawn
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("rating_years_api", __name__, tag="rating")
YEAR = "/rating-years/<int:year>"
PRIZES = f"{YEAR}/prizes"


@bp.get(YEAR)
@allow(Act.READ_YEAR, GRANTS)
@gives(schemas.YearFiguresOut)
@summary("辖区一年的评定：参评、升降、三类小区和上年比")
def show_year(actor: Actor, year: int) -> dict[str, Any]:
    return showing.figures(showing.year_of(actor, year))


@bp.get(PRIZES)
@allow(Act.PROPOSE_PRIZES, GRANTS, on=showing.found_round)
@gives(schemas.RoundOut)
@summary("一年的升星奖补：预算、每个升星小区的金额、付款")
def show_prizes(actor: Actor, prize_round: PrizeRound) -> dict[str, Any]:  # noqa: ARG001
    return showing.detail(prize_round)


@bp.post(PRIZES)
@allow(Act.PROPOSE_PRIZES, GRANTS)
@takes(schemas.BudgetIn)
@gives(schemas.RoundOut, 201)
@idempotent()
@summary("提出一年的升星奖补；只给升星的小区，超过预算按比例缩减")
def propose(actor: Actor, year: int, body: dict[str, Any]) -> dict[str, Any]:
    made = deeds.propose(
        actor=actor, year=year, budget_fen=body["budget"], basis=body["basis"], now=clock.now()
    )
    return showing.detail(made)


@bp.post(f"{PRIZES}/approval")
@allow(Act.DECIDE_PRIZES, GRANTS, on=showing.found_round)
@takes(schemas.WordsIn)
@gives(schemas.RoundOut)
@idempotent()
@summary("批准奖补；提出的人不能自己批准")
def approve(actor: Actor, prize_round: PrizeRound, body: dict[str, Any]) -> dict[str, Any]:
    return showing.detail(deeds.approve(actor=actor, prize_round=prize_round, now=clock.now(), **body))


@bp.post(f"{PRIZES}/return")
@allow(Act.DECIDE_PRIZES, GRANTS, on=showing.found_round)
@takes(schemas.WordsIn)
@gives(schemas.RoundOut)
@idempotent()
@summary("退回奖补方案，写明理由")
def send_back(actor: Actor, prize_round: PrizeRound, body: dict[str, Any]) -> dict[str, Any]:
    return showing.detail(deeds.send_back(actor=actor, prize_round=prize_round, now=clock.now(), **body))


@bp.post("/estates/<uuid:estate_id>/prizes/<uuid:share_id>/payment")
@allow(Act.PAY_PRIZES, GRANTS, on=prizes.share)
@takes(schemas.PaymentIn)
@gives(schemas.PaidOut, 201)
@idempotent()
@summary("登记一笔奖补已经付款：日期和凭证号，一次付清")
def pay(actor: Actor, share: PrizeShare, body: dict[str, Any]) -> PrizePayment:
    return deeds.pay(actor=actor, share=share, now=clock.now(), **body)


@bp.post("/estates/<uuid:estate_id>/redrawings")
@allow(Act.NOTE_REDRAWING, GRANTS)
@takes(schemas.RedrawingIn)
@gives(schemas.RedrawingOut, 201)
@idempotent()
@summary("登记小区在一年里合并或拆分，当年不算升星")
def note_redrawing(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Redrawing:
    noted = body | {"kind": Redrawn(body["kind"])}
    return deeds.note_redrawing(actor=actor, estate_id=estate_id, now=clock.now(), **noted)
