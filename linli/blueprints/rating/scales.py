"""Other scales on the same engine, for officers: the chart of communities by colour, and one community filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from linli.blueprints.rating import schemas, shown
from linli.domains.rating.models import ScaleReading
from linli.domains.rating.operations import scaling
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import scales
from linli.domains.rating.queries.scales import Scale, Spot
from linli.domains.rating.rules.grading import plain
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Api, Form, In, Out, Pages, allow, form_page, gives, idempotent, summary, takes
from linli.platform.web.schemas import Moment

api = Api("rating_scales_api", __name__, tag="rating")
pages = Pages("rating_scales_console", __name__)
HERE = "/work/rating/scales"
SPOT = "<scale>/regions/<uuid:region_id>/<int:year>"


class ChartIn(In):
    """Of which year."""

    year = fields.Integer(
        load_default=None, validate=validate.Range(2000, 2200, error="应在 2000 到 2200 之间。")
    )


class ReadingIn(In):
    """What was found on a scale; what is left out stays open."""

    entries = fields.List(
        fields.Nested(schemas.EntryIn),
        required=True,
        validate=validate.Length(1, 100, error="一次 1 到 100 项。"),
    )


class ScaleOut(Out):
    """A scale."""

    name = fields.String(required=True)
    title = fields.String(attribute="catalogue.title", required=True)
    version = fields.String(attribute="catalogue.version", required=True)


class ScalesOut(Out):
    """All scales but the stars."""

    items = fields.List(fields.Nested(ScaleOut), required=True)


class StandingOut(Out):
    """What a community came to; without a total it was not filled in."""

    region_id = fields.UUID(required=True)
    region = fields.String(required=True)
    total = fields.Integer(required=True, allow_none=True)
    kind = fields.String(required=True)
    colour = fields.String(required=True)
    open = fields.Integer(required=True)
    made_at = Moment(required=True, allow_none=True)


class ChartOut(Out):
    """Every community by colour."""

    items = fields.List(fields.Nested(StandingOut), required=True)


class ReadingOut(Out):
    """A community's year; points in hundredths."""

    year = fields.Integer(required=True)
    version = fields.String(required=True)
    total = fields.Integer(attribute="result.total", required=True)
    kind = fields.String(attribute="result.kind", required=True)
    colour = fields.String(attribute="result.colour", required=True)
    open = fields.Integer(attribute="result.open", required=True)
    points = fields.Dict(
        keys=fields.String(), values=fields.Integer(), attribute="result.points", required=True
    )
    entries = fields.Dict(required=True)
    made_at = Moment(required=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of a reading, as a form shows it."""

    values: Mapping[str, Any]
    zeroed: bool
    applies: bool
    evidence: str


def found(*, scale: str, region_id: UUID, year: int, **_: object) -> Spot:
    """What a door finds: a community's year, if it lies in the region of whoever stands there."""
    return scales.spot(g.actor, scale=scale, region_id=region_id, year=year)


def this_year(query: Mapping[str, Any]) -> int:
    """The year that was asked for, or the running one."""
    return int(query["year"] or day_of(clock.now()).year)


@api.get("/rating-scales")
@allow(Act.READ_SCALE, GRANTS)
@gives(ScalesOut)
@summary("星级以外的评分：银耀有礼指数、选情三色图")
def list_scales(actor: Actor) -> dict[str, Any]:  # noqa: ARG001
    return {"items": scales.scales()}


@api.get("/rating-scales/<scale>")
@allow(Act.READ_SCALE, GRANTS, on=scales.named)
@takes(ChartIn, where="query")
@gives(ChartOut)
@summary("辖区各社区一年的颜色，分低的在前")
def show_chart(actor: Actor, of: Scale, query: dict[str, Any]) -> dict[str, Any]:
    return {"items": scales.chart(actor, of, this_year(query))}


@api.post(f"/rating-scales/{SPOT}")
@allow(Act.FILL_SCALE, GRANTS, on=found)
@takes(ReadingIn)
@gives(ReadingOut, 201)
@idempotent()
@summary("填一个社区一年的评分；没填的项不算 0 分，列为未填")
def fill(actor: Actor, of: Spot, body: dict[str, Any]) -> ScaleReading:
    typed = {one.pop("code"): Typed(**one) for one in body["entries"]}
    return scaling.fill(actor=actor, of=of, typed=typed, now=clock.now())


@pages.get(HERE)
@allow(Act.READ_SCALE, GRANTS)
def list_scales_page(actor: Actor) -> str:  # noqa: ARG001
    return render_template("rating/scales.html", here=HERE, scales=scales.scales())


@pages.get(f"{HERE}/<scale>")
@allow(Act.READ_SCALE, GRANTS, on=scales.named)
@takes(ChartIn, where="query")
def show_chart_page(actor: Actor, of: Scale, query: dict[str, Any]) -> str:
    year = this_year(query)
    rows = scales.chart(actor, of, year)
    return render_template(
        "rating/scale.html",
        here=f"{HERE}/{of.name}",
        up=HERE,
        catalogue=of.catalogue,
        year=year,
        rows=rows,
        counts=[(word, sum(one.colour == word for one in rows)) for word in ("红", "黄", "绿", "")],
        plain=plain,
    )


@pages.get(f"{HERE}/{SPOT}")
@allow(Act.READ_SCALE, GRANTS, on=found)
def show_form(actor: Actor, of: Spot) -> str:
    return _form(actor, of, Form())


def _form(actor: Actor, of: Spot, form: Form) -> str:
    kept = scales.reading(of)
    entries = {code: Kept(**one) for code, one in (kept.entries if kept else {}).items()}
    catalogue = of.scale.catalogue
    result = scales.result(catalogue, kept.entries if kept else {})
    return render_template(
        "rating/scale_form.html",
        form=form,
        here=f"{HERE}/{of.scale.name}/regions/{of.region_id}/{of.year}",
        up=f"{HERE}/{of.scale.name}?year={of.year}",
        of=of,
        catalogue=catalogue,
        kept=kept,
        result=result,
        band=scales.band(catalogue, result.stars),
        areas=[(area, shown.rows(area, entries, result)) for area in catalogue.areas],
        count=len(catalogue.indicators),
        saved="saved" in request.args,
        may_fill=permits(GRANTS, actor, Act.FILL_SCALE, of),
        plain=plain,
    )


@pages.post(f"{HERE}/{SPOT}")
@allow(Act.FILL_SCALE, GRANTS, on=found)
@takes(schemas.AreaForm)
@form_page(_form)
def fill_page(actor: Actor, of: Spot, body: dict[str, Any]) -> ResponseReturnValue:
    typed: dict[str, Typed] = {}
    for area in of.scale.catalogue.areas:
        typed |= shown.typed_in(area, body)
    scaling.fill(actor=actor, of=of, typed=typed, now=clock.now())
    return redirect(f"{HERE}/{of.scale.name}/regions/{of.region_id}/{of.year}?saved=1", 303)
