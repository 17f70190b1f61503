"""The red and black list at the desks of officers and companies: a quarter, and one entry with its life."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.reputation import schemas, shown
from linli.blueprints.reputation.api import of_quarter, quarter_in
from linli.blueprints.reputation.shown import found_entry
from linli.blueprints.reputation.verbs import ENTRY_VERBS, Verb
from linli.domains.reputation.models import ListEntry
from linli.domains.reputation.operations import listing
from linli.domains.reputation.permissions import GRANTS, Act
from linli.domains.reputation.rules.listing import Quarter
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("reputation_list_console", __name__)
HERE = "/work/credit-list"
ONE = f"{HERE}/<uuid:listed_id>"


@bp.get(HERE)
@allow(Act.READ_LIST, GRANTS)
@takes(schemas.QuarterQuery, where="query")
def list_entries(actor: Actor, query: dict[str, Any]) -> str:
    return _quarter(actor, quarter_in(query), Form())


def _quarter(actor: Actor, quarter: Quarter, form: Form) -> str:
    return render_template(
        "reputation/quarter.html",
        form=form,
        here=HERE,
        quarter=quarter,
        found=of_quarter(actor, quarter),
        may_draw=permits(GRANTS, actor, Act.DRAW_UP),
    )


def _quarter_again(actor: Actor, form: Form) -> str:
    return _quarter(actor, quarter_in({"year": None, "quarter": None}), form)


@bp.post(HERE)
@allow(Act.DRAW_UP, GRANTS)
@takes(schemas.DrawUpIn)
@form_page(_quarter_again)
@idempotent()
def draw_up_list(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    listing.draw_up(actor=actor, quarter=Quarter(year=body["year"], number=body["quarter"]), now=clock.now())
    return redirect(url_for(".list_entries", year=body["year"], quarter=body["quarter"]), 303)


@bp.get(ONE)
@allow(Act.READ_LIST, GRANTS, on=found_entry)
def show_entry(actor: Actor, entry: ListEntry, form: Form | None = None) -> str:
    return render_template(
        "reputation/entry.html",
        form=form or Form(),
        entry=shown.entry_detail(actor, entry),
        here=url_for("reputation_list_console.show_entry", listed_id=entry.id),
        talk=entry.talk,
        check_words=entry.check_words,
        left_on=entry.left_on,
    )


def _verb(verb: Verb) -> None:
    """Register one deed as a form's POST; refused, the entry's page is shown again with what was typed."""

    def take(actor: Actor, entry: ListEntry, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, entry, body, clock.now())
        return redirect(url_for(".show_entry", listed_id=entry.id), 303)

    take.__name__ = verb.named("entry")
    view = takes(verb.brings)(form_page(show_entry)(idempotent()(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found_entry)(view))


for _one in ENTRY_VERBS:
    _verb(_one)
