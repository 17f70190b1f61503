"""Facts behind a rating for programs: an estate's figures with the rows behind them, and the runs over all estates."""

from typing import Any

from linli.blueprints.rating import data_schemas as schemas
from linli.domains.rating.models import DataSet
from linli.domains.rating.operations import datasets as running
from linli.domains.rating.operations import recording
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import datasets, tracing
from linli.domains.rating.queries.tracing import Asked, Explained, Progress, Row, Year
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes
from linli.platform.web.schemas import WindowIn

bp = Api("rating_figures_api", __name__, tag="rating")
FIGURES = "/estates/<uuid:estate_id>/rating-figures/<int:year>"
ONE = f"{FIGURES}/<fact>"
RUNS = "/rating-data"


@bp.get(FIGURES)
@allow(Act.READ_FIGURES, GRANTS, on=tracing.year)
@gives(schemas.FiguresOut)
@summary("小区一年的各项数据：分子、分母、来源；没有数据的也列出来")
def show_figures(actor: Actor, of: Year) -> dict[str, Any]:  # noqa: ARG001
    items = tracing.traced(of)
    return {
        "frozen": of.frozen,
        "digest": of.run.digest if of.run else "",
        "missing": [one.fact for one in items if one.source is None],
        "items": items,
    }


@bp.get(ONE)
@allow(Act.READ_FIGURES, GRANTS, on=tracing.asked)
@gives(schemas.ExplainedOut)
@summary("一项数据怎么算出来的：口径、来源、时间、负责人、历次变化")
def show_figure(actor: Actor, one: Asked) -> Explained:  # noqa: ARG001
    return tracing.explained_figure(one)


@bp.get(f"{ONE}/rows")
@allow(Act.READ_FIGURES, GRANTS, on=tracing.asked)
@takes(WindowIn, where="query")
@gives(page_of(schemas.RowOut))
@summary("一项数据背后的每一条记录，加起来就是分子和分母")
def list_rows(actor: Actor, one: Asked, query: dict[str, Any]) -> Page[Row]:
    return tracing.rows(actor, one, window=Window(**query))


@bp.post(f"{ONE}/records")
@allow(Act.RECORD_FACT, GRANTS, on=tracing.asked)
@takes(schemas.ValueIn)
@gives(schemas.ExplainedOut, 201)
@idempotent()
@summary("凭佐证记录平台还算不出的数据；平台能算的不接受")
def record(actor: Actor, one: Asked, body: dict[str, Any]) -> Explained:
    recording.record(
        actor=actor,
        estate_id=one.of.estate_id,
        year=one.of.year,
        fact=one.fact,
        typed=schemas.typed(body),
        evidence=body["evidence"],
        now=clock.now(),
    )
    return tracing.explained_figure(one)


@bp.post(f"{ONE}/corrections")
@allow(Act.CORRECT_FIGURE, GRANTS, on=tracing.asked)
@takes(schemas.CorrectionIn)
@gives(schemas.ExplainedOut, 201)
@idempotent()
@summary("给冻结的数据写一条署名更正，原来的数不动")
def correct(actor: Actor, one: Asked, body: dict[str, Any]) -> Explained:
    recording.correct(
        actor=actor,
        estate_id=one.of.estate_id,
        year=one.of.year,
        fact=one.fact,
        typed=schemas.typed(body),
        reason=body["reason"],
        evidence=body["evidence"],
        now=clock.now(),
    )
    return tracing.explained_figure(one)


@bp.post(f"{ONE}/comments")
@allow(Act.EXPLAIN_JUMP, GRANTS, on=tracing.asked)
@takes(schemas.CommentIn)
@gives(schemas.ExplainedOut, 201)
@idempotent()
@summary("说明一项数据为什么和上年相差很大")
def comment(actor: Actor, one: Asked, body: dict[str, Any]) -> Explained:
    recording.comment(
        actor=actor,
        estate_id=one.of.estate_id,
        year=one.of.year,
        fact=one.fact,
        words=body["words"],
        now=clock.now(),
    )
    return tracing.explained_figure(one)


@bp.get(RUNS)
@allow(Act.READ_DATA, GRANTS)
@gives(schemas.DataSetsOut)
@summary("各年度的数据集")
def list_runs(actor: Actor) -> dict[str, Any]:  # noqa: ARG001
    return {"items": datasets.runs()}


@bp.post(RUNS)
@allow(Act.RUN_DATA, GRANTS)
@takes(schemas.YearOfDataIn)
@gives(schemas.DataSetOut, 201)
@idempotent()
@summary("开始计算一个年度全部小区的数据")
def start(actor: Actor, body: dict[str, Any]) -> DataSet:
    return running.start(actor=actor, year=body["year"], now=clock.now())


@bp.get(f"{RUNS}/<uuid:data_set_id>")
@allow(Act.READ_DATA, GRANTS, on=datasets.run)
@gives(schemas.DataSetDetailOut)
@summary("一次计算：进度、缺哪些数据、指纹对不对得上")
def show_run(actor: Actor, of: DataSet) -> Progress:  # noqa: ARG001
    return tracing.progress(of)


@bp.post(f"{RUNS}/<uuid:data_set_id>/freeze")
@allow(Act.RUN_DATA, GRANTS, on=datasets.run)
@gives(schemas.DataSetOut)
@idempotent()
@summary("冻结一个年度的数据，之后只能写署名更正")
def freeze(actor: Actor, of: DataSet) -> DataSet:
    running.freeze(actor=actor, of=of, now=clock.now())
    return of
