"""The accountant's months: trial balance, vouchers to take along, closing, opening again with a second person."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import periods_schemas as schemas
from linli.blueprints.payments.periods_shown import month_named, month_or, month_shown, trial_shown, vouchers
from linli.domains.payments.models import BookPeriod, PeriodReopening
from linli.domains.payments.operations import periods as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import balances, periods
from linli.domains.payments.rules.periods import Month, month_of
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.spreadsheets import XLSX
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

bp = Pages("payments_periods", __name__)
api = Api("payments_periods_api", __name__, tag="payments")
HERE = "/work/e/<uuid:estate_id>/fees/periods"
THERE = "/estates/<uuid:estate_id>/book-periods"


def _months_shown(estate_id: UUID) -> dict[str, Any]:
    return {"items": [month_shown(one) for one in periods.months(estate_id, today=day_of(clock.now()))]}


@api.get(THERE)
@allow(Act.READ_PERIODS, GRANTS)
@gives(schemas.MonthsOut)
@summary("账簿的各个月份和关账情况")
def list_months(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return _months_shown(estate_id)


@api.get(f"{THERE}/<month>/trial-balance")
@allow(Act.READ_PERIODS, GRANTS)
@gives(schemas.TrialOut)
@summary("一个月的试算平衡表")
def read_trial(actor: Actor, estate_id: UUID, month: str) -> dict[str, Any]:  # noqa: ARG001
    return trial_shown(estate_id, month_named(month))


@api.get(f"{THERE}/<month>/vouchers")
@allow(Act.READ_PERIODS, GRANTS)
@takes(schemas.VouchersQueryIn, where="query")
@gives(None, 200, media_type=f"text/csv, {XLSX}")
@summary("一个月的凭证，供财务软件导入")
def export_vouchers(actor: Actor, estate_id: UUID, month: str, query: dict[str, Any]) -> Response:  # noqa: ARG001
    return vouchers(estate_id, month_named(month), query["form"])


@api.post(THERE)
@allow(Act.CLOSE_PERIOD, GRANTS)
@takes(schemas.MonthIn)
@gives(schemas.MonthsOut, 201)
@idempotent()
@summary("关账：这个月以后不能再记账")
def close_month(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    operations.close(actor=actor, estate_id=estate_id, month=month_of(body["month_on"]), now=clock.now())
    return _months_shown(estate_id)


@api.post(f"{THERE}/<uuid:period_id>/reopenings")
@allow(Act.REOPEN_PERIOD, GRANTS, on=periods.period)
@takes(schemas.ReopenIn)
@gives(schemas.MonthsOut, 201)
@summary("申请重新开账，要写理由")
def ask_reopening(actor: Actor, period: BookPeriod, body: dict[str, Any]) -> dict[str, Any]:
    operations.ask_reopening(actor=actor, period=period, now=clock.now(), **body)
    return _months_shown(period.estate_id)


@api.post("/estates/<uuid:estate_id>/period-reopenings/<uuid:reopening_id>/decision")
@allow(Act.REOPEN_PERIOD, GRANTS, on=periods.reopening)
@takes(schemas.AgreeIn)
@gives(schemas.MonthsOut)
@summary("由另一个人决定是否重新开账")
def decide_reopening(actor: Actor, reopening: PeriodReopening, body: dict[str, Any]) -> dict[str, Any]:
    operations.decide_reopening(actor=actor, reopening=reopening, now=clock.now(), **body)
    return _months_shown(reopening.estate_id)


@bp.get(HERE)
@allow(Act.READ_PERIODS, GRANTS)
def open_months(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    today = day_of(clock.now())
    return render_template(
        "payments/periods.html",
        here=f"/work/e/{estate_id}/fees/periods",
        months=periods.months(estate_id, today=today),
        current=month_of(today),
        may_decide=permits(GRANTS, actor, Act.REOPEN_PERIOD),
    )


@bp.get(f"{HERE}/<month>")
@allow(Act.READ_PERIODS, GRANTS)
def open_month(actor: Actor, estate_id: UUID, month: str) -> ResponseReturnValue:
    return _month(actor, estate_id, Form(), month_named(month))


def _month(actor: Actor, estate_id: UUID, form: Form, month: Month) -> str:
    period = periods.of_month(estate_id, month)
    asked = periods.reopenings(period) if period else []
    lines = balances.trial_balance(estate_id, month)
    return render_template(
        "payments/period.html",
        here=f"/work/e/{estate_id}/fees/periods",
        form=form,
        month=month,
        period=period,
        lines=lines,
        sums=[
            sum(getattr(one, name) for one in lines) for name in ("opening_fen", "debit_fen", "credit_fen")
        ],
        asked=asked,
        names=identity.names([one for row in asked for one in (row.asked_by, row.decided_by) if one]),
        me=actor.account_id,
        differences=periods.open_differences(estate_id, month),
        over=clock.now() >= month.until_at,
        may_close=permits(GRANTS, actor, Act.CLOSE_PERIOD),
        may_decide=permits(GRANTS, actor, Act.REOPEN_PERIOD),
    )


def _again(actor: Actor, estate_id: UUID, form: Form) -> str:
    """The month of a closing that was refused."""
    month = month_or(str(form.value("month_on"))[:7], month_of(day_of(clock.now())))
    return _month(actor, estate_id, form, month)


@bp.get(f"{HERE}/<month>/vouchers")
@allow(Act.READ_PERIODS, GRANTS)
@takes(schemas.VouchersQueryIn, where="query")
def download_vouchers(actor: Actor, estate_id: UUID, month: str, query: dict[str, Any]) -> Response:  # noqa: ARG001
    return vouchers(estate_id, month_named(month), query["form"])


@bp.post(HERE)
@allow(Act.CLOSE_PERIOD, GRANTS)
@takes(schemas.MonthIn)
@idempotent()
@form_page(_again)
def close_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    month = month_of(body["month_on"])
    operations.close(actor=actor, estate_id=estate_id, month=month, now=clock.now())
    return _to(estate_id, month)


@bp.post(f"{HERE}/<uuid:period_id>/reopenings")
@allow(Act.REOPEN_PERIOD, GRANTS, on=periods.period)
@takes(schemas.ReopenIn)
@form_page(lambda actor, period, form: _month(actor, period.estate_id, form, Month(period.month_on)))
def ask_on_page(actor: Actor, period: BookPeriod, body: dict[str, Any]) -> ResponseReturnValue:
    operations.ask_reopening(actor=actor, period=period, now=clock.now(), **body)
    return _to(period.estate_id, Month(period.month_on))


@bp.post(f"{HERE}/reopenings/<uuid:reopening_id>/decision")
@allow(Act.REOPEN_PERIOD, GRANTS, on=periods.reopening)
@takes(schemas.AgreeIn)
@form_page(lambda actor, reopening, form: _month(actor, reopening.estate_id, form, _month_of(reopening)))
def decide_on_page(actor: Actor, reopening: PeriodReopening, body: dict[str, Any]) -> ResponseReturnValue:
    operations.decide_reopening(actor=actor, reopening=reopening, now=clock.now(), **body)
    return _to(reopening.estate_id, _month_of(reopening))


def _month_of(reopening: PeriodReopening) -> Month:
    return Month(periods.period(estate_id=reopening.estate_id, period_id=reopening.period_id).month_on)


def _to(estate_id: UUID, month: Month) -> ResponseReturnValue:
    return redirect(f"/work/e/{estate_id}/fees/periods/{month.first_on:%Y-%m}", 303)
