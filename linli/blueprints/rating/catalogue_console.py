"""A city's catalogues on pages: copy a year's, edit it line by line, see what it would change, publish it."""

from typing import Any

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import catalogue_schemas as schemas
from linli.domains.rating.models import CatalogueEdition
from linli.domains.rating.operations import drafting
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import catalogues, effects
from linli.domains.rating.rules import editions
from linli.domains.rating.rules.editions import Line
from linli.domains.rating.rules.grading import plain
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.papers import paper

bp = Pages("rating_catalogue_console", __name__)
ALL = "/work/rating/catalogues"
ONE = f"{ALL}/<uuid:edition_id>"


@bp.get(ALL)
@allow(Act.READ_CATALOGUE, GRANTS)
def list_editions(actor: Actor, form: Form | None = None) -> str:
    return render_template(
        "rating/catalogues.html",
        form=form or Form(),
        here=ALL,
        used=catalogues.in_force(),
        editions=catalogues.editions(),
        year=day_of(clock.now()).year,
        may_edit=permits(GRANTS, actor, Act.EDIT_CATALOGUE),
    )


@bp.post(ALL)
@allow(Act.EDIT_CATALOGUE, GRANTS)
@takes(schemas.CopyIn)
@form_page(list_editions)
@idempotent()
def copy_year(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    made = drafting.copy_year(actor=actor, now=clock.now(), **body)
    return redirect(f"{ALL}/{made.id}", 303)


@bp.get(ONE)
@allow(Act.READ_CATALOGUE, GRANTS, on=catalogues.edition)
def show_edition(actor: Actor, of: CatalogueEdition) -> str:
    return _edition(actor, of, Form())


def _edition(actor: Actor, of: CatalogueEdition, form: Form, **_: Any) -> str:
    draft = of.state == catalogues.DRAFT
    return render_template(
        "rating/catalogue.html",
        form=form,
        here=f"{ALL}/{of.id}",
        up=ALL,
        of=of,
        draft=draft,
        sums=editions.sums(of.content),
        problem=catalogues.problem(of) if draft else "",
        differences=catalogues.differences(of),
        may_edit=draft and permits(GRANTS, actor, Act.EDIT_CATALOGUE),
        may_publish=draft and permits(GRANTS, actor, Act.PUBLISH_CATALOGUE),
        mine=of.drafted_by == actor.account_id,
    )


@bp.get(f"{ONE}/differences.pdf")
@allow(Act.READ_CATALOGUE, GRANTS, on=catalogues.edition)
def print_differences(actor: Actor, of: CatalogueEdition) -> Response:  # noqa: ARG001
    return paper(
        "papers/catalogue_differences.html",
        name=f"{of.version}修改对照表",
        place=of.version,
        of=of,
        before=catalogues.named(of.copied_from).version,
        differences=catalogues.differences(of),
        sums=editions.sums(of.content),
        draft=of.state == catalogues.DRAFT,
        made_at=clock.now(),
    )


@bp.get(f"{ONE}/indicators/<code>")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
def show_line(actor: Actor, of: CatalogueEdition, code: str) -> str:
    return _line(actor, of, code, Form())


def _line(actor: Actor, of: CatalogueEdition, code: str, form: Form) -> str:  # noqa: ARG001
    raw = editions.line_of(of.content, code)
    if raw is None:
        raise Unknown
    parts = raw.get(editions.PARTS, [raw])
    return render_template(
        "rating/catalogue_line.html",
        form=form,
        up=f"{ALL}/{of.id}",
        here=f"{ALL}/{of.id}/indicators/{code}",
        of=of,
        draft=of.state == catalogues.DRAFT,
        raw=raw,
        parts=parts,
        values=form.values or {f"grade_{place}": part["grade"] for place, part in enumerate(parts)} | raw,
    )


@bp.post(f"{ONE}/indicators/<code>")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@takes(schemas.LineForm)
@form_page(_line)
def change_line(
    actor: Actor,  # noqa: ARG001
    of: CatalogueEdition,
    code: str,
    body: dict[str, Any],
) -> ResponseReturnValue:
    texts = [body.pop(f"grade_{place}") for place in range(3)]
    keys = editions.keys_of(of.content, code)
    line = Line(**body, grades=dict(zip(keys, texts, strict=False)))
    drafting.change_line(of=of, code=code, line=line, now=clock.now())
    return redirect(f"{ALL}/{of.id}#{code}", 303)


@bp.post(f"{ONE}/indicators/<code>/drop")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@form_page(_line)
def drop_line(actor: Actor, of: CatalogueEdition, code: str) -> ResponseReturnValue:  # noqa: ARG001
    drafting.drop_line(of=of, code=code, now=clock.now())
    return redirect(f"{ALL}/{of.id}", 303)


@bp.post(f"{ONE}/indicators")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@takes(schemas.NewLineIn)
@form_page(_edition)
def add_line(actor: Actor, of: CatalogueEdition, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    drafting.add_line(of=of, line=schemas.new_line(body), now=clock.now())
    return redirect(f"{ALL}/{of.id}#{body['code']}", 303)


@bp.post(f"{ONE}/areas/<code>")
@allow(Act.EDIT_CATALOGUE, GRANTS, on=catalogues.edition)
@takes(schemas.AreaIn)
@form_page(_edition)
def change_area(
    actor: Actor,  # noqa: ARG001
    of: CatalogueEdition,
    code: str,
    body: dict[str, Any],
) -> ResponseReturnValue:
    drafting.change_area(of=of, code=code, most=body["max"], now=clock.now())
    return redirect(f"{ALL}/{of.id}", 303)


@bp.get(f"{ONE}/effect")
@allow(Act.READ_CATALOGUE, GRANTS, on=catalogues.edition)
def show_effect(actor: Actor, of: CatalogueEdition) -> str:  # noqa: ARG001
    return render_template(
        "rating/catalogue_effect.html",
        up=f"{ALL}/{of.id}",
        of=of,
        found=effects.effects(catalogues.as_drafted(of), of.since - 1),
        plain=plain,
    )


@bp.post(f"{ONE}/publication")
@allow(Act.PUBLISH_CATALOGUE, GRANTS, on=catalogues.edition)
@form_page(_edition)
def publish(actor: Actor, of: CatalogueEdition) -> ResponseReturnValue:
    drafting.publish(actor=actor, of=of, now=clock.now())
    return redirect(f"{ALL}/{of.id}", 303)
